"""Loading: what a good file becomes, and what is said of bad ones."""

# ruff: noqa: E501  (one case in one line)

from __future__ import annotations

import pickle
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.rulebook import RuleError, RuleErrors, load_rule_text, load_rules, rule_to_page, schema, skeleton
from tests.rulebook.lexicon import Lexicon

GOOD = """\
id: parts
code: CHK101
severity: error
title: {zh: 分项, en: Parts}
kind: prose
slots:
  total: {role: level, candidates: paragraph}
  part: {role: [level, change], like: total, many: 2..8, open_end: true, unit: [个, 箱]}
patterns:
  - '{total} ... @of_which (... {part})+'
  - {match: '{total} （ {part} ( .. {part})+ ）', cue: weak, scope: clause}
unless:
  - {open_list: part, reason: open-list}
  - {word: '@outside_whole', between: [total, part], reason: outside}
  - {when: 'sum(part) < total', reason: partial-list, except: slip}
assert: total == sum(part)
message: {zh: '{sum(part)} {total} {gap}', en: '{expected}'}
why: one
examples:
  holds: [甲3个，其中乙1个、丙2个。, 甲4个，其中乙1个、丙3个。]
  fails: [甲«3个»，其中乙«1个»、丙«1个»。, {text: '甲«3个»，其中乙«1个»、丙«4个»。', message: none}]
  abstains: [{text: 甲3个，其中乙1个、丙1个等。, reason: open-list}]
  silent: [甲3个。]
"""


