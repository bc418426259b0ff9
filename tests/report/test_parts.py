"""A report in parts is the report."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.report.jsontext import json_of
from checker.report.parts import dumped, items, listed, mapped

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.lists(plain, max_size=3), max_size=4), plain)
def test_json_in_parts_is_json(parts: list[list[Any]], other: Any) -> None:
    """Parts of no, one or several items; the same bytes as when all is known at once."""
    whole = {"first": other, "all": [value for part in parts for value in part]}
    said = mapped([("first", [dumped(other, 1)]), ("all", listed((items(part, 2) for part in parts), 2))], 1)
    assert "".join(said) == json_of(whole)
