"""The regular expressions of a lexicon: the placeholders of its patterns filled, trees of units, amounts.

All patterns are anchored at a numeral and bounded in length, so that reading a text stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.lexicon import Lexicon
from checker.quantify import numeral
from checker.quantify.placing import Shape, characters
from checker.quantify.words import alternation
from checker.units import Units

BARS = "-－—–─~～"
_BAR = f"[{BARS}]{{1,2}}"
SIGNS = f"0-9０-９{numeral.DIGITS}{numeral.SCALES}{numeral.HALF}{numeral.CIRCLED}"
_REFERENCE = re.compile(r"\{([a-z0-9]+)\}|@([a-z_]+)|(?<![a-zA-Z])_(?![a-zA-Z])")


def written(others: Iterable[str]) -> re.Pattern[str]:
    """A numeral as it stands: digits with their decimals, a run of Chinese ones, any other sign alone.

    `others`: characters besides that may begin a number. The character class in front lets `re` leap to the next one.
    """
    chinese = f"[{numeral.DIGITS}{numeral.SCALES}]"
    rest = rf"(?:(?<=[0-9])[0-9]*(?:\.[0-9]+)?|(?<={chinese}){chinese}*)?"
    return re.compile(f"[{SIGNS}{numeral.VAGUE}{''.join(others)}]{rest}")


def dash(lexicon: Lexicon) -> str:
    """What may join the two ends of a range."""
    return f"(?:{_BAR}|{alternation(lexicon.words('range_words'))})"


def dash_starts(lexicon: Lexicon) -> frozenset[str]:
    """The characters that may begin what joins two ends of a range."""
    return frozenset([*BARS, *(word[0] for word in lexicon.words("range_words") if word)])


def fill(template: str, lexicon: Lexicon) -> str:
    """Replace {placeholders}, @lists and _ blanks of a pattern from a word file."""
    parts = {**numeral.PLACES, "dash": dash(lexicon), "bar": _BAR}

    def one(match: re.Match[str]) -> str:
        if match[1]:
            return parts.get(match[1], match[0])  # {1,2} is a width
        if match[2]:
            return f"(?:{alternation(lexicon.words(match[2]))})"
        return "[ \u3000\xa0]{0,2}"

    return _REFERENCE.sub(one, template)


def shapes(table: Mapping[str, Mapping[str, str]], lexicon: Lexicon) -> tuple[Shape, ...]:
    """Shapes or markers from their table, in its order."""
    dash = dash_starts(lexicon)
    return tuple(
        Shape(
            name,
            spec.get("kind", "marker"),
            spec.get("style", ""),
            spec.get("unit", ""),
            int(spec.get("back", "0")),
            spec.get("where", ""),
            re.compile(fill(spec["pattern"], lexicon)),
            characters(spec.get("next"), lexicon.words, dash, 0),
            characters(spec.get("before"), lexicon.words, dash, -1),
            int(spec.get("least", "0")),
            spec.get("first", ""),
        )
        for name, spec in table.items()
    )


def unit_tree(lexicon: Lexicon, units: Units, guards: str) -> str:
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


def numerals(lexicon: Lexicon) -> tuple[str, str]:
    """(Arabic with scale words, Chinese run); a scale word is left to the unit after it (5千瓦)."""
    kilo, hundred, other = (
        alternation(lexicon.words(n)) for n in ("kilo_units", "hundred_units", "not_elliptic_before")
    )
    return numeral.patterns(kilo, hundred, other)


def behind(lexicon: Lexicon) -> str:
    """A hedge after the unit: 左右, 以上, 多 (but not 多边)."""
    bad = alternation(lexicon.words("not_hedge_inside_before"))
    insiders = set(lexicon.table("hedge_inside").get("over", ()))
    behind = [w for group in lexicon.table("hedge_after").values() for w in group]
    loose, held = (alternation(w for w in behind if (w in insiders) == flag) for flag in (False, True))
    return f"{loose}|{held}(?!{bad})"


def amount(lexicon: Lexicon, unit: str, number: str) -> re.Pattern[str]:
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
        rf"(?P<after>{behind(lexicon)})?"
    )


def quotes(lexicon: Lexicon) -> re.Pattern[str]:
    """A short quotation."""
    breaks = "".join(lexicon.words("quote_breaks"))
    quoted = "|".join(
        f"{re.escape(a)}[^{re.escape(a + b + breaks)}]{{1,14}}{re.escape(b)}"
        for a, b in map(tuple, lexicon.words("quote_pairs"))
    )
    return re.compile(quoted or "(?!)")


def noun(lexicon: Lexicon) -> re.Pattern[str]:
    """The name of what is counted, right behind its number."""
    stop, keep = alternation(lexicon.words("noun_stops")), alternation(lexicon.words("noun_keeps"))
    return re.compile(f"(?:{keep}|(?!{stop})[\u3400-\u9fffA-Za-z]){{1,8}}")


def half_unit(lexicon: Lexicon) -> re.Pattern[str]:
    """Half of a unit: 半年, 半个月."""
    pieces, units = alternation(lexicon.words("pieces")), alternation(lexicon.words("half_units"))
    return re.compile(f"{numeral.HALF}(?:{pieces})?(?P<unit>{units})")


def lone_day(lexicon: Lexicon, script: str) -> re.Pattern[str]:
    """A day of an unsaid month, in Arabic or Chinese digits."""
    lone = lexicon.table("lone_day")
    return re.compile(fill(lone[script], lexicon) if lone else "(?!)")