def errors(text: str, path: str = "rules/zh/sums/parts.yaml", *, strict: bool = True) -> list[str]:
    with pytest.raises(RuleErrors) as raised:
        load_rule_text(text, path, Lexicon(), strict=strict)
    return [str(e).removeprefix(path + ":") for e in raised.value.errors]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_good_rule() -> None:
    rule = load_rule_text(GOOD, "rules/zh/sums/parts.yaml", Lexicon())
    assert (rule.id, rule.family, rule.language, rule.readings) == ("parts", "sums", "zh", ("total == sum(part)",))
    part = rule.slots["part"]
    assert (part.roles, part.least, part.most, part.open_end, part.units) == (
        ("level", "change"), 2, 8, True, ("个", "箱"),
    )  # fmt: skip
    assert rule.patterns[1].cue == "weak" and rule.patterns[1].scope == "clause"
    assert rule.unless[1].between == ("total", "part") and rule.unless[2].slip_excepted
    fails = [e for e in rule.examples if e.kind == "fails"]
    assert fails[0].text == "甲3个，其中乙1个、丙1个。" and fails[0].marks == ((1, 3), (7, 9), (11, 13))
    assert fails[1].message == "none"
    assert str(rule.patterns[0].place) == "rules/zh/sums/parts.yaml:10:5"
    assert pickle.loads(pickle.dumps(rule)) == rule


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("like: total", "like: totel", '8:39: unknown slot "totel" (expected part or total; did you mean "total"?)'),
        ("like: total", "like: part", '8:39: "like" runs in a circle: part → part (expected a slot that leads out of it)'),
        ("many: 2..8", "many: 2-8", '8:52: malformed many "2-8" (expected "2.." or "2..8")'),
        ("many: 2..8", "many: 8..2", '8:52: malformed many "8..2" (expected "2.." or "2..8")'),
        ("@of_which", "@weekday", '10:18: "@weekday" is a table (expected a column of it; did you mean "@weekday.0"?)'),
        ("@of_which", "@weekday.2", '10:18: the word table "weekday" has no column 2 (expected 0 to 1)'),
        ("'{total} （ {part}", "'{total} （ {prt}", '11:24: unknown slot "prt" (expected part or total; did you mean "part"?)'),
        ("open_list: part", "open_list: parts", '13:17: unknown slot "parts" (expected part or total; did you mean "part"?)'),
        ("between: [total, part]", "in: sentense", '14:34: unknown in "sentense" (expected clause, document, paragraph, '
         'section or sentence; did you mean "sentence"?)'),
        (", between: [total, part]", "", "14:5: a word guard must say where, once (expected one of in, before, after, between)"),
        ("open_list: part,", "", "13:5: a guard must say what it looks at (expected one of open_list, word, hedged, other_owner, "
         "foreign, restart, nearer, mixed, when)"),
        ("open_list: part", "open_list: part, mixed: part", "13:5: a guard looks at one thing, not at open_list and mixed "
         "(expected one of open_list, word, hedged, other_owner, foreign, restart, nearer, mixed)"),
        ("sum(part) < total", "sum(part)", "15:12: this is a value, not an assertion (expected a comparison, such as "
         "total == sum(part))"),
        ("sum(part) < total", "sum(part) < it''s", "15:27: not an expression: unterminated string literal (detected at line 1)"),
        ("assert: total == sum(part)\n", "", '1:1: the key "assert" is missing (expected "assert: …" or "readings: […]")'),
        ("assert: total == sum(part)", "assert: total == part", '16:18: the slot "part" takes several numbers (expected a '
         'function of them; did you mean "sum(part)"?)'),
        ("assert: total", "primary: x\nassert: total", '16:10: unknown slot "x" (expected part or total)'),
        ("kind: prose", "kind: prose\neach: row", '6:1: "each" is only for rules of kind table (expected kind: table)'),
        ("en: '{expected}'", "en: '{sum(part}'", "17:53: not an expression: '(' was never closed"),
        ("en: '{expected}'", "en: '{expected'", "17:49: a { without its } (expected {slot} or {expression})"),
        ("why: one", "why: one\nwhy: two", '19:1: the key "why" stands here twice (first in line 18) (expected each key once)'),
        ("甲«3个»，其中乙«1个»、丙«1个»。", "甲3个，其中乙1个、丙1个。", "21:11: no place is marked in this example "
         "(expected «…» around each place that the finding names)"),
        ("甲3个，其中乙1个、丙2个。, ", "", "20:3: the rule has 1 holds examples (expected 2 or more)"),
        ("slots:\n", "slots:\n  other: {role: share}\n", '7:3: the slot "other" is never used (expected it in a pattern or '
         "assertion)"),
        ("severity: error", "severity: [error]", "3:11: \"severity\" has a value of the wrong kind (expected error, info or warning)"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_error(old: str, new: str, wanted: str) -> None:
    assert errors(changed(old, new)) == [wanted]


def test_drafts_need_no_examples() -> None:
    draft = GOOD[: GOOD.index("examples:")] + "examples: {}\n"
    assert load_rule_text(draft, "parts.yaml", Lexicon(), strict=False).examples == ()
    assert len(errors(draft)) == 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "1:1: the file is empty (expected a rule)"),
        ("- a", "1:1: a rule file holds one mapping (expected key: value lines)"),
        ("null", "1:1: a rule file holds one mapping (expected key: value lines)"),
        ("a: &x 1\nb: *x", "1:4: anchors and aliases are not allowed in a rule file (expected the value itself)"),
        ("a: 1\n---\nb: 2", "2:1: a second document in one file (expected one rule in one file)"),
        ("a: " + "[" * 100000, "1:24: nested deeper than 20 levels"),
        ("a: !!python/object:os.x 1", '1:4: the tag "tag:yaml.org,2002:python/object:os.x" is not allowed in a rule file '
         "(expected the value alone)"),
        ("a: [1\nb: 2", "2:2: not YAML: did not find expected ',' or ']'"),
        ("x" * 1_000_001, "1:1: the file is larger than 1000000 bytes"),
        ("a: \ud800", "1:1: not YAML: half of a surrogate pair"),
    ],
)  # fmt: skip
def test_hostile_files_cost_one_line(text: str, wanted: str) -> None:
    assert errors(text, "parts.yaml") == [wanted]


