"""Targets fed with text: numerals, extraction, marks, whole checks with every report format."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree

from checker.api import Checker, load
from checker.model.document import Document
from checker.model.report import Finding, Location, Report
from checker.quantify import extract, numeral
from checker.read import ReadError
from checker.report import REPORTERS, Checked, RuleCard, Run
from checker.setup import cards
from checker.sift import sift
from fuzz import invariants
from fuzz.surface import require

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_MARKUP = {"junit": ElementTree.fromstring, "checkstyle": ElementTree.fromstring}
_VALUES = ("json", "sarif", "gitlab")


@cache
def checker() -> Checker:
    """All shipped rules."""
    return load()


@cache
def _cards() -> tuple[RuleCard, ...]:
    return cards(checker(), "zh")


def text_of(data: bytes) -> str:
    """The bytes as text, whatever they are; halves of surrogate pairs stay."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def numerals(data: bytes) -> None:
    """A numeral is a number with a step, or none; full-width digits read as half-width ones."""
    text = text_of(data)
    # Past the memory of the reader: each execution must read.
    read = getattr(numeral.read, "__wrapped__", numeral.read)
    found = read(text)
    require(read(text.translate(_WIDE)) == found, "full-width digits read otherwise")
    numeral.positional(text)
    numeral.scale_value(text)
    if found is None:
        require(not (text.isascii() and text.isdigit() and len(text) <= 15), f"{text} is not read")
        return
    require(found.step > 0 and found.round_step > 0, "a numeral without a step")
    if found.number is not None:
        require(found.number.is_finite() and found.number >= 0, f"{text!r} is {found.number}")
        if text.isascii() and text.isdigit():
            require(found.number == Decimal(int(text)), f"{text} is {found.number}")
    else:
        require(found.low is not None and found.high is not None and found.low <= found.high, f"{text!r} has no bounds")


def _read(data: bytes, name: str) -> Document | None:
    """A text of known encoding as a document; None where the reader refuses it."""
    try:
        return checker().read(text_of(data).encode("utf-8", "surrogatepass"), source=name, encoding="utf-8")
    except ReadError:
        return None


def extraction(data: bytes) -> None:
    """The numbers of a text, read as Markdown and as plain text."""
    for name in ("a.txt", "a.md"):
        document = _read(data, name)
        if document is not None:
            invariants.quantities(document, extract(document, checker().lexicon), checker().lexicon)


def marks(data: bytes) -> None:
    """Marks in a text: whatever they say, each finding is either shown or kept with a reason, and none is made up."""
    for name in ("a.md", "a.html"):
        document = _read(data, name)
        if document is None:
            continue
        findings = _findings(document)
        sifted = sift(findings, document, checker().config, checker().roster)
        left = [*sifted.findings, *(s.finding for s in sifted.suppressed)]
        same = sorted(f.fingerprint for f in left) == sorted(f.fingerprint for f in findings)
        require(same, "a finding is lost or made up")
        require(all(s.reason and s.place for s in sifted.suppressed if s.origin == "mark"), "silenced without a reason")
        lines = document.text.count("\n") + 1
        require(
            all(n.message and (n.line is None or 0 < n.line <= lines) for n in sifted.notes), "a note without place"
        )


def _findings(document: Document) -> list[Finding]:
    """A made-up finding at every number; sifting looks at its rule, its places, its fingerprint."""
    made = []
    rules = checker().rules
    for q in extract(document, checker().lexicon):
        rule, place = rules[q.index % len(rules)], Location(q.span, q.surface, "x")
        print_of = f"{q.index:016x}"
        made.append(Finding(rule.id, rule.code, rule.severity, "t", "m", place, (), (q.surface,), None, None, print_of))
    return made


def check_text(data: bytes) -> None:
    """A whole check of plain text and all its reports."""
    _check(data, "a.txt")


def check_markdown(data: bytes) -> None:
    """A whole check of Markdown and all its reports."""
    _check(data, "a.md")


def _check(data: bytes, name: str) -> None:
    try:
        report = checker().check_bytes(data, source=name)
    except ReadError:
        return
    invariants.document(report.document)
    invariants.quantities(report.document, report.quantities, checker().lexicon)
    invariants.report(report)
    reports(report, name)
    if len(data) % 8 == 0:
        require(checker().check_bytes(data, source=name) == report, "the second check says something else")


def reports(report: Report, name: str) -> None:
    """Every format of a report can be written, and read again by its own kind of parser."""
    run = Run((Checked(name, report),), rules=_cards(), ledger=True, show_suppressed=True, version="0")
    for kind, write in REPORTERS.items():
        written = write(run)
        require(isinstance(written, str), f"{kind} is no text")
        written.encode("utf-8", "surrogatepass")
        if kind in _MARKUP:
            _MARKUP[kind](written.encode("utf-8"))
        elif kind in _VALUES:
            json.loads(written)
        elif kind in ("jsonl", "rdjson"):
            for line in written.removesuffix("\n").split("\n") if kind == "jsonl" else [written]:
                json.loads(line)
    summary = json.loads(REPORTERS["json"](run))["summary"]
    told = sum(summary[level] for level in ("error", "warning", "info"))
    require(told == len(report.findings), "the summary counts otherwise than the report")
