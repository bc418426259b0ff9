"""docs/rules says what the rules say: one page for each, made by docs/generate.py."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import jsonschema

from checker.api import load
from checker.rulebook.page import reason_in_words
from checker.rulebook.source import read_source

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "rules"


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_current() -> None:
    made = generator().pages()
    there = {p.name: p.read_text("utf-8") for p in FOLDER.glob("*.md")}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    assert stale == [], "run: python docs/generate.py"


def test_the_schema_is_current() -> None:
    assert generator().SCHEMA.read_text("utf-8") == generator().schema(), "run: python docs/generate.py"


def test_every_rule_file_leads_editors_to_the_schema() -> None:
    files = generator().rule_files()
    assert len(files) > 50
    stale = [path.name for path in files if path.read_text("utf-8") != generator().headed(path)]
    assert stale == [], "run: python docs/generate.py"
    targets = {path.parent / re.split("schema=", path.read_text("utf-8").splitlines()[0])[1] for path in files}
    assert {target.resolve() for target in targets} == {generator().SCHEMA.resolve()}


def test_every_rule_file_agrees_with_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(generator().SCHEMA.read_text("utf-8")))
    wrong = [
        f"{path.name}: {error.message}"
        for path in generator().rule_files()
        for error in validator.iter_errors(read_source(path.read_text("utf-8"), path).data)
    ]
    assert wrong == []


def test_links_lead_somewhere() -> None:
    for page in FOLDER.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+\.(?:md|yaml))\)", page.read_text("utf-8")):
            assert (FOLDER / target).resolve().is_file(), f"{page.name}: {target}"


def test_every_reason_is_said_in_words() -> None:
    reasons = {guard.reason for rule in load().rules for guard in rule.unless}
    assert sorted(r for r in reasons if r in (reason_in_words(r, "zh"), reason_in_words(r, "en"))) == []
