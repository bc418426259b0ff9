"""What is wrong with rule files: values with a place, gathered and raised together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.model.rule import Place
from checker.width import clean


class RuleError(NamedTuple):
    """One mistake. `expected`: what may stand there; `suggestion`: the nearest known word, if one is near."""

    place: Place
    message: str
    expected: str = ""
    suggestion: str | None = None

    def __str__(self) -> str:
        hints = [f"expected {self.expected}"] if self.expected else []
        if self.suggestion is not None:
            hints.append(f'did you mean "{self.suggestion}"?')
        # A message may quote the file, and a path be anything: it is shown on terminals.
        return clean(f"{self.place}: {self.message}" + (f" ({'; '.join(hints)})" if hints else ""))


class RuleErrors(Exception):
    """All mistakes of all files that were loaded together, sorted by place; str() has one line for each."""

    def __init__(self, errors: Iterable[RuleError]) -> None:
        self.errors: tuple[RuleError, ...] = tuple(
            sorted(dict.fromkeys(errors), key=lambda e: (e.place.path, e.place.line, e.place.column))
        )
        super().__init__("\n".join(map(str, self.errors)))


def one_of(known: Iterable[str]) -> str:
    """`a, b or c`, for the `expected` of an error; cut when there are many."""
    words = sorted(set(known))
    if not words:
        return "nothing (there is none)"
    if len(words) > 12:
        return f"one of {len(words)} known names, such as {', '.join(words[:5])}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
