"""Units: exact factors, checked against pint; things counted keep apart."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.lexicon import default_lexicon
from checker.units import pint_factor, units_of

UNITS = units_of(default_lexicon())


@pytest.mark.parametrize(
    "printed, expression, base",
    [
        ("公里", "kilometer", "meter"),
        ("海里", "nautical_mile", "meter"),
        ("英里", "mile", "meter"),
        ("毫米", "mm", "m"),
        ("公顷", "hectare", "m**2"),
        ("平方公里", "km**2", "m**2"),
        ("升", "liter", "m**3"),
        ("吨", "metric_ton", "kg"),
        ("克", "g", "kg"),
        ("磅", "pound", "kg"),
        ("千瓦时", "kWh", "joule"),
        ("兆瓦", "MW", "watt"),
        ("小时", "hour", "second"),
        ("桶", "oil_barrel", "m**3"),
        ("盎司", "ounce", "kg"),
        ("英寸", "inch", "m"),
    ],
)
def test_factors_agree_with_pint(printed: str, expression: str, base: str) -> None:
    unit = UNITS.lookup(printed)
    assert unit is not None
    assert abs(unit.factor / pint_factor(expression, base) - 1) < Fraction(1, 10**9)


def test_scale_words_and_slashes() -> None:
    assert UNITS.lookup("万元").factor == 10000  # type: ignore[union-attr]
    assert UNITS.lookup("亿千瓦时").dimension == "energy"  # type: ignore[union-attr]
    assert UNITS.lookup("元/吨").dimension == "currency:CNY/mass"  # type: ignore[union-attr]
    assert UNITS.lookup("nothing") is None


def test_things_counted_are_dimensions_of_their_own() -> None:
    person, place, trip = (UNITS.known[w].dimension for w in ("名", "所", "人次"))
    assert person == UNITS.known["位"].dimension == "count:人"
    assert len({person, place, trip}) == 3


def test_unknown_expression_is_an_error() -> None:
    with pytest.raises(ValueError, match="convert"):
        pint_factor("no_such_unit", "m")
