"""The five real reports: no alarm, what a reader sees is in the ledger, changed numbers are found."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from checker.api import Checker, load
from checker.model.quantity import Quantity
from checker.model.report import Relation, Report

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
CHINESE = "一二三四五六七八九"
CAPITALS = "壹贰叁肆伍陆柒捌玖拾"


@functools.cache
def checker() -> Checker:
    return load()


@functools.cache
def report(path: Path) -> Report:
    return checker().check_file(path)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_there_are_five() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_no_error(path: Path) -> None:
    assert [f"{f.rule}: {f.message}" for f in report(path).findings if f.severity == "error"] == []


def test_few_warnings() -> None:
    assert sum(f.severity == "warning" for p in SEEDS for f in report(p).findings) <= 3


# (seed, operands of a relation that must be listed as holding)
LEDGER = [
    (3, ["210638万元", "66638万元", "144000万元"]),
    (3, ["39240个", "25300个", "10320个", "3620个"]),
    (3, ["27所", "18所", "9所"]),
    (3, ["五大", "硬件提档升级", "教育质量提升"]),
    (0, ["四大", "亮点1", "亮点2", "亮点3", "亮点4"]),
    (1, ["四个", "形象是我县教育的招牌", "改革是破解教育难题的"]),
    (2, ["五共", "机制建设共融共生", "建设成效共测共评"]),
    (0, ["三所", "市温泉中学", "市实验小学"]),
    (0, ["三所", "市银桂学校", "市第九小学"]),
    (2, ["三所", "宋洛", "木鱼"]),
    (3, ["两所", "市浮山学校"]),
    (3, ["(一)", "(二)", "(三)", "(四)"]),
    (1, ["一、", "二、", "三、"]),
    (1, ["一是", "二是", "三是", "四是", "五是", "六是"]),
    (1, ["一要", "二要", "三要", "四要", "五要"]),
    (4, ["壹", "陆", "柒", "捌", "贰", "叁", "肆", "玖", "伍", "拾"]),
    (3, [f"{n}、" for n in range(1, 26)]),
    (0, ["97个", "63个"]),
    (4, ["29.82%", "10.37%"]),
    (3, ["三年", "2018年-2020年"]),
]


@pytest.mark.parametrize("seed, operands", LEDGER, ids=lambda x: "-".join(x)[:40] if isinstance(x, list) else str(x))
def test_ledger(seed: int, operands: list[str]) -> None:
    listed = [[flat(loc.text) for loc in r.spans] for r in report(SEEDS[seed]).relations if r.verdict == "holds"]
    assert any(all(any(o in text or text in o for text in spans) for o in operands) for spans in listed)


def test_anniversary() -> None:
    held = [r for r in report(SEEDS[4]).relations if r.verdict == "holds" and any("97" in s.text for s in r.spans)]
    assert held
    assert any("1921" in step for r in held for step in r.steps)


# --- changed numbers ------------------------------------------------------------------------------------------------


def edits(written: str) -> Iterator[str]:
    """Other numerals of the same form: a digit changed, two swapped, a zero more; another Chinese numeral."""
    if any(c.isdecimal() for c in written):
        for i, c in enumerate(written):
            if c.isdecimal():
                for step in (1, 4):
                    yield written[:i] + str((int(c) + step) % 10) + written[i + 1 :]
        for i in range(len(written) - 1):
            if written[i].isdecimal() and written[i + 1].isdecimal() and written[i] != written[i + 1]:
                yield written[:i] + written[i + 1] + written[i] + written[i + 2 :]
        last = max(i for i, c in enumerate(written) if c.isdecimal())
        yield written[: last + 1] + "0" + written[last + 1 :]
    else:
        for numerals in (CHINESE, CAPITALS):
            if len(written) == 1 and written in numerals:
                at = numerals.index(written)
                for step in (1, 3):
                    yield numerals[(at + step) % len(numerals)]


def breaks(relation: Relation, changed: Quantity, value: Fraction, quantities: tuple[Quantity, ...]) -> bool:
    """Whether the relation, recomputed here with the changed number, does not hold any more."""
    by_slot: dict[str, list[Fraction]] = {}
    numbers = {q.span: q for q in quantities}
    items = 0
    for loc in relation.spans:
        q = numbers.get(loc.span)
        if q is None or (q.number is None and q.index != changed.index):
            items += 1
            continue
        number = value if q.index == changed.index else Fraction(q.number or 0)
        by_slot.setdefault(loc.label, []).append(number)
    slots = set(by_slot)
    if {"total", "part"} <= slots:
        return by_slot["total"][0] != sum(by_slot["part"])
    if {"total", "a", "b"} <= slots:
        return by_slot["total"][0] != by_slot["a"][0] + by_slot["b"][0]
    if {"whole", "part"} <= slots:
        return by_slot["part"][0] > by_slot["whole"][0]
    if {"old", "new"} <= slots:
        return by_slot["new"][0] > by_slot["old"][0] if changed.unit == "%" else by_slot["new"][0] < by_slot["old"][0]
    if len(slots) == 1 and not items:  # a series of marks
        marks = next(iter(by_slot.values()))
        return sorted(marks) != list(range(1, len(marks) + 1))
    if slots & {"n", "q", "quoted"} and (items or len(slots) > 1):
        declared = next(by_slot[s][0] for s in ("n", "q", "quoted") if s in by_slot)
        others = items + sum(len(v) for s, v in by_slot.items() if s not in ("n", "q", "quoted"))
        return declared != others and changed.kind != "marker"
    return False


def new_value(q: Quantity, written: str, other: str) -> Fraction | None:
    if any(c.isdecimal() for c in written):
        old, new = (Fraction("".join(c for c in w if c.isdecimal() or c == ".")) for w in (written, other))
        return Fraction(q.number or 0) / old * new if old else None
    numerals = CHINESE if other in CHINESE else CAPITALS
    return Fraction(numerals.index(other) + 1)


def changed_numbers() -> Iterator[tuple[Path, int, int, str]]:
    """(seed, start, end, new numeral) of every edit of a number that breaks a relation of the ledger."""
    seen = set()
    for path in SEEDS:
        r = report(path)
        for relation in r.relations:
            if relation.verdict != "holds" or len(relation.spans) < 2:
                continue
            for index in relation.quantities:
                q = r.quantities[index]
                start, end = q.digits
                written = r.document.text[start:end].rstrip("万亿")
                core = re.search(r"[0-9.]+|[一二三四五六七八九壹贰叁肆伍陆柒捌玖拾]", written)
                if q.number is None or core is None:
                    continue
                for other in edits(core[0]):
                    value = new_value(q, core[0], other)
                    place = (path, start + core.start(), start + core.end(), other)
                    if value is not None and place not in seen and breaks(relation, q, value, r.quantities):
                        seen.add(place)
                        yield place


def test_changed_numbers_are_found() -> None:
    changed = list(changed_numbers())
    assert len(changed) >= 100
    missed = []
    for path, start, end, other in changed:
        text = report(path).document.text
        after = checker().check(text[:start] + other + text[end:], source=str(path))
        places = [
            loc.span for f in after.findings if f.severity in ("error", "warning") for loc in (f.primary, *f.related)
        ]
        if not any(a < start + len(other) and start < b for a, b in places):
            missed.append(f"{path.stem[:3]}:{start} {text[max(0, start - 8) : end + 6]!r} -> {other}")
    assert len(missed) <= 0.05 * len(changed), "\n".join([f"{len(missed)} of {len(changed)}", *missed])
