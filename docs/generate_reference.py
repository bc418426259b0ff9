"""Writes the pictures of the READMEs and the pages of docs/reference: the command line, checker.toml, the wire format.

docs/generate.py runs it with the rest. What stands in the pages comes from the code: the options from the command line
itself, the types of checker.toml from what its reader says of a wrong value, the fields of the wire format from real
runs. The meanings are in docs/reference/meanings.yaml; a field without one, or one without a field, stops it.

tests/test_docs_reference.py compares what is there with `pages()` and `picture()`.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import pyarrow as pa
import typer
import yaml
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from rich.console import Console
from rich.text import Text

from checker import cli
from checker.batch.schema import DATASETS, DOCUMENT_IN
from checker.batch.summary import QUERIES
from checker.cli.declared import application
from checker.config import Config
from checker.model.quantity import Kind, Role
from checker.settings import KEYS, read_layers
from checker.texts import TEXTS, say

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
PICTURES = {"screenshot.svg": ("README.md", "en"), "screenshot.zh-CN.svg": ("README.zh-CN.md", "zh")}
COLUMNS = 80
CELL = 20 * 0.61  # width of a column in an SVG of rich
SVG = "http://www.w3.org/2000/svg"
FONTS = (
    "'Fira Code', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', monospace"
)
TEMPLATE = f"""\
<svg viewBox="0 0 {{width}} {{height}}" xmlns="{SVG}">
<style>
.{{unique_id}}-matrix {{{{ font-family: {FONTS}; font-size: {{char_height}}px; }}}}
.{{unique_id}}-title {{{{ font-family: {FONTS}; font-size: 16px; }}}}
{{styles}}
</style>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""
NAMES = {"kind": get_args(Kind), "role": get_args(Role)}
MADE = "<!-- Made by docs/generate.py; do not edit. -->\n\n"


def ran(*words: str, colour: bool = False) -> str:
    """What a command prints to standard output, in the folder where we are."""
    printed, before = io.StringIO(), os.environ.pop("FORCE_COLOR", None)
    if colour:
        os.environ["FORCE_COLOR"] = "1"
    try:
        with redirect_stdout(printed), redirect_stderr(io.StringIO()):
            cli.main(words)
    except SystemExit:
        return printed.getvalue()
    finally:
        os.environ.pop("FORCE_COLOR", None)
        if before is not None:
            os.environ["FORCE_COLOR"] = before
    raise AssertionError("a command exits")


# pictures ------------------------------------------------------------------------------------------------------


def picture(name: str) -> str:
    """What a terminal shows for the example of a README, as SVG."""
    readme, lang = PICTURES[name]
    report = re.findall(r"^```\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S)[0]
    with tempfile.TemporaryDirectory() as home, chdir(home):
        Path("report.md").write_text(report, "utf-8")
        words = ("lint", "report.md", "--format", "rich", "--lang", lang, "--isolated", "--no-cache")
        printed = ran(*words, colour=True)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(printed), no_wrap=True, overflow="ignore", crop=False, end="")
    return _on_grid(console.export_svg(title="checker lint report.md", code_format=TEMPLATE, unique_id="t"))


