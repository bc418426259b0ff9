"""Floor 3: Report -> str, or bytes. Pure: no file, no terminal, no decision. One file per format, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from checker.report.run import Checked, Failed, RuleCard, Run

Reporter = Callable[[Run], str]


def _late(module: str, name: str) -> Callable[[Run], Any]:
    """A reporter whose module is opened when it is called: a run that writes one format must not pay for the others."""

    def report(run: Run) -> Any:
        return getattr(import_module(f"checker.report.{module}"), name)(run)

    return report


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "rich": _late("rich", "rich"),
        "text": _late("text", "text"),
        "json": _late("wire", "json_text"),
        "jsonl": _late("wire", "json_lines"),
        "sarif": _late("sarif", "sarif"),
        "github": _late("github", "github"),
        "gitlab": _late("gitlab", "gitlab"),
        "junit": _late("junit", "junit"),
        "rdjson": _late("rdjson", "rdjson"),
        "checkstyle": _late("checkstyle", "checkstyle"),
        "html": _late("html", "html"),
    }
)

# Formats that are no text: they need a file, and an extra of their name.
BINARY: Mapping[str, Callable[[Run], bytes]] = MappingProxyType({"docx": _late("word", "docx")})
FORMATS = (*REPORTERS, *BINARY)

__all__ = ["BINARY", "FORMATS", "REPORTERS", "Checked", "Failed", "Reporter", "RuleCard", "Run"]
