"""The fifteen rules of docs/rule-language.md, section 10, are rules of the language as it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.rulebook import load_rule_text
from tests.rulebook.lexicon import Lexicon

GUIDE = Path(__file__).parents[2] / "docs" / "rule-language.md"
HEAD = """\
id: {id}
code: CHK{n:03d}
severity: warning
title: {{zh: x, en: x}}
message: {{zh: x, en: x}}
why: x
examples: {{}}
"""
NAMED = re.compile(r"^\*\*(\d+)\. .*?\(`([a-z-]+)`\)\n```yaml\n(.*?)```", re.MULTILINE | re.DOTALL)


def paper_rules() -> Iterator[tuple[str, str]]:
    section = GUIDE.read_text("utf-8").split("## 10.")[1]
    for number, rule_id, body in NAMED.findall(section):
        text = HEAD.format(id=rule_id, n=int(number)) + body
        if "kind:" not in re.sub(r"\{.*?\}", "", body):
            text += "kind: prose\n"
        if "slots:" in body and re.search(r"^(assert|readings):", body, re.MULTILINE):
            yield rule_id, text


class Everything(dict[str, tuple[str, ...]]):
    """A lexicon that has every list."""

    def __contains__(self, name: object) -> bool:
        return True


@pytest.mark.parametrize("rule_id,text", list(paper_rules()), ids=lambda value: value if "\n" not in value else "")
def test_paper_rule_loads(rule_id: str, text: str) -> None:
    rule = load_rule_text(text, f"{rule_id}.yaml", Lexicon(lists=Everything()), strict=False)
    assert rule.readings


def test_all_are_found() -> None:
    assert len(list(paper_rules())) >= 10
