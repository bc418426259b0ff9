"""JSON that is safe to be shown: no character in it moves a cursor, turns a line or is half of a pair."""

from __future__ import annotations

import json
import re

# JSON escapes the others itself. All of these stand in strings only, and are one unit of UTF-16.
_UNSEEN = "[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def json_of(value: object, *, indent: int | None = 1) -> str:
    """The JSON text of a value, Chinese as it is; parsed it is the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(_UNSEEN, lambda found: f"\\u{ord(found[0]):04x}", text)