def _on_grid(svg: str) -> str:
    """Every sign in its own column. rich takes the wide ones for narrow when it says how long a text is, so a browser
    would squeeze them; and no two fonts agree on the width of a sign."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)
    for group in root.iter(f"{{{SVG}}}g"):
        if not group.get("class", "").endswith("-matrix"):
            continue
        for text in list(group):
            group.remove(text)
            for word, places in _words(text.text or "", round(float(text.get("x", "0")) / CELL)):
                at = " ".join(f"{place:g}" for place in places)
                made = ET.SubElement(group, "text", {"class": text.get("class", ""), "x": at, "y": text.get("y", "")})
                made.text, made.tail = word, "\n"
    return ET.tostring(root, encoding="unicode") + "\n"


def _words(text: str, column: int) -> Iterator[tuple[str, list[float]]]:
    """The words of a line that begins in a column, with the place of each of their signs."""
    word, places = "", []
    for sign in text + "\u00a0":
        cells = 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if sign.isspace():
            if word:
                yield word, places
            word, places = "", []
        else:
            word += sign
            places.append(round((column + (0.09 if cells == 2 else 0)) * CELL, 1))  # in the middle of its two columns
        column += cells


# pages ---------------------------------------------------------------------------------------------------------


def pages() -> dict[str, str]:
    """File name -> Markdown, of the pages in docs/reference."""
    meanings = _unfolded(yaml.safe_load((FOLDER / "meanings.yaml").read_text("utf-8")))
    return {
        "cli.md": _command_line(meanings["cli"], meanings["exit"]),
        "config.md": _configuration(meanings["config"]),
        "wire-format.md": _wire_format(meanings["wire"]),
        "corpus.md": _corpus(meanings["corpus"], meanings["wire"]["json"]["fields"]),
    }


def _unfolded(value: Any) -> Any:
    """Without the blanks that YAML puts between the lines of a Chinese text."""
    if isinstance(value, dict):
        return {key: _unfolded(inner) for key, inner in value.items()}
    wide = r"[\u3001-\u9fff\uff01-\uff60]"
    return re.sub(rf"(?<={wide}) (?={wide}|`)(?<=[，。；：、].)", "", value)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"


def _command_line(intro: dict[str, str], exits: dict[int, dict[str, str]]) -> str:
    page = MADE + f"# 命令行 · Command line\n\n{intro['zh']}\n\n*{intro['en']}*\n"
    page += "".join(_command((), typer.main.get_command(application())))
    page += "\n## 退出码 · Exit codes\n\n| | 含义 | meaning |\n|---|---|---|\n"
    return page + "".join(_row(str(code), said["zh"], said["en"]) for code, said in exits.items())


def _command(path: tuple[str, ...], command: Any) -> Iterator[str]:
    """The section of a command, and those of the commands in it."""
    name = " ".join(("checker", *path))
    parameters = [p for p in command.params if "completion" not in p.name]
    arguments = [p.metavar for p in parameters if p.param_type_name == "argument"]
    inner = getattr(command, "commands", {})
    usage = " ".join([name, *(["COMMAND"] if inner else []), *arguments])
    zh, en = TEXTS[command.help]
    yield f"\n## {name}\n\n`{usage}`\n\n{zh}\n\n*{en}*\n"
    if parameters:
        yield "\n| | 默认 default | 说明 | meaning |\n|---|---|---|---|\n"
    for p in parameters:
        names = [p.metavar] if p.param_type_name == "argument" else [*p.opts]
        value = f" {p.metavar}" if p.param_type_name == "option" and p.metavar else ""
        default = "" if p.default in (None, False, "") else f"`{p.default}`"
        yield _row(", ".join(f"`{one}{value}`" for one in names), default, *TEXTS[p.help])
    for name, one in inner.items():
        yield from _command((*path, name), one)


def _configuration(meanings: dict[str, Any]) -> str:
    keys = meanings["keys"]
    _agree(set(KEYS), set(keys), "checker.toml")
    page = MADE + f"# checker.toml\n\n{meanings['intro']['zh']}\n\n*{meanings['intro']['en']}*\n\n"
    page += "| 键 key | 类型 type | 默认 default | 含义 | meaning |\n|---|---|---|---|---|\n"
    for key in KEYS:
        page += _row(f"`{key}`", _type(key), _default(key), keys[key]["zh"], keys[key]["en"])
    page += "\n## 例子 · Example\n\n```toml\n" + example("zh") + "```\n\n```toml\n" + example("en") + "```\n"
    return page + f"\n{meanings['after']['zh']}\n\n*{meanings['after']['en']}*\n"


def example(lang: str) -> str:
    """What `checker init` writes, with every line in force."""
    text = say("init-config", lang)
    head, _, rest = re.sub(r"^# (?=\[|[\w-]+ = )", "", text, flags=re.M).partition("\n\n")
    return head.split("\n")[0] + "\n\n" + rest  # without the line that says how to put them in force


def _type(key: str) -> str:
    """The type of a key as the reader of the file says it when the type is wrong."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "checker.toml"
        path.write_text(f"{key} = 0\n", "utf-8")
        _, faults = read_layers(path, "en")
    said = faults[0].message
    among = re.search(r"one of: ([^)]*)", said)
    if among:
        return ", ".join(f"`{one}`" for one in among[1].split(", "))
    return said.removeprefix(f"{key} must be ")


