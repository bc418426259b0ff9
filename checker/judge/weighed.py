"""What came of a binding."""

from __future__ import annotations

from dataclasses import dataclass

from checker.judge.binding import Binding, Mode
from checker.judge.diagnose import Slip
from checker.model.report import Verdict


@dataclass(frozen=True, slots=True)
class Weighed:
    """A binding with what came of it. `lowered`: by how many levels a finding is lowered."""

    binding: Binding
    verdict: Verdict
    reason: str | None = None
    reading: int = 0
    lowered: int = 0
    found: tuple[Slip, ...] = ()
    mode: Mode = "hard"
