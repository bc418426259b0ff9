"""Rule files -> frozen rules. The only room that imports pydantic; it knows rules, not texts."""

from checker.rulebook.errors import RuleError, RuleErrors
from checker.rulebook.load import load_rule_text, load_rules
from checker.rulebook.page import rule_to_page
from checker.rulebook.shape import schema
from checker.rulebook.skeleton import Draft, schema_line, skeleton
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
