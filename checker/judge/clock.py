"""How long the rules of strangers may work on one document."""

from __future__ import annotations

import time
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
    """The time that rules which may be wrong have for one document: computing time of this thread, not of the day.

    To ask for it takes ten times as long as to ask for the time of the day, which runs at least as fast: so it is not
    asked for until half of a rule's time may be over. A search that begins before may take all of the rule's time.
    """

    __slots__ = ("_allowed", "_begun", "_end", "_left", "_share", "_sure")

    def __init__(self, characters: int) -> None:
        self._share = _SECONDS + characters / _CHARACTERS
        self._left = self._share * _RULES
        self._begun: float = 0
        self._allowed: float = 0
        self._sure: float = 0
        self._end: float | None = None

    def __enter__(self) -> None:
        """A rule whose time counts is at work."""
        self._begun = time.thread_time()
        self._allowed = min(self._share, self._left)
        self._sure = time.perf_counter() + self._allowed / 2
        self._end = self._begun + self._allowed

    def __exit__(self, *_: object) -> None:
        self._left -= time.thread_time() - self._begun
        self._end = None

    def left(self) -> float | None:
        """Seconds that the rule at work has at most; None if it has no limit. Raises Overtime if there are none."""
        if self._end is None:
            return None
        if time.perf_counter() < self._sure:
            return self._allowed
        left = self._end - time.thread_time()
        if left <= 0:
            raise Overtime
        return left
