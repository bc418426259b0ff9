"""What the rulebook needs to know of the word files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Words(Protocol):
    """What the rulebook needs to know of a lexicon: the names of its lists, and its tables (name -> rows)."""

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def tables(self) -> Mapping[str, Any]: ...


def columns(table: Any) -> int | None:
    """Number of columns of a word table's longest row; None if it is no list of rows of words."""
    if isinstance(table, str | Mapping) or not table:
        return None
    plain = all(isinstance(row, list | tuple) and all(isinstance(cell, str) for cell in row) for row in table)
    return max(map(len, table)) if plain else None
