"""python -m checker.preparing FOLDER TEXT...: makes there what a wheel brings ready made (`prepared.py`).

The build of a wheel runs it. Patterns are those that the check of the texts needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from checker import api, shelf
from checker.cache import regexes
from checker.lexicon import load_lexicon, shipped_rules
from checker.rulebook import load_rules


def prepare(into: Path, texts: Sequence[Path]) -> None:
    """Make the files in a folder; without patterns for a Python that lets none be kept. Raises OSError."""
    lexicon = load_lexicon([shipped_rules()])
    rules = load_rules([shipped_rules()], lexicon)
    checker = api.load()
    for path in texts:
        checker.check_file(path)
    try:
        patterns = regexes.lasting()
    except regexes.CANNOT:
        patterns = b""
    shelf.prepare(into, lexicon, rules, regexes.NAME, patterns)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]])
