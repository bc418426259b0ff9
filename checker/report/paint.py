"""Colours for a terminal: a few names, nothing else. Off means the text as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "error": "1;31",
        "warning": "1;33",
        "info": "1;36",
        "holds": "32",
        "fails": "31",
        "abstains": "33",
        "path": "1;4",
        "bold": "1",
        "dim": "2",
        "related": "36",
        "hint": "32",
    }
)


class Paint:
    """Puts colour codes around text, or does not."""

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.on and text else text
