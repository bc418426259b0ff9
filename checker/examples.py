"""STUB of floor 5: run a rule's own examples. The real one replaces this file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.api import Checker
from checker.model.rule import Rule


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What came of one example. `number` counts the examples of a kind from 1; `detail` says what went wrong."""

    kind: Literal["holds", "fails", "abstains", "silent"]
    number: int
    text: str
    ok: bool
    detail: str = ""


def run_examples(rule: Rule, checker: Checker) -> list[ExampleResult]:
    """Run all examples of one rule."""
    return []
