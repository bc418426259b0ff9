"""Tables: rows and columns as slots."""

from __future__ import annotations

from tests.judge.judging import bound, judged, verdicts

COLUMN = """
kind: table
each: column
slots: {total: {axis: total}, part: {axis: leaf, many: 2..}}
assert: total == sum(part)
diagnose: false
"""
ROW = COLUMN.replace("each: column", "each: row")


def table(*rows: str) -> str:
    return "\n".join([rows[0], "|---" * (rows[0].count("|") - 1) + "|", *rows[1:]]) + "\n"


def of(yaml: str, *rows: str) -> list[str]:
    return verdicts(yaml, table(*rows), markdown=True)


def test_columns() -> None:
    rows = ("| 乡镇 | 学校（所） | 教师（人） |", "| 甲镇 | 3 | 40 |", "| 乙镇 | 4 | 50 |", "| 合计 | 7 | 91 |")
    assert of(COLUMN, *rows) == ["holds", "fails"]
    assert bound(COLUMN, table(*rows), markdown=True)[1] == ["91", "40", "50"]


def test_rows() -> None:
    rows = ("| 乡镇 | 小学 | 初中 | 合计 |", "| 甲镇 | 3 | 4 | 7 |", "| 乙镇 | 5 | 6 | 12 |")
    assert of(ROW, *rows) == ["holds", "fails"]


def test_the_total_may_stand_first() -> None:
    assert of(COLUMN, "| 乡镇 | 学校 |", "| 合计 | 7 |", "| 甲镇 | 3 |", "| 乙镇 | 4 |") == ["holds"]


def test_a_blank_leaf_binds_nothing() -> None:
    for blank in ("", "-", "…", "缺"):
        assert of(COLUMN, "| 乡镇 | 学校 |", "| 甲镇 | 3 |", f"| 乙镇 | {blank} |", "| 合计 | 9 |") == []


def test_of_which_rows_are_no_leaves() -> None:
    rows = ("| 乡镇 | 学校 |", "| 甲镇 | 3 |", "| 其中：村小 | 2 |", "| 乙镇 | 4 |", "| 合计 | 7 |")
    assert of(COLUMN, *rows) == ["holds"]


def test_a_column_of_rates_does_not_add() -> None:
    rows = ("| 乡镇 | 学校 | 增长率（%） |", "| 甲镇 | 3 | 5.1 |", "| 乙镇 | 4 | 6.2 |", "| 合计 | 7 | 5.8 |")
    assert of(COLUMN, *rows) == ["holds"]


def test_a_table_without_a_total_binds_nothing() -> None:
    assert of(COLUMN, "| 乡镇 | 学校 |", "| 甲镇 | 3 |", "| 乙镇 | 4 |") == []


def test_the_places_are_the_cells() -> None:
    text = table("| 乡镇 | 学校 |", "| 甲镇 | 3 |", "| 乙镇 | 4 |", "| 合计 | 8 |")
    _, findings = judged(COLUMN, text, markdown=True)
    places = [findings[0].primary, *findings[0].related]
    assert [text[slice(*p.span)] for p in places] == [p.text for p in places] == ["8", "3", "4"]
