"""Compiled regular expressions, kept between runs.

`re` and `regex` compile in Python, about a millisecond for each pattern, and hundreds are made of the word lists:
most of the time of a short run. Both remember by pattern and flags what they compiled in this process. Here that is
carried over to the next: what was kept is put where they look first. Whoever compiles a pattern gets the object that
would have been made; with another Python, another `regex` or a damaged entry everything is compiled as ever.

`regex` takes compiled code back from its own pickles in the same way. `re` has private modules for it only, so the name
of an entry holds the versions, and whatever is not as expected ends the attempt. The code of a pattern is data for a
matching engine: it runs no Python, and `re` looks it over before it takes it.
"""

from __future__ import annotations

import marshal
import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import regex

from checker.cache.keys import digest

MOST = 450  # patterns of each library, which itself drops old ones at 500
SHORT = 3  # signs of a pattern that is compiled faster than it is kept; some are made of the numbers of one document
CANNOT = (ImportError, AttributeError, TypeError, ValueError, LookupError, EOFError, RuntimeError, OverflowError)
Key = tuple[str, int]  # pattern and flags
Plain = tuple[bytes, int, int, dict[str, int]]  # code, all flags, number of groups, names of groups
Rich = tuple[Any, ...]  # as `regex` itself puts it into a pickle
Codes = tuple[dict[Key, Plain], dict[Key, Rich]]
Noted = dict[Key, list[int]]


def _engines() -> list[str]:
    """What code depends on: the engines, their Unicode, and how wide and which way round their numbers are."""
    constants = getattr(re, "_constants", None)
    here = (getattr(constants, "MAGIC", None), getattr(constants, "MAXREPEAT", None), array("I").itemsize)
    python = (sys.implementation.name, sys.hexversion, unicodedata.unidata_version, sys.byteorder)
    return [str(one) for one in (*python, *here, regex.__version__)]


NAME = digest("regexes", *_engines())
"""Of the entry: code is good for one version of its engine, and for nothing else does it matter who made it."""


def note() -> Noted:
    """The code of what `re` compiles from now on, filled as it comes; one for the whole process.

    `re` itself does not keep it, and to make it anew for `fresh` would take as long as the first time.
    """
    library = getattr(re, "_compiler", None)
    make: Any = getattr(library, "_code", None)
    noted: Noted = getattr(make, "noted", {})
    if make is None or hasattr(make, "noted"):
        return noted

    def noting(parsed: Any, flags: int) -> Any:
        code = make(parsed, flags)
        pattern = getattr(getattr(parsed, "state", None), "str", None)
        if isinstance(pattern, str) and len(noted) < MOST:
            noted[pattern, int(flags)] = code
        return code

    noting.noted = noted  # type: ignore[attr-defined]
    _private(library)._code = noting
    return noted


def restore(data: bytes | None) -> Codes:
    """Put kept patterns where `re` and `regex` look first, and give them; nothing for data that are damaged."""
    known: Codes = {}, {}
    body = (data or b"")[4:]
    if not body or zlib.crc32(body).to_bytes(4, "big") != (data or b"")[:4]:
        return known
    try:
        plain, rich = marshal.loads(body)
        for key, code in plain.items():
            _into_re(key, *code)
            known[0][key] = code
        for key, parts in rich.items():
            _into_regex(key, parts)
            known[1][key] = parts
    except CANNOT:  # what was put there until now is whole
        pass
    return known


def fresh(known: Codes, noted: Noted | None = None) -> bytes | None:
    """`known` and what was compiled since, as data for `restore`; None if that is nothing. `noted`: see `note`.

    When there are too many, all are let go: those that are in use come back with the next runs.
    """
    try:
        plain, rich = _of_re(known[0], noted or {}), _of_regex(known[1])
    except CANNOT:
        return None
    if len(plain) == len(known[0]) and len(rich) == len(known[1]):
        return None
    if max(len(plain), len(rich)) > MOST:
        plain, rich = {}, {}
    return _data(plain, rich)


def lasting() -> bytes:
    """Those that `re` compiled until now, as data for `restore`: always the same of the same patterns.

    `regex` puts sets into its code, whose order hangs on where things lie in memory. Raises what CANNOT has.
    """
    return _data(dict(sorted(_of_re({}, {}).items())), {})


def _data(plain: dict[Key, Plain], rich: dict[Key, Rich]) -> bytes:
    body = marshal.dumps((plain, rich))
    return zlib.crc32(body).to_bytes(4, "big") + body


def _into_re(key: Key, code: bytes, flags: int, groups: int, names: dict[str, int]) -> None:
    words = array("I")
    words.frombytes(code)
    by_number: list[str | None] = [None] * (groups + 1)
    for group, number in names.items():
        by_number[number] = group
    engine, library = import_module("_sre"), _private(re)
    library._cache[str, *key] = engine.compile(key[0], flags, words.tolist(), groups, names, tuple(by_number))


def _of_re(known: dict[Key, Plain], noted: Noted) -> dict[Key, Plain]:
    library, all_codes = _private(re), dict(known)
    for (kind, pattern, flags), made in list(library._cache.items()):
        key = pattern, int(flags)
        if kind is str and key not in known and len(pattern) > SHORT and not _shuffled(pattern, known):
            code = noted.get(key) or library._compiler._code(library._parser.parse(pattern, flags), flags)
            all_codes[key] = array("I", code).tobytes(), made.flags, made.groups, dict(made.groupindex)
    return all_codes


def _shuffled(pattern: str, known: Mapping[Key, object]) -> bool:
    """Whether it is a kept one with its signs in another order.

    Some libraries write a set into a pattern, and each process has another order of it: to keep those would never end.
    """
    alike = (kept for kept, _ in known if len(kept) == len(pattern))
    return any(sorted(kept) == sorted(pattern) for kept in alike)


def _into_regex(key: Key, parts: Rich) -> None:
    library = _private(import_module("regex._main"))
    library._locale_sensitive[str, key[0]] = False
    library._cache[key[0], str, key[1], frozenset(), regex.DEFAULT_VERSION, None] = library._regex.compile(*parts)
    library._named_args[key[0], str, key[1]] = frozenset()


def _of_regex(known: dict[Key, Rich]) -> dict[Key, Rich]:
    library, all_codes = _private(import_module("regex._main")), dict(known)
    for (pattern, kind, flags, lists, version, locale), made in list(library._cache.items()):
        key = pattern, int(flags)
        plain = kind is str and not lists and version == regex.DEFAULT_VERSION and locale is None
        if plain and key not in known and len(pattern) > SHORT:
            all_codes[key] = made._pickled_data
    return all_codes


def _private(module: Any) -> Any:
    """A module whose private names are used."""
    return module
