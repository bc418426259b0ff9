"""What an editor's settings ask for: JSON in, one frozen value and complaints out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from checker.config import LANGS
from checker.setup import Asked
from checker.texts import say

SECTION = "checker"
OF_THE_CLIENT = frozenset({"path", "trace", "trace.server", "enable"})  # keys that its editor extension reads itself


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a session. The first five are those of `checker lint`.

    lang          zh or en; None: as the editor. inlay_hints: whether to answer when hints are asked for.
    delay         milliseconds of rest after a change before the text is checked.
    most          characters; a longer text is not checked while it is edited.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    isolated: bool = False
    lang: str | None = None
    inlay_hints: bool = True
    delay: int = 250
    most: int = 200_000

    def asked(self, lang: str) -> Asked:
        """As options of the command line. `lang`: if none is set."""
        rules = [str(Path(rule).expanduser()) for rule in self.rules]
        return Asked(
            self.select, self.ignore, self.severity, rules=rules, isolated=self.isolated, lang=self.lang or lang
        )


def read_settings(said: object, base: Settings, lang: str) -> tuple[Settings, tuple[str, ...]]:
    """The settings that a client sent, over those of `base`, and one line for each that cannot be taken.

    `said` is an object with the keys of KEYS, or one that holds such an object under "checker"; null and what is
    empty leave things as they are.
    """
    if isinstance(said, Mapping) and SECTION in said:
        said = said[SECTION]
    if said is None:
        return base, ()
    if not isinstance(said, Mapping):
        return base, (say("lsp-bad-settings", lang, value=_short(said)),)
    taken: dict[str, object] = {}
    wrong: list[str] = []
    for key, value in said.items():
        if key in OF_THE_CLIENT or value in (None, "", [], {}):
            continue
        field, read = KEYS.get(str(key), ("", _flag))
        if not field:
            wrong.append(say("lsp-no-setting", lang, name=_short(key), known=", ".join(KEYS)))
            continue
        try:
            taken[field] = read(value)
        except ValueError:
            wrong.append(say("lsp-bad-setting", lang, name=key, value=_short(value)))
    return replace(base, **taken), tuple(wrong)  # type: ignore[arg-type]


def _words(value: object) -> tuple[str, ...]:
    """["a", "b"], or "a, b"."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError
    return tuple(word.strip() for word in value if word.strip())


def _levels(value: object) -> tuple[str, ...]:
    """As --severity takes them; an object gives rules their levels."""
    if isinstance(value, Mapping):
        return _words([f"{rule}={level}" for rule, level in value.items()])
    return _words(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _language(value: object) -> str | None:
    if value == "auto":
        return None
    if value not in LANGS:
        raise ValueError
    return str(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


KEYS: Mapping[str, tuple[str, Callable[[object], object]]] = MappingProxyType(
    {
        "select": ("select", _words),
        "ignore": ("ignore", _words),
        "severity": ("severity", _levels),
        "rules": ("rules", _words),
        "isolated": ("isolated", _flag),
        "lang": ("lang", _language),
        "inlayHints": ("inlay_hints", _flag),
        "delay": ("delay", _count),
        "maxCharacters": ("most", _count),
    }
)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def watched(settings: Settings) -> Iterator[tuple[Path, str]]:
    """(folder, glob pattern in it) of the files that a check depends on besides the document."""
    yield Path.cwd(), "**/{checker.toml,pyproject.toml,*.checker.yaml,.checker-baseline.json}"
    for rule in settings.rules:
        path = Path(rule).expanduser().absolute()
        single = path.suffix in (".yaml", ".yml")
        yield (path.parent, path.name) if single else (path, "**/*.{yaml,yml}")
