"""Totals of tables: which rows and columns add up to them."""

from __future__ import annotations

import time

import pytest

from checker.api import Checker, load
from checker.judge import table
from checker.quantify import extract
from checker.read import read_bytes

Said = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load()


def said(checker: Checker, rows: str) -> Said:
    """(rule, verdict, total) of every relation of a table rule; rows are divided by /, cells by spaces, _ is blank."""
    lines = [" | ".join("" if cell == "_" else cell for cell in row.split(" ")) for row in rows.split("/")]
    width = lines[0].count("|") + 1
    text = "\n".join([f"| {lines[0]} |", "|---" * width + "|", *(f"| {line} |" for line in lines[1:])])
    report = checker.check(text, markdown=True)
    assert len(report.document.tables) == 1
    found = [r for r in report.relations if r.rule.startswith("table-") and r.rule.endswith("-total")]
    return [(r.rule[6:-6], r.verdict, r.spans[0].text) for r in found]


@pytest.mark.parametrize(
    "rows, expected",
    [
        ("项目 金额/甲 40/乙 50/合计 90", [("column", "holds", "90")]),
        ("项目 金额/合计 90/甲 40/乙 50", [("column", "holds", "90")]),
        ("项目 金额/总计： 95/甲 40/乙 50", [("column", "fails", "95")]),
        # a blank among the parts: only a bound
        ("项目 金额/甲 40/乙 —/丙 50/合计 100", []),
        ("项目 金额/甲 40/乙 -/丙 50/合计 90", [("column", "holds", "90")]),
        ("项目 金额/甲 40/乙 …/丙 50/合计 80", [("column", "fails", "80")]),
        # brackets are a minus
        ("项目 金额/甲 40/乙 (10)/丙 50/合计 80", [("column", "holds", "80")]),
        ("项目 金额/甲 4,000/乙 (1,200)/丙 50/合计 2,850", [("column", "holds", "2,850")]),
        ("项目 金额/甲 40/乙 （10）/丙 50/合计 90", [("column", "fails", "90")]),
        # sub-totals above and below their groups
        ("地区 数/甲 1/乙 2/小计 3/丙 4/丁 5/小计 9/合计 12", [("column", "holds", n) for n in ("12", "3", "9")]),
        ("地区 数/合计 12/小计 3/甲 1/乙 2/小计 9/丙 4/丁 5", [("column", "holds", n) for n in ("12", "3", "9")]),
        ("地区 数/甲 1/乙 2/小计 3/丙 4/丁 5/小计 8/合计 12",
         [("column", "holds", "12"), ("column", "holds", "3"), ("column", "fails", "8")]),
        ("地区 数/甲 1/乙 2/小计 3/丙 4/丁 5/小计 9/合计 13",
         [("column", "fails", "13"), ("column", "holds", "3"), ("column", "holds", "9")]),
        # of which
        ("项目 人数/小学 10/其中：男 4/女 6/初中 20/合计 30", [("column", "holds", "30")]),
        ("项目 人数/小学 10/#民办 4/初中 20/合计 34", [("column", "fails", "34")]),
        # numbering gives the depth
        ("项目 金额/一、税收 90/增值税 50/所得税 40/二、非税 10/罚没 10/合计 100", [("column", "holds", "100")]),
        ("项目 金额/一、税收 90/1.增值税 50/2.所得税 40/二、非税 10/合计 110", [("column", "fails", "110")]),
        # a column that numbers the rows, a row that numbers the columns
        ("序号 学校 人数/1 甲 10/2 乙 20/3 丙 30/_ 合计 60", [("column", "holds", "60")]),
        ("学校 小学 初中 合计/甲 1 2 3/甲校 10 20 31/乙校 1 2 3", [("row", "fails", "31"), ("row", "holds", "3")]),
        # two levels of headers; the upper one goes on over blanks
        ("学校 小学 _ 初中 _ 合计/_ 男 女 男 女 _/甲 1 2 3 4 10/乙 2 3 4 5 15",
         [("row", "holds", "10"), ("row", "fails", "15")]),
        # columns of other units, and columns behind the total
        ("学校 学生（人） 经费（万元） 合计/甲 10 20 31/乙 10 20 31", []),
        ("学校 男 女 合计 教师/甲 10 20 30 5/乙 11 20 31 6", [("row", "holds", "30"), ("row", "holds", "31")]),
        # rates and averages do not add
        ("学校 人数 增长（%） 人均面积/甲 1 3 5/乙 2 4 6/合计 3 3.5 5.6", [("column", "holds", "3")]),
        # two totals, of which one closes over the other's rows
        ("项目 金额/甲 1/乙 2/合计 3/丙 4/丁 5/合计 9/总计 12", [("column", "holds", n) for n in ("3", "9", "12")]),
        ("项目 金额/甲 1/乙 2/合计 3/丙 4/丁 5/合计 8/总计 12", [("column", "holds", n) for n in ("3", "12")]),
    ],
)  # fmt: skip
def test_totals(checker: Checker, rows: str, expected: Said) -> None:
    assert sorted(said(checker, rows)) == sorted(expected)


def test_indentation_gives_the_depth(checker: Checker) -> None:
    rows = ["项目,金额", "合计,100", "　　税收,90", "　　　　增值税,50", "　　　　所得税,40", "　　非税,10"]
    for total, verdict in (("100", "holds"), ("110", "fails")):
        data = "\n".join(rows).replace("100", total).encode()
        report = checker.check_bytes(data, source="a.csv")
        assert [r.verdict for r in report.relations if r.rule.endswith("column-total")] == [verdict]


def test_a_table_of_500_by_50(checker: Checker) -> None:
    rows = [[f"地区{i}", *((i * 37 + j * 11) % 900 + 1 for j in range(48))] for i in range(499)]
    rows = [[*row, sum(row[1:])] for row in rows]  # type: ignore[arg-type]
    total = ["合计", *(sum(row[j] for row in rows) for j in range(1, 50))]  # type: ignore[misc]
    head = ["地区", *(f"指标{j}" for j in range(48)), "合计"]
    data = "\n".join(",".join(str(cell) for cell in row) for row in [head, *rows, total]).encode()
    document = read_bytes(data, "a.csv", words=checker.page_words)
    quantities = extract(document, checker.lexicon)
    rules = [c for c in checker.compiled if c.rule.kind == "table" and c.rule.id.endswith("-total")]
    start = time.process_time()
    grids = table.lay_out(document, quantities, checker.lexicon)
    bound = [b for c in rules for b in table.bind(c.rule, grids, lambda b, c=c: c.readings[0].truth(env(b)))]
    assert time.process_time() - start < 3
    assert len(bound) >= 540


def env(binding):  # type: ignore[no-untyped-def]
    return {"total": binding.slots["total"][0], "part": binding.slots["part"]}
