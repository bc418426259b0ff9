"""A new rule file to start from (`checker rules new`)."""

from __future__ import annotations

from importlib.resources import files

from checker.rulebook.check import KEBAB


def skeleton(rule_id: str) -> str:
    """YAML of a commented rule that loads without error in a file `<rule_id>.yaml`, with its words to be replaced.

    Raises ValueError for an id that is not kebab-case.
    """
    if not KEBAB.fullmatch(rule_id):
        raise ValueError(f'the id "{rule_id}" is not kebab-case: small letters, digits and -')
    text = files("checker.rulebook").joinpath("skeleton.yaml").read_text("utf-8")
    return text.replace("__ID__", rule_id, 1)
