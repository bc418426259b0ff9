"""The explanation and the how-to pages: each command in them is run, and every link of docs leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from walked import walk

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = [("explanation.md", 9), ("how-to/word.md", 9), ("how-to/editor.md", 4), ("how-to/corpora.md", 3)]
OWN = [
    DOCS / "README.md",
    DOCS / "how-to" / "corpora-cost.md",
    *(DOCS / name for name, _ in PAGES),
    *sorted((DOCS / "reference").glob("*.md")),
]


@pytest.mark.parametrize("name, commands", PAGES)
def test_the_page_is_true(
    name: str, commands: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert walk(DOCS / name, tmp_path, monkeypatch, capsys) == commands


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_index_names_every_page() -> None:
    """The pages of rules have an index of their own."""
    index = (DOCS / "README.md").read_text("utf-8")
    named = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#:]+)\)", index)} | {DOCS / "README.md"}
    pages = {page for page in DOCS.rglob("*.md") if page.parent.name != "rules"}
    assert sorted(page.name for page in pages - named) == []
