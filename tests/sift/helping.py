"""A checker of a few rules, and sentences that are wrong. Every sentence is invented."""

from __future__ import annotations

from functools import cache

from checker.api import Checker, load
from checker.config import Config
from checker.model.report import Report

WRONG = "全县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家。"
RIGHT = "全县共有卫生院128家，其中平原乡镇76家、山区乡镇52家。"
RULE, CODE, FAMILY = "sum-of-parts", "CHK101", "sum"
TABLE = "| 类别 | 数量（所） |\n|---|---|\n| 小学 | 31 |\n| 初中 | 13 |\n| 高中 | 5 |\n| 合计 | 48 |"


@cache
def checker(**options: object) -> Checker:
    """All shipped rules."""
    return load(config=Config(**options))  # type: ignore[arg-type]


def check(text: str, *, markdown: bool = True) -> Report:
    return checker().check(text, source="报告.md", markdown=markdown)


def rules(report: Report) -> list[str]:
    return [f.rule for f in report.findings]


def codes(report: Report) -> list[str]:
    return [note.code for note in report.notes]
