"""The page without a browser: it holds the whole text, each number with its state, and nothing that runs or fetches."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
from fakes import PARTS, RIGHT, STYLE, WRONG, finding, place, quantity, school
from hypothesis import assume, given, settings
from pages import Page, one, reports

from checker import cli
from checker.model.document import Anchor, Block, Cell, Document, Note, Span, Table
from checker.model.report import Relation, Report, Suppressed
from checker.report import REPORTERS, Checked, Failed, RuleCard, Run
from checker.texts import TEXTS

ASSETS = files("checker.report.html")
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "pages" / "annual.md"
CARDS = tuple(RuleCard(r.id, r.code, r.severity, r.title["zh"], r.kind, r.family, r.why) for r in (PARTS, STYLE))
EVIL = "</script><script>alert(1)</script><!-- ' \" & &amp; <b onmouseover=x> \u2028\u2029 ]]>"


def page(run: Run) -> Page:
    return Page(REPORTERS["html"](run))


def data(parsed: Page, name: str = "data-0") -> dict[str, object]:
    ((_, raw),) = parsed.all("script", id=name)
    value: dict[str, object] = json.loads(raw)
    return value


@settings(max_examples=150, deadline=None)
@given(reports())
def test_the_text_is_whole(report: Report) -> None:
    """Whatever the structure: the text nodes of the document, joined, are its text; no number is lost."""
    parsed = page(one(report))
    assert parsed.texts["text-0"] == report.document.text
    shown = [b.span for b in report.document.blocks if b.kind in ("heading", "paragraph", "item", "table")]
    for q in report.quantities:
        if any(s.start <= q.span.start and q.span.end <= s.end for s in shown):
            assert parsed.numbers[q.index] == [("unchecked", q.surface)]


@settings(max_examples=50, deadline=None)
@given(reports())
def test_numbers_stand_where_they_are(report: Report) -> None:
    assume(report.document.text.strip())  # a text of blanks is hidden whole
    plain = replace(report, document=Document("any", report.document.text))
    parsed = page(one(plain))
    assert {q.index: q.span for q in plain.quantities if q.surface}.keys() == parsed.numbers.keys()
    for q in plain.quantities:
        if q.surface:
            assert parsed.numbers[q.index] == [("unchecked", plain.document.text[q.span.start : q.span.end])]


def everything() -> Report:
    """One number in each state; the first also stands in relations that hold and abstain."""
    text = "甲1所乙2所丙3所丁4所戊5所己6所庚7所辛八仙"
    numbers = [quantity(i, text, f"{i + 1}所", str(i + 1), "所") for i in range(7)]
    numbers.append(quantity(7, text, "八仙", "8", kind="name", number=None))

    def relation(verdict: str, *indices: int, reason: str | None = None) -> Relation:
        spans = tuple(place(text, numbers[i].surface, "part") for i in indices)
        return Relation(PARTS.id, verdict, reason, ("a = b",), spans, indices)  # type: ignore[arg-type]

    found = [
        finding(place(text, f"{i + 1}所", "total"), [], severity=severity, rule=rule)  # type: ignore[arg-type]
        for i, (severity, rule) in enumerate([("error", PARTS), ("warning", STYLE), ("info", STYLE)])
    ]
    relations = (
        relation("fails", 3),
        relation("holds", 0, 4),
        relation("abstains", 0, 4, 5, reason="open-list"),
        relation("holds", 6),
    )
    silenced = finding(place(text, "4所", "total"), [])
    return Report(Document("a", text), tuple(numbers), relations, tuple(found), (Suppressed(silenced, "severity"),))


def test_states() -> None:
    """A number that was only looked at alone is not checked; a name that nothing binds is no number."""
    wanted = ["error", "warning", "info", "unreported", "right", "undecided", "unchecked"]
    parsed = page(one(everything(), rules=CARDS))
    assert parsed.numbers == {i: [(state, f"{i + 1}所")] for i, state in enumerate(wanted)}
    counts = [(a["data-state"], said) for a, said in parsed.all("button") if a.get("data-state")]
    assert [state for state, _ in counts] == wanted and all(said.endswith(" 1") for _, said in counts)


def test_the_legend_counts_what_the_summary_counts() -> None:
    report = school(WRONG)
    states = [state for marks in page(one(report)).numbers.values() for state, _ in marks]
    assert states.count("error") == report.contradicted == 4
    states = [state for marks in page(one(school(RIGHT))).numbers.values() for state, _ in marks]
    assert states.count("right") == school(RIGHT).bound == 4


def test_a_finding_says_everything() -> None:
    parsed = page(one(school(WRONG), rules=CARDS))
    ((attributes, said),) = parsed.all("li", class_="finding error")
    assert attributes["id"] == "finding-0-0" and attributes["data-rule"] == PARTS.id
    (found,) = school(WRONG).findings
    for part in (found.title, found.message, *found.steps, found.diagnosis, found.suggestion, PARTS.code, "第 2 行"):
        assert part and part in said
    marked = [(a["class"], text) for a, text in parsed.all("mark")]
    assert marked == [("primary", "48所"), ("related", "31所"), ("related", "13所"), ("related", "5所")]
    assert "城关区有图书室48所，其中街道31所、社区13所、学校5所。" in said


def test_where_a_finding_is() -> None:
    """A cell, a page or a paragraph where the format has them."""
    report = school(WRONG)
    start = report.findings[0].primary.span.start
    anchors = {
        "单元格 表!B2": Anchor(cell="表!B2", paragraph=3),
        "第 7 页": Anchor(page=7),
        "第 3 段": Anchor(paragraph=3),
    }
    for said, anchor in anchors.items():
        document = replace(report.document, anchors=((Span(start, start + 3), anchor),))
        parsed = page(one(replace(report, document=document)))
        assert [text for _, text in parsed.all("span", class_="where")] == [said]


def test_the_data_is_the_wire_format_with_its_ledger() -> None:
    run = one(everything(), rules=CARDS)
    value = data(page(run))
    wire = json.loads(REPORTERS["json"](replace(run, ledger=True)))["documents"][0]
    relations = value["relations"]
    assert [r.pop("quantities") for r in relations] == [[3], [0, 4], [0, 4, 5], [6]]  # type: ignore[attr-defined]
    assert [f["primary"].pop("numbers") for f in value["findings"]] == [[0], [1], [2]]  # type: ignore[attr-defined]
    assert value.pop("wide") == []
    assert value == wire
    common = data(page(run), "data")
    assert common["reasons"] == {"open-list": common["reasons"]["open-list"]}  # type: ignore[index]
    assert common["titles"] == {c.id: c.title for c in CARDS}


def test_places_behind_wide_characters() -> None:
    text = "𠮷𠮷48所"
    found = finding(place(text, "48所", ""), [])
    report = Report(Document("a", text), (quantity(0, text, "48所", "48"),), (), (found,))
    assert data(page(one(report)))["wide"] == [0, 1]


def table(*rows: str, cells: tuple[Cell, ...] | None = None) -> Document:
    """A document that is one table with cells of one character, written with bars."""
    text = "\n".join(rows)
    made, at = [], 0
    for i, row in enumerate(rows):
        for j, cell in enumerate(row.split("|")):
            made.append(Cell(Span(at, at + len(cell)), i, j, header=i == 0))
            at += len(cell) + 1
    whole = Span(0, len(text))
    return Document("t", text, (Block("table", whole),), (Table(whole, cells or tuple(made)),))


def test_tables() -> None:
    document = table("名|数", "甲|3%", "乙|4%")
    parsed = page(one(Report(document, (), (), ())))
    assert [said.rstrip("|\n") for _, said in parsed.all("th")] == ["名", "数"]
    assert [(a.get("class"), said.rstrip("|\n")) for a, said in parsed.all("td")] == [
        (None, "甲"), ("numeric", "3%"), (None, "乙"), ("numeric", "4%"),
    ]  # fmt: skip
    assert parsed.texts["text-0"] == document.text


def test_cells_that_reach_over_others() -> None:
    spans = [Span(i, i + 1) for i in (0, 2, 4, 6, 8)]
    cells = (
        Cell(spans[0], 0, 0, rows=2),
        Cell(spans[1], 0, 1, columns=3),
        Cell(spans[2], 1, 3),  # columns 1 and 2 are empty
        Cell(spans[3], 5, 0, rows=99),  # rows 2 to 4 are not there, nor are those below
        Cell(spans[4], 5, 1),
    )
    document = table("a|b", "c|d|e", cells=cells)
    parsed = page(one(Report(document, (), (), ())))
    shape = [(a.get("rowspan"), a.get("colspan"), said.strip("|\n")) for a, said in parsed.all("td")]
    assert shape == [("2", None, "a"), (None, "3", "b"), (None, "2", ""), (None, None, "c"), (None, None, "d"),
                     (None, None, "e")]  # fmt: skip
    assert parsed.texts["text-0"] == document.text


def test_a_table_whose_cells_go_back_is_shown_as_text() -> None:
    cells = (Cell(Span(2, 3), 0, 0), Cell(Span(0, 1), 0, 1))
    parsed = page(one(Report(table("a|b", cells=cells), (), (), ())))
    assert not parsed.all("td") and parsed.texts["text-0"] == "a|b"


def test_words_between_cells_are_shown() -> None:
    cells = (Cell(Span(0, 1), 0, 0), Cell(Span(4, 5), 0, 1))
    parsed = page(one(Report(table("a|7|b", cells=cells), (), (), ())))
    assert [said for _, said in parsed.all("td")] == ["a|7|", "b"] and not parsed.all("span", class_="blank")


def test_what_is_not_read_is_folded_and_counted() -> None:
    text = "# 标题\n\n有3所**好**学校。\n\n<!-- 旧稿 -->"
    dropped = (Span(0, 2), Span(9, 11), Span(12, 14), Span(19, 30))
    blocks = (Block("heading", Span(0, 4), 1), Block("paragraph", Span(6, 17)), Block("comment", Span(19, 30)))
    parsed = page(one(Report(Document("a", text, blocks, dropped=dropped), (), (), ())))
    assert [said for _, said in parsed.all("span", class_="unread")] == ["# ", "**", "**"]
    assert [said for _, said in parsed.all("details", class_="not-read")] == ["没有读：注释，11 字<!-- 旧稿 -->"]
    assert [said for _, said in parsed.all("button", id="unread")] == ["显示没有读的文字（5 字）"]
    assert [said for _, said in parsed.all("h3", data_o="0")] == ["# 标题"]


def test_an_entity_shows_what_it_is_read_as() -> None:
    text = "共3&#x4e07;人"
    document = Document("a", text, (Block("paragraph", Span(0, len(text))),), read_as=((Span(2, 10), "万"),))
    number = quantity(0, text, "3&#x4e07;人", "30000")
    parsed = page(one(Report(document, (number,), (), ())))
    ((attributes, said),) = parsed.all("span", class_="as")
    assert (attributes["data-as"], said) == ("万", "&#x4e07;") and parsed.numbers[0] == [("unchecked", "3&#x4e07;人")]


def evil() -> Run:
    """Words that would break out of any place where they stand unescaped."""
    text = f"{EVIL}48所{EVIL}"
    bad = finding(
        replace(place(text, "48所", EVIL), label=EVIL),
        [replace(place(text, "48所", EVIL), label=EVIL)],
        message=EVIL,
        steps=(EVIL,),
        suggestion=EVIL,
        diagnosis=EVIL,
    )
    bad = replace(bad, rule=EVIL, code=EVIL, title=EVIL)
    relation = Relation(EVIL, "abstains", EVIL, (EVIL,), (place(text, "48所", EVIL),), (0,))
    notes = (Note("warning", EVIL, 1),)
    number = quantity(0, text, "48所", "48")
    report = Report(Document(EVIL, text, notes=notes), (number,), (relation,), (bad,), (), notes)
    card = RuleCard(EVIL, EVIL, "error", EVIL)
    return Run((Checked(EVIL, report),), (Failed(EVIL, EVIL),), (card,), ((EVIL, 1),), version=EVIL)


def test_hostile_text_stays_text() -> None:
    raw = REPORTERS["html"](evil())
    parsed = Page(raw)
    assert [a for a, _ in parsed.all("script") if "type" not in a] == [{}]
    assert not parsed.all("b", onmouseover="x") and "<!--" not in raw
    assert parsed.texts["text-0"] == f"{EVIL}48所{EVIL}"
    assert data(parsed)["path"] == EVIL and data(parsed, "data")["titles"] == {EVIL: EVIL}
    assert not any(key.startswith("on") or key == "style" for _, a, _ in parsed.elements for key in a)


def test_what_no_page_can_hold_is_replaced() -> None:
    text = "甲\ud800\x00乙"
    raw = REPORTERS["html"](one(Report(Document("a", text), (), (), ())))
    assert Page(raw).texts["text-0"] == "甲\ufffd\ufffd乙"
    raw.encode("utf-8")


def test_the_policy_lets_in_its_own_style_and_script_only() -> None:
    parsed = page(evil())
    ((meta, _),) = parsed.all("meta", http_equiv="Content-Security-Policy")
    policy = dict(part.strip().split(" ", 1) for part in (meta["content"] or "").split(";"))
    (style,) = [said for _, said in parsed.all("style")]
    (script,) = [said for a, said in parsed.all("script") if "type" not in a]
    for name, content in (("style-src", style), ("script-src", script)):
        assert policy[name] == f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"


def test_the_page_is_a_pure_function() -> None:
    assert REPORTERS["html"](evil()) == REPORTERS["html"](evil())
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", REPORTERS["html"](one(school(RIGHT))))


def test_several_documents_and_what_could_not_be_read() -> None:
    notes = (Note("info", "编码是猜的", 3),)
    run = Run(
        (Checked("a.txt", school(WRONG)), Checked("b.txt", replace(school(RIGHT), notes=notes)),
         Checked("c.txt", everything())),
        (Failed("坏.pdf", "不是文本"),), CARDS, ((".png", 2),), version="1.2.3",
    )  # fmt: skip
    parsed = page(run)
    assert list(parsed.texts) == ["text-0", "text-1", "text-2"]
    assert [said for _, said in parsed.all("section", class_="unreadable")] == ["未能读取的文件坏.pdf：不是文本"]
    assert [said for _, said in parsed.all("div", class_="notes")] == ["说明第 3 行：编码是猜的"]
    assert [said for _, said in parsed.all("footer")] == ["由 checker 1.2.3 生成，2 条规则。"]
    assert "跳过 2 个不认识的文件：.png 2" in [said for _, said in parsed.all("p", class_="more")]
    assert "另有 1 条低于所要的级别。" in [said for _, said in parsed.all("p", class_="more")]
    assert [a["data-document"] for a, _ in parsed.all("li") if a.get("data-finding")] == ["0", "2", "2", "2"]
    rows = [said for _, said in parsed.all("tr")]
    assert rows == ["规则问题相符不判", f"{PARTS.title['zh']} {PARTS.id}231", f"{STYLE.title['zh']} {STYLE.id}200"]
    assert all("open" in a for a, _ in parsed.all("details", class_="document"))
    quiet = page(replace(run, quiet=True))
    assert not quiet.all("p", class_="summary") and not quiet.all("div", class_="notes") and not quiet.all("tr")


def test_of_many_documents_those_with_findings_are_unfolded() -> None:
    run = Run(tuple(Checked(f"{i}.txt", school(WRONG if i == 7 else RIGHT)) for i in range(30)))
    shown = ["open" in a for a, _ in page(run).all("details", class_="document")]
    assert [i for i, is_open in enumerate(shown) if is_open] == [7]


@pytest.mark.parametrize("lang, said", [("zh", "没有发现问题。"), ("en", "Nothing found.")])
def test_languages_and_an_empty_run(lang: str, said: str) -> None:
    parsed = page(Run(lang=lang))
    assert [text for _, text in parsed.all("p", class_="clean")] == [said]
    assert [a["lang"] for a, _ in parsed.all("html")] == ["zh-CN" if lang == "zh" else "en"]


def test_every_text_of_the_page_is_used() -> None:
    sources = "".join(
        path.read_text("utf-8") for path in Path(str(ASSETS)).iterdir() if path.suffix in (".py", ".js")
    )  # fmt: skip
    made = ("page-state-", "page-code", "page-meta", "page-comment", "page-tail")
    made += ("page-line", "page-cell", "page-page", "page-paragraph")
    assert [key for key in TEXTS if key.startswith("page-") and not key.startswith(made) and key not in sources] == []


def test_the_assets_are_small_and_plain() -> None:
    for path in (p for p in Path(str(ASSETS)).iterdir() if p.suffix in (".js", ".css")):
        source = path.read_text("utf-8")
        assert len(source.splitlines()) <= 400, path.name
        dangers = r"</|<!--|innerHTML|outerHTML|insertAdjacent|eval\(|https?:|@import|url\("
        assert not re.search(dangers, source), path.name
        assert not re.search(r"[\u4e00-\u9fff]", source), path.name


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast() -> None:
    """WCAG AA: 4.5 for text, 3 for lines; in the light, the two dark and the printed palette."""
    css = ASSETS.joinpath("page.css").read_text("utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", css) if "--paper:" in block]
    assert len(blocks) == 4
    assert re.findall(r"--.*", blocks[1]) == re.findall(r"--.*", blocks[2]), "both dark palettes are the same"
    for block in blocks:
        colour = {n: c + c[1:] if len(c) == 4 else c for n, c in re.findall(r"--([\w-]+): (#\w+);", block)}
        for ink in ("ink", "dim", "accent", "error", "warning", "info", "right", "undecided"):
            assert contrast(colour[ink], colour["paper"]) >= 4.5, ink
            assert contrast(colour[ink], colour.get("page", colour["paper"])) >= 4.5, ink
        assert contrast(colour["lit-ink"], colour["lit"]) >= 4.5
        assert contrast(colour["unchecked"], colour["paper"]) >= 3
        for tone in ("error", "warning", "info"):
            assert contrast(colour[tone], colour[f"{tone}-tint"]) >= 4.5, tone
            assert contrast(colour["ink"], colour[f"{tone}-tint"]) >= 4.5, tone


def test_from_the_command_line(tmp_path: Path) -> None:
    output = tmp_path / "page.html"
    with pytest.raises(SystemExit) as ended:
        cli.main(["lint", str(SAMPLE), "--format", "html", "--output", str(output), "--lang", "zh"])
    assert ended.value.code == 1
    raw = output.read_text("utf-8")
    parsed = Page(raw)
    assert parsed.texts["text-0"] == SAMPLE.read_text("utf-8")
    assert len(parsed.numbers) > 40 and len(parsed.all("td")) > 15
    own = sum(len(said) for name in ("style", "script") for a, said in parsed.all(name) if "type" not in a)
    ledger = json.dumps(data(parsed), ensure_ascii=False)
    assert len(raw) - own <= 3 * (len(parsed.texts["text-0"]) + len(ledger))


def test_what_was_waived_is_told_to_those_who_ask() -> None:
    found = school(WRONG).findings[0]
    report = replace(school(RIGHT), suppressed=(Suppressed(found, "side-file", "已<核实>", "a.checker.yaml:1"),))
    run = one(report)
    assert page(run).all("p", class_="more") == []
    ((_, said),) = page(replace(run, show_suppressed=True)).all("p", class_="more")
    assert "报告.txt  1:15  " in said and found.rule in said and "a.checker.yaml:1：已<核实>" in said
