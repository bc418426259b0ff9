"""Bytes -> text. Nothing is replaced, nothing is guessed in silence: a guess is a Note, a failure is a ReadError."""

from __future__ import annotations

import codecs

from checker.model.document import Note
from checker.read.errors import ReadError

# UTF-32 before UTF-16: the little-endian mark of the first begins with the mark of the second.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (docx, xlsx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office (doc, xls)"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x7fELF", "program"),
)
_SAMPLE = 1 << 16
LONGEST_LINE = 1_000_000
_LINE_ENDS = "\n\r\f\v\x85\u2028\u2029"
_CONTROLS = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\v\f\r\x1a\x1b")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, tuple[Note, ...]]:
    """Decode a file: (text without its byte order mark, name of the encoding, notes).

    `encoding` wins if given; else byte order mark, strict UTF-8, UTF-16 by its NUL pattern, strict
    GB18030 (Big5 where the characters say so), chardet. Newlines stay as they are.
    Raises ReadError with code binary, nul, utf16-pair, wrong-encoding, unknown-encoding, undecodable or long-line.
    """
    if encoding is not None:
        text, name = _decode_named(data, encoding)
        return _checked(text, name, ())
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(_strict(data[len(mark) :], name, len(mark)), name, ())
            except ReadError:
                if not name.startswith("utf-32") or not data.startswith(codecs.BOM_UTF16_LE):
                    raise
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReadError(
                "binary",
                f"this is a {kind} file, not text; give it the suffix of its kind or convert it to text",
                kind=kind,
            )
    utf16 = _utf16_by_nul(data) if b"\0" in data else None
    if utf16 is not None:
        text = _strict(data, utf16, 0)
        return _checked(text, utf16, (_guess_note(utf16, "info"),))
    try:
        return _checked(data.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _nul(data.index(b"\0"), binary=True) from None
        first_bad = error.start
    text, name, level = _legacy(data, first_bad)
    return _checked(text, name, (_guess_note(name, level),))


def _checked(text: str, name: str, notes: tuple[Note, ...]) -> tuple[str, str, tuple[Note, ...]]:
    _no_endless_line(text)
    at = text.find("\0")
    if at >= 0:
        raise _nul(at, binary=False)
    at = text.find("\ufffd")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        count = text.count("\ufffd")
        message = f"the file itself holds {count} replacement character(s) U+FFFD: its text was damaged before"
        notes = (*notes, Note("warning", message, line, "damaged", (("count", count),)))
    return text, name, notes


def _no_endless_line(text: str) -> None:
    """No paragraph of a report is so long; rules that read whole sentences would take minutes over it."""
    start, line = 0, 1
    while len(text) - start > LONGEST_LINE:
        end = max(text.rfind(c, start, start + LONGEST_LINE + 1) for c in _LINE_ENDS)
        if end < 0:
            line += text.count("\n", 0, start)
            raise ReadError(
                "long-line",
                f"line {line} has more than {LONGEST_LINE:,} characters: no text for people; break it into paragraphs",
                line=line,
                most=f"{LONGEST_LINE:,}",
            )
        start = end + 1


def _decode_named(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        raise _unknown(encoding) from None
    skip = next((len(mark) for mark, own in _MARKS if own == name and data.startswith(mark)), 0)
    if name == "utf-8-sig":
        name, skip = "utf-8", len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        return _strict(data[skip:] if skip else data, name, skip), name
    except LookupError:  # a codec that does not make text, such as base64
        raise _unknown(encoding) from None


def _strict(data: bytes, name: str, skipped: int) -> str:
    try:
        return data.decode(name, "strict")
    except UnicodeDecodeError as error:
        at = error.start + skipped
        if name.startswith("utf-16"):
            raise ReadError(
                "utf16-pair",
                f"half a UTF-16 pair at byte {at}: the file is cut or damaged there; save it again, best as UTF-8",
                offset=at,
                encoding=name,
            ) from None
        raise ReadError(
            "wrong-encoding",
            f"not {name} at byte {at}; give the right --encoding or save the file as UTF-8",
            offset=at,
            encoding=name,
        ) from None


def _unknown(encoding: str) -> ReadError:
    shown = encoding.replace("\0", "\\0")
    return ReadError(
        "unknown-encoding",
        f"unknown encoding {shown!r}; use a name such as utf-8, gb18030, big5 or utf-16",
        encoding=shown,
    )


def _nul(offset: int, *, binary: bool) -> ReadError:
    what = "a binary file, not text: NUL byte" if binary else "NUL character"
    return ReadError(
        "binary" if binary else "nul",
        f"{what} at offset {offset}; remove it, or give --encoding if the file is UTF-16",
        offset=offset,
    )


def _guess_note(name: str, level: str) -> Note:
    message = f"encoding guessed as {name}; --encoding sets it"
    return Note("warning" if level == "warning" else "info", message, None, "guessed", (("encoding", name),))


def _utf16_by_nul(data: bytes) -> str | None:
    """UTF-16 without a mark: the NULs of ASCII characters and newlines stand on one side of the pairs.

    U+4E00 has its NUL on the other side, so a text that reads as everyday Chinese is taken too.
    """
    even, odd = data[0::2].count(0), data[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    try:
        # Valid UTF-8 with NULs in it is UTF-8 (or plain binary) unless the NULs are really every other byte.
        data.decode("utf-8")
        if most * 2 < len(data) * 0.6:
            return None
    except UnicodeDecodeError:
        pass
    sided = most >= 2 and least * 20 <= most
    names = ("utf-16-le", "utf-16-be")
    for name in names if odd >= even else names[::-1]:
        sample = data[: _SAMPLE * 2].decode(name, "ignore")
        common = _common_share(sample, "gb2312", 0xB0, 0xD7) >= 0.7
        if _looks_written(sample) and "\0" not in sample and (sided or common):
            return name
        sided = False
    return None


def _looks_written(sample: str) -> bool:
    """Text that a person may have written: hardly any control character, mostly assigned ones."""
    if not sample:
        return False
    bad = sum(1 for c in sample if c in _CONTROLS or not (c.isprintable() or c.isspace()))
    return bad * 20 <= len(sample)


def _legacy(data: bytes, first_bad: int) -> tuple[str, str, str]:
    """A file that is not Unicode: (text, encoding, level of the note)."""
    try:
        text: str | None = data.decode("gb18030")
    except UnicodeDecodeError:
        text = None
    if text is not None and _common_share(text[:_SAMPLE], "gb2312", 0xB0, 0xD7) >= 0.7:
        return text, "gb18030", "info"
    for name in ("utf-16-le", "utf-16-be"):  # Chinese without one ASCII character has no NUL
        sample = data[:_SAMPLE].decode(name, "ignore")
        if len(data) % 2 == 0 and _looks_written(sample) and _common_share(sample, "gb2312", 0xB0, 0xD7) >= 0.7:
            return _strict(data, name, 0), name, "info"
    try:
        big5 = data.decode("cp950")
        if _common_share(big5[:_SAMPLE], "big5", 0xA4, 0xC6) >= 0.8:
            return big5, "cp950", "info"
    except UnicodeDecodeError:
        pass
    guessed = _by_chardet(data)
    if guessed is not None:
        return *guessed, "warning"
    if text is not None and _looks_written(text[:_SAMPLE]):
        return text, "gb18030", "warning"
    raise ReadError(
        "undecodable",
        f"cannot tell the encoding (not UTF-8 at byte {first_bad}); give --encoding or save the file as UTF-8",
        offset=first_bad,
    )


def _common_share(sample: str, encoding: str, low: int, high: int) -> float:
    """Share of the ideographs that stand on the first level of their character set, where written text lives.

    A text read with the wrong legacy encoding gives ideographs too, but rare ones.
    """
    ideographs = [c for c in sample if c >= "\u3400"]
    ideographs = [c for c in ideographs if not "\uff00" <= c <= "\uffef"]
    if not ideographs:
        return 0.0
    common = 0
    for c in ideographs:
        try:
            common += low <= c.encode(encoding)[0] <= high
        except UnicodeEncodeError:
            continue
    return common / len(ideographs)


def _by_chardet(data: bytes) -> tuple[str, str] | None:
    import chardet  # noqa: PLC0415  (only files of no common encoding pay for it)

    found = chardet.detect(data[:_SAMPLE])
    name, sure = found.get("encoding"), found.get("confidence") or 0.0
    if not name or sure < 0.5:
        return None
    try:
        text = data.decode(name)
        name = codecs.lookup(name).name
    except (UnicodeDecodeError, LookupError):
        return None
    return (text, name) if _looks_written(text[:_SAMPLE]) else None
