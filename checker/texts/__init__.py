"""Floor 1: what the tool itself says to people, in Chinese and English. Words about rules live in rules/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from errno import errorcode
from types import MappingProxyType

from checker.model.spelling import nearest
from checker.texts.command import COMMAND
from checker.texts.corpus import CORPUS
from checker.texts.helps import HELP
from checker.texts.lsp import LSP
from checker.texts.packs import PACKS
from checker.texts.page import PAGE
from checker.texts.people import PEOPLE
from checker.texts.reading import READING
from checker.texts.sheet import SHEET
from checker.texts.sifting import INIT, SIFTING
from checker.width import clean

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    PEOPLE | READING | COMMAND | HELP | PAGE | LSP | PACKS | SHEET | SIFTING | INIT | CORPUS
)


def cause(error: OSError, lang: str) -> str:
    """Why the operating system refused, in a language; its own words for what is rare."""
    name = errorcode.get(error.errno or 0, "")
    return of_system(name, lang) if f"os-{name}" in TEXTS else error.strerror or type(error).__name__


def of_system(name: str, lang: str) -> str:
    """The text of a system error such as ENOENT; its name where there is none."""
    return say(f"os-{name}", lang) if f"os-{name}" in TEXTS else name


def say(key: str, lang: str, **values: object) -> str:
    """The text of a key in a language, its {fields} filled in: a value, such as a file's name, never breaks a line."""
    text = TEXTS[key][lang != "zh"]
    return text.format(**{name: _shown(value) for name, value in values.items()}) if values else text


def _shown(value: object) -> object:
    return value if isinstance(value, int | float) else clean(str(value))


def did_you_mean(word: str, known: Iterable[str], lang: str) -> str:
    """'; did you mean …?' if a known word is near, else nothing."""
    close = nearest(word, known)
    return say("did-you-mean", lang, guess=close) if close else ""
