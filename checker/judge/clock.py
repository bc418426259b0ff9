"""How long the rules of strangers may work on one document."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")
_SECONDS: Final = 2
"""Computing time of one rule for one document …"""
_CHARACTERS: Final = 50_000
"""… and a second more for so many characters."""
_ALL: Final = 10
"""How many times that all such rules together may take."""


class Overtime(Exception):
    """A rule has worked on a document for longer than it may."""


class Clock:
    """The time that rules which may be wrong have for one document: computing time of this thread, not of the day."""

    __slots__ = ("_end", "_left", "_share")

    def __init__(self, characters: int) -> None:
        self._share = _SECONDS + characters / _CHARACTERS
        self._left = self._share * _ALL
        self._end: float | None = None

    def timed(self, items: Iterable[T], limited: bool) -> Iterator[T]:
        """The items; while they are made and used, a rule's time runs if it is `limited`. Raises Overtime."""
        if not limited:
            yield from items
            return
        begun = time.thread_time()
        self._end = begun + min(self._share, self._left)
        try:
            for item in items:
                self.check()
                yield item
        finally:
            self._left -= time.thread_time() - begun
            self._end = None

    def check(self) -> None:
        """Raises Overtime if the time of the rule that is at work is over."""
        if self._end is not None and time.thread_time() > self._end:
            raise Overtime

    def left(self) -> float | None:
        """Seconds that the rule at work still has; None if it has no limit. Raises Overtime if there are none."""
        if self._end is None:
            return None
        left = self._end - time.thread_time()
        if left <= 0:
            raise Overtime
        return left
