"""The likely slip: which single edit closes a relation, and when it is named."""

from __future__ import annotations

from checker.judge.diagnose import unique
from checker.model.report import Finding
from tests.judge import judging
from tests.judge.judging import judged

SUM = judging.SUM + "primary: total\n"
RATE = judging.RATE + "primary: new\n"


def only(yaml: str, text: str) -> Finding:
    _, findings = judged(yaml, text)
    assert len(findings) == 1
    return findings[0]


def test_a_power_of_ten() -> None:
    finding = only(SUM, "共投资8320万元，其中甲县51.7亿元、乙县3150万元。")
    assert finding.primary.text == "51.7亿元" and (finding.suggestion or "").startswith("0.517亿")


def test_nothing_closes_it() -> None:
    finding = only(SUM, "共有学校4642所，其中小学3218所、初中1424所、高中2300所。")
    assert finding.diagnosis is None and finding.suggestion is None


def test_a_swap_of_digits_is_rarer_than_a_wrong_digit() -> None:
    finding = only(SUM, "共有学校4642所，其中小学3128所、初中1424所。")
    assert finding.primary.text == "3128所" and (finding.suggestion or "").startswith("3218")


def test_several_fits_name_nobody() -> None:
    """Any of the three may be wrong by one digit."""
    finding = only(SUM, "共有学校4643所，其中小学3218所、初中1424所。")
    assert finding.diagnosis is None and finding.primary.label == "total"


def test_the_wrong_rate() -> None:
    finding = only(RATE, "完成投资6600万元，同比增加600万元，增长100%。")
    assert finding.primary.text == "100%" and finding.suggestion == "10%"


def test_no_slip_where_the_rule_wants_none() -> None:
    finding = only(SUM + "diagnose: false\n", "共有学校4642所，其中小学3128所、初中1424所。")
    assert finding.diagnosis is None and finding.primary.text == "4642所"


def test_a_slip_of_the_rule_comes_first() -> None:
    slips = "slips: [{assert: 'abs(total - sum(part)) == 90', name: {zh: 甲, en: a}}]\n"
    assert only(SUM + slips, "共有学校4642所，其中小学3128所、初中1424所。").diagnosis == "甲"


def test_nothing_is_unique_in_nothing() -> None:
    assert unique([]) is None


def test_the_steps_can_be_redone() -> None:
    finding = only(SUM, "共有学校4642所，其中小学3128所、初中1424所。")
    assert finding.steps == ("3128 + 1424 = 4552", "4552 ≠ 4642")
