"""A rule as data: what a YAML file of `rules/` says, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from checker.model.report import Severity

RuleKind = Literal["prose", "outline", "table", "facts"]
Scope = Literal["clause", "sentence", "paragraph", "section", "document"]
Cue = Literal["strong", "weak"]
ANY_STYLE = "*"
"""The style of a series slot that names none."""


class Place(NamedTuple):
    """Where something stands in a rule file, for error messages; line and column from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Slot:
    """What may fill one name of a pattern; empty tuples mean "any". See docs/rule-language.md, section 2."""

    name: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    like: str | None = None
    least: int = 1
    most: int | None = 1  # None: any number
    candidates: Scope | None = None
    near: str | None = None  # @table.k
    open_end: bool = False
    items: bool = False
    series: tuple[str, ...] = ()  # styles; non-empty for a series slot
    level: str = "inline"  # series: inline | heading | any | caption
    numeral: str | None = None
    forms: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    unhedged: bool = False
    hedges: tuple[str, ...] = ()  # key `hedge`
    axis: str | None = None
    where: str | None = None  # heading | body

    @property
    def many(self) -> bool:
        return self.most is None or self.most > 1

    def takes(self, style: str) -> bool:
        """Whether a series slot takes marks of this style."""
        return style in self.series or ANY_STYLE in self.series


class Pattern(NamedTuple):
    match: str
    cue: Cue = "strong"
    scope: Scope | None = None
    holds_only: bool = False
    firm: bool = False
    place: Place | None = None


class Guard(NamedTuple):
    """One entry of `unless`: what it looks at (a word with its reach, a slot, an expression); `when` may add to it."""

    reason: str
    open_list: str | None = None
    word: str | None = None
    within: Scope | None = None  # key `in`
    before: str | None = None
    after: str | None = None
    between: tuple[str, str] | None = None
    when: str | None = None
    hedged: str | None = None
    other_owner: str | None = None
    foreign: tuple[str, str] | None = None
    restart: tuple[str, str] | None = None
    nearer: tuple[str, str] | None = None
    mixed: str | None = None
    slip_excepted: bool = False  # key `except: slip`
    widen: bool = False  # key `effect: widen`
    place: Place | None = None


class Slip(NamedTuple):
    """A likely mistake of this rule, named when its condition may hold although the assertion cannot."""

    condition: str  # key `assert`
    name: Mapping[str, str]
    place: Place | None = None


class Example(NamedTuple):
    """An example text. `text` has no marks; `marks` are the [start, end) places that «» enclosed."""

    kind: Literal["holds", "fails", "abstains", "silent"]
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    reason: str | None = None
    message: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    code: str
    severity: Severity
    title: Mapping[str, str]
    kind: RuleKind
    family: str
    path: str
    slots: Mapping[str, Slot]
    message: Mapping[str, str]
    why: str
    readings: tuple[str, ...]  # one is enough; `assert: x` is one reading
    given: str | None = None  # what every candidate must meet to be one
    scope: Scope = "sentence"
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Guard, ...] = ()
    slips: tuple[Slip, ...] = ()
    primary: str | None = None
    diagnose: bool = True
    each: Literal["column", "row"] | None = None
    pairs: Literal["headline", "restated", "equal", "cells", "tables", "units"] | None = None
    same: Mapping[str, float | bool] = field(default_factory=dict)
    norm: str | None = None
    classes: tuple[str, ...] = ()  # key `class`
    language: str = "zh"
    examples: tuple[Example, ...] = ()

    @property
    def far(self) -> bool:
        """Whether the statements it compares may stand in different files. A headline belongs to the text under it."""
        return self.kind == "facts" and self.pairs != "headline"
