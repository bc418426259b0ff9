"""The page in a real browser: what an editor does with it, with the mouse, the keyboard, a finger and a printer."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from fakes import RIGHT, WRONG, finding, place, quantity, school

from checker import api
from checker.model.document import Document, Span
from checker.model.report import Location, Report
from checker.report import REPORTERS, Checked, Failed, Run
from checker.setup import cards

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no test with a browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium: the page is not tested in a browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "pages" / "annual.md"
LIT = "mark.lit"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def checker() -> api.Checker:
    return api.load()


@pytest.fixture(scope="module")
def sample(checker: api.Checker) -> Run:
    report = checker.check_file(SAMPLE)
    return Run((Checked("年报.md", report),), rules=cards(checker, "zh"), version="1")


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """A function that opens the page of a run; afterwards nothing was fetched and nothing went wrong in it.

    quarrel: the page may complain of what the test does to it.
    """
    contexts, said, fetched = [], [], []

    def opened(run: Run, *, quarrel: bool = False, **options: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_bytes(REPORTERS["html"](run).encode("utf-8"))
        contexts.append(browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        if not quarrel:
            page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert {url.partition(":")[0] for url in fetched} <= {"file", "data"} and len(fetched) == len(contexts)


def lit(page: Any) -> list[str]:
    """What is lit, place by place."""
    texts: list[str] = page.locator(LIT).all_text_contents()
    return texts


def in_view(page: Any, selector: str) -> bool:
    script = "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }"
    seen: bool = page.locator(selector).first.evaluate(script)
    return seen


def test_a_finding_lights_its_operands(show: Open, sample: Run) -> None:
    page = show(sample)
    found = page.locator(".finding", has_text="本列各行之和")
    assert not in_view(page, ".text td .n.error")
    found.locator(".message").click()
    assert lit(page) == ["702", "561", "318", "236", "1827"]
    assert page.locator(f"{LIT}.primary").text_content() == "1827" and in_view(page, f"{LIT}.primary")
    assert page.locator(f"{LIT}[data-label]").count() == 5
    assert found.get_attribute("aria-current") == "true"
    assert "本列各行之和" in page.locator("#live").text_content()
    page.keyboard.press("Escape")
    assert lit(page) == [] and found.get_attribute("aria-current") is None
    assert page.locator("#text-0").text_content().startswith("# 云溪县") and page.locator("#text-0 mark").count() == 0


def test_a_number_under_the_pointer_shows_its_relations(show: Open, sample: Run) -> None:
    page = show(sample)
    page.locator(".text .n.right", has_text="2301人").hover()
    card = page.locator("#card")
    card.wait_for(state="visible")
    card.locator(".entry", has_text="65.0%").first.hover()
    assert "相符" in card.inner_text() and "2301" in card.inner_text() and "查的是" in card.inner_text()
    assert {"3540人", "2301人", "65.0%"} <= set(lit(page))
    page.mouse.move(2, 2)
    card.wait_for(state="hidden")
    assert lit(page) == []


def test_an_undecided_number_says_why(show: Open, sample: Run) -> None:
    page = show(sample)
    page.locator(".text .n.undecided", has_text="12所").click()
    card = page.locator("#card").inner_text()
    assert "不判" in card and "原因：" in card and "8 + 12 = 20" in card
    page.locator("h1").click()  # outside: nothing happens in the header
    assert page.locator("#card").is_visible()
    page.locator(".text p").first.click(position={"x": 1, "y": 1})
    assert page.locator("#card").is_hidden()


def test_a_contradicted_number_chooses_its_finding(show: Open, sample: Run) -> None:
    page = show(sample)
    page.locator(".text .n.error", has_text="98.2%").click()
    assert "98.2%" in page.locator(".finding[aria-current]").inner_text()
    assert "错误" in page.locator("#card").inner_text() and lit(page) == ["98.2%", "97.9%"]
    page.locator("#card .places button").last.click()
    assert lit(page) == ["98.2%", "97.9%"] and in_view(page, f"{LIT} >> nth=-1")
    page.locator("#card .close").click()
    assert page.locator("#card").is_hidden() and lit(page) == []


def test_the_pointer_passes_over_what_was_chosen(show: Open, sample: Run) -> None:
    """A number under the pointer shows for as long as it is there; then what was chosen is lit again."""
    page = show(sample)
    page.locator(".finding").first.click()
    chosen = lit(page)
    page.locator(".text .n.right", has_text="2301人").hover()
    assert lit(page) != chosen
    page.mouse.move(2, 2)
    page.locator("#card").wait_for(state="hidden")
    assert lit(page) == chosen == ["126所", "58所", "45所", "17所", "5所"]


def test_keyboard_only(show: Open, sample: Run) -> None:
    page = show(sample)
    press = page.keyboard.press
    press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for key in "nnnnnp":  # around the end and back
        press(key)
        seen.append(page.locator(".finding[aria-current]").get_attribute("data-finding"))
        assert page.evaluate("document.activeElement.className") == "jump"
    assert seen == ["0", "1", "2", "3", "0", "3"]
    press("Escape")
    press("p")
    assert page.locator(".finding[aria-current]").get_attribute("data-finding") == "3"
    press("/")
    page.keyboard.type("n126")  # letters typed into the field are no commands
    assert page.evaluate("document.activeElement.id") == "search" and page.locator(".finding:visible").count() == 0
    press("Escape")
    assert page.locator(".finding:visible").count() == 4
    page.locator(".text .n.warning").first.focus()
    press("Enter")
    assert page.locator("#card").is_visible() and lit(page)[0] == "126所"
    for _ in range(3):  # into the card, to the third place
        press("Tab")
    press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "part：45所" and lit(page)[2] == "45所"
    press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "126所" and lit(page) == []
    press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "58所"
    press("ArrowLeft")
    press("ArrowLeft")
    assert page.evaluate("document.activeElement.textContent") == "2024年"
    assert "没有规则" in page.locator("#card").inner_text() and "没有规则" in page.locator("#live").text_content()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    press("Escape")
    assert page.locator("#card").is_hidden()


def test_everything_in_the_tab_order_has_a_name(show: Open, sample: Run) -> None:
    page = show(sample)
    script = """() => [...document.querySelectorAll('button, select, input, [tabindex="0"], [role]')]
        .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.getAttribute('role') === 'status'))
        .map((e) => e.outerHTML)"""
    assert page.evaluate(script) == []
    described = "() => [...document.querySelectorAll('[aria-describedby]')].filter((e) => !document.getElementById("
    assert page.evaluate(described + "e.getAttribute('aria-describedby'))).length") == 0


def test_filters(show: Open, sample: Run) -> None:
    page = show(sample)
    visible = page.locator(".finding:visible")
    page.locator(".filters .warning").click()
    assert visible.count() == 3 and page.locator("#shown").text_content() == "显示 3 / 4 条"
    page.locator("#rule").select_option(index=1)
    rule = page.locator("#rule").input_value()
    assert {item.get_attribute("data-rule") for item in visible.all()} <= {rule}
    page.locator("#rule").select_option("")
    page.locator("#search").fill("2月30日")
    assert visible.count() == 1
    page.keyboard.press("Escape")
    page.locator(".filters .error").click()
    assert visible.count() == 0 and page.locator("#nothing").is_visible()
    page.locator("h1").click()
    page.keyboard.press("n")  # nothing to go to
    assert page.locator(".finding[aria-current]").count() == 0


def test_states_and_unread_text_can_be_switched(show: Open, sample: Run) -> None:
    page = show(sample)
    line = "e => getComputedStyle(e).textDecorationLine"
    number = page.locator(".text .n.right").first
    assert number.evaluate(line) == "underline"
    page.locator('[data-state="right"]').click()
    assert number.evaluate(line) == "none" and page.locator(".text .n.error").first.evaluate(line) == "underline"
    unread = page.locator(".text .unread").first
    assert unread.is_hidden()
    page.locator("#unread").click()
    assert unread.is_visible() and unread.text_content() == "# "


def test_lines_differ_without_colour(show: Open, sample: Run) -> None:
    page = show(sample)
    script = "e => { const s = getComputedStyle(e); return s.textDecorationStyle + s.textDecorationThickness; }"
    states = ("error", "warning", "right", "undecided", "unchecked")
    styles = [page.locator(f".text .n.{state}").first.evaluate(script) for state in states]
    assert len(set(styles)) == len(states)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_mode(show: Open, sample: Run, scheme: str) -> None:
    page = show(sample, color_scheme=scheme)

    def brightness() -> int:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    before = brightness()
    assert (before > 600) == (scheme == "light")
    assert page.locator("#dark").get_attribute("aria-pressed") == str(scheme == "dark").lower()
    page.locator("#dark").click()
    assert (brightness() > 600) == (scheme == "dark")
    page.locator("#dark").click()
    assert brightness() == before


def test_phone(show: Open, sample: Run) -> None:
    page = show(sample, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator(".finding .message").nth(2).tap()
    card = page.locator("#card")
    card.wait_for(state="visible")
    assert "3 / 4" in card.inner_text() and len(lit(page)) == 5 and in_view(page, f"{LIT}.primary")
    card.locator(".moves button").nth(1).tap()
    assert "4 / 4" in card.inner_text() and lit(page) == ["2月30日"]
    top = card.bounding_box()["y"]
    assert page.locator(LIT).bounding_box()["y"] < top, "the card does not cover what it speaks of"
    card.locator(".moves button").nth(2).tap()
    assert card.is_hidden() and in_view(page, ".finding >> nth=3")
    page.locator(".text .n.right").first.tap()
    assert card.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_print(show: Open, sample: Run, tmp_path: Path) -> None:
    many = Run(tuple(Checked(f"{i}.txt", school("一句话。" if i else WRONG)) for i in range(25)), rules=sample.rules)
    page = show(many)
    assert page.locator("details.document:not([open])").count() == 24
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
    assert page.locator("details.document:not([open])").count() == 24
    page.emulate_media(media="print")
    assert page.locator(".finding blockquote").is_visible() and page.locator(".filters").is_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('aside')).maxHeight") == "none"


def texts(page: Any, count: int) -> list[str]:
    script = """i => { const copy = document.getElementById(`text-${i}`).cloneNode(true);
        copy.querySelectorAll('summary').forEach((e) => e.remove()); return copy.textContent; }"""
    return [page.evaluate(script, i) for i in range(count)]


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("一、概况", 1)
    document.add_paragraph("共3所，其中甲2所。")
    document.add_paragraph("第一项1个", style="List Number")
    table = document.add_table(3, 2)
    for row, cells in enumerate((("名", "数"), ("甲", "2"), ("乙", "1"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    table.cell(1, 0).merge(table.cell(2, 0))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["名", "数"])
    book.active.append(["甲", 1234.5])
    book.active["B2"].number_format = "#,##0.0"
    book.active["D7"] = 3
    book.active.merge_cells("A3:B4")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_browser_keeps_the_text_of_every_format(show: Open, checker: api.Checker) -> None:
    """A browser moves what may not stand in a table or list; nothing of ours may be moved."""
    sources = {
        "a.md": "# 题**强**\n\n- 一项3个\n\n  续\n\n1. 二项&nbsp;4个\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n"
        "```\nx\n```\n\n---\n尾",
        "a.html": "<!doctype html><html><body><h1>大题</h1><p>有3&#x4e07;人<b>，</b>其中2人。<br>另有1人。</p><table>"
        "<caption>表</caption><tr><th colspan=2>甲</th></tr><tr><td rowspan=2>乙</td><td>3</td></tr><tr><td>4</td></tr>"
        "</table><ul><li>一<ul><li>二</li></ul></li></ul><script>x = 1</script></body></html>",
        "a.csv": '名,数\r\n甲,"1,200"\r\n乙,3\r\n',
        "a.txt": "一、\u2028题\r\n\r\n共3所</script><!--。\x0c\r\n\t二、尾\u202e 乱",
    }
    files = {name: source.encode() for name, source in sources.items()} | {"a.docx": word_file(), "a.xlsx": sheet()}
    documents = tuple(Checked(name, checker.check_bytes(data, source=name)) for name, data in files.items())
    page = show(Run(documents))
    assert texts(page, len(documents)) == [checked.report.document.text for checked in documents]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200


def test_places_light_up_wherever_they_are(show: Open) -> None:
    """Behind characters of two units, over several nodes, where nothing stands, in another document of the page."""
    text = "𠮷𠮷甲48所，其中31所。\r\n𠮷共"
    whole = Span(text.index("48"), text.index("。"))
    gap = Location(Span(len(text), len(text)), "", "missing")
    wide = finding(Location(whole, text[whole.start : whole.end], "list"), [place(text, "𠮷共", "word"), gap])
    numbers = (quantity(0, text, "48所", "48"), quantity(1, text, "31所", "31"))
    report = Report(Document("a", text), numbers, (), (wide,))
    page = show(Run((Checked("a", school(WRONG)), Checked("b", report)), (Failed("c", "d"),)))
    page.locator(".finding").nth(1).click()
    assert "".join(lit(page)) == "48所，其中31所𠮷共"
    assert page.locator(f"{LIT}.primary").count() == 3 and page.locator(f"{LIT}.missing").count() == 1
    assert page.locator("#text-0 mark.lit").count() == 0
    page.locator(".finding").nth(0).click()
    assert lit(page) == ["48所", "31所", "13所", "5所"] and texts(page, 2)[1] == text


def test_a_place_in_another_document(show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """When findings point into other files, only `home` has to say so."""
    for room in ("states", "findings", "payload"):
        module = import_module(f"checker.report.html.{room}")
        monkeypatch.setattr(module, "home", lambda place, own, run: 0 if place.label == "there" else own)
    text = "全城共有图书室50所。"
    found = finding(place(text, "50所", "here"), [place(RIGHT, "49所", "there")])
    other = Report(Document("b", text), (quantity(0, text, "50所", "50"),), (), (found,))
    page = show(Run((Checked("a", school(RIGHT)), Checked("b", other))))
    assert page.locator("#text-0 .n.error").all_text_contents() == ["49所"]
    assert page.locator(".finding blockquote").all_text_contents() == [text, RIGHT.strip()]
    page.locator("#text-0 .n.error").click()
    assert page.locator("#text-0 mark.lit").all_text_contents() == ["49所"]
    assert page.locator("#text-1 mark.lit.primary").all_text_contents() == ["50所"]


def test_the_policy_holds(show: Open, sample: Run) -> None:
    """What a hostile report might bring in is refused by the browser, too."""
    page = show(sample, quarrel=True)
    script = """() => new Promise((done) => {
        addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
        const node = document.createElement('style'); node.textContent = 'body { color: red }';
        document.head.append(node); })"""
    assert page.evaluate(script).startswith("style-src")
    with pytest.raises(playwright.Error, match="TrustedHTML"):
        page.evaluate("() => { document.body.innerHTML = '<b>x</b>'; }")
    page.evaluate("0")


def test_without_scripts_the_page_can_be_read(show: Open, sample: Run) -> None:
    page = show(sample, java_script_enabled=False)
    assert page.locator(".finding").count() == 4 and page.locator(".text td").first.is_visible()
    assert page.locator("noscript p").is_visible()
