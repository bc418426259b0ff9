"""A lexicon's words compiled, once per lexicon: word trees, unit patterns, shapes, markers.

Patterns come from the word files; here only their placeholders are filled. All patterns are anchored at a
numeral and bounded in length, so that reading a text stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from checker.lexicon import Lexicon
from checker.quantify import numeral
from checker.quantify.hedge import Hedges, hedges_of
from checker.units import Units, units_of

_BAR = "[-－—–─~～]{1,2}"
_REFERENCE = re.compile(r"\{([a-z0-9]+)\}|@([a-z_]+)|(?<![a-zA-Z])_(?![a-zA-Z])")


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of the words, built as a tree: no backtracking over words."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree) if tree else "(?!)"


def _branch(node: dict) -> str:  # type: ignore[type-arg]
    arms = [re.escape(char) + _branch(child) for char, child in node.items() if char]
    if not arms:
        return ""
    body = arms[0] if len(arms) == 1 else f"(?:{'|'.join(arms)})"
    return f"(?:{body})?" if "" in node else body


@dataclass(frozen=True, slots=True)
class Finder:
    """Words that contain a numeral character, found from the numeral: word tree per offset of that character."""

    trees: tuple[tuple[int, re.Pattern[str]], ...]

    def find(self, text: str, at: int, least: int = 0) -> tuple[int, int] | None:
        """Longest word whose first numeral character stands at `at`, with its offset `least` or more."""
        best: tuple[int, int] | None = None
        for offset, tree in self.trees:
            if offset < least or at < offset:
                continue
            match = tree.match(text, at - offset)
            if match and (best is None or match.end() - match.start() > best[1] - best[0]):
                best = match.span()
        return best


def finder(words: Iterable[str]) -> Finder:
    """Index words by the place of their first numeral character."""
    mark = re.compile(f"[0-9{numeral.DIGITS}{numeral.SCALES}{numeral.HALF}]")
    by_offset: dict[int, list[str]] = {}
    for word in words:
        found = mark.search(word)
        if found:
            by_offset.setdefault(found.start(), []).append(word)
    return Finder(tuple((k, re.compile(alternation(v))) for k, v in sorted(by_offset.items())))


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern with what it makes. `back`: characters before the numeral that belong to it."""

    name: str
    kind: str
    style: str
    unit: str
    back: int
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Suffixes:
    """Words looked up backwards from a place: what ends there. Longest first."""

    words: Mapping[str, str]
    longest: int

    def before(self, text: str, at: int) -> tuple[str, str] | None:
        """(word, meaning) of the longest word that ends at `at`."""
        for size in range(min(self.longest, at), 0, -1):
            found = self.words.get(text[at - size : at])
            if found is not None:
                return text[at - size : at], found
        return None


