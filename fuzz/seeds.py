"""Small inputs for each surface, most of them good; files are made by the libraries that people make them with."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.files import plant
from fuzz.knowing import entry
from fuzz.languages import SAMPLE
from fuzz.shapes import rezip

ROOT = Path(__file__).resolve().parent.parent
SUM = "全县共有学校48所，其中小学31所、初中12所、高中7所。"
RATE = "投资由2000万元增加到2500万元，增长25%。教师120人，其中女教师65人，占54.2%。"
TABLE = "| 类别 | 数量（所） |\n|---|---|\n| 小学 | 31 |\n| 初中 | 12 |\n| 合计 | 44 |\n"
ROWS = (("学校", "教师数", "学生数"), ("甲校", 12, 1120), ("乙校", 8, 80.5), ("合计", 20, 1200.5))


def _bytes(*texts: str) -> list[bytes]:
    return [text.encode() for text in texts]


def numerals() -> list[bytes]:
    return _bytes(
        "1.76万",
        "5000",
        "1,234,567",
        "3千5百",
        "一亿二",
        "二〇二三",
        "壹佰贰拾万",
        "十几",
        "两三",
        "三点五",
        "2.3万亿",
        "１２．５",
        "数千万",
        "30几",
    )


def sentences() -> list[bytes]:
    return _bytes(
        SUM,
        RATE,
        "约1.76万个，近500人，超3亿元。",
        "2024年3月5日至6月30日，为期三年，第三名。",
        "浓度28微克/立方米，师生比1∶15，翻两番，三成。",
        SAMPLE,
    )


def reports() -> list[bytes]:
    return _bytes(
        SUM,
        RATE,
        SUM + "\n\n" + TABLE,
        SAMPLE,
        f"# 题\n\n一、甲\n\n{SUM}\n\n- 一项\n- 两项\n\n<!-- checker: ignore sum-of-parts 已核 -->\n{SUM}\n",
    )


def encoded() -> list[bytes]:
    page = "标题\n\n一、总体情况\n" + SUM + "\n\n学校\t教师\n甲\t3\n乙\t4\n合计\t7\n"
    made = [page.encode(code) for code in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")]
    return [*made, "全縣共有學校48所，其中小學31所、國中17所。".encode("big5"), b"", b"\xff\xfe"]


def marks() -> list[bytes]:
    return _bytes(
        f"<!-- checker: ignore sum-of-parts 已核 -->\n{SUM}\n",
        f"<!-- checker: ignore-start CHK101, sum 理由 -->\n{SUM}\n\n{RATE}\n<!-- checker: ignore-end -->\n",
        f'{SUM}<!-- checker: ignore-line sum "48所" 理由 -->\n\n<!-- checker: ignore-file CHK 全文 -->\n',
        f"<!-- checker: ignore-next-line CHK1 理由 -->\n{TABLE}",
    )


def pages() -> list[bytes]:
    table = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    head = "<!DOCTYPE html><html><head><meta charset=utf-8><title>题</title></head>"
    whole = f"{head}<body><h1>题</h1><p>{SUM}</p><table>{table}</table></body></html>"
    return [
        whole.encode(),
        whole.replace("utf-8", "gbk").encode("gbk"),
        f"<p>{SUM}<p>3&#x4e07;<b>5</b>&nbsp;个<ul><li>甲<li>乙</ul>".encode(),
    ]


def tables() -> list[bytes]:
    lines = [[str(c) for c in row] for row in ROWS]
    return [
        "\n".join(",".join(f'"{c}"' for c in row) for row in lines).encode(),
        "\r\n".join("\t".join(row) for row in lines).encode("utf-8-sig"),
        "\n".join(";".join(row) for row in lines).encode("gb18030"),
    ]


@cache
def word_files() -> list[bytes]:
    import docx  # noqa: PLC0415

    plant()
    made = []
    for rich in (False, True):
        document = docx.Document()
        document.add_heading("工作报告", 0)
        document.add_paragraph(SUM)
        if rich:
            document.add_paragraph("一项", style="List Number")
            document.add_paragraph("两项", style="List Bullet")
            table = document.add_table(len(ROWS), len(ROWS[0]))
            for r, row in enumerate(ROWS):
                for c, value in enumerate(row):
                    table.cell(r, c).text = str(value)
            table.cell(1, 0).merge(table.cell(2, 0))
        out = io.BytesIO()
        document.save(out)
        # Themes and thumbnails are most of the bytes, and nobody reads them.
        made.append(
            rezip(
                [
                    part
                    for part in _members(out.getvalue())
                    if not part[0].startswith(("docProps", "word/theme", "customXml"))
                ]
            )
        )
    return made


def _members(data: bytes) -> list[tuple[str, bytes]]:
    from fuzz.shapes import unzip  # noqa: PLC0415

    return unzip(data) or []


@cache
def workbooks() -> list[bytes]:
    import openpyxl  # noqa: PLC0415

    plant()
    book: Any = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(list(row))
    book.active["C2"].number_format = "#,##0.00"
    book.active["B2"].number_format = "0.0%"
    book.active["D1"] = "=SUM(B2:B3)"
    book.active.merge_cells("A5:B5")
    other = book.create_sheet("乙")
    other.append([SUM, 45000.5, True])
    other["B1"].number_format = "yyyy-mm-dd"
    out = io.BytesIO()
    book.save(out)
    return [rezip([part for part in _members(out.getvalue()) if "theme" not in part[0]])]


@cache
def pdf_files() -> list[bytes]:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = []
    for rows in (False, True):
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(595, 842), invariant=1, pageCompression=0)
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 770, SUM)
        canvas.drawString(72, 750, RATE)
        for r, row in enumerate(ROWS if rows else ()):
            for c, value in enumerate(row):
                canvas.drawString(80 + 100 * c, 600 - 20 * r, str(value))
                canvas.rect(75 + 100 * c, 595 - 20 * r, 100, 20)
        canvas.showPage()
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 770, "1,234 schools, 5.6%")
        canvas.save()
        made.append(out.getvalue())
    return made


@cache
def bundles() -> list[bytes]:
    return [
        rezip(
            [
                ("甲.txt", SUM.encode()),
                ("b/乙.md", TABLE.encode()),
                ("c.html", pages()[0]),
                ("d.csv", tables()[0]),
                ("e.png", b"x"),
                ("f.zip", b"PK"),
            ]
        ),
        rezip([("a.docx", word_files()[0]), ("a.xlsx", workbooks()[0]), ("__MACOSX/._a.txt", b"x"), ("g.doc", b"x")]),
    ]


def patterns() -> list[bytes]:
    return _bytes(
        "{a} ... @of_which (... {b})+",
        "{a} ... {c} .. ， .. {d}",
        "^ {a} .. 其中 ({b} 、)+ {b} $",
        "{e} (至|到) {e}",
        "{f} 等? {a}",
        "{a} ... 共 {a}",
        "{h} .. {i}",
    )


def expressions() -> list[bytes]:
    return _bytes(
        "total == sum(part)",
        "rate == signed(total) / (total - 1)",
        "total > 0 and not rate < 0",
        "word in ('所', '个')",
        "(total ** 2 - 1) / 3 <= max(part) * 1.5",
        "never",
        "count(part) == 3 or whole(total)",
        "abs(rate) < 0.5",
        "min(part) < avg(part) < max(part)",
        "power(total, 3) == total ** 3",
        "days(when, when) == 0",
    )


def assertions() -> list[bytes]:
    return [
        text.replace(b"total", b"a")
        .replace(b"part", b"b")
        .replace(b"rate", b"d")
        .replace(b"word", b"unit(a)")
        .replace(b"when", b"e")
        for text in expressions()
    ]


@cache
def rule_files() -> list[bytes]:
    """The smallest shipped rules of each kind."""
    by_kind: dict[bytes, list[bytes]] = {}
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        data = path.read_bytes()
        for kind in (b"prose", b"outline", b"table", b"facts"):
            if b"\nkind: " + kind in data:
                by_kind.setdefault(kind, []).append(data)
    return [data for many in by_kind.values() for data in sorted(many, key=len)[:3]]


def word_lists() -> list[bytes]:
    return _bytes(
        "lists:\n  a: [甲, 乙]\n  b:\n  - 丙\ntables:\n  c:\n    x: [丁]\n    y: {z: 戊}\n", "lists: {}\n", ""
    )


def configs() -> list[bytes]:
    return _bytes(
        'select = ["sum", "CHK101"]\nignore = ["style"]\nlang = "en"\n[severity]\nleast = "warning"\n'
        'sum-of-parts = "info"\n[per-file."*.md"]\nignore = ["sum"]\n',
        '[tool.checker]\nseverity = "warning"\nencoding = "gbk"\nexclude = ["a/*", "b"]\nfail-on = "never"\n',
        'baseline = "b.json"\nrules = ["x"]\nextend = "y.toml"\n',
    )


def side_files() -> list[bytes]:
    return _bytes(
        "- rule: sum-of-parts\n  text: 48所\n  reason: 已核\n"
        "- rule: CHK101\n  fingerprint: abcd\n  reason: 旧数\n  page: 3\n  cell: Sheet1!B4\n",
        "[]",
        "",
    )


def baselines() -> list[bytes]:
    entry_of = {
        "rule": "sum-of-parts",
        "values": ["48所", "31所"],
        "steps": ["31 + 12 = 43"],
        "fingerprint": "ab",
        "count": 2,
    }
    return [
        json.dumps({"version": 1, "files": {"a.md": [entry_of, entry_of], "b.md": []}}, ensure_ascii=False).encode(),
        b'{"version": 1, "files": {}}',
    ]


@cache
def entries() -> list[bytes]:
    return [entry(SUM), entry("2024年3月5日，3人。"), entry("")]


def sessions() -> list[bytes]:
    uri = {"uri": "file:///a.md"}
    opened: dict[str, Any] = {"textDocument": {**uri, "languageId": "markdown", "version": 1, "text": SUM}}
    place = {"textDocument": uri, "position": {"line": 0, "character": 8}}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    change = {"textDocument": {**uri, "version": 2}, "contentChanges": [{"range": whole, "text": RATE}]}

    def lines(*messages: tuple[str, object, int | None]) -> bytes:
        made = [
            {"jsonrpc": "2.0", "method": m, "params": p, **({} if n is None else {"id": n})} for m, p, n in messages
        ]
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in made).encode()

    hello: tuple[str, object, int] = (
        "initialize",
        {"processId": None, "rootUri": None, "capabilities": {}, "locale": "en"},
        1,
    )
    open_ = ("textDocument/didOpen", opened, None)
    able = {
        "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}},
        "general": {"positionEncodings": ["utf-8"]},
    }
    ask, here = {"textDocument": uri}, {"textDocument": uri, "range": whole}
    fix = {**here, "context": {"diagnostics": []}}
    return [
        lines(
            hello,
            ("initialized", {}, None),
            open_,
            ("textDocument/hover", place, 2),
            ("textDocument/documentSymbol", ask, 3),
        ),
        lines(
            ("initialize", {"processId": None, "rootUri": None, "capabilities": able}, 1),
            open_,
            ("textDocument/didChange", change, None),
            ("textDocument/diagnostic", ask, 2),
            ("textDocument/inlayHint", here, 3),
        ),
        lines(
            hello,
            open_,
            ("textDocument/codeAction", fix, 4),
            ("workspace/didChangeConfiguration", {"settings": {"checker": {"select": ["sum"], "delay": 1}}}, None),
            ("workspace/executeCommand", {"command": "checker.openRule", "arguments": ["sum-of-parts"]}, 5),
            ("textDocument/didClose", ask, None),
            ("shutdown", None, 6),
        ),
    ]
