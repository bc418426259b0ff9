"""One surface under test, and how one input is run against it."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from types import FrameType
from typing import Final

PER_BYTE: Final = 1 / 100_000  # seconds of computing that an input may take for each of its bytes
FLOOR: Final = 1.0  # seconds that even the smallest one may take


class Defect(AssertionError):
    """An invariant is broken."""


class TooSlow(BaseException):
    """The input took more computing than its size allows. No Exception: nobody may catch it on the way."""


def require(true: object, message: str) -> None:
    """Raise Defect unless something is so. A plain assert would be gone under -O."""
    if not true:
        raise Defect(message)


@dataclass(frozen=True)
class Surface:
    """Something that takes what strangers wrote.

    target      bytes -> None; raises nothing but on a defect.
    make_seeds  small inputs, most of them good.
    words       pieces of its language, for mutation and for strategies.
    most        bytes of the longest input that is tried.
    split, join an input as named parts and back; None for one that is a single text.
    weight      size by which time is allowed, for what is packed.
    cost        milliseconds that one execution takes, roughly: shares out the time of a round.
    """

    name: str
    target: Callable[[bytes], None]
    make_seeds: Callable[[], list[bytes]]
    words: tuple[str, ...] = ()
    most: int = 600
    split: Callable[[bytes], list[tuple[str, bytes]] | None] | None = None
    join: Callable[[list[tuple[str, bytes]]], bytes] | None = None
    weight: Callable[[bytes], int] = len
    cost: float = 1.0

    @cached_property
    def seeds(self) -> list[bytes]:
        return self.make_seeds()

    def limit(self, data: bytes) -> float:
        """Seconds of computing that this input may take."""
        return max(FLOOR, self.weight(data) * PER_BYTE)

    def warm(self) -> None:
        """Run seeds without a clock: the first execution loads rules and compiles words."""
        for seed in self.seeds[:2]:
            with suppress(Exception):  # told when the seed is run as an input
                self.target(seed)

    def run(self, data: bytes, slack: float = 1.0) -> None:
        """Run one input. Raises whatever the target raises, TooSlow, and Defect for a warning on standard error.

        The clock is that of the process's own computing, so a busy machine makes no difference. It interrupts Python
        at the next instruction. What was too slow has a second try: the first one may have compiled patterns that were
        never needed before. `slack`: times the limit that is allowed.
        """
        try:
            self._once(data, slack)
        except TooSlow:
            self._once(data, slack)

    def _once(self, data: bytes, slack: float) -> None:
        watch = _watch()
        watch.begin(self.limit(data) * slack)
        try:
            self.target(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        watch.end()


class _Watch:
    """Rings when time is up, and hears what is said to standard error by way of warnings. One for the process."""

    def __init__(self) -> None:
        self.limit, self.rung = 0.0, False
        self.warned: list[str] = []

    def begin(self, limit: float) -> None:
        self.limit, self.rung, self.warned = limit, False, []
        if signal.getsignal(signal.SIGVTALRM) != self.ring:
            signal.signal(signal.SIGVTALRM, self.ring)
        if warnings.showwarning != self.hear:
            warnings.showwarning = self.hear
        signal.setitimer(signal.ITIMER_VIRTUAL, limit)

    def ring(self, number: int, frame: FrameType | None) -> None:
        self.rung = True
        signal.setitimer(
            signal.ITIMER_VIRTUAL, 0.2
        )  # once more, if this one is swallowed in a place that must not fail
        raise TooSlow(f"more than {self.limit:.1f} s of computing")

    def hear(self, message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        if not issubclass(category, DeprecationWarning | PendingDeprecationWarning | ResourceWarning):
            self.warned.append(f"{category.__name__}: {message}")

    def end(self) -> None:
        if self.rung:  # and somebody swallowed it
            raise TooSlow(f"more than {self.limit:.1f} s of computing")
        require(not self.warned, f"a warning on standard error: {self.warned and self.warned[0]}")


@cache
def _watch() -> _Watch:
    return _Watch()
