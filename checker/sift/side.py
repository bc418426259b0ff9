"""The side file of a document without comments (报告.docx.checker.yaml) -> waivers, or all its mistakes with places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.model.document import Anchor
from checker.model.report import Failed
from checker.rulebook.source import KeyPath, Source, read_source
from checker.sift.waiver import Roster, Waiver, meant, rule_words
from checker.texts import did_you_mean, say

TEXT_KEYS = ("rule", "text", "reason", "fingerprint", "cell")
COUNT_KEYS = ("line", "page", "paragraph")
KEYS = (*TEXT_KEYS, *COUNT_KEYS)


def read_side(data: bytes, path: str, roster: Roster, lang: str) -> tuple[tuple[Waiver, ...], tuple[Failed, ...]]:
    """The waivers of a side file; none if anything is wrong with it, and then all that is wrong. Never raises."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (), (Failed(path, say("side-utf8", lang), line),)
    if not text.strip():
        return (), ()
    source = read_source(text, path)
    faults = [Failed(path, e.message, e.place.line, e.place.column) for e in source.errors]
    waivers: list[Waiver] = []
    if source.data is not None and not isinstance(source.data, list):
        faults.append(_fault(source, (), "side-not-list", lang))
    elif source.data is not None:
        for n, entry in enumerate(source.data):
            wrong = list(_wrong(source, n, entry, roster, lang))
            faults += wrong
            if not wrong:
                waivers.append(_waiver(entry, f"{path}:{source.place((n,)).line}"))
    faults.sort(key=lambda f: (f.line or 0, f.column or 0))
    return (() if faults else tuple(waivers)), tuple(faults)


def _wrong(source: Source, n: int, entry: Any, roster: Roster, lang: str) -> Iterator[Failed]:
    """What is wrong with one entry."""
    if not isinstance(entry, dict):
        yield _fault(source, (n,), "side-not-entry", lang)
        return
    for key, value in entry.items():
        if key not in KEYS:
            known = {"name": key, "known": ", ".join(KEYS), "hint": did_you_mean(key, KEYS, lang)}
            yield _fault(source, (n, key), "side-unknown-key", lang, key=True, **known)
        elif key in TEXT_KEYS and not isinstance(value, str):
            yield _fault(source, (n, key), "side-text", lang, name=key)
        elif key in COUNT_KEYS and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            yield _fault(source, (n, key), "side-count", lang, name=key)
    for key in ("rule", "reason"):
        if key not in entry:
            yield _fault(source, (n,), "side-missing", lang, name=key)
    if "text" not in entry and "fingerprint" not in entry:
        yield _fault(source, (n,), "side-neither", lang)
    if isinstance(reason := entry.get("reason"), str) and not any(c.isalnum() for c in reason):
        yield _fault(source, (n, "reason"), "side-no-reason", lang)
    if isinstance(rule := entry.get("rule"), str) and not meant(rule, roster):
        near = did_you_mean(rule, rule_words(roster), lang)
        yield _fault(source, (n, "rule"), "side-no-rule", lang, name=repr(rule), hint=near)


def _fault(source: Source, path: KeyPath, text: str, lang: str, *, key: bool = False, **fields: object) -> Failed:
    place = source.place(path, key=key)
    return Failed(source.path, say(text, lang, **fields), place.line, place.column)


def _waiver(entry: dict[str, Any], place: str) -> Waiver:
    return Waiver(
        "side-file",
        (entry["rule"],),
        entry["reason"].strip(),
        place,
        numbers=(entry["text"],) if "text" in entry else (),
        fingerprint=entry.get("fingerprint", ""),
        line=entry.get("line"),
        anchor=Anchor(page=entry.get("page"), cell=entry.get("cell"), paragraph=entry.get("paragraph")),
    )
