"""How large a rule may be. Generous for people, but a bound on what a stranger's file can ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from types import MappingProxyType
from typing import Any, Final

from checker.rulebook.errors import RuleError
from checker.rulebook.source import KeyPath, Source

MOST: Final[Mapping[KeyPath, int]] = MappingProxyType(
    {
        ("slots",): 30, ("patterns",): 100, ("unless",): 50, ("readings",): 50, ("slips",): 20, ("class",): 20,
        ("examples", "holds"): 300, ("examples", "fails"): 300, ("examples", "abstains"): 300,
        ("examples", "silent"): 300,
    }
)  # fmt: skip
"""Entries of the lists and mappings of a rule."""
MOST_OF_SLOT: Final = 100
"""Roles, kinds, units, forms or styles of one slot."""
LONGEST: Final = 2_000
"""Characters of a text."""
LONGEST_PROSE: Final = 50_000
"""Characters of `why` and of an example, which is a document."""
MOST_RULES: Final = 5_000
"""Rule files of one run."""


def oversized(source: Source) -> list[RuleError]:
    """An error for each list that is too long and each text that is too long, at its place."""
    errors = []
    for path in source.spots:
        value = _at(source.data, path)
        most = _most(path, value)
        if isinstance(value, Sized) and len(value) > most:
            what = "characters" if isinstance(value, str) else "entries"
            name = next((f'"{step}"' for step in reversed(path) if isinstance(step, str)), "the file")
            message = f"{name} is too long: {len(value)} {what}"
            errors.append(RuleError(source.place(path), message, f"at most {most}"))
    return errors


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _most(path: KeyPath, value: Any) -> int:
    if isinstance(value, str):
        return LONGEST_PROSE if path[:1] in (("why",), ("examples",)) else LONGEST
    if path[:1] == ("slots",) and len(path) > 1:
        return MOST_OF_SLOT
    return MOST.get(path, LONGEST)
