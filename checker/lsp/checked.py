"""What the views are given: one version of one document, what came of checking it, and the rules it was checked by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from checker.api import Checker
from checker.desk import Desk
from checker.lsp.lines import Lines
from checker.model.document import Span
from checker.model.quantity import Quantity
from checker.model.report import Finding, Relation, Report
from checker.report.run import RuleCard
from checker.setup import told

MARK = "\ufeff"  # a byte order mark that the editor left in the text; readers take it off
# Kinds of files that are text for an editor too, and the names that editors have for them.
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".csv", ".tsv"})
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "markdown": ".md", "plaintext": ".txt", "text": ".txt", "txt": ".txt", "mail": ".txt",
        "html": ".html", "csv": ".csv", "tsv": ".tsv",
    }
)  # fmt: skip
COMMENTED = frozenset({".md", ".markdown", ".html", ".htm"})  # kinds in which a comment <!-- --> can stand


@dataclass(frozen=True, slots=True)
class Rules:
    """A checker that is ready, its rules by id, and the language of what it says. `serial` grows with each loading.

    `desk` knows what goes with each document: its configuration, side file and baseline.
    """

    checker: Checker
    desk: Desk
    cards: Mapping[str, RuleCard]
    lang: str
    serial: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report, or one line that says why there is none. `faults`: what is wrong with the document's side file."""

    report: Report | None
    fault: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One version of a document with its report. `shift`: characters of the text that are not in the document."""

    uri: str
    version: int | None
    lines: Lines
    report: Report
    rules: Rules
    kind: str
    shift: int = 0
    faults: tuple[str, ...] = ()

    def range(self, span: Span) -> types.Range:
        """Where a span of the document stands in the editor."""
        return self.lines.range(span.start + self.shift, span.end + self.shift)

    def offset(self, position: types.Position) -> int:
        """Offset in the document of a place in the editor."""
        return self.lines.offset(position) - self.shift

    def span(self, asked: types.Range) -> Span:
        """Offsets in the document of a range in the editor."""
        return Span(*sorted((self.offset(asked.start), self.offset(asked.end))))

    def findings(self, span: Span) -> Iterator[Finding]:
        """Those of which a place touches a span."""
        for finding in self.report.findings:
            if any(touches(place.span, span) for place in finding.places):
                yield finding

    def relations(self, quantity: Quantity) -> list[Relation]:
        """Those that bind a number."""
        return [r for r in self.report.relations if quantity.index in r.quantities]

    def title(self, rule: str) -> str:
        """A rule's title in the language of the session, or its id."""
        card = self.rules.cards.get(rule)
        return (card and card.title) or rule


def touches(one: Span, other: Span) -> bool:
    """Whether two spans share a character or an end."""
    return one.start <= other.end and other.start <= one.end


def source_of(uri: str, language: str) -> str | None:
    """The name under which a document is read; its suffix says what kind it is. None: no kind that is checked.

    That of a file is its path. Its suffix counts; where it says nothing, the editor's name for the language does.
    """
    try:
        name = to_fs_path(uri) or PurePosixPath(unquote(urlsplit(uri).path)).name
    except ValueError:
        name = "document"
    if PurePath(name).suffix.lower() in SUFFIXES:
        return name
    kind = LANGUAGES.get(language.lower())
    return f"{name}{kind}" if kind else None


def check_text(rules: Rules, source: str, text: str, reason: Callable[[Exception, str], str]) -> Outcome:
    """Check a text of an editor. `reason` puts an error into one line. Raises nothing."""
    try:
        data = text.encode("utf-8", "surrogatepass")
        setting = rules.desk.setting(source)
        # UTF-8 whatever the configuration says of the files: the text comes from the editor, not from the disk.
        checker = setting.book.checker()
        report = checker.check_bytes(data, source=source, encoding="utf-8", outside=setting.outside)
        if report.document.text != text.removeprefix(MARK):
            raise RuntimeError("the text as read is not the text as written")
        return Outcome(report, faults=tuple(told(fault, rules.lang) for fault in setting.faults))
    except Exception as error:  # a document that cannot be checked is one line, not the end
        return Outcome(None, reason(error, rules.lang))
