"""Document -> Quantities; knows no rules."""

from checker.quantify.extract import extract, numbers
from checker.quantify.numeral import Numeral, read

__all__ = ["Numeral", "extract", "numbers", "read"]
