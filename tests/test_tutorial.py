"""The tutorials, step by step, as tests/walked.py runs a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from walked import blocks, walk

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = [("tutorial-first-rule.md", "zh_CN.UTF-8"), ("tutorial-first-rule.en.md", "en_US.UTF-8")]


@pytest.mark.parametrize("name, locale", PAGES)
def test_the_tutorial_works(
    name: str, locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert walk(DOCS / name, tmp_path, monkeypatch, capsys) == 9


def test_both_pages_have_the_same_files_and_commands() -> None:
    def told(name: str) -> list[tuple[str, dict[str, str], str]]:
        found = blocks((DOCS / name).read_text("utf-8"))
        return [(b.kind, b.words, b.text.split("\n")[0] if b.kind == "console" else b.text) for b in found]

    assert told(PAGES[0][0]) == told(PAGES[1][0])


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (DOCS / name).read_text("utf-8")):
        assert (DOCS / target).exists(), target
