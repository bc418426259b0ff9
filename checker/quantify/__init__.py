"""Document -> Quantities; knows no rules."""

from checker.quantify.extract import extract, numbers
from checker.quantify.numeral import Numeral, read
from checker.quantify.year import main_year

__all__ = ["Numeral", "extract", "main_year", "numbers", "read"]
