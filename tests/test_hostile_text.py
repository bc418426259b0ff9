"""Hostile text and hostile file names in every output: each stays data in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category
from xml.etree import ElementTree

import pytest
from command import ran
from pages import Page

from checker.report import FORMATS

RAN = "document.title='ran'"
EVIL = (
    f'</script></title></textarea><script>{RAN}</script><img src=x onerror="{RAN}"><svg/onload={RAN}>\'"&amp;]]>'
    "<!--{{1}}${1}\x1b]8;;http://evil.test\x07\x1b[2J\x9b31m\x7f\x08%0A::error::x\u202e\u2066=cmd|calc!A1"
    "javascript:alert(1) data:text/html,<script>"
)
SAID = f"甲{EVIL}乙县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家{EVIL}。\n\n::error file=a::said\n##[error]x\n"
NAME = "x\x1b]0;t\x07\x9b2J\n::error::n%0A\r<script>" + RAN + "<img src=x onerror=" + RAN + ">'\"&]]>\u202e=1+1.txt"
BYTES = os.fsdecode(b"\xff\xfe\x80.txt")
MARKED = f"<!-- checker: disable-line sum-of-parts -- {EVIL.replace('>', '')} -->\n"
CLIMBING = ("../../up.txt", "/absolute.txt", "C:\\drive.txt", "nul\\con.txt", "a/../../b.txt", "‮x.txt")
TERMINAL = re.compile("\x1b\\[[0-9;]*m")  # colours are our own


def raw(text: str) -> set[str]:
    """The characters that would move a cursor, ring a bell, turn a line, or that no encoding has."""
    turning = {c for c in text if "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"}
    return {c for c in text if category(c) in ("Cc", "Cs") and c != "\n"} | turning


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of hostile files, two of which cannot be read."""
    made = tmp_path_factory.mktemp("hostile")
    (made / "in").mkdir()
    try:
        (made / "in" / NAME).write_text(SAID, encoding="utf-8")
        (made / "in" / BYTES).write_text(SAID, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    (made / "in" / "page.html").write_text(f"<p>{SAID}</p>", encoding="utf-8")
    (made / "in" / "marked.md").write_text(SAID.replace("\n", " ") + "\n\n" + MARKED + SAID, encoding="utf-8")
    (made / "in" / ("bad" + NAME.replace(".txt", ".docx"))).write_bytes(b"no zip")
    with zipfile.ZipFile(made / "in" / "bundle.zip", "w") as bundle:
        for name in CLIMBING:
            bundle.writestr(name, SAID)
    return made


@pytest.fixture
def written(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Written:
    monkeypatch.chdir(folder)

    @cache
    def lint(form: str) -> str:
        """One format, as it is written to a file."""
        if not (folder / form).exists():
            outputs = [word for one in FORMATS for word in ("--output", f"{one}:{folder / one}")]
            code, _, _ = ran(capsys, monkeypatch, "lint", "in", "--show-suppressed", *outputs, "--format", "text")
            assert code == 2
        return (folder / form).read_text(encoding="utf-8") if form != "docx" else ""

    return lint


Written = Callable[[str], str]


@pytest.mark.parametrize("form", ["text", "rich"])
@pytest.mark.parametrize("more", [[], ["--ledger"], ["--statistics", "--show-suppressed"], ["--quiet"]])
def test_nothing_raw_on_a_terminal(
    form: str, more: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FORCE_COLOR", "1")
    code, out, err = ran(capsys, monkeypatch, "lint", "in", "--format", form, *more)
    assert code == 2 and "118" in out
    assert raw(TERMINAL.sub("", out)) == set()
    assert all(raw(line) == set() for line in err)
    assert not [line for line in (*out.split("\n"), *err) if line.startswith(("::", "##["))]


@pytest.mark.parametrize(
    "command", [["numbers", "in"], ["numbers", "in", "--format", "json"], ["why", "in/marked.md:1"]]
)
def test_other_commands(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    _, out, err = ran(capsys, monkeypatch, *command)
    assert "118" in out
    assert raw(TERMINAL.sub("", out)) == set() and all(raw(line) == set() for line in err)


def test_a_name_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["lint", NAME], ["lint", NAME, "--output", NAME + "/x"], ["why", NAME + ":1"], ["lint", "--" + NAME]):
        code, out, err = ran(capsys, monkeypatch, *words)
        assert code == 2 and out == "" and err
        assert all(raw(line) == set() for line in err), err


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "gitlab", "rdjson"])
def test_json(form: str, written: Written) -> None:
    text = written(form)
    whole = [json.loads(line) for line in text.splitlines()] if form == "jsonl" else json.loads(text)
    assert raw(text) == set()
    said = json.dumps(whole, ensure_ascii=False)
    assert "118" in said
    names = {value for value in _values(whole) if value.endswith((".txt", "%00", "1+1.txt"))}
    assert names if form != "sarif" else True
    assert not any(".." in Path(name).parts and "bundle.zip" not in name for name in names)


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _values(one)


def test_workflow_commands(written: Written) -> None:
    """Every line is a command of ours, with as many `::` as a command has."""
    lines = written("github").split("\n")
    assert lines.pop() == ""
    for line in lines:
        assert re.match(r"::(error|warning|notice) file=[^:,]*(,[a-zA-Z]+=[^:,]*)*::", line), line
        assert raw(line) == set()
    assert any("%0A" in line for line in lines) and any("%250A" in line for line in lines)


@pytest.mark.parametrize("form", ["junit", "checkstyle"])
def test_xml(form: str, written: Written) -> None:
    text = written(form)
    root = ElementTree.fromstring(text)
    assert raw(text) == set()
    names = {e.get("name") or "" for e in root.iter() if e.tag in ("file", "testsuite")}
    assert any("<script>" in name for name in names)
    assert {e.tag for e in root.iter()} <= {
        "checkstyle", "file", "error", "testsuites", "testsuite", "testcase", "failure", "system-out", "skipped",
    }  # fmt: skip


def test_the_page_is_parsed_as_it_was_meant(written: Written) -> None:
    page = Page(written("html"))
    assert len(page.all("img")) == len(page.all("svg")) == len(page.all("iframe")) == 0
    handlers = [key for _, attributes, _ in page.elements for key in attributes if key.startswith("on")]
    links = [value or "" for _, a, _ in page.elements for key, value in a.items() if key in ("href", "src", "action")]
    assert handlers == [] and not [link for link in links if not link.startswith("#") and link != "data:,"]
    (policy,) = [a["content"] or "" for a, _ in page.all("meta", http_equiv="Content-Security-Policy")]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert any(RAN in text for text in page.texts.values())


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_no_script_runs_in_a_browser(written: Written, folder: Path) -> None:
    written("html")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    page_file = folder / "page-to-open.html"
    page_file.write_bytes((folder / "html").read_bytes())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append("dialog"))
        page.goto(page_file.as_uri())
        page.wait_for_timeout(200)
        for number in page.locator(".text .n").all()[:3]:
            number.hover()
        assert page.title() != "ran"
        assert asked == [page_file.as_uri()]
        assert page.evaluate("document.querySelectorAll('img, svg image, iframe, object').length") == 0
        browser.close()


def test_the_word_file(written: Written, folder: Path) -> None:
    docx = pytest.importorskip("docx")
    written("docx")
    paragraphs = [p.text for p in docx.Document(str(folder / "docx")).paragraphs]
    assert any("118" in text for text in paragraphs) and not any(raw(text) - {"\t"} for text in paragraphs)
    with zipfile.ZipFile(folder / "docx") as made:
        assert not [name for name in made.namelist() if name.startswith(("/", "..")) or "\\" in name]
        relations = made.read("word/_rels/document.xml.rels").decode()
        assert "TargetMode" not in relations


def test_nothing_was_written_elsewhere(written: Written, folder: Path) -> None:
    written("text")
    assert {p.name for p in folder.iterdir()} <= {"in", "page-to-open.html", *FORMATS}
    assert not (folder.parent / "up.txt").exists() and not (folder.parent / "b.txt").exists()
