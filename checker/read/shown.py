"""What a spreadsheet shows of a value under a number format. The shown digits count: a report prints them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_GENERAL = 11
_WHOLE = 15  # digits that a spreadsheet keeps of a number


def shown(value: object, number_format: str) -> str:
    """The text of a cell: numbers with the decimals, thousands and percent sign of the format, dates as ISO."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        bare = value.time() == time() or not re.search("h", number_format, re.IGNORECASE)
        return value.date().isoformat() if bare else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, int | float):
        try:
            return _number(Decimal(repr(value)), number_format or "General")
        except InvalidOperation:
            return str(value)
    return "" if value is None else str(value)


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    sections = _sections(number_format)
    section, own_sign = sections[0], False
    if len(sections) > 1 and value < 0:
        section, own_sign = sections[1], True
    elif len(sections) > 2 and not value:
        section = sections[2]
    bare = _QUOTED.sub("", section)
    if re.search(r"[\\!]\.|[!]", section) or (re.search(r"[#0?],+(?![#0?,])", bare) and '"' in section):
        return _general(value)  # 12345 shown as 1.2 with a word for ten thousand: a trick of digits, left as it is
    digits = _DIGITS.search(bare)
    if not bare and (section or own_sign):
        return _literal(section)
    if _plain(bare):
        return _general(value)
    if digits is None:
        return _literal(section)
    if "/" in bare or "E" in bare or _LETTERS.search(bare):
        return _general(value)
    return _filled(value, section, digits[0], own_sign)


def _plain(bare: str) -> bool:
    return "general" in bare.lower() or "@" in bare


def _filled(value: Decimal, section: str, pattern: str, own_sign: bool) -> str:
    whole, _, fraction = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    percent = "%" in _QUOTED.sub("", section)
    shift = (2 if percent else 0) - 3 * scale
    least, most = sum(c == "0" for c in fraction), len(fraction)
    number = abs(value.scaleb(shift)).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    text = f"{number:,f}" if "," in whole.rstrip(",") else f"{number:f}"
    if most > least:
        head, _, tail = text.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    least_whole = sum(c == "0" for c in whole)
    head, dot, tail = text.partition(".")
    text = head.zfill(least_whole) + dot + tail if "," not in head else text
    sign = "-" if value < 0 and not own_sign and number else ""
    before, _, after = _masked(section).partition(pattern)
    return f"{sign}{_literal(before)}{text}{_literal(after)}".strip()


def _masked(section: str) -> str:
    """The section without colours, conditions and fillers; quoted words stay."""
    return re.sub(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.", lambda m: m[1] or "", section)


def _literal(piece: str) -> str:
    """The words of a format: quotes and escapes off, places for digits away."""
    return re.sub(r'"([^"]*)"|\\(.)|[#0?]', lambda m: m[1] or m[2] or "", _masked(piece)).strip()


def _sections(number_format: str) -> list[str]:
    """Parts for positive, negative, zero and text; a quoted semicolon divides nothing."""
    return re.findall(r'((?:"[^"]*"|\\.|[^;"])*)(?:;|$)', number_format)[:4]


def _general(value: Decimal) -> str:
    """As a cell without a format shows it: eleven digits at most."""
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** _WHOLE:
        return f"{value.to_integral_value():f}"
    exponent = value.adjusted()
    rounded = value.quantize(Decimal(1).scaleb(max(exponent, 0) - _GENERAL + 2), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
