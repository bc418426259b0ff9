"""Rule files of strangers: what is refused when they are loaded, each with one line that names the place."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest

from checker.lexicon import LexiconError, default_lexicon, load_lexicon
from checker.model.expression import ExpressionError, parse_expression
from checker.model.pattern import PatternError, parse_pattern
from checker.rulebook import RuleErrors, load_rule_text, load_rules

HEAD = """\
id: parts
code: TST101
severity: error
title: {zh: 分项, en: Parts}
kind: prose
slots:
  a: {role: level}
  b: {role: level, like: a, many: 2..}
  list: {items: true}
  name: {kind: name}
message: {zh: '{a}', en: '{a}'}
why: one
examples: {}
"""


def told(rest: str, *, head: str = HEAD) -> list[str]:
    """The errors of a rule, without its path; none if it is admitted."""
    try:
        load_rule_text(head + rest, "parts.yaml", default_lexicon(), strict=False)
    except RuleErrors as raised:
        return [str(error).removeprefix("parts.yaml:") for error in raised.errors]
    return []


def pattern(text: str, scope: str = "sentence") -> list[str]:
    used = "a == sum(b) and count(list) == 1 and number(name) == 1"
    errors = told(f"scope: {scope}\nassert: {used}\npatterns:\n  - '{text}'\n")
    return [error for error in errors if "is in no pattern" not in error]


# what a repetition may not repeat: each of these doubles the work with every turn of an unlucky text
@pytest.mark.parametrize(
    "text, column",
    [
        ("{a} (甲|甲甲)+ 乙", 10),
        ("{a} (甲乙?)+ 丙", 10),
        ("{a} ((甲)+)+ 乙", 10),
        ("{a} ((... {b})+ ，)+ 末", 10),
        ("{a} (.. {list} ，)+ 末", 10),
        ("{a} (.. 甲)+ 末", 10),
        ("{a} (@of_which)+ 末", 10),
        ("{a} (.. {name})+ 末", 10),
        ("{a} (甲 ..)+ 末", 10),
    ],
)
def test_exponential_patterns_are_refused(text: str, column: int) -> None:
    (error,) = pattern(text)
    assert error.startswith(f"17:{column}:") and "every repetition doubles the work" in error
    assert "expected" in error


@pytest.mark.parametrize(
    "text, scope",
    [
        ("{a} ... 甲 ... 乙 ... 丙 ... 丁 {b}", "sentence"),
        ("{a} ... 甲 ... 乙 ... 丙 {b}", "document"),
        ("{list} .. {list} .. 甲", "sentence"),
        ("{a} (.. {b})+ 甲 (.. {b})+ 乙 (.. {b})+ 丙 .. 丁 .. 戊", "sentence"),
    ],
)
def test_patterns_of_a_high_degree_are_refused(text: str, scope: str) -> None:
    (error,) = pattern(text, scope)
    assert "matching may take" in error and "at most 10000000" in error


@pytest.mark.parametrize(
    "text",
    [
        "{a} ... @of_which (... {b})+",
        "{a} ... 甲 ... 乙 .. {b} ... 丙 ... 丁 .. {b} ... 戊 ... 己 .. {b}",  # stretches between slots add up
        "{a} (.. 甲 .. 乙 .. {b} (，|、))+ 末",  # ends at a number whichever way it is read
        "{a} (.. (，|；) .. {b} (.. ， .. {b})*)+",  # nothing behind it can fail
        "(甲|乙|丙)* {a}",
        "{list} @open_list? {a}",
    ],
)
def test_patterns_that_end_are_admitted(text: str) -> None:
    assert pattern(text) == []


def test_private_and_control_characters_stand_for_nothing() -> None:
    for sign in "\U000f0000\x07\ue000":
        with pytest.raises(PatternError, match=f"U\\+{ord(sign):04X}"):
            parse_pattern(f"甲{sign}")
    errors = told('assert: a == sum(b)\npatterns: ["{a} 甲 {b} \\e[31m"]\n')
    assert "15:12: the text holds the character U+001B, which cannot be seen" in "\n".join(errors)


@pytest.mark.parametrize("text, message", [
    ("a == ((((b ** 12) ** 12) ** 12) ** 12)", "this multiplies 1728 numbers"),
    ("a == power(power(b, 60), 60)", "this multiplies 7260 numbers"),
    ("a == 10 ** 10 ** 10", "an exponent is a whole number up to 12"),
    ("a == b ** 13", "an exponent is a whole number up to 12"),
    ("a == " + "(" * 30 + "b" + ")" * 30 + " + " + "-" * 40 + "b", "nested deeper"),
    ("a == " + "b + " * 200 + "b", "longer than 500"),
    ("__import__('os').system('x') == 1", "only a function of the language"),
    ("a.__class__ == 1", "an attribute is not allowed"),
    ("(lambda: 1)() == 1", "only a function of the language"),
    ("[x for x in a] == 1", "not allowed in an expression"),
    ("open('/etc/passwd') == 1", 'unknown function "open"'),
    ("a == 1 if b else 2", "if/else is not allowed"),
    ("f'{a}' == 1", "an f-string is not allowed"),
    ("(a := 1) == 1", "not allowed in an expression"),
])  # fmt: skip
def test_expressions_that_are_refused(text: str, message: str) -> None:
    begun = time.process_time()
    errors = told(f'assert: "{text}"\npatterns: ["{{a}} .. {{b}}"]\n')
    assert any(message in error and error.startswith("14:") for error in errors), errors
    assert time.process_time() - begun < 2


def test_large_but_bounded_powers_are_admitted() -> None:
    assert parse_expression("(a / b) ** (12) == (1 + c) ** 12").answers
    with pytest.raises(ExpressionError):
        parse_expression("((a ** 12) ** 12) ** 12 == 1")


@pytest.mark.parametrize("rest, message", [
    ("readings: [" + "a == 1, " * 60 + "]\n", '"readings" is too long: 60 entries (expected at most 50)'),
    ("assert: a == 1\npatterns: [" + "'{a} 甲', " * 120 + "]\n", '"patterns" is too long: 120 entries'),
    ("assert: a == 1\nnorm: " + "x" * 3000 + "\n", '"norm" is too long: 3000 characters (expected at most 2000)'),
    ("assert: a == 1\npatterns: ['" + "甲" * 1500 + "']\n", "the pattern is too long (expected at most 1000"),
    ("assert: &x a == 1\n", "anchors and aliases are not allowed"),
    ("assert: !!python/object/apply:os.system ['x']\n", 'the tag "tag:yaml.org,2002:python/object/apply:os.system" is'),
    ("norm: " + "[" * 100_000 + "\n", "nested deeper than 20 levels"),
    ("norm: [" + "x," * 60_000 + "]\n", "more than 50000 values in one file"),
    ("norm: " + "x" * 1_000_001 + "\n", "the file is larger than 1000000 bytes"),
    ("words: ../../../../etc/passwd\nassert: a == 1\n", 'unknown key "words"'),
    ("include: ../other.yaml\nassert: a == 1\n", 'unknown key "include"'),
    ("assert: a == 1\npatterns: ['@../../etc/passwd']\n", "a word list has no name"),
    ('assert: a == 1\nnorm: "\\e]8;;http://x\\a"\n', "the text holds the character U+001B"),
    ('assert: a == 1\nnorm: "\\u202e"\n', "the text holds the character U+202E"),
])  # fmt: skip
def test_what_is_too_large_or_leads_elsewhere(rest: str, message: str) -> None:
    begun = time.process_time()
    errors = told(rest)
    assert any(message in error for error in errors), errors[:3]
    assert all("\n" not in error and error.isprintable() for error in errors)
    assert time.process_time() - begun < 3


def words(folder: Path, text: str | bytes) -> str:
    """What is said of a word file."""
    (folder / "words").mkdir(exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "words" / "own.yaml").write_bytes(data)
    with pytest.raises(LexiconError) as raised:
        load_lexicon([folder])
    return str(raised.value).removeprefix(str(folder / "words" / "own.yaml"))


BOMB = "tables:\n  a: &a [x, x]\n" + "".join(f"  {c}: &{c} [*{b}, *{b}]\n" for b, c in pairwise("abcdefghi"))


@pytest.mark.parametrize("text, message", [
    (BOMB, ":2:6: anchors and aliases are not allowed in a word file"),
    ("lists: {a: !!python/name:os.system x}", ":1:12: the tag 'tag:yaml.org,2002:python/name:os.system' is not"),
    ("[" * 900_000, ":1:7: nested deeper than 6 levels"),
    ("lists: {a: [" + "x," * 20_001 + "]}", ":1:12: 20001 entries; at most 20000"),
    ("lists: {a: [" + "x" * 201 + "]}", ":1:13: a word of 201 characters; at most 200"),
    ('lists: {a: ["\\e[2J"]}', ":1:13: the word holds the character U+001B, which is in no text"),
    ("lists: {a: ['\U000f0001']}", ":1:13: the word holds the character U+F0001, which is in no text"),
    ("lists: {a: [x]}\n---\nlists: {b: [x]}", ":2:1: a second document in one file"),
    (b"#" * 1_000_001, ":1: the file is larger than 1000000 bytes"),
])  # fmt: skip
def test_word_files_that_are_refused(tmp_path: Path, text: str | bytes, message: str) -> None:
    begun = time.process_time()
    assert words(tmp_path, text).startswith(message)
    assert time.process_time() - begun < 3


def test_an_empty_word_cannot_be_repeated(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.yaml").write_text("lists: {own: ['', 甲]}\ntables: {own_map: {甲: 乙}}")
    lexicon = load_lexicon([tmp_path])
    for reference, message in (("@own", '"@own" holds an empty word'), ("@own_map.0", "has no column 0")):
        text = HEAD + f"assert: a == 1\npatterns: ['{{a}} {reference}']\n"
        with pytest.raises(RuleErrors, match=message):
            load_rule_text(text, "parts.yaml", lexicon, strict=False)


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """Error messages quote what they read: a link must not make them quote another file."""
    secret = tmp_path / "secret.txt"
    secret.write_text("password: hunter2\n")
    folder = tmp_path / "rules"
    (folder / "words").mkdir(parents=True)
    (folder / "own.yaml").symlink_to(secret)
    with pytest.raises(RuleErrors) as raised:
        load_rules([folder], default_lexicon())
    assert "leads out of the folder" in str(raised.value) and "password" not in str(raised.value)
    (folder / "words" / "own.yaml").symlink_to("/dev/zero")
    with pytest.raises(LexiconError, match="leads out of the folder"):
        load_lexicon([folder])
    (folder / "inside.yaml").write_text("id: x\n")
    (folder / "own.yaml").unlink()
    (folder / "own.yaml").symlink_to(folder / "inside.yaml")
    with pytest.raises(RuleErrors, match=r"inside\.yaml:1:1: the key"):  # a link within the folder is read
        load_rules([folder], default_lexicon())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_no_rule_file(tmp_path: Path) -> None:
    pipe = tmp_path / "own.yaml"
    os.mkfifo(pipe)
    for place in (tmp_path, pipe):
        with pytest.raises(RuleErrors, match="no regular file"):
            load_rules([place], default_lexicon())
