"""The two small notations inside texts of a rule: «marks» in examples, {fields} in messages."""

from __future__ import annotations


class MarkError(ValueError):
    """A mark or brace that has no partner. `position` is an offset in the text."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(f"{message} at {position}")
        self.position, self.message = position, message


def split_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without «», and the [start, end) places that they enclosed. Raises MarkError."""
    plain: list[str] = []
    marks: list[tuple[int, int]] = []
    length, opened, opened_at = 0, -1, 0
    for position, sign in enumerate(text):
        if sign == "«":
            if opened >= 0:
                raise MarkError(position, "a « stands inside another")
            opened, opened_at = length, position
        elif sign == "»":
            if opened < 0:
                raise MarkError(position, "a » without its «")
            if opened == length:
                raise MarkError(opened_at, "nothing stands between « and »")
            marks.append((opened, length))
            opened = -1
        else:
            plain.append(sign)
            length += 1
    if opened >= 0:
        raise MarkError(opened_at, "a « without its »")
    return "".join(plain), tuple(marks)


def split_fields(text: str) -> tuple[tuple[int, str], ...]:
    """The {fields} of a message as (offset of the content, content). Raises MarkError."""
    fields: list[tuple[int, str]] = []
    opened = -1
    for position, sign in enumerate(text):
        if sign == "{":
            if opened >= 0:
                raise MarkError(position, "a { stands inside another")
            opened = position + 1
        elif sign == "}":
            if opened < 0:
                raise MarkError(position, "a } without its {")
            if not text[opened:position].strip():
                raise MarkError(opened - 1, "an empty field")
            fields.append((opened, text[opened:position]))
            opened = -1
    if opened >= 0:
        raise MarkError(opened - 1, "a { without its }")
    return tuple(fields)
