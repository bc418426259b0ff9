"""Automatic numbering of a Word file, counted and written as Word shows it; and what styles say of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LEVELS = 9
_DEEPEST = 30  # styles that are based on each other
_ONES = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_PLACES = ("", "十", "百", "千")
_LEGAL = ("零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖")
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_LEGAL_OLD = ("零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖")
_STEMS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
_BRANCHES = ("子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
)
_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc(?:\s*\d|\s*heading)", re.IGNORECASE)


def local(element: Any) -> str:
    """A tag without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """The first descendant along the names, or None."""
    for name in names:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def value(element: Any, name: str = "val") -> str | None:
    """An attribute of the element's own namespace; None without one, or without the element."""
    if element is None:
        return None
    found: str | None = element.get(element.tag[: element.tag.find("}") + 1] + name)
    return found


def integer(text: str | None) -> int | None:
    """The integer that an attribute holds, if it is a sensible one."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def switched(element: Any) -> bool:
    """Whether an on/off property is there and not off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


# numerals ----------------------------------------------------------------------------------------------------


def _counting(n: int, ones: tuple[str, ...] = _ONES, places: tuple[str, ...] = _PLACES, *, short: bool = True) -> str:
    if not 0 < n < 10_000:
        return str(n) if n else ones[0]
    text = ""
    digits = str(n)
    for i, digit in enumerate(digits):
        place = len(digits) - 1 - i
        if digit != "0":
            text += ones[int(digit)] + places[place]
        elif text and not text.endswith(ones[0]) and digits[i:].strip("0"):
            text += ones[0]
    return text[1:] if short and 10 <= n < 20 else text


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    text = ""
    for worth, sign in _ROMAN:
        count, n = divmod(n, worth)
        text += sign * count
    return text


def _letter(n: int) -> str:
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n <= 780 else str(n)


def _cycle(signs: tuple[str, ...]) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


def _from(first: int, most: int, otherwise: str = "{n}") -> Callable[[int], str]:
    """Signs that follow each other in Unicode."""
    return lambda n: chr(first + n - 1) if 0 < n <= most else otherwise.format(n=n)


def _circled(n: int) -> str:
    for low, high, first in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if low <= n <= high:
            return chr(first + n - low)
    return str(n)


def _digits(zero: str) -> Callable[[int], str]:
    return lambda n: "".join(zero if d == "0" else _ONES[int(d)] for d in str(abs(n)))


