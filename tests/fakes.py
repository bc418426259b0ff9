"""Reports made by hand, so that faces can be tested without an engine. Every sentence is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from checker.api import SUFFIXES, Unreadable
from checker.config import Config
from checker.model.document import Document, Note, Span
from checker.model.interval import Interval
from checker.model.quantity import Quantity
from checker.model.report import Finding, Location, Relation, Report, Severity, Trace
from checker.model.rule import Rule
from checker.sift import NOTHING, Outside, RuleName

PARTS = Rule(
    id="fake-parts",
    code="CHK991",
    severity="error",
    title={"zh": "分项之和应等于总数", "en": "Parts must add up to their total"},
    kind="prose",
    family="sums",
    path="",
    slots={},
    message={"zh": "", "en": ""},
    why="总数后面列出的各分项，加起来应当等于总数。\n",
    readings=("total == sum(part)",),
)
STYLE = replace(
    PARTS,
    id="fake-style",
    code="CHK992",
    severity="info",
    title={"zh": "数字写法前后应一致", "en": "Write numbers one way"},
    family="style",
    why="同一份报告里，同一种数的写法宜一致。\n",
    readings=("never",),
)


def place(text: str, what: str, label: str, nth: int = 1) -> Location:
    """The nth occurrence of some words."""
    at = -1
    for _ in range(nth):
        at = text.index(what, at + 1)
    return Location(Span(at, at + len(what)), what, label)


def quantity(index: int, text: str, what: str, value: str, unit: str = "", nth: int = 1, **more: object) -> Quantity:
    """A plain exact quantity; `more` replaces any field."""
    span = place(text, what, "", nth).span
    exact = Interval.exact(Fraction(value))
    values: dict[str, object] = {
        "index": index,
        "span": span,
        "at": span,
        "digits": span,
        "surface": what,
        "kind": "quantity",
        "number": Decimal(value),
        "step": Decimal(1),
        "round_step": Decimal(1),
        "hedge": "",
        "hard": exact,
        "expected": exact,
        "unit": unit,
        "role": "level",
    }
    return Quantity(**{**values, **more})  # type: ignore[arg-type]


def finding(
    primary: Location,
    related: Sequence[Location],
    *,
    rule: Rule = PARTS,
    severity: Severity = "error",
    message: str = "分项之和与总数不符",
    steps: tuple[str, ...] = ("31 + 13 + 5 = 49", "49 ≠ 48"),
    suggestion: str | None = None,
    diagnosis: str | None = None,
) -> Finding:
    """A finding of one of the rules above."""
    return Finding(
        rule=rule.id,
        code=rule.code,
        severity=severity,
        title=rule.title["zh"],
        message=message,
        primary=primary,
        related=tuple(related),
        steps=steps,
        suggestion=suggestion,
        diagnosis=diagnosis,
        fingerprint="f" * 8,
    )


WRONG = "一、基本情况\n城关区有图书室48所，其中街道31所、社区13所、学校5所。去年新购图书1.2万册。\n"
RIGHT = "城东区有图书室49所，其中街道31所、社区13所、学校5所。\n"


def school(text: str, source: str = "wrong.txt", severity: Severity = "error") -> Report:
    """A report about the sentence of WRONG or RIGHT: one relation, and a finding if the total is 48."""
    if "其中" not in text:
        notes = () if text else (Note("info", "空文件"),)
        return Report(Document(source, text, notes=notes), (), (), (), notes=notes)
    total = "48所" if "48所" in text else "49所"
    places = [place(text, total, "total")] + [place(text, what, "part") for what in ("31所", "13所", "5所")]
    numbers = tuple(quantity(i, text, p.text, p.text[:-1], "所") for i, p in enumerate(places))
    wrong = total == "48所"
    steps = ("31 + 13 + 5 = 49", "49 ≠ 48" if wrong else "49 = 49")
    relation = Relation(PARTS.id, "fails" if wrong else "holds", None, steps, tuple(places), (0, 1, 2, 3))
    findings = (
        finding(
            places[0],
            places[1:],
            severity=severity,
            message="分项之和 49 与总数 48 不符，相差 1",
            steps=steps,
            diagnosis="总数或某一分项可能写错一个数字",
            suggestion="核对 48所、13所",
        ),
    )
    return Report(Document(source, text), numbers, (relation,), findings if wrong else ())


@dataclass(frozen=True)
class FakeChecker:
    """In the place of checker.api.Checker. Knows one sentence; a file called broken.txt makes it fail inside."""

    rules: tuple[Rule, ...]
    config: Config

    def check(self, text: str, *, source: str = "<text>", markdown: bool = False) -> Report:
        if "broken" in source:
            raise ZeroDivisionError("a fault inside")
        report = school(text, source, self.config.level(PARTS.id, PARTS.code, "error"))
        kept = self.config.selects(PARTS.id, PARTS.code, PARTS.family)
        return report if kept else Report(report.document, report.quantities, (), ())

    @property
    def roster(self) -> tuple[RuleName, ...]:
        return tuple(RuleName(r.id, r.code, r.family) for r in self.rules)

    def check_bytes(
        self, data: bytes, *, source: str, encoding: str | None = None, outside: Outside = NOTHING
    ) -> Report:
        if Path(source).suffix not in SUFFIXES:
            raise Unreadable("fake", "不认识的文件")
        encoding = encoding or self.config.encoding
        try:
            return self.check(data.decode(encoding or "utf-8-sig"), source=source)
        except UnicodeDecodeError:
            raise Unreadable("fake", "不是文本") from None

    def check_file(self, path: Path, *, encoding: str | None = None, outside: Outside = NOTHING) -> Report:
        return self.check_bytes(path.read_bytes(), source=str(path), encoding=encoding, outside=outside)

    def trace(self, report: Report, index: int) -> tuple[Trace, ...]:
        return (Trace(PARTS.id, "fails", ""), Trace(STYLE.id, "unbound", "同一段里没有第二种写法"))


def load(*, rules: Sequence[Path] = (), config: Config | None = None, **_: object) -> FakeChecker:
    """In the place of checker.api.load."""
    return FakeChecker((PARTS, STYLE), config or Config())
