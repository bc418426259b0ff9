"""Rows of figures, their goals, and the table of README.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `value` is None where nothing was measured; `note` then says why."""

    key: str
    what: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = "x"
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure must reach, and what we aim at; at most, unless `at_least`."""

    goal: float
    aim: float
    at_least: bool = False

    def reached(self, value: float) -> str:
        for word, bound in (("aim", self.aim), ("goal", self.goal)):
            if value >= bound if self.at_least else value <= bound:
                return word
        return "no"


GOALS = {
    "lint": Goal(20, 8),
    "dense": Goal(30, 12),
    "extract": Goal(6, 3),
    "jionlp": Goal(10, 40, at_least=True),
    "exponent": Goal(1.1, 1.02),
    "rules": Goal(2.5, 1.6),
    "start-first": Goal(250, 100),
    "start-new": Goal(250, 100),
    "start-again": Goal(250, 100),
    "piece": Goal(1.5, 0.4),
    "memory": Goal(20, 10),
    "cores": Goal(1.7, 1.9, at_least=True),
}
"""Key of a row -> its goal. Linear is meant as: no local exponent above that."""


def amount(value: float, unit: str) -> str:
    """A figure with three digits or more, and its unit."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def markdown(rows: Iterable[Row]) -> str:
    """A Markdown table, with a line for each figure."""
    lines = ["| figure | measured | from … to | goal | aim | reached | note |", "|---|---:|---|---:|---:|---|---|"]
    for row in rows:
        goal = GOALS.get(row.key)
        limits = [amount(goal.goal, row.unit), amount(goal.aim, row.unit)] if goal else ["", ""]
        if row.value is None:
            cells = [row.what, "not measured", "", *limits, "", row.note]
        else:
            ends = [row.low, row.high]
            spanned = " … ".join(amount(end, "") for end in ends if end is not None) if any(ends) else ""
            reached = goal.reached(row.value) if goal else ""
            cells = [row.what, f"**{amount(row.value, row.unit)}**", spanned, *limits, reached, row.note]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def between(text: str, name: str, content: str) -> str:
    """The text with what stands between the marks `<!-- name -->` and `<!-- /name -->` replaced.

    Raises ValueError where a mark is missing.
    """
    opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, found, rest = text.partition(opening)
    _, closed, tail = rest.partition(closing)
    if not found or not closed:
        raise ValueError(f"the marks {opening.strip()} and {closing} are missing")
    return f"{head}{opening}\n{content.strip()}\n\n{closing}{tail}"


def from_json(rows: Sequence[dict[str, Any]]) -> list[Row]:
    return [Row(**row) for row in rows]
