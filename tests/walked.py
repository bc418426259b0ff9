"""Pages of docs that can be run: their files are written, their commands run, and what they print is compared.

A fenced block with `file=` is a file, or, as `diff`, a change of one. A .docx, .xlsx or .pdf is made by the real
library: a paragraph for each line, or a row, with its cells between bars. A `console` block is one command and its
output; `exit=` is its exit code (0 without), `install=` makes the files so far a package of that name and installs it.
Among long output a line `…` stands for any lines. CHECKER_UPDATE_SNAPSHOTS=1 writes the outputs into the pages.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pdfs
import pytest
import remembered

from checker import api, cli

BLOCK = re.compile(r"^```(?P<kind>\w+)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)


def word(text: str) -> bytes:
    """A Word file with a paragraph for each line."""
    document, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def workbook(text: str) -> bytes:
    """A workbook with a row for each line; cells stand between bars, and those that look like numbers are numbers."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in cells])
    book.save(out)
    return out.getvalue()


def paper(text: str) -> bytes:
    """A PDF of one page with a paragraph for each line."""
    return pdfs.pdf(pdfs.lines([part for line in text.splitlines() for part in pdfs.wrapped(line)]))


OFFICE = {".docx": word, ".xlsx": workbook, ".pdf": paper}


@dataclass(frozen=True)
class Block:
    """One fenced block: its kind, the words behind it, its text, and where the text starts in the page."""

    kind: str
    words: dict[str, str]
    text: str
    start: int


def blocks(page: str) -> Iterator[Block]:
    for found in BLOCK.finditer(page):
        words = dict(word.split("=", 1) for word in found["words"].split())
        yield Block(found["kind"], words, found["text"], found.start("text"))


def write(block: Block) -> None:
    """Make a file, or change one."""
    path = Path(block.words["file"])
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in OFFICE:
        path.write_bytes(OFFICE[path.suffix](block.text))
        return
    if block.kind != "diff":
        path.write_text(block.text, "utf-8")
        return
    lines = block.text.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path}: {old!r} is not there once"
    path.write_text(text.replace(old, new), "utf-8")


def install(name: str, site: Path) -> None:
    """What pip does with the page's pyproject.toml; pip itself would fetch the build backend from the network."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [name]
    shutil.copytree(".", site / name, ignore=shutil.ignore_patterns("site-packages"))
    about = site / f"{name}.dist-info"
    about.mkdir()
    named, version = project["project"]["name"], project["project"]["version"]
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {named}\nVersion: {version}\n", "utf-8")
    groups = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for group, entries in project["project"]["entry-points"].items()
    ]
    (about / "entry_points.txt").write_text("\n".join(groups), "utf-8")
    importlib.invalidate_caches()  # a process of its own would look anew


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    """What a command prints, standard output first, and its exit code."""
    words = shlex.split(command)
    assert words.pop(0) == "checker"
    target = None
    if ">" in words:
        at = words.index(">")
        words, target = words[:at], Path(words[at + 1])
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    said = capsys.readouterr()
    if target is not None:
        target.write_text(said.out, "utf-8")
        return said.err, int(ended.value.code or 0)
    return said.out + said.err, int(ended.value.code or 0)


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; `…` on a line of its own stands for any lines."""
    # Columns are as wide as what stands in them: a new rule with a long name moves them.
    shown, printed = (re.sub("  +", "  ", text) for text in (shown, printed))
    pattern = "".join(r"(?:.*\n)*" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


def cut(printed: str) -> str:
    """Long output as a page shows it: its head, and its last row without the count below, which changes."""
    lines = printed.splitlines(keepends=True)
    return printed if len(lines) <= 20 else "".join([lines[0], "…\n", lines[-3], "…\n"])


def walk(page: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> int:
    """Do what a page says, in folders of `home`; how many commands it has. Fails where the page is wrong."""
    monkeypatch.setattr(api, "load", remembered.load)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.syspath_prepend(str(home / "site-packages"))
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    text = page.read_text("utf-8")
    seen, wrong, made = 0, [], []
    for block in blocks(text):
        if block.kind != "console":
            write(block)
            continue
        seen += 1
        first, _, shown = block.text.partition("\n")
        if "install" in block.words:
            install(block.words["install"], home / "site-packages")
        printed, code = run(first.removeprefix("$ "), capsys)
        assert code == int(block.words.get("exit", 0)), first + printed
        if not matches(shown, printed):
            wrong.append(f"{first}\n{printed}")
            made.append((block, f"{first}\n{cut(printed)}"))
    if os.environ.get("CHECKER_UPDATE_SNAPSHOTS"):
        for block, new in reversed(made):
            text = text[: block.start] + new + text[block.start + len(block.text) :]
        page.write_text(text, "utf-8")
        return seen
    assert wrong == []
    return seen
