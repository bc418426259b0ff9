"""A new rule file to start from (`checker rules new`): one template for each kind of rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from checker.model.report import Severity
from checker.model.rule import RuleKind
from checker.rulebook.check import KEBAB

FIRST_CODE = "OWN101"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a new rule; empty: as in the template.

    title: in the author's language, put under both. holds, fails: an example each; `fails` has its «marks».
    schema: path of the JSON Schema from the folder of the rule, for editors.
    """

    id: str
    code: str = FIRST_CODE
    kind: RuleKind = "prose"
    severity: Severity = "warning"
    title: str = ""
    holds: str = ""
    fails: str = ""
    schema: str = ""


def skeleton(draft: Draft | str) -> str:
    """YAML of a commented rule that loads without error in a file `<id>.yaml`, with its words to be replaced.

    Raises ValueError for an id that is not kebab-case.
    """
    draft = Draft(draft) if isinstance(draft, str) else draft
    if not KEBAB.fullmatch(draft.id):
        raise ValueError(f'the id "{draft.id}" is not kebab-case: small letters, digits and -')
    text = files("checker.rulebook").joinpath("skeletons", f"{draft.kind}.yaml").read_text("utf-8")
    for sign, value in (("__ID__", draft.id), ("__CODE__", draft.code), ("__SEVERITY__", draft.severity)):
        text = text.replace(sign, value, 1)
    if draft.schema:
        text = schema_line(draft.schema) + text
    if draft.title:
        start, end = text.index("title:"), text.index("\nkind:")
        text = f"{text[:start]}title: {{zh: {_scalar(draft.title)}, en: {_scalar(draft.title)}}}{text[end:]}"
    if draft.holds:
        text = text.replace("\n  holds:\n", f"\n  holds:\n    - {_scalar(draft.holds)}\n", 1)
    if draft.fails:
        text = text.replace("\n  fails:\n", f"\n  fails:\n    - {{text: {_scalar(draft.fails)}}}\n", 1)
    return text


def schema_line(path: str) -> str:
    """The first line of a rule file, by which editors find its JSON Schema."""
    return f"# yaml-language-server: $schema={path}\n"


def _scalar(text: str) -> str:
    """A text as a double-quoted scalar; YAML reads those of JSON."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)
