"""What a wheel brings ready made, so that a first run is nearly as quick as those after it.

Two files beside the shipped rules, made when the wheel is built (`preparing.py`): rules and words as they were read,
under a digest of all files and code that they were made of; patterns as the builder's Python compiled them, under the
versions of the engines. What does not fit, or is not there, as in a checkout, costs time only.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from pathlib import Path

from checker.cache import MOST_BYTES, digest, of_contents
from checker.lexicon import shipped_rules

_SHIPPED = "shipped"
RULES, PATTERNS = "rules.z", "patterns.z"
ROOT = r"\u0000"  # in JSON, for the folder of the shipped rules: a sign that no rule may hold


def folder() -> Path:
    """Where the files lie, if there are any."""
    return Path(__file__).parent / _SHIPPED


def rules() -> str | None:
    """The shipped rules and words, the JSON of a `Kept`; None if they are not there or made of other files."""
    text = _read(RULES)
    if text is None:
        return None
    of, _, value = text.decode("ascii", "replace").partition("\n")
    try:
        if of != _made_of():
            return None
    except OSError:
        return None
    root, inner = _spelled()
    return re.sub(rf'"{re.escape(ROOT)}([^"]*)', lambda found: root + found[1].replace("/", inner), value)


def patterns(name: str) -> bytes | None:
    """Data for `regexes.restore`, if they were made by engines of this name."""
    of, _, data = (_read(PATTERNS) or b"").partition(b"\n")
    return data if of == name.encode() else None


def write(into: Path, value: str, name: str, compiled: bytes) -> None:
    """Make both files in a folder. Always the same bytes of the same things. Raises OSError.

    `value`: JSON of a `Kept`, in ASCII; `name` and `compiled`: patterns, and by which engines.
    """
    root, inner = _spelled()
    bare = re.sub(rf'{re.escape(root)}([^"]*)', lambda found: f'"{ROOT}' + found[1].replace(inner, "/"), value)
    for file, data in ((RULES, f"{_made_of()}\n{bare}".encode("ascii")), (PATTERNS, name.encode() + b"\n" + compiled)):
        (into / file).write_bytes(zlib.compress(data, 9))


def _spelled() -> tuple[str, str]:
    """In JSON: the folder of the shipped rules, with the quote before it, and what parts names within it."""
    return json.dumps(str(shipped_rules()))[:-1], json.dumps(os.sep)[1:-1]


def _read(name: str) -> bytes | None:
    unpacked = zlib.decompressobj()
    try:
        data = unpacked.decompress((folder() / name).read_bytes(), MOST_BYTES)
    except (OSError, zlib.error):
        return None
    return data if unpacked.eof else None


def _made_of() -> str:
    """Of the rules, the words, and the code that reads them. Raises OSError."""
    package = Path(__file__).parent
    return digest("prepared", of_contents(package, leaving=package / _SHIPPED), of_contents(shipped_rules()))
