"""Guards: reach, place, effect."""

from __future__ import annotations

import pytest

from tests.judge import judging
from tests.judge.judging import SUM, judged, verdicts

RATE = judging.RATE + "scope: paragraph\n"
TEXT = "完成投资660万元，同比增加60万元，增长9.1%。"


@pytest.mark.parametrize(
    "scope, texts",
    [
        ("clause", {"{}": False, "好。{}": False}),
        ("sentence", {"按可比价算，{}": True, "按可比价算。{}": False}),
        ("paragraph", {"按可比价算。{}": True, "按可比价算，大家都说很好，群众也很满意。\n\n{}": False}),
        ("document", {"按可比价算，大家都说很好，群众也很满意。\n\n{}": True}),
    ],
)
def test_reach(scope: str, texts: dict[str, bool]) -> None:
    yaml = RATE + f"unless: [{{word: 可比价, in: {scope}, reason: constant-prices}}]\n"
    for text, silent in texts.items():
        assert verdicts(yaml, text.format(TEXT)) == (["constant-prices"] if silent else ["fails"]), text


def test_before_and_after_a_slot() -> None:
    after = RATE + "unless: [{word: 以上, after: rate, reason: more}]\n"
    before = RATE + "unless: [{word: 名义, before: rate, reason: nominal}]\n"
    assert verdicts(after, TEXT) == verdicts(before, TEXT) == ["fails"]
    assert verdicts(before, TEXT.replace("增长", "名义增长")) == ["nominal"]
    assert verdicts(before, TEXT.replace("同比", "名义同比")) == ["fails"]


def test_between() -> None:
    yaml = RATE + "unless: [{word: 其中, between: [new, delta], reason: other-base}]\n"
    assert verdicts(yaml, TEXT.replace("同比", "同比其中工业")) == ["other-base"]
    assert verdicts(yaml, "其中" + TEXT) == ["fails"]


def test_when_and_hedged() -> None:
    yaml = RATE + "unless: [{when: 'new > 10000000', reason: large}]\n"
    assert verdicts(yaml, TEXT) == ["fails"]
    yaml = RATE + "unless: [{hedged: new, reason: hedged}]\n"
    assert verdicts(yaml, TEXT) == ["fails"]
    assert verdicts(yaml, TEXT.replace("投资", "投资约")) in (["hedged"], ["holds"])


def test_a_guard_never_hides_what_holds() -> None:
    yaml = RATE + "unless: [{word: 可比价, in: sentence, reason: constant-prices}]\n"
    assert verdicts(yaml, "按可比价算，" + TEXT.replace("9.1", "10.0")) == ["holds"]


def test_widen() -> None:
    wide = SUM + "unless: [{word: 四舍五入, in: document, effect: widen, reason: rounding}]\n"
    text = "因四舍五入，分项之和可能不等。共有图书10.0万册，其中甲馆3.3万册、乙馆6.9万册。"
    assert verdicts(SUM, text) == ["fails"]
    assert verdicts(wide, text) == ["holds"]
    assert verdicts(wide, text.replace("6.9", "7.9")) == ["fails"]


def test_except_slip() -> None:
    """A partial list speaks only if one slip of a longer number closes the sum; then it is a warning."""
    yaml = SUM + "unless: [{when: 'sum(part) < total', reason: partial-list, except: slip}]\n"
    assert verdicts(yaml, "共有学校44所，其中小学31所、初中12所。") == ["partial-list"]
    _, findings = judged(yaml, "共有学校1442所，其中小学1031所、初中401所。")
    assert [f.severity for f in findings] == ["warning"]
    assert verdicts(yaml, "共有学校1442所，其中小学131所、初中402所。") == ["partial-list"]
