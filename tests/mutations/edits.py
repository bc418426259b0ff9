"""Slips of the keyboard: a written number -> other ones, and words -> their contraries."""

from __future__ import annotations

import re
from collections.abc import Iterator

SCRIPTS = ("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖")
CONTRARIES = (
    ("上升", "下降"), ("上涨", "下跌"), ("增加", "减少"), ("增长", "下降"), ("提高", "降低"), ("提升", "降低"),
    ("扩大", "缩小"), ("增至", "降至"), ("高于", "低于"), ("多于", "少于"), ("快于", "慢于"),
)  # fmt: skip


def edits(text: str, scaled: bool) -> Iterator[tuple[str, str]]:
    """(what was done, the text after it). `scaled`: 万 and 亿 may be put behind the number."""
    for found in re.finditer(r"[0-9]+(?:\.[0-9]+)?", text):
        head, run, tail = text[: found.start()], found[0], text[found.end() :]
        year = len(run) == 4 and tail[:1] in ("年", "〕", "—", "-")
        for name, other in _digits(run):
            if not year or re.fullmatch("(?:19|20)[0-9]{2}", other):
                yield name, head + other + tail
        if year:
            for step in (-1, 1):
                yield "year", head + str(int(run) + step) + tail
    for found in re.finditer(r"[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]", text):
        script = SCRIPTS[found[0] in SCRIPTS[1]]
        at = script.index("二" if found[0] == "两" else found[0])
        for step in (1, 3):
            other = script[(at + step) % 9]
            other = "两" if found[0] == "两" and other == "二" else other
            yield "numeral", text[: found.start()] + other + text[found.end() :]
    if scaled:
        yield from _scales(text)
    if text.endswith(("%", "％")):
        yield "points", text[:-1] + "个百分点"
    elif text.endswith("个百分点"):
        yield "percent", text[:-4] + "%"


def _digits(run: str) -> Iterator[tuple[str, str]]:
    whole = run.partition(".")[0]
    for i, c in enumerate(run):
        if c.isdecimal():
            for step in (1, 4):
                other = str((int(c) + step) % 10)
                if not (i == 0 and other == "0" and len(whole) > 1):
                    yield "digit", run[:i] + other + run[i + 1 :]
    for i in range(len(run) - 1):
        a, b = run[i], run[i + 1]
        if a.isdecimal() and b.isdecimal() and a != b and not (i == 0 and b == "0"):
            yield "swap", run[:i] + b + a + run[i + 2 :]
    left, _, right = run.partition(".")
    if right:
        more, rest = right[0], right[1:]
        larger = (left + more).lstrip("0")
        yield "ten", larger + (f".{rest}" if rest else "") if larger else run + "0"
        if len(left) > 1:
            yield "ten", f"{left[:-1]}.{left[-1]}{right}"
    else:
        yield "ten", run + "0"
        if len(run) > 1 and run.endswith("0"):
            yield "ten", run[:-1]


def _scales(text: str) -> Iterator[tuple[str, str]]:
    numeral = re.search(r"[0-9]+(?:\.[0-9]+)?(万|亿)?", text)
    if numeral is None:
        return
    end, scale = numeral.end(), numeral[1] or ""
    bare = numeral.end() - len(scale)
    for other in ("", "万", "亿"):
        if other != scale and text[end : end + 1] not in ("万", "亿", "千", "百"):
            yield "scale", text[:bare] + other + text[end:]


def contraries(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the contrary word) of each word of direction in the text."""
    for up, down in CONTRARIES:
        for word, other in ((up, down), (down, up)):
            for found in re.finditer(word, text):
                yield found.start(), found.end(), other
