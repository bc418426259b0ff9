"""Rule files -> frozen rules. The only room that imports pydantic; it knows rules, not texts."""

from checker.rulebook.check import Words
from checker.rulebook.errors import RuleError, RuleErrors
from checker.rulebook.load import load_rule_text, load_rules
from checker.rulebook.shape import schema

__all__ = ["RuleError", "RuleErrors", "Words", "load_rule_text", "load_rules", "schema"]
