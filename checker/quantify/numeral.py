"""Numerals as written -> exact numbers: 1.76万, 3千5百, 一亿二, 二〇二三, 壹佰贰拾, 十几, 两三, 三分之二.

Knows digits and scale words only; units, hedge words and dates are other files' work. Never a float.
The only file that may import cn2an, which reads well-formed Chinese numerals and nothing else: it takes
0.1 s to import, so numerals that leave no place out are added up here, and it is loaded for all others.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DIGITS = "零〇一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖貳參陸"
SCALES = "十百千万亿萬億拾佰仟廿卅"
MYRIADS = ("万", "亿", "萬", "億")
VAGUE = "几数幾數"
VAGUE_START = f"[{VAGUE}](?=[十百千万亿])"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HALF = "半"
MINUS = "-－−"
TEN = "十"
ONE = "一"
CAPITAL = frozenset("壹贰叁肆伍陆柒捌玖拾貳參陸佰仟")

# The separator is a thousands mark only between groups of three; `1,5` stays two numbers.
ARABIC = (
    r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])|[0-9０-９]+)"
    r"(?:[.．][0-9０-９]+)?"
)

_ANY = f"[{DIGITS}{SCALES}]"
_BIG = "(?:万亿|[万亿萬億])"
_UP_TO_99 = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"

# What the patterns of the word files may say for a numeral; dates.yaml explains each.
PLACES = {
    "y4": rf"(?:[12][0-9]{{3}}|[1２][０-９]{{3}}|[一二][{DIGITS}]{{3}})",
    "c4": rf"[一二][{DIGITS}]{{3}}",
    "n": rf"(?:[0-9]+|{_ANY}+)",
    "m": rf"(?:[0-9]{{1,2}}(?![0-9])|{_UP_TO_99})",
    "m1": r"(?:(?<![0-9.])(?:0?[1-9]|1[0-9])|十[一二]?|[一二三四五六七八九])",
    "i": "[0-9]+",
    "a": r"[0-9]+(?:\.[0-9]+)?",
    "c": rf"{_ANY}+",
    "cc": rf"{_ANY}{{2,8}}",
    "cp": rf"{_ANY}+(?:点[{DIGITS}]+)?",
    "c1": _UP_TO_99,
    "k": "".join(sorted(CAPITAL)),
}


def patterns(kilo: str, hundred: str, not_elliptic: str) -> tuple[str, str]:
    """Regular expressions of (Arabic with scale words, Chinese numeral), one line each.

    kilo, hundred: what follows a 千 or 百 that belongs to the unit (5千瓦, 百分之). not_elliptic: what follows
    a digit that begins something else (3万5月) and is no short form (3万5).
    """
    thousand, hundreds = f"[千仟](?!{kilo})", f"[百佰](?!{hundred})"
    scale = f"(?:(?:{thousand}|{hundreds}|十)?{_BIG}|{thousand}|{hundreds})"
    set_off = "(?:[ \xa0](?=[万亿萬億]))?"  # 5 万元
    arabic = f"{ARABIC}(?:{set_off}(?P<scale>{scale})(?:{ARABIC}{scale})*(?:[1-9](?![0-9.．%％:：-]|{not_elliptic}))?)?"
    others = DIGITS + "".join(c for c in SCALES if c not in "千仟百佰")
    run = f"(?:[{others}]|{thousand}|{hundreds}|几(?=[十百千万亿])|(?<=十)几|(?<![^十百千万亿])几)"
    return arabic, f"(?:{VAGUE_START})?{run}+(?:点[{DIGITS}]+{_BIG}?)?"


def scale_behind(kilo: str) -> str:
    """A scale word after 余/多: 2400多万."""
    return f"(?:[百千]?万亿|[百千]?[万亿]|[百千])(?!{kilo})"


_PLAIN = str.maketrans(
    "〇两兩壹贰叁肆伍陆柒捌玖貳參陸拾佰仟萬億幾數０１２３４５６７８９．，",
    "零二二一二三四五六七八九二三六十百千万亿几数0123456789.,",
    " \xa0",
)
LONGEST = 40  # characters; no number of a report has more, and int() refuses thousands of digits
_FOLD = {"廿": "二十", "卅": "三十"}
_VALUE = {c: i for i, c in enumerate("零一二三四五六七八九")}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}

_D = "[一二三四五六七八九]"
_SECTION = f"(?:{_D}千)?(?:零?{_D}百)?(?:零?{_D}?十)?(?:零?{_D})?"
_WELL_FORMED = re.compile(
    rf"(?:(?:(?=[^零])(?:{_SECTION}万)?零?(?:{_SECTION})?)亿)?(?:零?{_SECTION}万)?零?(?:{_SECTION})?\Z"
)
_FROM_THOUSANDS = f"{_D}千(?:{_D}百(?:{_D}十{_D}?)?)?"
# One 万 or 亿, and no place left out on either side of it: 五十万, 三百二十亿, 三万五千六百.
_UNBROKEN = re.compile(
    rf"({_FROM_THOUSANDS}|{_D}百(?:{_D}十{_D}?)?|{_D}?十{_D}?|{_D})(?:(亿)|(万)({_FROM_THOUSANDS})?)\Z"
)
_ELLIPTIC = re.compile(r"([百千万亿])([一二三四五六七八九])\Z")
_BETWEEN = re.compile(r"(.*?)([一二三四五六七八九])([二三四五六七八九])(十?[百千]?万?亿?)\Z")
_VAGUE_TENS = re.compile(r"([一二三四五六七八九]?十|[0-9]*0)几([万亿]*)\Z")
_VAGUE_HEAD = re.compile(r"[几数](十?百?千?万?亿?)\Z")
_JOINT = re.compile(f"[{SCALES}](?=[0-9０-９])")
_SCALED_PART = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(?:([十百千]?万?亿|[十百千]?万|[十百千])|\Z)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says. `number` is None when only bounds are known (数百: low 200, high 999).

    step, round_step: worth of the last written digit, of the last one that is not zero. scaled: written
    with a decimal point or with 万/亿, so that the number is rounded to `step`. likely: the upper bound
    that a careful writer means (三四十: 40), None where it is `high`.
    """

    number: Decimal | None
    step: Decimal
    round_step: Decimal
    scaled: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    likely: Decimal | None = None
    form: str = "0"


