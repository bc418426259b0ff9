"""Floor 3: Report -> str, or bytes. Pure: no file, no terminal, no decision. One file per format, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from checker.report.checkstyle import checkstyle
from checker.report.github import github
from checker.report.gitlab import gitlab
from checker.report.html import html
from checker.report.junit import junit
from checker.report.rdjson import rdjson
from checker.report.rich import rich
from checker.report.run import Checked, Failed, RuleCard, Run
from checker.report.sarif import sarif
from checker.report.text import text
from checker.report.wire import json_lines, json_text
from checker.report.word import docx

Reporter = Callable[[Run], str]

REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "rich": rich,
        "text": text,
        "json": json_text,
        "jsonl": json_lines,
        "sarif": sarif,
        "github": github,
        "gitlab": gitlab,
        "junit": junit,
        "rdjson": rdjson,
        "checkstyle": checkstyle,
        "html": html,
    }
)

# Formats that are no text: they need a file, and an extra of their name.
BINARY: Mapping[str, Callable[[Run], bytes]] = MappingProxyType({"docx": docx})
FORMATS = (*REPORTERS, *BINARY)

__all__ = ["BINARY", "FORMATS", "REPORTERS", "Checked", "Failed", "Reporter", "RuleCard", "Run"]
