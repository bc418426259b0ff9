"""What a rule has bound: operands in slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from checker.model.document import Span
from checker.model.interval import Interval, fraction
from checker.model.quantity import Quantity
from checker.model.rule import Cue

RATIOS: dict[str, Fraction] = {
    "percent": Fraction(1, 100),
    "points": Fraction(1, 100),
    "permille": Fraction(1, 1000),
    "tenths": Fraction(1, 10),
    "fraction": Fraction(1),
}
"""Kinds that stand for a pure ratio in assertions, and the worth of one of their units."""

_ONE = Fraction(1)
_SCALES = frozenset(Fraction(10) ** n for n in range(13))
Mode = Literal["hard", "expected", "loose"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One number in a slot.

    interval: values it may have, in the base unit of its dimension (ratios as pure numbers).
    printed: the written value in the same unit.
    """

    quantity: Quantity
    span: Span
    text: str
    interval: Interval
    printed: Fraction
    direction: int = 0
    unit: str = ""
    is_ratio: bool = False
    year: int | None = None  # the document's, for dates that name none

    @property
    def worth(self) -> Fraction:
        """Worth of one printed unit, in the base unit."""
        number = self.quantity.number
        return self.printed / fraction(number) if number else Fraction(1)

    @property
    def scale(self) -> Fraction:
        """Worth of one printed unit with its scale word, in the base unit."""
        return _scale(self.quantity) * self.worth

    @property
    def label_text(self) -> str:
        """Its digits with their scale word (48所 -> 48, 6.1亿元 -> 6.1亿); ratios with their sign (9.1%)."""
        start, end = self.quantity.shown_digits
        return self.text[start:] if self.is_ratio else self.text[start:end]


@dataclass(frozen=True, slots=True)
class Items:
    """An enumeration of words. `count`: how many it may be; `open`: 等 follows."""

    span: Span
    text: str
    count: Interval
    parts: tuple[Span, ...]
    members: tuple[str, ...] = ()  # the words of each
    open: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A run of marks of one style, in the order of the text; never empty."""

    marks: tuple[Operand, ...]

    @property
    def style(self) -> str:
        return self.marks[0].quantity.style

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(mark.quantity.number or 0) for mark in self.marks)

    @property
    def count(self) -> Interval:
        return Interval.exact(len(self.marks))

    @property
    def text(self) -> str:
        return "…".join(dict.fromkeys((self.marks[0].text, self.marks[-1].text)))


Filler = Operand | Items | Series


@dataclass(frozen=True, slots=True)
class Binding:
    """Slots filled at one place. start, end: masked offsets that the binding covers (tables: 0, 0)."""

    slots: Mapping[str, tuple[Filler, ...]]
    start: int
    end: int
    cue: Cue = "strong"
    holds_only: bool = False
    firm: bool = False  # no other owner is tried
    words: tuple[str, ...] = ()
    inferred: bool = False  # a partner that no words name: a finding needs a slip that explains it
    likely: bool = False  # inferred, but so alike that a slip of a short number is enough
    doubt: str = ""  # why it cannot be a finding, whatever its numbers say
    context: str = ""  # tables and facts: what to call the place in a message
    trail: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # masked offset of each filler

    def with_slot(self, name: str, fillers: tuple[Filler, ...], trail: tuple[int, ...] = ()) -> Binding:
        return replace(self, slots={**self.slots, name: fillers}, trail={**self.trail, name: trail})

    def operands(self) -> list[tuple[str, Operand]]:
        """(slot, operand) of every number, series marks included, in slot order."""
        found: list[tuple[str, Operand]] = []
        for name, fillers in self.slots.items():
            for filler in fillers:
                if isinstance(filler, Operand):
                    found.append((name, filler))
                elif isinstance(filler, Series):
                    found.extend((name, mark) for mark in filler.marks)
        return found


def _may_be_rounded(quantity: Quantity) -> bool:
    """A whole number that ends in zeros: 300, 5000万. The zeros of 10.0 and 1.50万 were written because they count."""
    if quantity.number is None or quantity.hedge or quantity.round_step <= quantity.step:
        return False
    return "." not in quantity.surface and "．" not in quantity.surface


def operand(quantity: Quantity, mode: Mode = "hard", year: int | None = None) -> Operand:
    """The operand of a quantity. hard: what can be; expected: what is meant; loose: trailing zeros may be rounding."""
    interval, number = _value(quantity, mode)
    return Operand(
        quantity,
        quantity.span,
        quantity.shown,
        interval,
        number,
        quantity.direction,
        quantity.unit,
        quantity.kind in RATIOS,
        year,
    )


def altered(old: Operand, quantity: Quantity, mode: Mode) -> Operand:
    """The operand of the same quantity with another value."""
    interval, number = _value(quantity, mode)
    return Operand(quantity, old.span, old.text, interval, number, old.direction, old.unit, old.is_ratio, old.year)


def _value(quantity: Quantity, mode: Mode) -> tuple[Interval, Fraction]:
    """What a quantity may be, and what is printed, both in base units (ratios as pure numbers)."""
    # Lengths of time keep their printed unit: rules count days with days and years with years.
    worth = RATIOS.get(quantity.kind) or (_ONE if quantity.kind == "duration" else quantity.factor)
    number = fraction(quantity.number) if quantity.number is not None else (quantity.hard.mid or Fraction(0))
    if mode == "expected":
        interval = quantity.expected
    elif mode == "loose" and _may_be_rounded(quantity):
        half = Fraction(quantity.round_step) / 2
        interval = Interval(number - half, number + half).hull(quantity.hard)
    else:
        interval = quantity.hard
    if worth.numerator == worth.denominator:
        return interval, number
    return interval.scaled(worth), number * worth


def _scale(quantity: Quantity) -> Fraction:
    """Worth of the scale word: the number over its written mantissa (1.76万 -> 10000); 1 for Chinese numerals."""
    mantissa = quantity.mantissa
    if not mantissa or not quantity.number or not Fraction(mantissa):
        return Fraction(1)
    scale = abs(fraction(quantity.number)) / Fraction(mantissa)
    return scale if scale in _SCALES else Fraction(1)


def alike(quantity: Quantity) -> Interval:
    """What another statement of the same fact may be, in base units.

    What a careful writer means; of an open bound (不少于528) only as far as its last digit that is not zero.
    """
    if quantity.hedge in ("at_least", "at_most") and quantity.number is not None:
        number, reach = Fraction(quantity.number), Fraction(quantity.round_step)
        ends = (number, number + reach) if quantity.hedge == "at_least" else (number - reach, number)
        return Interval(*ends).scaled(quantity.factor)
    return quantity.base_expected


def reread(filler: Filler, mode: Mode) -> Filler:
    """The same filler under another reading of its digits."""
    return altered(filler, filler.quantity, mode) if isinstance(filler, Operand) else filler
