"""Targets fed with the languages of rule files: patterns, expressions, rules, word lists."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from checker.api import Checker
from checker.config import Config
from checker.judge.compiled import compile_rule
from checker.judge.dates import Functions
from checker.judge.expression import compile_expression
from checker.lexicon import LexiconError, load_lexicon
from checker.model.expression import ARITY, Expr, ExpressionError, check_expression, walk
from checker.model.interval import EVERYTHING, Interval, Truth
from checker.model.pattern import PatternError, Repeat, nullable, parse_pattern
from checker.model.pattern import walk as walk_pattern
from checker.rulebook import RuleErrors, load_rules, rule_to_page
from fuzz import invariants
from fuzz.surface import require
from fuzz.texts import checker, text_of

_PLACED = re.compile(r".+:(\d+):(\d+): .+", re.DOTALL)
_PLACED_WORD = re.compile(r".+:\d+(:\d+)?: .+", re.DOTALL)
# Numbers of many kinds and roles; a rule under test is tried on them.
SAMPLE = (
    "# 二〇二四年工作报告\n\n全县共有学校48所，其中小学31所、初中12所、高中7所。"
    "投资1.2亿元，比上年增加2000万元，增长20.5%，占总数的35%。（教师120人，其中女教师65人）2024年3月5日至2025年6月30日，为期三年。一是抓教学；二是抓安全；三是抓队伍。"
    "甲镇、乙镇和丙镇等5个镇完成三项任务，比例为3∶2，提高2.5个百分点，翻一番，三成，近500人。\n\n- 甲项\n- 乙项\n"
)
_SLOTS = {
    "a": "{role: level}",
    "b": "{role: level, like: a, many: 2..}",
    "c": "{role: [level, change]}",
    "d": "{role: rate, kind: percent}",
    "e": "{kind: date}",
    "f": "{items: true}",
    "g": "{series: {style: N是}}",
    "h": "{kind: [name, ordinal, identifier]}",
    "i": "{role: share, candidates: paragraph}",
    "j": "{role: level, open_end: true, many: 2..8}",
}
_RULE = """id: own
code: CHK999
severity: error
title: {zh: 甲, en: a}
kind: prose
message: {zh: '{expected} {gap}', en: '{expected}'}
why: made for a test
examples: {}
"""


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="checker-fuzz-")) / "zh" / "own"
    made.mkdir(parents=True)
    return made


def quoted(text: str) -> str:
    """Text as a YAML scalar in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def pattern_syntax(data: bytes) -> None:
    """A pattern is a tree, or one error inside it."""
    text = text_of(data)
    try:
        tree = parse_pattern(text)
    except PatternError as error:
        require(0 <= error.position <= len(text) and error.message, f"error at {error.position} of {len(text)}")
        return
    for node in walk_pattern(tree):
        require(0 <= node.at <= len(text), f"node at {node.at} of {len(text)}")
        require(not (isinstance(node, Repeat) and nullable(node.node)), "what may be empty is repeated")


def pattern(data: bytes) -> None:
    """A pattern in a rule: loaded with errors at places, or compiled and tried on a text."""
    text = text_of(data)
    if "\n" not in text:
        _load(_written(rule_of(text, "never")))


def assertion(data: bytes) -> None:
    """An assertion in a rule that binds, judged on a text with all its steps and its message."""
    text = text_of(data)
    if "\n" not in text:
        for one in (
            "{a} ... @of_which (... {b})+",
            "{a} ... {c} .. ， .. {d}",
            "{e} ... {a}",
            "{f} ... {a}",
            "{i} ... {j}",
        ):
            _load(_written(rule_of(one, text)))


def rule_of(match: str, asserted: str) -> str:
    """A rule with a pattern, an assertion and the slots that these name."""
    used = set(re.findall(r"\{([a-j])\}", match)) | set(re.findall(r"\b[a-j]\b", asserted)) or {"a"}
    if "b" in used:  # it is like `a`
        used.add("a")
    slots = "".join(f"  {name}: {said}\n" for name, said in _SLOTS.items() if name in used)
    return f"{_RULE}slots:\n{slots}patterns: [{quoted(match)}]\nassert: {quoted(asserted)}\n"


def rules(data: bytes) -> None:
    """A rule file of any bytes."""
    path = _folder() / "own.yaml"
    path.write_bytes(data)
    _load(path)


def _written(text: str) -> Path:
    path = _folder() / "own.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    return path