def suffixes(groups: Mapping[str, Iterable[str]]) -> Suffixes:
    """Meaning -> words, turned around. Later groups win over earlier ones."""
    words = {word: meaning for meaning, group in groups.items() for word in group}
    return Suffixes(words, max(map(len, words), default=0))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that `extract` matches with."""

    lexicon: Lexicon
    units: Units
    hedges: Hedges
    trigger: re.Pattern[str]
    plain: Finder
    fixed: Finder
    halves: Finder
    institutions: re.Pattern[str]
    shapes: tuple[Shape, ...]
    markers: tuple[Shape, ...]
    day_arabic: re.Pattern[str]
    day_chinese: re.Pattern[str]
    amount: re.Pattern[str]
    amount_chinese: re.Pattern[str]
    unit: re.Pattern[str]
    half_unit: re.Pattern[str]
    dash: re.Pattern[str]
    quotes: re.Pattern[str]
    hidden: re.Pattern[str]
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


def _dash(lexicon: Lexicon) -> str:
    """What may join the two ends of a range."""
    return f"(?:{_BAR}|{alternation(lexicon.words('range_words'))})"


def _fill(template: str, lexicon: Lexicon) -> str:
    """Replace {placeholders}, @lists and _ blanks of a pattern from a word file."""
    parts = {**numeral.PLACES, "dash": _dash(lexicon), "bar": _BAR}

    def one(match: re.Match[str]) -> str:
        if match[1]:
            return parts.get(match[1], match[0])  # {1,2} is a width
        if match[2]:
            return f"(?:{alternation(lexicon.words(match[2]))})"
        return "[ \u3000\xa0]{0,2}"

    return _REFERENCE.sub(one, template)


def _shapes(table: Mapping[str, Mapping[str, str]], lexicon: Lexicon) -> tuple[Shape, ...]:
    return tuple(
        Shape(
            name,
            spec.get("kind", "marker"),
            spec.get("style", ""),
            spec.get("unit", ""),
            int(spec.get("back", "0")),
            spec.get("where", ""),
            re.compile(_fill(spec["pattern"], lexicon)),
        )
        for name, spec in table.items()
    )


def _unit_tree(lexicon: Lexicon, units: Units, guards: str) -> str:
    """All printed units; each refuses what may not follow it (table `guards`), and Latin ones any letter."""
    bad = {**lexicon.table(guards), **lexicon.table("not_unit_before")}
    latin = [u for u in units.known if u[-1].isascii() and u[-1].isalpha()]
    guarded = [u for u in units.known if bad.get(u) and u not in latin]
    plain = [u for u in units.known if u not in latin and u not in guarded]
    arms = [(u, re.escape(u)) for u in plain]
    arms += [(u, f"{re.escape(u)}(?!{alternation(bad[u])})") for u in guarded]
    arms += [(u, f"{re.escape(u)}(?![A-Za-z0-9])") for u in latin]
    first: dict[str, list[tuple[str, str]]] = {}
    for word, arm in arms:
        first.setdefault(word[0], []).append((word, arm))
    groups = []
    for char, group in first.items():
        group.sort(key=lambda pair: -len(pair[0]))
        skip = len(re.escape(char))
        groups.append(re.escape(char) + "(?:" + "|".join(arm[skip:] for _, arm in group) + ")")
    return "(?:" + "|".join(groups) + ")"


def _numerals(lexicon: Lexicon) -> tuple[str, str]:
    """(Arabic with scale words, Chinese run); a scale word is left to the unit after it (5千瓦)."""
    kilo, hundred, other = (
        alternation(lexicon.words(n)) for n in ("kilo_units", "hundred_units", "not_elliptic_before")
    )
    return numeral.patterns(kilo, hundred, other)


def _behind(lexicon: Lexicon) -> str:
    """A hedge after the unit: 左右, 以上, 多 (but not 多边)."""
    bad = alternation(lexicon.words("not_hedge_inside_before"))
    insiders = set(lexicon.table("hedge_inside").get("over", ()))
    behind = [w for group in lexicon.table("hedge_after").values() for w in group]
    loose, held = (alternation(w for w in behind if (w in insiders) == flag) for flag in (False, True))
    return f"{loose}|{held}(?!{bad})"


def _amount(lexicon: Lexicon, unit: str, number: str) -> re.Pattern[str]:
    """Numeral `number`, then hedges inside, unit, per-unit, hedge behind."""
    inside = alternation(lexicon.table("hedge_inside").get("over", ()))
    bad = alternation(lexicon.words("not_hedge_inside_before"))
    scale = numeral.scale_behind(alternation(lexicon.words("kilo_units")))
    half_bad = alternation(lexicon.words("not_half_end_before"))
    half = alternation(lexicon.words("half_joints"))
    pieces = f"{alternation(lexicon.words('pieces'))}(?={alternation(lexicon.words('piece_scales'))})"
    blank = "[ \u3000\xa0]{0,2}"
    per = f"(?:[{re.escape(''.join(lexicon.words('per_marks')))}](?P<per>{unit}))?"
    return re.compile(
        rf"(?P<num>{number})"
        rf"(?P<in1>(?:{inside}(?!{bad})|(?P<ge>{pieces}))(?P<scale2>{scale})?)?"
        rf"(?P<half>{half}(?={unit}))?"
        rf"(?:{blank}(?P<unit>{unit}){per}(?P<halfend>{numeral.HALF}(?!{half_bad}))?)?"
        rf"(?P<after>{_behind(lexicon)})?"
    )


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile a lexicon; cached per lexicon object."""
    units = units_of(lexicon)
    unit = _unit_tree(lexicon, units, "not_measure_before")
    loose = _unit_tree(lexicon, units, "not_measure_before_digits")
    arabic, chinese = _numerals(lexicon)
    before = {**lexicon.table("hedge_before"), "": lexicon.words("not_hedge_before")}
    lone = lexicon.table("lone_day")
    quoted = "|".join(
        f"{re.escape(a)}[^{re.escape(a + b + ''.join(lexicon.words('quote_breaks')))}]{{1,14}}{re.escape(b)}"
        for a, b in map(tuple, lexicon.words("quote_pairs"))
    )
    stop, keep = alternation(lexicon.words("noun_stops")), alternation(lexicon.words("noun_keeps"))
    weeks = alternation(w for w in lexicon.words("week_words") if len(w) > 1)
    weekday = f"{weeks}(?={alternation(lexicon.words('week_ends'))})"
    pieces = alternation(lexicon.words("pieces"))
    cjk = "[\u3400-\u9fffA-Za-z]"
    return Vocabulary(
        lexicon=lexicon,
        units=units,
        hedges=hedges_of(lexicon),
        trigger=re.compile(
            f"[0-9０-９{numeral.DIGITS}{numeral.SCALES}{numeral.HALF}{numeral.CIRCLED}]|{numeral.VAGUE_START}|{weekday}"
        ),
        plain=finder(lexicon.words("plain_words")),
        fixed=finder(lexicon.words("fixed_names")),
        halves=finder(lexicon.table("half_words")),
        institutions=re.compile(f"{numeral.PLACES['n']}(?:{alternation(lexicon.words('institutions'))}){{1,3}}"),
        shapes=_shapes(lexicon.table("shapes"), lexicon),
        markers=_shapes(lexicon.table("markers"), lexicon),
        day_arabic=re.compile(_fill(lone["arabic"], lexicon) if lone else "(?!)"),
        day_chinese=re.compile(_fill(lone["chinese"], lexicon) if lone else "(?!)"),
        amount=_amount(lexicon, loose, arabic),
        amount_chinese=_amount(lexicon, unit, chinese),
        unit=re.compile(unit),
        half_unit=re.compile(f"{numeral.HALF}(?:{pieces})?(?P<unit>{alternation(lexicon.words('half_units'))})"),
        dash=re.compile("[ \u3000]?" + _dash(lexicon) + "[ \u3000]?"),
        quotes=re.compile(quoted or "(?!)"),
        hidden=re.compile("|".join(lexicon.words("not_text")) or "(?!)"),
        idiom=re.compile(_fill("|".join(lexicon.words("idioms")) or "(?!)", lexicon)),
        before=suffixes(before),
        before_scale=suffixes(lexicon.table("hedge_before_scale")),
        after={w: kind for kind, group in lexicon.table("hedge_after").items() for w in group},
        behind=re.compile(_behind(lexicon)),
        recent_not=suffixes({"x": lexicon.words("near_is_recent_after_not")}),
        before_from=suffixes({"x": lexicon.words("from_words")}),
        grown=suffixes({"x": (*lexicon.words("rise_words"), *lexicon.words("fall_words"))}),
        models=suffixes({"x": lexicon.words("model_words")}),
        doubled=suffixes({"x": lexicon.words("doubling_words")}),
        noun=re.compile(f"(?:{keep}|(?!{stop}){cjk}){{1,8}}"),
    )