def _ordinal(n: int) -> str:
    tail = {1: "st", 2: "nd", 3: "rd"}.get(n % 10 if n % 100 not in (11, 12, 13) else 0, "th")
    return f"{n}{tail}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digits("〇"),
    "japaneseDigitalTenThousand": _digits("〇"),
    "taiwaneseDigital": _digits("○"),
    "chineseLegalSimplified": lambda n: _counting(n, _LEGAL, _LEGAL_PLACES, short=False),
    "ideographLegalTraditional": lambda n: _counting(n, _LEGAL_OLD, _LEGAL_PLACES, short=False),
    "japaneseLegal": lambda n: _counting(n, _LEGAL_OLD, _LEGAL_PLACES, short=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from(0x3220, 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from(0x2488, 20, "{n}."),
    "decimalEnclosedParen": _from(0x2474, 20, "({n})"),
    "decimalFullWidth": lambda n: "".join(chr(ord(d) + 0xFEE0) for d in str(abs(n))),
    "decimalFullWidth2": lambda n: "".join(chr(ord(d) + 0xFEE0) for d in str(abs(n))),
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "none": lambda n: "",
}


def written(number: int, form: str) -> str:
    """A number in one of Word's formats; plain digits in one that we do not know."""
    return _FORMATS.get(form, str)(number)


# styles ------------------------------------------------------------------------------------------------------


class Styles:
    """What the styles of a file say of the paragraphs that have them."""

    def __init__(self, root: Any, heading_names: tuple[str, ...] = ()) -> None:
        self._own: dict[str, Any] = {}
        self._default = ""
        names = "|".join(re.escape(name) for name in heading_names if name)
        self._named = re.compile(rf"(?:{names})\s*([1-9])", re.IGNORECASE) if names else None
        for style in root if root is not None else ():
            if local(style) == "style" and value(style, "type") in ("paragraph", None):
                key = value(style, "styleId") or ""
                self._own[key] = style
                if value(style, "default") in ("1", "true", "on"):
                    self._default = key

    def _chain(self, key: str | None) -> list[tuple[str, Any]]:
        """A style and those it is based on."""
        chain: list[tuple[str, Any]] = []
        key = self._default if key is None else key
        while key in self._own and len(chain) < _DEEPEST:
            chain.append((key, self._own[key]))
            key = value(child(self._own[key], "basedOn")) or ""
        return chain

    def contents(self, key: str | None) -> bool:
        """A line of a table of contents."""
        return any(_CONTENTS.match(value(child(style, "name")) or "") for _, style in self._chain(key))

    def level(self, properties: Any) -> int:
        """1 to 9 for a heading, 0 for the title, -1 for running text."""
        direct = integer(value(child(properties, "outlineLvl")))
        if direct is not None:
            return direct + 1 if 0 <= direct < LEVELS else -1
        for _, style in self._chain(style_of(properties)):
            outline = integer(value(child(style, "pPr", "outlineLvl")))
            if outline is not None:
                return outline + 1 if 0 <= outline < LEVELS else -1
            name = value(child(style, "name")) or ""
            match = _HEADING.fullmatch(name) or (self._named.fullmatch(name) if self._named else None)
            if match:
                return int(match[1])
            if name.lower() == "title":
                return 0
        return -1

    def numbering(self, properties: Any) -> tuple[str | None, int | None, tuple[str, ...]]:
        """(numId, level, styles the paragraph has) as the paragraph or its styles say."""
        chain = self._chain(style_of(properties))
        keys = tuple(key for key, _ in chain)
        number = level = None
        for holder in (properties, *(child(style, "pPr") for _, style in chain)):
            own = child(holder, "numPr")
            if own is None:
                continue
            number = value(child(own, "numId")) if number is None else number
            level = integer(value(child(own, "ilvl"))) if level is None else level
        return number, level, keys


def style_of(properties: Any) -> str | None:
    """The style that a paragraph names."""
    return value(child(properties, "pStyle"))


# counting ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: its text with the space after it; a bullet has no text."""

    text: str
    level: int
    bullet: bool


class Numbering:
    """Counts the numbered paragraphs of one walk, in order."""

    def __init__(self, root: Any) -> None:
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        links: dict[str, str] = {}
        for part in root if root is not None else ():
            if local(part) == "abstractNum":
                key = value(part, "abstractNumId") or ""
                self._abstract[key] = part
                if (link := value(child(part, "styleLink"))) is not None:
                    links[link] = key
            elif local(part) == "num":
                self._nums[value(part, "numId") or ""] = part
        self._linked = links
        self._levels: dict[str, dict[int, Any]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, number: str | None, level: int | None, styles: tuple[str, ...]) -> Label | None:
        """Count a paragraph with this numId; None for one without a number."""
        if number is None or number not in self._nums or number == "0":
            return None
        levels = self._levels_of(number)
        if level is None:
            tied = [i for i, own in levels.items() if value(child(own, "pStyle")) in styles]
            level = tied[0] if tied else 0
        own = levels.get(level)
        if own is None:
            return None
        counts = self._counts.setdefault(self._abstract_of(number), [None] * LEVELS)
        self._count(counts, number, level, levels)
        form = self._form(own)
        if form == "bullet":
            return Label("", level, True)
        text = self._text(counts, level, levels)
        if not text.strip():
            return None
        after = value(child(own, "suff")) or "tab"
        space = "" if after == "nothing" or ord(text.rstrip()[-1]) > 0x2000 else " "
        return Label(text.strip() + space, level, False)

    def _abstract_of(self, number: str) -> str:
        key = value(child(self._nums[number], "abstractNumId")) or ""
        link = value(child(self._abstract[key], "numStyleLink")) if key in self._abstract else None
        return self._linked.get(link, key) if link is not None else key

    def _levels_of(self, number: str) -> dict[int, Any]:
        """The levels of a list, those that the list overrides included."""
        if number in self._levels:
            return self._levels[number]
        levels: dict[int, Any] = {}
        abstract = self._abstract.get(self._abstract_of(number))
        overrides = [child(o, "lvl") for o in self._nums[number] if local(o) == "lvlOverride"]
        for own in (*(abstract if abstract is not None else ()), *overrides):
            at = integer(value(own, "ilvl")) if own is not None and local(own) == "lvl" else None
            if at is not None and 0 <= at < LEVELS:
                levels[at] = own
        self._levels[number] = levels
        return levels

    def _count(self, counts: list[int | None], number: str, level: int, levels: dict[int, Any]) -> None:
        starts = {i: integer(value(child(own, "start"))) for i, own in levels.items()}
        for override in self._nums[number]:
            at = integer(value(override, "ilvl")) if local(override) == "lvlOverride" else None
            start = integer(value(child(override, "startOverride"))) if at is not None else None
            if at is not None and 0 <= at < LEVELS and start is not None:
                starts[at] = start
                if at == level and (number, at) not in self._started:
                    self._started.add((number, at))
                    counts[at] = None
        before = counts[level]
        for i in range(level):
            counts[i] = (starts.get(i) or 1) if counts[i] is None else counts[i]
        first = starts.get(level)
        counts[level] = (1 if first is None else first) if before is None else before + 1
        for i in range(level + 1, LEVELS):
            restart = integer(value(child(levels.get(i), "lvlRestart")))
            if level < (i if restart is None else restart):
                counts[i] = None

    def _form(self, own: Any) -> str:
        form = child(own, "numFmt")
        if form is None:
            form = child(own, "AlternateContent", "Fallback", "numFmt")
        return value(form) or "decimal"

    def _text(self, counts: list[int | None], level: int, levels: dict[int, Any]) -> str:
        plain = switched(child(levels[level], "isLgl"))

        def numeral(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = counts[at]
            form = "decimal" if plain else self._form(levels.get(at))
            return written(1 if count is None else count, "decimal" if form == "bullet" else form)

        return re.sub(r"%([1-9])", numeral, value(child(levels[level], "lvlText")) or "")
