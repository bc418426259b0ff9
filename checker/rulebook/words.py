"""What the rulebook needs to know of the word files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Words(Protocol):
    """What the rulebook needs to know of a lexicon: the names of its lists, and its tables (name -> rows)."""

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def tables(self) -> Mapping[str, Any]: ...


def columns(table: Any) -> int | None:
    """Number of columns of a word table, if its rows are sequences."""
    rows: Iterator[Any] = iter(table.items() if isinstance(table, Mapping) else table)
    row = next(rows, None)
    return len(row) if isinstance(row, list | tuple) else None
