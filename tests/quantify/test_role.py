"""Roles and directions."""

from __future__ import annotations

import pytest

from checker.lexicon import default_lexicon
from checker.quantify import numbers

LEXICON = default_lexicon()


@pytest.mark.parametrize(
    "text, roles",
    [
        ("产值同比分别增长6.6%、14.4%和5%", ["rate+1"] * 3),
        ("能耗和水耗分别下降6.6%和14.4%", ["rate-1"] * 2),
        ("增长到65%", ["level+0"]),
        ("降至3.2%", ["level+0"]),
        ("增速为6%", ["rate+1"]),
        ("增幅约为3%", ["rate+1"]),
        ("涨2.3%", ["rate+1"]),
        ("跌幅5%", ["rate-1"]),
        ("实现5%的增长", ["rate+1"]),
        ("比上年增加6亿元", ["change+1"]),
        ("学生净增974人", ["change+1"]),
        ("提高3个百分点", ["change+1"]),
        ("低于全国0.6个百分点", ["change-1"]),
        ("贷款增加10.6万亿元", ["level+1"]),
        ("新增学位39240个", ["level+0"]),
        ("占比达73.98%", ["share+0"]),
        ("建成12所（24%）", ["level+0", "share+0"]),
        ("人均收入3.5万元", ["average+0"]),
        ("日均接待1.2万人次", ["average+0"]),
        ("每人补贴500元", ["price+0"]),
        ("每年划拨200万元", ["level+0"]),
        ("产量是去年的3倍", ["multiple+0"]),
        ("产量增长3倍", ["rate+1"]),
        ("消除66人以上超大班额", ["bound+0"]),
        ("500万元以上的项目", ["bound+0"]),
        ("增长6%以上，", ["rate+1"]),
        ("第三名", ["none+0"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    found = [f"{q.role}{q.direction:+d}" for q in numbers(text, LEXICON)]
    assert found == roles
