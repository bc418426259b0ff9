"""The few statistics that the figures rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some runs with the least and the largest of them."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    return Spread(median(values), min(values), max(values))


def paired(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """above[i] / below[i]: what was measured side by side is divided side by side.

    Raises ValueError for different lengths or a divisor that is not positive.
    """
    if any(value <= 0 for value in below):
        raise ValueError("a divisor that is not positive: the clock did not move")
    return [a / b for a, b in zip(above, below, strict=True)]


def ratio_of_totals(above: Sequence[float], below: Sequence[float]) -> float:
    """What the whole of one costs over the whole of the other."""
    return paired([sum(above)], [sum(below)])[0]


def local_exponents(sizes: Sequence[float], costs: Sequence[float]) -> list[float]:
    """Between each two neighbours the e of cost ~ size**e: 1 is linear, 2 quadratic.

    `sizes` must rise and `costs` be positive; raises ValueError otherwise.
    """
    pairs = list(zip(sizes, costs, strict=True))
    if any(b[0] <= a[0] for a, b in pairwise(pairs)) or any(cost <= 0 for cost in costs):
        raise ValueError("sizes must rise and costs be positive")
    return [math.log(b[1] / a[1]) / math.log(b[0] / a[0]) for a, b in pairwise(pairs)]
