"""A small lexicon for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Lexicon:
    lists: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {"of_which": ("其中", "包括"), "outside_whole": ("除外",), "rise_to": ("增至",)}
    )
    tables: Mapping[str, Any] = field(default_factory=lambda: {"weekday": (("周一", "1"), ("周二", "2"))})
