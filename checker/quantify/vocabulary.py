"""A lexicon's words compiled, once per lexicon: word trees, unit patterns, shapes, markers.

The regular expressions are built in `patterns`; here each gets its name, and lists that are asked at each numeral
become sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache

from checker.lexicon import Lexicon
from checker.quantify import numeral, patterns
from checker.quantify.draft import Tail
from checker.quantify.hedge import Hedges, hedges_of
from checker.quantify.placing import CODE_BESIDE, Plans, characters
from checker.quantify.words import Around, Finder, Stretches, Suffixes, alternation, around, finder, suffixes
from checker.units import Units, units_of

_BESIDE = CODE_BESIDE | frozenset(" \u3000\xa0|\t")


@dataclass(frozen=True, slots=True)
class Lists:
    """Word lists that are asked at many numerals, as sets under their own names."""

    range_words: frozenset[str]
    tildes: frozenset[str]
    title_starts: frozenset[str]
    weak_measures: frozenset[str]
    ordinal_words: frozenset[str]
    not_vague_after: frozenset[str]
    blanks: frozenset[str]
    clause_ends: frozenset[str]
    brackets: frozenset[str]
    commas: frozenset[str]
    lending_joints: frozenset[str]
    lent_to: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that `extract` matches with."""

    lexicon: Lexicon
    units: Units
    hedges: Hedges
    trigger: re.Pattern[str]
    written: re.Pattern[str]
    near: Around
    plain: Finder
    fixed: Finder
    halves: Finder
    institutions: re.Pattern[str]
    plans: Plans
    odd_plans: Plans
    day_arabic: re.Pattern[str]
    day_chinese: re.Pattern[str]
    amount: re.Pattern[str]
    amount_chinese: re.Pattern[str]
    unit: re.Pattern[str]
    half_unit: re.Pattern[str]
    dash: re.Pattern[str]
    quotes: re.Pattern[str]
    hidden: Stretches
    idiom: re.Pattern[str]
    before: Suffixes
    before_scale: Suffixes
    after: Mapping[str, str]
    behind: re.Pattern[str]
    recent_not: Suffixes
    before_from: Suffixes
    doubled: Suffixes
    models: Suffixes
    grown: Suffixes
    noun: re.Pattern[str]
    dash_starts: frozenset[str]
    minus_ends: frozenset[str]
    currency_ends: frozenset[str]
    week_closes: frozenset[str]
    longest_joint: int
    loud: frozenset[str]
    digit_words: bool
    lists: Lists
    tails: dict[tuple[str, int | None], Tail] = field(default_factory=dict)


def _ends(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[-1] for word in words if word)


def _plans(lexicon: Lexicon) -> tuple[Plans, Plans, frozenset[str]]:
    """What to try at plain and at odd numerals, and all that may stand before a numeral that is no plain number."""
    lone, dash = lexicon.table("lone_day"), patterns.dash_starts(lexicon)
    markers, shapes = (patterns.shapes(lexicon.table(name), lexicon) for name in ("markers", "shapes"))
    days = characters(lone.get("next"), lexicon.words, dash, 0) if lone else frozenset()
    before = {char for shape in (*markers, *shapes) for char in shape.before or ()}
    before.update(_BESIDE, lexicon.words("ordinal_words"))
    return Plans(markers, shapes, days, odd=False), Plans(markers, shapes, days, odd=True), frozenset(before)


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile a lexicon; cached per lexicon object."""
    units = units_of(lexicon)
    unit = patterns.unit_tree(lexicon, units, "not_measure_before")
    loose = patterns.unit_tree(lexicon, units, "not_measure_before_digits")
    arabic, chinese = patterns.numerals(lexicon)
    weeks = [word for word in lexicon.words("week_words") if len(word) > 1]
    weekday = f"{alternation(weeks)}(?={alternation(lexicon.words('week_ends'))})"
    plans, odd_plans, placed = _plans(lexicon)
    lists = (lexicon.words("plain_words"), lexicon.words("fixed_names"), lexicon.table("half_words"))
    finders = [finder(words) for words in lists]
    near = around(finders)
    scale_hedges = suffixes(lexicon.table("hedge_before_scale"))
    hedges_before = suffixes({**lexicon.table("hedge_before"), "": lexicon.words("not_hedge_before")})
    minus_ends = _ends(lexicon.words("minus_words")).union(numeral.MINUS)
    currency_ends = _ends(lexicon.table("currency_signs"))
    return Vocabulary(
        lexicon=lexicon,
        units=units,
        hedges=hedges_of(lexicon),
        trigger=re.compile(f"[{patterns.SIGNS}]|{numeral.VAGUE_START}|{weekday}"),
        written=patterns.written(word[0] for word in weeks),
        near=near,
        plain=finders[0],
        fixed=finders[1],
        halves=finders[2],
        institutions=re.compile(f"{numeral.PLACES['n']}(?:{alternation(lexicon.words('institutions'))}){{1,3}}"),
        plans=plans,
        odd_plans=odd_plans,
        day_arabic=patterns.lone_day(lexicon, "arabic"),
        day_chinese=patterns.lone_day(lexicon, "chinese"),
        amount=patterns.amount(lexicon, loose, arabic),
        amount_chinese=patterns.amount(lexicon, unit, chinese),
        unit=re.compile(unit),
        half_unit=patterns.half_unit(lexicon),
        dash=re.compile("[ \u3000]?" + patterns.dash(lexicon) + "[ \u3000]?"),
        quotes=patterns.quotes(lexicon),
        hidden=Stretches(tuple((spec["signs"], spec["pattern"]) for spec in lexicon.table("not_text").values())),
        idiom=re.compile(patterns.fill("|".join(lexicon.words("idioms")) or "(?!)", lexicon)),
        before=hedges_before,
        before_scale=scale_hedges,
        after={w: kind for kind, group in lexicon.table("hedge_after").items() for w in group},
        behind=re.compile(patterns.behind(lexicon)),
        recent_not=suffixes({"x": lexicon.words("near_is_recent_after_not")}),
        before_from=suffixes({"x": lexicon.words("from_words")}),
        grown=suffixes({"x": (*lexicon.words("rise_words"), *lexicon.words("fall_words"))}),
        models=suffixes({"x": lexicon.words("model_words")}),
        doubled=suffixes({"x": lexicon.words("doubling_words")}),
        noun=patterns.noun(lexicon),
        dash_starts=patterns.dash_starts(lexicon) | {" ", "\u3000"},
        minus_ends=minus_ends,
        currency_ends=currency_ends,
        week_closes=_ends(lexicon.words("week_words")),
        longest_joint=max(map(len, lexicon.words("lending_joints")), default=0),
        loud=_BESIDE.union(
            hedges_before.ends, scale_hedges.ends, minus_ends, currency_ends, placed, near.before_digits()
        ),
        digit_words=near.digits_first(),
        lists=Lists(*(frozenset(lexicon.words(one.name)) for one in fields(Lists))),
    )
