"""Quantities that fill their fields when asked: the same whatever is asked first, and whole when copied or sent."""

from __future__ import annotations

import copy
import pickle
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.judge.mask import Mask
from checker.lexicon import default_lexicon
from checker.model.document import Document, Span
from checker.model.interval import Interval
from checker.model.quantity import Quantities, Quantity
from checker.quantify import extract

LEXICON = default_lexicon()
TEXT = "2024年，全市预计建成学校约48所，同比增长6.2%，其中公办31所、民办17所（占35.4%）；平均每所投资1.76万元至2万元。"
TORN = Document("x", TEXT, dropped=(Span(11, 12), Span(30, 31)))
NAMES = [field.name for field in fields(Quantity)]


@pytest.fixture(scope="module")
def whole() -> list[str]:
    return [repr(q) for q in extract(TORN, LEXICON)]


@given(st.permutations(NAMES), st.randoms(use_true_random=False))
def test_no_field_depends_on_the_order_of_asking(names: list[str], random: object) -> None:
    quantities = extract(TORN, LEXICON)
    order = list(range(len(quantities)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for index in order:
        for name in names:
            getattr(quantities[index], name)
    assert [repr(q) for q in quantities] == [repr(q) for q in extract(TORN, LEXICON)]


def test_equal_hashed_copied_pickled_replaced(whole: list[str]) -> None:
    first, second = extract(TORN, LEXICON), extract(TORN, LEXICON)
    assert first == second
    assert hash(first) == hash(second)
    for made in (pickle.loads(pickle.dumps(first)), copy.deepcopy(first)):
        assert made == first
        assert [repr(q) for q in made] == whole
        assert made.columns == first.columns
    moved = replace(extract(TORN, LEXICON)[1], index=7)
    assert (moved.index, moved.unit, moved.hard) == (7, first[1].unit, first[1].hard)


def test_no_other_attribute() -> None:
    quantity = extract(TORN, LEXICON)[0]
    with pytest.raises(AttributeError, match="colour"):
        quantity.colour  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError):
        quantity.unit = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="kind"):
        object.__new__(Quantity).kind  # noqa: B018


def test_columns_are_those_of_the_quantities() -> None:
    quantities = extract(TORN, LEXICON)
    assert quantities.columns == Quantities.of(tuple(quantities)).columns
    lazy, eager = Mask(TORN, extract(TORN, LEXICON)), Mask(TORN, tuple(quantities))
    assert (lazy.text, lazy.at, lazy.where, lazy.lines) == (eager.text, eager.at, eager.where, eager.lines)


def test_the_same_amount_is_reckoned_once() -> None:
    one, other = (q for q in extract(Document("x", "48所、48所"), LEXICON))
    assert one.hard is other.hard


def test_another_value_changes_nothing_else() -> None:
    for old in extract(TORN, LEXICON):
        ten = Interval.exact(10)
        made = old.altered(Decimal(10), ten, ten)
        assert repr(made) == repr(replace(old, number=Decimal(10), hard=ten, expected=ten))
        assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(AttributeError, match="colour"):
        made.colour  # type: ignore[attr-defined]  # noqa: B018
