"""Which shapes and marks of the outline can be at a numeral, told from the characters around it.

The word files say for each what stands behind and before its numeral; trying all of them everywhere would be most
of the work of reading a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LONG = 7  # characters from which on the length of a numeral may say what it is
_MOST = 4096  # no text has more characters behind numerals; a made one shall not fill the memory
_ANYWHERE = frozenset("０１２３４５６７８９ \u3000\xa0")  # a full-width digit goes on; a blank may stand in most


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern with what it makes. `back`: characters before the numeral that belong to it.

    `behind`, `before`: what may stand on either side of the numeral, None for anything; `least`, `first`: or else the
    numeral has so many characters (seven or more), or begins with this one (0).
    """

    name: str
    kind: str
    style: str
    unit: str
    back: int
    where: str
    pattern: re.Pattern[str]
    behind: frozenset[str] | None = None
    before: frozenset[str] | None = None
    least: int = 0
    first: str = ""

    def may_be(self, behind: str, odd: bool) -> bool:
        """Whether it can be at a numeral with this character behind it. odd: a long one, or one that begins with 0."""
        if self.behind is None or not behind or behind in _ANYWHERE or behind in self.behind:
            return True
        return odd and (self.least > 0 or bool(self.first))


# Letters and marks that glue a number to a code.
CODE_BESIDE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.")


class Plan(NamedTuple):
    """What to try at a numeral: marks of the outline, shapes; `day`: it may be a day of the month alone.

    `markers_after`, `shapes_after`: what must stand before the numeral for any of them, None where that is not said.
    `quiet`: that is said of all, and it is no day, so that most characters before the numeral rule them out.
    """

    markers: tuple[Shape, ...]
    markers_after: frozenset[str] | None
    shapes: tuple[Shape, ...]
    shapes_after: frozenset[str] | None
    day: bool
    quiet: bool


class Plans(dict[str, Plan]):
    """The character behind a numeral ("" at the end of the text) -> what to try there, made when first asked for."""

    def __init__(
        self, markers: Sequence[Shape], shapes: Sequence[Shape], day: frozenset[str] | None, odd: bool
    ) -> None:
        """`day`: what may follow a day alone. odd: for long numerals and those that begin with 0."""
        super().__init__()
        self._groups, self._day, self._odd = (markers, shapes), day, odd

    def __missing__(self, behind: str) -> Plan:
        markers, shapes = (tuple(one for one in group if one.may_be(behind, self._odd)) for group in self._groups)
        day = self._day is None or behind in self._day or not behind or behind in _ANYWHERE
        markers_after, shapes_after = _befores(markers), _befores(shapes)
        quiet = markers_after is not None and shapes_after is not None and not day
        plan = Plan(markers, markers_after, shapes, shapes_after, day, quiet and behind not in CODE_BESIDE)
        if len(self) < _MOST:
            self[behind] = plan
        return plan


def _befores(shapes: Sequence[Shape]) -> frozenset[str] | None:
    befores = [shape.before for shape in shapes if shape.before is not None]
    return frozenset().union(*befores) if len(befores) == len(shapes) else None


def is_odd(first: str, length: int) -> bool:
    """Whether a numeral's own form may say what it is: a long one, or one that begins with 0 and goes on."""
    return length >= _LONG or (first == "0" and length > 1)


def characters(
    spec: str | None, words: Callable[[str], Iterable[str]], dash: Iterable[str], end: int
) -> frozenset[str] | None:
    """The characters that a `next` or `before` names; `end`: of a word that it names the first (0) or the last (-1)."""
    if spec is None:
        return None
    if spec.startswith("@"):
        return frozenset(word[end] for word in words(spec[1:]) if word)
    head, mark, tail = spec.partition("{dash}")
    return frozenset([*head, *tail, *(dash if mark else ())])
