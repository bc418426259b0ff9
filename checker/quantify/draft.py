"""What the shapes and the amount reader hand to `extract`: a quantity in the reading's offsets, role not yet said.

A draft holds what can be seen without reading the numeral: its place, its kind, its unit. What it is worth is worked
out when someone asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from checker.model.interval import EVERYTHING, Interval
from checker.units import BARE, Unit

ONE = Decimal(1)


class Worth(NamedTuple):
    """What a draft is worth; see the fields of the same names in `Quantity`."""

    number: Decimal | None = None
    step: Decimal = ONE
    round_step: Decimal = ONE
    hard: Interval = EVERYTHING
    expected: Interval = EVERYTHING
    parts: tuple[Decimal, ...] = ()


NOTHING = Worth()


def unknown() -> Worth:
    """The worth of what has no number."""
    return NOTHING


def exactly(number: Decimal | None, parts: tuple[Decimal, ...] = ()) -> Worth:
    """The worth of a number that is neither rounded nor hedged."""
    if number is None:
        return Worth(parts=parts)
    value = Interval.exact(Fraction(number))
    return Worth(number, hard=value, expected=value, parts=parts)


@dataclass(slots=True)
class Draft:
    """Mutable while one number is being read. Offsets are of the reading's text."""

    kind: str  # a Kind
    start: int
    end: int
    digits: tuple[int, int]
    reckon: Callable[[], Worth] = unknown
    unit: Unit = BARE
    hedge: str = ""  # a Hedge
    hedged_by: str = ""
    style: str = ""
    bare: bool = False  # neither unit nor scale nor decimals: 17
    after: str = ""  # the hedge after the unit: 以上
    lead: str = ""  # unit or scale printed with the numeral: 亿元
    known: Worth | None = None

    @property
    def worth(self) -> Worth:
        """What the number says, worked out once."""
        if self.known is None:
            self.known = self.reckon()
        return self.known


@lru_cache(maxsize=4096)
def measure(printed: str, dimension: str = "", factor: Fraction = BARE.factor) -> Unit:
    """A unit of one's own: printed, and of a dimension or none."""
    return Unit(printed, dimension, factor)


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """What stands behind a numeral: scale, unit and hedges. The same text says the same, so it is worked out once
    and told from others by identity.

    `printed`: the unit as printed. `scale`: a scale word behind 余/多. `reach`: where it ends, counted from the
    numeral. `half`: half a unit more. `said`: (hedge, what kind) in their order. `open`: a currency sign
    may give the unit.
    """

    unit: Unit
    printed: str = ""
    scale: str = ""
    reach: int = 0
    half: bool = False
    said: tuple[tuple[str, str], ...] = ()
    hedge: str = ""
    hedged_by: str = ""
    after: str = ""
    open: bool = False
    rounded: bool = False


NO_TAIL = Tail(BARE)
