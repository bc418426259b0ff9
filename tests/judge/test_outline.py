"""Series of marks: runs, nested runs, restarts, headings."""

from __future__ import annotations

from checker.judge.mask import Mask
from checker.judge.outline import Outline, consecutive, starts_late
from tests.judge.judging import read, verdicts

INLINE = """
kind: outline
slots: {point: {series: {style: [N是, （N）, "N."], level: inline}, many: 2..}}
assert: consecutive(point)
"""
HEADINGS = """
kind: outline
slots: {point: {series: {style: [N、, （N）, "N."], level: heading}, many: 2..}}
assert: consecutive(point)
"""


def outline(text: str, *, markdown: bool = False) -> Outline:
    document, quantities = read(text, markdown=markdown)
    return Outline(document, quantities, Mask(document, quantities))


def inline(text: str) -> list[tuple[int, ...]]:
    return [s.numbers for s in outline(text).inline]


def test_a_series_runs_over_paragraphs() -> None:
    assert inline("要做好三件事。一是修路，以后好走。\n\n二是通水，以后好喝。\n\n三是建校，以后好学。") == [(1, 2, 3)]


def test_one_starts_another() -> None:
    assert inline("先办：一是修路，二是通水。再办：一是建校，二是种树，三是养鱼。") == [(1, 2), (1, 2, 3)]


def test_nested_series_of_one_style() -> None:
    text = "一是修路，分两步：一是测量，二是施工。二是通水。三是建校。"
    assert sorted(inline(text)) == [(1, 2), (1, 2, 3)] or sorted(inline(text)) == [(1, 2, 3), (1, 2)]


def test_a_heading_closes_inline_series() -> None:
    text = "# 甲\n\n一是修路，二是通水。\n\n# 乙\n\n三是建校。\n"
    assert [s.numbers for s in outline(text, markdown=True).inline] == [(1, 2), (3,)]


def test_gaps_and_repeats_are_one_broken_series() -> None:
    assert inline("一是修路，二是通水，四是建校。") == [(1, 2, 4)]
    assert inline("一是修路，二是通水，二是建校。") == [(1, 2, 2)]
    assert verdicts(INLINE, "一是修路，二是通水，四是建校。") == ["fails"]
    assert verdicts(INLINE, "一是修路，二是通水，三是建校。") == ["holds"]


def test_headings() -> None:
    body = "\n\n今年全县各项工作平稳推进，群众满意。\n\n"
    good = body.join(["一、总体情况", "二、主要工作", "三、下步打算", ""])
    assert verdicts(HEADINGS, good) == ["holds"]
    assert verdicts(HEADINGS, good.replace("三、", "四、")) == ["fails"]


def test_headings_below_start_again() -> None:
    body = "\n\n今年全县各项工作平稳推进，群众满意。\n\n"
    heads = ["一、总体情况", "（一）农业", "（二）工业", "二、主要工作", "（一）修路", "（二）通水", ""]
    series = sorted(s.numbers for s in outline(body.join(heads)).heading)
    assert series == [(1, 2), (1, 2), (1, 2)]


def test_a_series_without_a_style_takes_every_one() -> None:
    body = "\n\n今年全县各项工作平稳推进，群众满意。\n\n"
    good = body.join(["一、总体情况", "二、主要工作", "三、下步打算", ""])
    any_style = HEADINGS.replace('style: [N、, （N）, "N."], ', "")
    assert "style" not in any_style
    assert verdicts(any_style, good) == ["holds"]
    assert verdicts(any_style, good.replace("三、", "四、")) == ["fails"]


def test_orders() -> None:
    assert consecutive((1, 2, 3)) and not consecutive((1, 3, 2)) and consecutive((1, 3, 2), complete_set=True)
    assert starts_late((3, 4, 5)) and not starts_late((1, 2)) and not starts_late((3, 5)) and not starts_late(())
