"""Rule files -> frozen rules. The only room that imports pydantic; it knows rules, not texts.

Opened piece by piece: what a rule file looks like (pydantic) is only for a run that reads one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.rulebook.draft import Draft, schema_line, skeleton
    from checker.rulebook.errors import RuleError, RuleErrors
    from checker.rulebook.load import load_rule_text, load_rules
    from checker.rulebook.page import rule_to_page
    from checker.rulebook.shape import schema
    from checker.rulebook.words import Words

__all__ = [
    "Draft",
    "RuleError",
    "RuleErrors",
    "Words",
    "load_rule_text",
    "load_rules",
    "rule_to_page",
    "schema",
    "schema_line",
    "skeleton",
]
_HOMES = {
    "Draft": "draft", "RuleError": "errors", "RuleErrors": "errors", "Words": "words", "load_rule_text": "load",
    "load_rules": "load", "rule_to_page": "page", "schema": "shape", "schema_line": "draft", "skeleton": "draft",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"checker.rulebook.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'checker.rulebook' has no attribute {name!r}")