@lru_cache(maxsize=65536)
def read(text: str) -> Numeral | None:
    """Read a whole numeral, scale words included. None if the text is not one well-formed numeral."""
    plain = text.translate(_PLAIN)
    if not plain or len(plain) > LONGEST:
        return None
    if plain.isdigit() and plain.isascii():
        return _whole(int(plain), "0", len(plain) - len(plain.rstrip("0")))
    if plain[0] in "0123456789":
        tens = _VAGUE_TENS.match(plain)
        return _vague_tens(tens) if tens else _arabic(plain)
    for short, long in _FOLD.items():
        plain = plain.replace(short, long)
    form = "壹" if text[0] in CAPITAL else "N"
    if "几" in plain or "数" in plain:
        return _vague(plain)
    if "点" in plain:
        return _chinese_decimal(plain)
    return _chinese(plain, form)


def leading(text: str) -> int:
    """Length of the longest beginning of Arabic parts run together that is one numeral: 2000万3000万 -> 5, else 0."""
    ends = [found.end() for found in _JOINT.finditer(text)]
    return next((end for end in reversed(ends) if read(text[:end]) is not None), 0)


def positional(text: str) -> Numeral | None:
    """Read Chinese digits one after another (二〇二三 -> 2023), as years and codes are written."""
    plain = text.translate(_PLAIN)
    if not plain or any(c not in _VALUE for c in plain):
        return None
    digits = "".join(str(_VALUE[c]) for c in plain)
    return _whole(int(digits), "N", 0)


def scale_value(word: str) -> Decimal | None:
    """Value of a scale word alone, 千万 -> 10000000; None if it is none."""
    found = read(word if word[:1] == TEN else ONE + word) if word else None
    return found.number if found else None


def circled(char: str) -> int:
    """Number of a circled digit, ① -> 1."""
    return CIRCLED.index(char) + 1


def decimal(text: str) -> Decimal:
    """Plain Arabic digits, full width and separators allowed, to a Decimal."""
    return Decimal(text.translate(_PLAIN).replace(",", ""))


def _whole(value: int, form: str, zeros: int) -> Numeral:
    """A whole number written out; `zeros` trailing ones leave it exact but make it look round."""
    step = Decimal(1)
    return Numeral(Decimal(value), step, Decimal(10) ** zeros if value else step, form=form)


def _worth(scale_words: str) -> Decimal:
    """What scale words multiply by: 千万 -> 10000000, none -> 1."""
    return Decimal(math.prod(_SCALE[char] for char in scale_words))


def _trailing_worth(value: Decimal) -> Decimal:
    """Worth of the last digit of `value` that is not zero."""
    _, digits, exponent = value.normalize().as_tuple()
    return Decimal(1).scaleb(int(exponent)) if digits != (0,) else Decimal(1)


