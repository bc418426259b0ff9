"""What a written number can mean, read without the tool: a second opinion for the mutation tests. Small on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

_SIGNS = ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
RATIOS = {"%": 100, "％": 100, "个百分点": 100, "百分点": 100, "‰": 1000, "成": 10}
BASE = {"公顷": 15, "吨": 1000, "斤": Fraction(1, 2)}  # in 亩, 公斤
RATIO = "[:：∶]"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_NUMBER = re.compile(rf"(-?[0-9][0-9,]*(?:\.[0-9]+)?|[{''.join(DIGITS)}{''.join(TENS)}万亿]+)(万亿|亿|万)?")


@dataclass(frozen=True)
class Number:
    """[low, high] with None for no end; `value` as written, scale folded in, units and % aside."""

    low: Fraction | None
    high: Fraction | None
    value: Fraction
    unit: str = ""
    decimals: int = 0
    step: Fraction = Fraction(1)
    direction: int = 0

    @property
    def is_ratio(self) -> bool:
        return self.unit in RATIOS


@dataclass(frozen=True)
class Date:
    year: int | None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of a ratio, or the ends of a range."""

    terms: tuple[Number, ...]


def chinese(text: str) -> int:
    if not set(text) & set("十拾百佰千仟万亿"):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in TENS:
            section += (digit or 1) * TENS[c]
            digit = 0
        else:
            total = (total + section + digit) * SCALES[c] if c == "亿" else total + (section + digit) * SCALES[c]
            section = digit = 0
    return total + section + digit


def number(text: str) -> Number | None:
    """The one number that is written in a text, with its hedge."""
    text = re.sub(r"\s", "", text)
    found = _NUMBER.search(text)
    if found is None:
        return None
    core, scale = found[1], found[2] or ""
    try:
        value = Fraction(core.replace(",", "")) if core[-1].isdecimal() else Fraction(chinese(core))
    except (ValueError, KeyError):
        return None
    decimals = len(core.partition(".")[2])
    before, after = text[: found.start()], text[found.end() :]
    unit = re.sub(r"[余多来]|以上|左右|上下", "", after)
    value, step = value * SCALES[scale], Fraction(SCALES[scale], 10**decimals)
    ratio = Fraction(1, RATIOS[unit]) if unit in RATIOS else Fraction(BASE.get(unit, 1))
    half = step / 2 if decimals or scale or unit in RATIOS or unit == "倍" else Fraction(0)
    low: Fraction | None = value - half
    high: Fraction | None = value + half
    if re.search(r"超|逾|突破|多于", before) or re.search(r"[余多]|以上", after):
        low, high = value, None
    elif re.search(r"近|不足|不到", before):
        low, high = Fraction(0), value
    elif "约" in before or re.search(r"左右|上下", after):
        wide = max(step / 2, value / 50)
        low, high = value - wide, value + wide
    return Number(
        None if low is None else low * ratio, None if high is None else high * ratio, value, unit, decimals, step
    )


def date(text: str) -> Date | None:
    found = re.fullmatch(r"(?:([0-9]{4})[年-])?(?:([0-9]{1,2})[月-]?)?(?:([0-9]{1,2})日?)?(?:底|末|初)?", text)
    if found is None or not any(found.groups()):
        return None
    return Date(*(None if g is None else int(g) for g in found.groups()))


def terms(text: str, sign: str) -> Terms | None:
    """The numbers between signs; one without a unit or scale takes that of the last. All but 1 may be rounded."""
    pieces = re.split(sign, text)
    if len(pieces) < 2:
        return None
    read = [number(p) for p in pieces]
    if any(n is None for n in read):
        return None
    made = [n for n in read if n is not None]
    if sign == RATIO:
        half = Fraction(1, 2)
        wide = (replace(n, low=n.value - n.step * half, high=n.value + n.step * half) for n in made)
        return Terms(tuple(n if n.value == 1 and not n.decimals else w for n, w in zip(made, wide, strict=True)))
    last = made[-1]
    return Terms(tuple(number(p + last.unit) or n if not n.unit else n for p, n in zip(pieces, made, strict=True)))


def mark(text: str) -> int | None:
    """The number of a mark: 一是, （三）, 4., 亮点2, ⑤."""
    if text[:1] in CIRCLED:
        return CIRCLED.index(text[0]) + 1
    found = number(text)
    return None if found is None else int(found.value)


def fraction(text: str) -> Number | None:
    """三分之二, 过半."""
    found = re.fullmatch(r"(.+)分之(.+)", text)
    below, above = (number(found[1]), number(found[2])) if found else (None, None)
    if below is not None and above is not None and below.value:
        return Number(above.value / below.value, above.value / below.value, above.value / below.value)
    return Number(Fraction(1, 2), Fraction(1), Fraction(1, 2)) if text in ("过半", "半数以上") else None


def loose(n: Number) -> Number:
    """The number if the zeros at its end are those of a rounded one: 600 is 550 to 650."""
    if n.low is None or n.high is None or not n.value or n.decimals:
        return n
    step = n.step
    while n.value % (step * 10) == 0:
        step *= 10
    worth = (n.low + n.high) / 2 / n.value
    low, high = n.value - step / 2, n.value + step / 2
    return n if step == n.step else replace(n, low=low * worth, high=high * worth)
