"""Text and data made safe to stand in a page."""

from __future__ import annotations

import html
import json
import re

# A parser would change these: NUL and half a UTF-16 pair cannot stand in a page at all, a raw CR becomes a line feed.
CANNOT_STAND = re.compile("[\x00\ud800-\udfff]")
# Inside <script> only "<" can end or change the element; U+2028 and U+2029 once ended lines of scripts.
IN_SCRIPT = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")


def text(raw: str) -> str:
    """Text for an element or a quoted attribute: parsed again it is the same text, but for U+FFFD where none can be."""
    return CANNOT_STAND.sub("\ufffd", html.escape(raw)).replace("\r", "&#13;")


def data(value: object) -> str:
    """JSON for a <script type="application/json">, ASCII only where it must be."""
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, written in IN_SCRIPT:
        raw = raw.replace(char, written)
    return CANNOT_STAND.sub("\ufffd", raw)


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element around content that is safe already. Attributes are escaped; None and False leave one out.

    `_` in a name is written as `-`, one at its end is left out (`class_`).
    """
    written = []
    for key, value in attributes.items():
        if value is not None and value is not False:
            key = key.rstrip("_").replace("_", "-")
            written.append(f" {key}" if value is True else f' {key}="{text(str(value))}"')
    return f"<{name}{''.join(written)}>{content}</{name}>"
