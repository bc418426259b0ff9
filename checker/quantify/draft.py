"""What the shapes and the amount reader hand to `extract`: a quantity in the reading's offsets, role not yet said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from checker.model.interval import Interval
from checker.model.quantity import Hedge, Kind

ONE = Decimal(1)


@dataclass(slots=True)
class Draft:
    """Mutable while one number is being read; `extract` freezes it. Offsets are of the reading's text."""

    kind: Kind
    start: int
    end: int
    digits: tuple[int, int]
    number: Decimal | None = None
    step: Decimal = ONE
    round_step: Decimal = ONE
    hedge: Hedge = ""
    hard: Interval | None = None
    expected: Interval | None = None
    unit: str = ""
    dimension: str = ""
    factor: Fraction = Fraction(1)
    parts: tuple[Decimal, ...] = ()
    style: str = ""
    hedged_by: str = ""
    exact: Fraction | None = None  # value of a fraction that has no finite decimal
    bare: bool = False  # neither unit nor scale nor decimals: 17
    after: str = ""  # the hedge after the unit: 以上
    lead: str = ""  # unit or scale printed with the numeral: 亿元
