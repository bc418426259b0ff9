"""Units and measure words as data: printed form -> dimension and exact factor to its base unit.

The only file that may import pint, and only for a compound that the table does not know; linting a text
whose units are in `words/units.yaml` never loads it. Counted things are dimensions of their own
(count:人, count:所), so that persons are never added to schools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from checker.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit. One of it is `factor` of the base unit of `dimension`; `scale`: the scale word it begins with."""

    printed: str
    dimension: str
    factor: Fraction = Fraction(1)
    kind: str = "quantity"
    scale: str = ""

    def per(self, other: Unit, mark: str = "/") -> Unit:
        """The compound self / other: 元/人, 毫克/立方米."""
        dimension = f"{self.dimension}/{other.dimension}"
        return Unit(f"{self.printed}{mark}{other.printed}", dimension, self.factor / other.factor, self.kind)


BARE = Unit("", "")


@dataclass(frozen=True, slots=True)
class Units:
    """All units of a lexicon. `known`: printed form without a scale word -> unit. `scales`: scale word -> value."""

    known: Mapping[str, Unit]
    scales: Mapping[str, int]

    def lookup(self, printed: str) -> Unit | None:
        """Unit of a printed form, scale words and a slash allowed: 万元 -> factor 10000, 元/吨. None if unknown."""
        text = printed.strip()
        found = self.known.get(text)
        if found is not None:
            return found
        for mark in ("/", "／"):
            top, slash, bottom = text.partition(mark)
            if slash:
                a, b = self.lookup(top), self.lookup(bottom)
                return a.per(b, mark) if a and b else None
        scale = 1
        for i, char in enumerate(text):
            if char not in self.scales:
                return None
            scale *= self.scales[char]
            base = self.known.get(text[i + 1 :])
            if base is not None:
                return Unit(text, base.dimension, base.factor * scale, base.kind, text[: i + 1])
        return None


@lru_cache(maxsize=8)
def units_of(lexicon: Lexicon) -> Units:
    """The units of a lexicon, built once for each."""
    kinds = lexicon.table("kinds")
    same = lexicon.table("same_as")
    known: dict[str, Unit] = {}
    for dimension, forms in lexicon.table("units").items():
        kind = "money" if dimension.startswith("currency:") else kinds.get(dimension, "quantity")
        for printed, factor in forms.items():
            known[printed] = Unit(printed, same.get(dimension, dimension), Fraction(factor), kind)
    alias = {word: home for home, words in lexicon.table("same_measure").items() for word in words}
    for word in lexicon.words("measure_words"):
        known.setdefault(word, Unit(word, f"count:{alias.get(word, word)}"))
    scales = {word: int(value) for word, value in lexicon.table("scale_words").items()}
    return Units(MappingProxyType(known), MappingProxyType(scales))


def pint_factor(expression: str, base: str) -> Fraction:
    """Exact value of one `expression` in `base`, both in pint's English spelling: ("acre", "m**2").

    For units outside the word list (a rule file may name one) and for the test that checks the table.
    Raises ValueError for an unknown unit or another dimension.
    """
    import pint  # noqa: PLC0415  fenced: slow to import

    try:
        registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)
        return Fraction(registry.Quantity(Fraction(1), expression).to(base).magnitude)
    except (pint.PintError, TypeError, AttributeError) as error:
        raise ValueError(f"cannot convert {expression!r} to {base!r}: {error}") from error