def _arabic(plain: str) -> Numeral | None:
    """Arabic digits with scale words: 2.3万亿, 3千5百, 1万5, 1亿2000万."""
    total, at, last_scale = Decimal(0), 0, Decimal(0)
    step, scaled = Decimal(1), False
    while at < len(plain):
        part = _SCALED_PART.match(plain, at)
        if part is None:
            return None
        digits, scale_word = part[1].replace(",", ""), part[2] or ""
        scale = _worth(scale_word)
        if not scale_word and last_scale and len(digits) == 1 and digits != "0":
            scale = last_scale / 10  # 1万5 is 15000
        if last_scale and scale >= last_scale:
            return None
        places = len(digits.partition(".")[2])
        step = scale.scaleb(-places)
        scaled = scaled or bool(scale_word) or places > 0
        total += Decimal(digits) * scale
        at, last_scale = part.end(), scale
    if total == total.to_integral_value():
        total = Decimal(int(total))
    worth = _trailing_worth(total) if total else step
    return Numeral(total, step.normalize() if step < 1 else Decimal(int(step)), worth, scaled)


def _chinese(plain: str, form: str) -> Numeral | None:
    """A pure Chinese numeral in normal form; also digit strings and two neighbouring digits (两三)."""
    if all(c in _VALUE for c in plain):
        if len(plain) == 1:
            return _whole(_VALUE[plain], form, 0)
        if len(plain) == 2 and "零" not in plain:
            return _between(plain)
        found = positional(plain)
        return found if len(plain) > 2 or plain[0] != "零" else None
    ellipsis = _ELLIPTIC.search(plain)
    full = plain + _BELOW[ellipsis[1]] if ellipsis else plain
    if full[0] in "百千万亿":  # 百万, 千亿: the missing one
        full = "一" + full
    if not _WELL_FORMED.match(full):
        return _between(plain)
    value = _sum(full)
    if value is None:
        return None
    step = Decimal(1)
    if "万" in full or "亿" in full:
        step = Decimal(10**8) if full.endswith("亿") else Decimal(10**4) if full.endswith("万") else step
    number = Decimal(value)
    return Numeral(number, step, _trailing_worth(number), step > 1, form=form)


def _sum(plain: str) -> int | None:
    """Value of a well-formed numeral; cn2an for those with 万 or 亿 that leave places out or have both."""
    if "万" not in plain and "亿" not in plain:
        return _below_myriad(plain)
    parts = _UNBROKEN.match(plain)
    if parts is None:
        return _by_cn2an(plain)
    head, *scale, tail = parts.groups("")
    return _below_myriad(head) * _SCALE["".join(scale)] + _below_myriad(tail)


def _below_myriad(plain: str) -> int:
    total, digit = 0, 0
    for char in plain:
        if char in _VALUE:
            digit = _VALUE[char]
        else:
            total += (digit or 1) * _SCALE[char]
            digit = 0
    return total + digit


def _by_cn2an(plain: str) -> int | None:
    import cn2an  # noqa: PLC0415  fenced: 0.1 s to import

    try:
        return int(cn2an.cn2an(plain, "normal"))
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _between(plain: str) -> Numeral | None:
    """两三, 三四十, 十七八, 五六百万: neighbouring digits say 'between'."""
    match = _BETWEEN.match(plain)
    if match is None:
        return None
    head, a, b, tail = match.groups()
    if _VALUE[b] != _VALUE[a] + 1 and (a, b) != ("三", "五"):
        return None
    low, high = (_chinese(head + d + tail, "N") for d in (a, b))
    if low is None or high is None or low.number is None or high.number is None:
        return None
    worth = _worth(tail)
    top = high.number + worth - 1
    return Numeral(None, worth, worth, low=low.number, high=top, likely=high.number, form="N")


def _vague(plain: str) -> Numeral | None:
    """几十, 数百万, 十几万."""
    tens = _VAGUE_TENS.match(plain)
    if tens:
        return _vague_tens(tens)
    match = _VAGUE_HEAD.match(plain)
    if match is None or not match[1]:
        return None
    scale = _worth(match[1])
    return Numeral(None, scale, scale, low=2 * scale, high=10 * scale - 1, form="N")


def _vague_tens(match: re.Match[str]) -> Numeral | None:
    base = read(match[1])
    if base is None or base.number is None:
        return None
    scale = _worth(match[2])
    low, high = (base.number + 1) * scale, (base.number + 10) * scale - 1
    return Numeral(None, scale, scale, low=low, high=high, form="N")


def _chinese_decimal(plain: str) -> Numeral | None:
    """三点五, 十二点零六, 一点五万: digits after the point are read one by one."""
    whole, _, tail = plain.partition("点")
    digits = tail.rstrip("万亿")
    scale = _worth(tail[len(digits) :])
    head = _chinese(whole, "N") if whole else None
    if head is None or head.number is None or not digits or any(c not in _VALUE for c in digits):
        return None
    fraction = Decimal("0." + "".join(str(_VALUE[c]) for c in digits))
    number = (head.number + fraction) * scale
    step = scale.scaleb(-len(digits))
    return Numeral(number, step, _trailing_worth(number) if number else step, True, form="N")
