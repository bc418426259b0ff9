"""Floor 2: configuration files (checker.toml, or [tool.checker] of pyproject.toml) -> layers, or all that is wrong."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from checker.config import FAIL_ON, LANGS, FailOn, Lang, Layer, Named
from checker.model.report import SEVERITIES, Failed, Severity
from checker.texts import cause, did_you_mean, say
from checker.walk import SETTINGS

SHARED = "pyproject.toml"
LEAST = "least"  # of the table of severities: the level below which nothing is shown
_SECTION = re.compile(r"^\s*\[\s*tool\s*\.\s*checker\b", re.MULTILINE)
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_HEADER = re.compile(r"\s*\[+\s*([^\]]*?)\s*\]+\s*(?:#.*)?$")


def nearest(folder: Path) -> Path | None:
    """The configuration file that governs a folder: the nearest upwards; checker.toml before pyproject.toml.

    A pyproject.toml without [tool.checker] is none.
    """
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        if (place / SETTINGS).is_file():
            return place / SETTINGS
        shared = place / SHARED
        try:
            if shared.is_file() and _SECTION.search(shared.read_text(encoding="utf-8", errors="replace")):
                return shared
        except OSError:  # somebody else's file, and it may say nothing to us
            continue
    return None


def read_layers(path: Path, lang: str) -> tuple[tuple[Layer, ...], tuple[Failed, ...]]:
    """The layers of a configuration file, those that it extends first; and what is wrong with any of them."""
    layers: list[Layer] = []
    chain: list[Path] = []
    at, place = path, Failed(str(path), "")
    while True:
        if chain and not at.is_file():
            message = say("set-no-file", lang, name="extend", value=repr(str(at)))
            return (), (Failed(place.path, message, place.line, place.column),)
        if any(at.samefile(seen) for seen in chain):
            names = " → ".join(str(one) for one in (*chain, at))
            return (), (Failed(place.path, say("set-cycle", lang, names=names), place.line, place.column),)
        chain.append(at)
        reading = _Reading(at, lang)
        layer = reading.layer()
        if reading.faults:
            return (), tuple(reading.faults)
        layers.insert(0, layer)
        if reading.extends is None:
            return tuple(layers), ()
        place = reading.fault("extend", "")
        at = reading.extends


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    path: Path
    lang: str
    text: str = ""
    faults: list[Failed] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    extends: Path | None = None

    def layer(self) -> Layer:
        """What the file says; `faults` holds what is wrong."""
        import tomllib  # noqa: PLC0415 - most runs have no such file

        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
            data: Any = tomllib.loads(self.text)
        except OSError as error:
            self.faults.append(Failed(str(self.path), say("set-unread", self.lang, why=cause(error, self.lang))))
            return Layer()
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.faults.append(Failed(str(self.path), say("side-utf8", self.lang), line))
            return Layer()
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            place = _PLACE.search(str(error))
            line, column = (int(place[1]), int(place[2])) if place and place[1] else (self.text.count("\n") + 1, None)
            why = say("set-not-toml", self.lang, why=_PLACE.sub("", str(error)))
            self.faults.append(Failed(str(self.path), why, line, column))
            return Layer()
        root: tuple[str, ...] = ()
        if self.path.name == SHARED:
            root = ("tool", "checker")
            tool = data.get("tool")
            data = tool.get("checker", {}) if isinstance(tool, dict) else {}
            if not isinstance(data, dict):
                self.wrong(root, "table")
                return Layer()
        return self.table(data, root, nested=False)

    def table(self, data: Mapping[str, Any], at: tuple[str, ...], *, nested: bool) -> Layer:
        """One table as a layer; a `nested` one, of per-file, knows fewer keys."""
        known = ("select", "ignore") if nested else KEYS
        said: dict[str, Any] = {}
        for key, value in data.items():
            if key == "tool" and not at:
                self.say((*at, key), "set-in-tool")
            elif key not in known:
                near = did_you_mean(key, known, self.lang)
                self.say((*at, key), "set-unknown-key", name=repr(key), hint=near)
            else:
                said.update(_READERS[key](self, value, (*at, key)))
        return Layer(
            path=str(self.path), folder=self.path.parent, named=tuple(self.named) if not nested else (), **said
        )

    # one value -----------------------------------------------------------------------------------------------

    def strings(self, value: Any, at: tuple[str, ...]) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self.wrong(at, "strings")
        return ()

    def string(self, value: Any, at: tuple[str, ...]) -> str:
        if isinstance(value, str) and value:
            return value
        self.wrong(at, "string")
        return ""

    def rule_words(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        words = self.strings(value, at)
        for word in words:
            self.name(word, at[-1], self.fault(at[-1], "", at[:-1], word))
        return {at[-1]: words}

    def choice(self, value: Any, at: tuple[str, ...], among: Sequence[str]) -> str | None:
        if isinstance(value, str) and value in among:
            return value
        near = did_you_mean(value, among, self.lang) if isinstance(value, str) else ""
        self.say(at, "set-choice", name=at[-1], value=repr(value), known=", ".join(among), hint=near)
        return None

    def severity(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        """A level, or a table of rule = level with the key `least`."""
        if isinstance(value, str):
            return {"severity": cast(Severity | None, self.choice(value, at, SEVERITIES))}
        if not isinstance(value, dict):
            self.wrong(at, "levels")
            return {}
        said = {rule: self.choice(level, (*at, rule), SEVERITIES) for rule, level in value.items()}
        least = said.pop(LEAST, None)
        for rule in said:
            self.name(rule, at[-1], self.fault(rule, "", at))
        return {"severity": least, "levels": tuple((rule, level) for rule, level in said.items() if level)}

    def per_file(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(inner, dict) for inner in value.values()):
            self.wrong(at, "globs")
            return {}
        return {"per_file": tuple((glob, self.table(inner, (*at, glob), nested=True)) for glob, inner in value.items())}

    def rules(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        paths = [self.path.parent / one for one in self.strings(value, at)]
        for path in paths:
            if not path.exists():
                self.say(at, "set-no-file", name=at[-1], value=repr(str(path)))
        return {"rules": tuple(paths)}

    def encoding(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        name = self.string(value, at)
        try:
            codecs.lookup(name or "utf-8")
        except (LookupError, ValueError):
            self.say(at, "set-no-encoding", name=at[-1], value=repr(name))
        return {"encoding": name}

    def extend(self, value: Any, at: tuple[str, ...]) -> dict[str, Any]:
        name = self.string(value, at)
        self.extends = self.path.parent / name if name else None
        return {}

    # what is wrong, and where ----------------------------------------------------------------------------------

    def name(self, word: str, key: str, where: Failed) -> None:
        self.named.append(Named(word, key, where.path, where.line, where.column))

    def wrong(self, at: tuple[str, ...], wanted: str) -> None:
        self.say(at, "set-type", name=at[-1], wanted=say(f"want-{wanted}", self.lang))

    def say(self, at: tuple[str, ...], text: str, **fields: object) -> None:
        message = say(text, self.lang, **fields) if fields else say(text, self.lang)
        self.faults.append(self.fault(at[-1], message, at[:-1]))

    def fault(self, key: str, message: str, table: tuple[str, ...] | None = None, word: str = "") -> Failed:
        """A fault at a key, or at a word of its value. tomllib tells no places, so they are looked for in the text."""
        if table is None:
            table = ("tool", "checker") if self.path.name == SHARED else ()
        line, column = _find(self.text, table, key, word)
        return Failed(str(self.path), message, line, column)


_Reader = Callable[[_Reading, Any, tuple[str, ...]], dict[str, Any]]
_READERS: Mapping[str, _Reader] = {
    "select": _Reading.rule_words,
    "ignore": _Reading.rule_words,
    "severity": _Reading.severity,
    "per-file": _Reading.per_file,
    "rules": _Reading.rules,
    "extend": _Reading.extend,
    "fail-on": lambda r, value, at: {"fail_on": cast(FailOn | None, r.choice(value, at, FAIL_ON))},
    "lang": lambda r, value, at: {"lang": cast(Lang | None, r.choice(value, at, LANGS))},
    "encoding": _Reading.encoding,
    "baseline": lambda r, value, at: {"baseline": r.path.parent / r.string(value, at)},
    "exclude": lambda r, value, at: {"exclude": r.strings(value, at)},
}
KEYS = tuple(_READERS)


def _find(text: str, table: tuple[str, ...], key: str, word: str) -> tuple[int | None, int | None]:
    """Line and column of a key of a table, or of a quoted word behind it; None if it is written some other way."""
    wanted = [_unquoted(part) for part in table]
    here: list[str] = []
    found = None
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header and found is None:
            here = [_unquoted(part) for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^.\s]+', header[1])]
            if here == [*wanted, _unquoted(key)]:
                return number, line.index("[") + 1
            continue
        start = re.match(rf"\s*([\"']?){re.escape(key)}\1\s*[=.]", line) if found is None and here == wanted else None
        if start:
            found = (number, len(start[0]) - len(start[0].lstrip()) + 1)
        if found and not word:
            return found
        if found and (at := re.search(rf"[\"']{re.escape(word)}[\"']", line)):
            return number, at.start() + 1
    return found or (None, None)


def _unquoted(part: str) -> str:
    return part.strip("\"'")