def _load(path: Path) -> None:
    lexicon = checker().lexicon
    try:
        loaded = load_rules([path], lexicon, strict=False)
    except RuleErrors as error:
        lines = path.read_bytes().decode("utf-8", "replace")
        # What ends too early has its mistake behind the last line.
        most = len(re.split(r"\r\n|[\r\n\x85\u2028\u2029]", lines)) + 1
        for one in error.errors:
            said = _PLACED.fullmatch(str(one))
            require(said, f"an error without a place: {one}")
            require(said and 0 < int(said[1]) <= most and int(said[2]) > 0, f"an error outside its file: {one}")
        return
    for rule in loaded:
        rule_to_page(rule, "zh")
        rule_to_page(rule, "en")
    own = Checker(loaded, Config(), lexicon, tuple(compile_rule(r, lexicon) for r in loaded), checker().page_words)
    invariants.report(own.check(SAMPLE, markdown=True))


def words(data: bytes) -> None:
    """A word file of any bytes: words, or one error with its place."""
    folder = _folder().parent / "words"
    folder.mkdir(exist_ok=True)
    (folder / "own.yaml").write_bytes(data)
    try:
        lexicon = load_lexicon([folder])
    except LexiconError as error:
        require(_PLACED_WORD.fullmatch(str(error)), f"an error without a place: {error}")
        return
    for name, many in lexicon.lists.items():
        require(name and all(isinstance(word, str) for word in many), f"{name} holds what is no word")


NAMES = ("total", "part", "rate", "when", "word", "items", "none", "open")


def expression_syntax(data: bytes) -> None:
    """An expression is checked without harm; a tree prints nothing and holds only what is allowed."""
    text = text_of(data)
    for offset, message, _ in check_expression(text, NAMES):
        require(0 <= offset <= len(text) and message, f"error at {offset} of {len(text)}")


@cache
def _functions() -> dict[str, Any]:
    return dict(Functions(checker().lexicon).table())


@dataclass(frozen=True)
class _Op:
    """An operand as the judge makes them."""

    text: str
    interval: Interval
    printed: Fraction | None
    unit: str = ""
    scale: Fraction = Fraction(1)
    is_ratio: bool = False
    direction: int = 1


@cache
def _env() -> dict[str, Any]:
    def whole(n: int) -> _Op:
        return _Op(f"{n}所", Interval.exact(n), Fraction(n), "所")

    rate, wide = (
        Interval(Fraction(-915, 10_000), Fraction(-905, 10_000)),
        Interval(Fraction(115 * 10**6), Fraction(125 * 10**6)),
    )
    return {
        "total": whole(48),
        "part": (whole(31), whole(12), whole(0)),
        "rate": _Op("-9.1%", rate, Fraction(-91, 1000), "%", is_ratio=True),
        "when": _Op("1.2亿元", wide, Fraction(12 * 10**7), "元", Fraction(10**8)),
        "word": "所",
        "items": ("甲", "乙"),
        "none": None,
        "open": _Op("超5", Interval(Fraction(5), None), Fraction(5)),
    }


def expression(data: bytes) -> None:
    """An expression that is allowed computes an answer of three values, and shows how."""
    text = text_of(data)
    try:
        compiled = compile_expression(text, _functions())
    except ExpressionError as error:
        require(0 <= error.position <= len(text) and error.message, f"error at {error.position} of {len(text)}")
        return
    if not compiled.names <= _env().keys() or _miscounted(compiled.expr) or not compiled.expr.answers:
        return  # loading a rule refuses these
    env = _env()
    require(isinstance(compiled.truth(env), Truth), "an answer that is none")
    compiled.value(env)
    for line in compiled.steps(env):
        require(line.strip(), "an empty step")
    compiled.shown(env)
    compiled.expected(env)
    compiled.gap(env)
    unknown = dict.fromkeys(env, EVERYTHING)
    if not {"never"} & {getattr(n, "name", "") for n in walk(compiled.expr.root)}:
        compiled.truth(unknown)


def _miscounted(expr: Expr) -> bool:
    """Whether a function gets fewer or more arguments than the language allows: loading refuses that."""
    for node in walk(expr.root):
        if function := getattr(node, "function", ""):
            least, most = ARITY.get(function, (0, None))
            if len(node.arguments) < least or (most is not None and len(node.arguments) > most):  # type: ignore[union-attr]
                return True
    return False
