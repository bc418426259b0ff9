"""Floor 3: Report -> str, or bytes. Pure: no file, no terminal, no decision. One file per format, by name.

Most formats are made in parts (`Format`), document by document; called with a whole run they are reporters as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any

from checker.model.report import Failed
from checker.report.parts import Format
from checker.report.run import Checked, RuleCard, Run, Tally, tally

Reporter = Callable[[Run], str]


@dataclass(frozen=True, slots=True)
class _Late:
    """A reporter whose module is opened when it is called: a run that writes one format must not pay for the others."""

    module: str
    name: str

    def __call__(self, run: Run) -> Any:
        return self.load()(run)

    def load(self) -> Any:
        return getattr(import_module(f"checker.report.{self.module}"), self.name)


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "rich": _Late("rich", "rich"),
        "text": _Late("text", "text"),
        "json": _Late("wire", "json_text"),
        "jsonl": _Late("wire", "json_lines"),
        "sarif": _Late("sarif", "sarif"),
        "github": _Late("github", "github"),
        "gitlab": _Late("gitlab", "gitlab"),
        "junit": _Late("junit", "junit"),
        "rdjson": _Late("rdjson", "rdjson"),
        "checkstyle": _Late("checkstyle", "checkstyle"),
        "html": _Late("html", "html"),
    }
)

# Formats that are no text: they need a file, and an extra of their name.
BINARY: Mapping[str, Callable[[Run], bytes]] = MappingProxyType({"docx": _Late("word", "docx")})
FORMATS = (*REPORTERS, *BINARY)


def in_parts(form: str) -> Format | None:
    """How a report of this format is made document by document; None if it needs all of them at once."""
    late = REPORTERS.get(form)
    made = late.load() if isinstance(late, _Late) else None
    return made if isinstance(made, Format) else None


__all__ = [
    "BINARY",
    "FORMATS",
    "REPORTERS",
    "Checked",
    "Failed",
    "Format",
    "Reporter",
    "RuleCard",
    "Run",
    "Tally",
    "in_parts",
    "tally",
]
