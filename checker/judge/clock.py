"""How long the rules of strangers may work on one document."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SECONDS: Final = 2
"""Computing time of one rule for one document …"""
_CHARACTERS: Final = 50_000
"""… and a second more for so many characters."""
_RULES: Final = 10
"""All such rules together may take as long as so many of them."""


class Overtime(Exception):
    """A rule has worked on a document for longer than it may."""


class Clock:
    """The time that rules which may be wrong have for one document: computing time of this thread, not of the day."""

    __slots__ = ("_end", "_left", "_share")

    def __init__(self, characters: int) -> None:
        self._share = _SECONDS + characters / _CHARACTERS
        self._left = self._share * _RULES
        self._end: float | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """While a rule is at work whose time counts."""
        begun = time.thread_time()
        self._end = begun + min(self._share, self._left)
        try:
            yield
        finally:
            self._left -= time.thread_time() - begun
            self._end = None

    def left(self) -> float | None:
        """Seconds that the rule at work still has; None if it has no limit. Raises Overtime if there are none."""
        if self._end is None:
            return None
        left = self._end - time.thread_time()
        if left <= 0:
            raise Overtime
        return left