def test_scalars_are_yaml_1_2() -> None:
    rule = load_rule_text(changed("why: one", "why: no"), "parts.yaml", Lexicon())
    assert rule.why == "no"
    assert load_rule_text(changed("why: one", "why: 2024-01-01"), "parts.yaml", Lexicon()).why == "2024-01-01"


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "a.yaml").write_text("lists: {}", "utf-8")
    (tmp_path / "parts.yaml").write_text("\ufeff" + GOOD, "utf-8")
    assert [r.id for r in load_rules([tmp_path, tmp_path / "parts.yaml"], Lexicon())] == ["parts"]
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "parts.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "latin.yaml").write_bytes(b"id: x\nwhy: \xff")
    with pytest.raises(RuleErrors) as raised:
        load_rules([tmp_path, tmp_path / "none.yaml"], Lexicon())
    assert [(Path(e.place.path).name, e.place.line, e.message.split('"')[0]) for e in raised.value.errors] == [
        ("latin.yaml", 2, "the file is not UTF-8"),
        ("none.yaml", 1, "no such file or folder"),
        ("parts.yaml", 1, "the id "),
        ("parts.yaml", 2, "the code "),
    ]


def test_skeleton_is_a_rule() -> None:
    rule = load_rule_text(skeleton("my-rule"), "rules/zh/mine/my-rule.yaml", Lexicon({}, {}))
    assert rule.id == "my-rule"
    with pytest.raises(ValueError, match="kebab"):
        skeleton("My Rule")


def test_page() -> None:
    rule = load_rule_text(GOOD, "parts.yaml", Lexicon())
    page = rule_to_page(rule, "en")
    assert page.startswith("# Parts\n\n`parts`\n")
    assert "甲«3个»，其中乙«1个»、丙«1个»。" in page
    assert "- the list is open (等, 以及其他) (`open-list`): `open_list: part`" in page
    assert "- `outside`: `word: @outside_whole, between: [total, part]`" in page
    assert rule_to_page(rule, "zh").startswith("# 分项\n")


@pytest.mark.parametrize(
    "guard",
    [
        "restart: [total, part]", "nearer: [total, part]", "foreign: [total, part]", "mixed: part", "hedged: part",
        "other_owner: sum(part) <= total", "word: 除外, in: sentence", "word: 除外, before: part", "word: 除外, after: part",
        "when: sum(part) < total, effect: widen",
    ],
)  # fmt: skip
def test_a_page_shows_each_guard_as_it_is_written(guard: str) -> None:
    rule = load_rule_text(changed("open_list: part", guard), "parts.yaml", Lexicon())
    assert f"(`open-list`): `{guard}`" in rule_to_page(rule, "en")


def test_schema_agrees_with_the_loader() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    for text in (GOOD, skeleton("my-rule")):
        assert list(validator.iter_errors(yaml.safe_load(text))) == []
    for old, new in (
        ("role: level", "rol: level"),
        ("severity: error", "severity: bad"),
        ("assert: total", "x: total"),
    ):
        assert list(validator.iter_errors(yaml.safe_load(changed(old, new))))


@settings(max_examples=200)
@given(st.data())
def test_damaged_files_never_crash(data: st.DataObject) -> None:
    """Any cut, swap or stray sign in a good file gives a rule or errors with places inside the file."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 30)))
    insert = data.draw(st.text(alphabet="{}[]'\":,@.-\n 甲«»|>&*#1a", max_size=6))
    text = GOOD[:start] + insert + GOOD[end:]
    found: tuple[RuleError, ...] | None = None
    try:
        load_rule_text(text, "parts.yaml", Lexicon())
    except RuleErrors as raised:
        found = raised.errors
    assert found is None or found
    for error in found or ():
        assert 1 <= error.place.line <= text.count("\n") + 2
        assert error.place.column >= 1


@pytest.mark.parametrize("match", ["其中", "{total}* {part}*", "(甲 {total} ... {part} | 乙)"])
def test_a_pattern_binds_something_in_every_match(match: str) -> None:
    """A binding of nothing has no place to point at."""
    old = "'{total} （ {part} ( .. {part})+ ）'"
    said = errors(changed(old, f"'{match}'"))
    assert [e.partition(": ")[2].partition(" (")[0] for e in said] == ["a match of this pattern may bind nothing"]