def _default(key: str) -> str:
    value = getattr(Config(), key.replace("-", "_"), None)
    return f"`{value}`" if value and key != "lang" else ""


# the wire format -----------------------------------------------------------------------------------------------

Fields = dict[str, tuple[set[str], bool]]  # path -> (types, whether it is always there)


def _wire_format(meanings: dict[str, Any]) -> str:
    with tempfile.TemporaryDirectory() as home, chdir(home):
        sample = _sample()
        made = {"json": [*_reports(), json.loads(sample)], "numbers": _numbers()}
    page = MADE + f"# 输出格式 · Wire format\n\n{meanings['intro']['zh']}\n\n*{meanings['intro']['en']}*\n"
    for name, values in made.items():
        part = meanings[name]
        page += f"\n## {part['title']}\n\n{part['zh']}\n\n*{part['en']}*\n"
        fields: Fields = {}
        _walk([("", value) for value in values], fields)
        _agree(set(fields), set(part["fields"]), name)
        page += "\n| 字段 field | 类型 type | 含义 | meaning |\n|---|---|---|---|\n"
        for path, (types, always) in fields.items():
            types -= {"array"} if any(kind.startswith("array of") for kind in types) else set()
            kinds = " or ".join(sorted(types, key=lambda t: t == "null"))
            said = part["fields"][path]
            names = NAMES.get(path.rpartition(".")[2], ()) if name == "numbers" else ()
            among = ": " + ", ".join(f"`{one}`" for one in names) if names else ""
            page += _row(f"`{path}`" + ("" if always else " *"), kinds, said["zh"], said["en"] + among)
    page += f"\n{meanings['star']['zh']}\n\n*{meanings['star']['en']}*\n"
    return page + f"\n## 例子 · Example\n\n```console\n$ checker lint report.md --format json\n{sample}```\n"


def _agree(real: set[str], told: set[str], what: str) -> None:
    if real != told:
        sys.exit(f"meanings.yaml, {what}: missing {sorted(real - told)}, not real {sorted(told - real)}")


SENTENCE = "全镇共有渡口48处，其中客渡31处、货渡18处。"
EXAMPLE = "全年借出图书36.5万册，比上年增加3.2万册，增长6.9%。\n"


def _sample() -> str:
    Path("report.md").write_text(EXAMPLE, "utf-8")
    return ran("lint", "report.md", "--format", "json", "--lang", "zh", "--isolated", "--no-cache")


def _reports() -> list[Any]:
    """Runs in which every field occurs: all kinds of files, a mark, a file that is missing, files held together."""
    slip = "全年投资36.5亿元，其中民间投资21.3亿元、政府投资15.2万元。\n"
    Path("a.md").write_text(f"<!-- checker: ignore-line sum 例句 -->{SENTENCE}\n\n{slip}", "utf-8")
    Path("c.md").write_text("<!-- checker: ignore-line sum -->全镇有学校84所，其中小学31所、初中12所等。\n", "utf-8")
    Path("d.md").write_text(SENTENCE, "utf-8")
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.save("a.docx")
    book = openpyxl.Workbook()
    for row in (["渡口", "数量（处）"], ["客渡", 31], ["货渡", 18], ["合计", 48]):
        book.active.append(row)
    book.save("a.xlsx")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas("a.pdf", invariant=1)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 770, SENTENCE)
    canvas.save()
    Path("one.md").write_text("# 概况\n\n全县常住人口52.36万人。\n", "utf-8")
    Path("two.md").write_text("# 概况\n\n全县常住人口52.63万人。\n", "utf-8")
    rest = ("--format", "json", "--ledger", "--show-suppressed", "--isolated", "--no-cache", "--lang", "zh")
    ran("lint", "d.md", "--baseline", "known.json", "--add-baseline", "--isolated", "--no-cache")
    return [
        json.loads(ran("lint", "d.md", "--baseline", "known.json", *rest)),
        json.loads(ran("lint", "a.md", "c.md", "a.docx", "a.xlsx", "a.pdf", "gone.md", *rest)),
        json.loads(ran("lint", "one.md", "two.md", "--together", *rest)),
    ]


