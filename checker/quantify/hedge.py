"""Hedged numbers -> two intervals: what can be at all (hard), and what a careful writer means (expected).

The words and the bounds are data (`words/hedges.yaml`); this file only evaluates the bounds exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from checker.lexicon import Lexicon
from checker.model.interval import Interval, fraction
from checker.quantify.numeral import Numeral

_BOUND = re.compile(r"N(?:([+-])(s|s/2)(?:\|(\d+)%)?|\*(\d+)%)?\Z")
_Bound = Callable[[Fraction, Fraction], "Fraction | None"]


@dataclass(frozen=True, slots=True, eq=False)
class Hedges:
    """Hedge kinds of a lexicon: for each the four bounds as functions of the number and its round step.

    Hashed by identity: what is worked out with them is kept.
    """

    bounds: dict[str, tuple[_Bound, _Bound, _Bound, _Bound]]

    def intervals(self, numeral: Numeral, hedge: str, rounded: bool) -> tuple[Interval, Interval]:
        """(hard, expected) of a numeral. rounded: an unhedged number stands for [v - step/2, v + step/2]."""
        if numeral.number is None:
            return _vague(numeral, hedge)
        value = fraction(numeral.number)
        if not hedge or hedge not in self.bounds:
            plain = Interval.exact(value)
            if rounded:
                half = fraction(numeral.step) / 2
                plain = Interval(value - half, value + half)
            return plain, plain
        return self.around(value, fraction(numeral.round_step), hedge)

    def around(self, value: Fraction, worth: Fraction, hedge: str) -> tuple[Interval, Interval]:
        """(hard, expected) of a hedged value; worth: of its last digit that is not zero."""
        low, high, likely_low, likely_high = (bound(abs(value), worth) for bound in self.bounds[hedge])
        hard, expected = _ordered(low, high), _ordered(likely_low, likely_high)
        return (-hard, -expected) if value < 0 else (hard, expected)


@lru_cache(maxsize=8)
def hedges_of(lexicon: Lexicon) -> Hedges:
    """The hedges of a lexicon. Raises ValueError for a bound that cannot be read."""
    bounds = {}
    for name, spec in lexicon.table("hedge_bounds").items():
        ends = [*spec["hard"], *spec["expected"]]
        bounds[name] = (_bound(ends[0]), _bound(ends[1]), _bound(ends[2]), _bound(ends[3]))
    return Hedges(bounds)


def _bound(text: str) -> _Bound:
    if text == "open":
        return lambda value, worth: None
    if text == "0":
        return lambda value, worth: Fraction(0)
    match = _BOUND.match(text)
    if match is None:
        raise ValueError(f"hedge bound {text!r}")
    sign, by, percent, share = match.groups()
    if share:
        return lambda value, worth: value * int(share) / 100
    if not sign:
        return lambda value, worth: value
    way = 1 if sign == "+" else -1
    part = Fraction(1, 2) if by == "s/2" else Fraction(1)
    least = Fraction(int(percent or 0), 100)
    return lambda value, worth: value + way * max(worth * part, value * least)


def _ordered(low: Fraction | None, high: Fraction | None) -> Interval:
    """Round steps above the number (N = 0) would turn the ends around."""
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


def _vague(numeral: Numeral, hedge: str) -> tuple[Interval, Interval]:
    """数百, 几十, 两三: the bounds are in the word; 近/超 before them open one end."""
    low = None if numeral.low is None else Fraction(numeral.low)
    high = None if numeral.high is None else Fraction(numeral.high)
    likely = high if numeral.likely is None else Fraction(numeral.likely)
    expected = Interval(low, likely)
    if hedge in ("over", "at_least"):
        return Interval(low, None), expected
    if hedge in ("near", "under", "at_most"):
        return Interval(Fraction(0), high), expected
    if hedge == "about" and low is not None and high is not None:
        return Interval(low * 9 / 10, high * 11 / 10), expected
    return Interval(low, high), expected


def strongest(kinds: list[str]) -> str:
    """One kind of hedge of several: a bound says more than 约; 近…余 contradict each other and stay vague."""
    if not kinds:
        return ""
    bounds = {kind for kind in kinds if kind != "about"}
    if len(bounds) > 1:
        return "over" if bounds <= {"over", "at_least"} else "about"
    return bounds.pop() if bounds else "about"