def _numbers() -> list[Any]:
    Path("n.md").write_text("U12，8月11日，全区约有1.76万个泊位，50余家企业，占65.8%，来了数百人。\n", "utf-8")
    return [json.loads(ran("numbers", "n.md", "--format", "json", "--isolated"))]


_SAME = (  # objects that stand in several places and are told once
    (r"^documents\[\]\.(findings|suppressed)\[\]", "finding"),
    (r"^finding\.(primary|related\[\])", "place"),
)


def _walk(values: list[tuple[str, Any]], fields: Fields) -> None:
    """All fields of objects, breadth first, those of one kind of object together."""
    while values:
        path = values[0][0]
        objects = [value for at, value in values if at == path]
        values = [(at, value) for at, value in values if at != path]
        names = list(dict.fromkeys(name for value in objects for name in value))
        for name in names:
            there = [value[name] for value in objects if name in value]
            inside = f"{path}.{name}" if path else name
            for one in there:
                types, always = fields.get(inside, (set(), True))
                fields[inside] = (types | {_kind(one)}, always and len(there) == len(objects))
                many = one if isinstance(one, list) else [one]
                mark = "[]" if isinstance(one, list) else ""
                for inner in many:
                    if isinstance(inner, dict):
                        at = inside + mark
                        for pattern, short in _SAME:
                            at = re.sub(pattern, short, at)
                        values.append((at, inner))


def _kind(value: Any) -> str:
    if isinstance(value, list):
        kinds = sorted({_kind(inner) for inner in value})
        return f"array of {'/'.join(kinds)}" if kinds else "array"
    names = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object", type(None): "null"}
    return names[type(value)]


# the columns of a corpus ---------------------------------------------------------------------------------------

_IN_WIRE = {  # the same field in the wire format, where that tells what it means
    "documents": ("documents[].{}",),
    "findings": ("finding.{}", "place.{}"),
    "relations": ("documents[].relations[].{}",),
}


def _corpus(meanings: dict[str, Any], wire: dict[str, dict[str, str]]) -> str:
    own = dict(meanings["fields"])
    page = MADE + f"# 语料库：列 · Corpora: columns\n\n{meanings['intro']['zh']}\n\n*{meanings['intro']['en']}*\n"
    for name in ("input", "documents", "findings", "relations"):
        said = meanings["datasets"][name]
        page += f"\n## {name}\n\n{said['zh']}\n\n*{said['en']}*\n"
        page += "\n| 列 column | 类型 type | 含义 | meaning |\n|---|---|---|---|\n"
        for path, kind in _columns(DATASETS.get(name, DOCUMENT_IN)):
            found = own.pop(f"{name}.{path}", None) or own.get(path)
            found = found or next((wire[w] for p in _IN_WIRE.get(name, ()) if (w := p.format(path)) in wire), None)
            _agree({path}, {path} if found else set(), f"corpus, {name}")
            page += _row(f"`{path}`", kind, found["zh"], found["en"])
    _agree({path for path in own if "." in path}, set(), "corpus")
    page += f"\n## SQL\n\n{meanings['sql']['zh']}\n\n*{meanings['sql']['en']}*\n"
    for name, query in QUERIES.items():
        page += f"\n```sql\n-- {name}\n{query};\n```\n"
    return page


def _columns(schema: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(path, type) of each column and of what is inside of it; the places of `related` are like the primary one."""
    for field in schema:
        kind, mark = field.type, ""
        if pa.types.is_list(kind):
            kind, mark = kind.value_type, "[]"
        struct = pa.types.is_struct(kind)
        said = "struct" if struct else str(kind)
        path = before + field.name
        yield path, f"list<{said}>" if mark else said
        if struct and field.name != "related":
            yield from _columns(kind, f"{path}{mark}.")


def main() -> None:
    for name in PICTURES:
        (ROOT / "docs" / name).write_text(picture(name), encoding="utf-8", newline="\n")
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(PICTURES)} pictures, and the pages in {FOLDER}\n")


if __name__ == "__main__":
    main()
