"""YAML text -> plain Python data with the place of every key and value.

Built from PyYAML's events, not from its constructors: nothing of the file can name a Python type, scalars
follow the YAML 1.2 core schema (`no` and 2024-01-01 are strings), and a hostile file costs one line of error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from checker.model.rule import Place
from checker.rulebook.errors import RuleError, RuleErrors

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000

Key: TypeAlias = "str | int"
KeyPath: TypeAlias = tuple[Key, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
# Signs that show nothing, colour a terminal, turn the direction of a line, or are half of a pair.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: line and column from 0, its style (None for plain), and the value's own key, if any."""

    line: int
    column: int
    style: str | None = None
    end_line: int = -1
    end_column: int = -1
    key: tuple[int, int] | None = None


@dataclass(slots=True)
class Source:
    """A rule file as data. `spots` maps the path of every value to its place; `errors` were met while reading."""

    path: str
    text: str
    data: Any = None
    spots: dict[KeyPath, Spot] = field(default_factory=dict)
    errors: list[RuleError] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def place(self, path: KeyPath, offset: int | None = None, *, key: bool = False) -> Place:
        """Place of the value at `path`, or of the nearest value around it.

        `key`: of its key instead. `offset`: of that character of the value, exact in one-line plain and quoted
        scalars, else the scalar's start.
        """
        exact = path in self.spots
        while path and path not in self.spots:
            path = path[:-1]
        spot = self.spots.get(path, Spot(0, 0))
        if key and exact and spot.key is not None:
            return Place(self.path, spot.key[0] + 1, spot.key[1] + 1)
        shift = 0 if offset is None else self._shift(spot, offset)
        return Place(self.path, spot.line + 1, spot.column + shift + 1)

    def _shift(self, spot: Spot, offset: int) -> int:
        """Columns from the start of a one-line scalar to the character at `offset` of its value."""
        if spot.line != spot.end_line or spot.style in ("|", ">"):
            return 0
        raw = self.lines[spot.line][spot.column : spot.end_column]
        if spot.style == "'":
            return _after(re.finditer(r"''|.", raw[1:-1]), offset) + 1
        if spot.style == '"':
            return _after(re.finditer(rf"{_ESCAPE.pattern}|.", raw[1:-1], re.DOTALL), offset) + 1
        return offset


def read_source(text: str, path: Path | str) -> Source:
    """The data of one rule file with its places. Mistakes are in `.errors`; with a syntax error `.data` is None."""
    source = Source(str(path), text)
    if len(text.encode(errors="replace")) > MAX_BYTES:
        source.errors.append(RuleError(Place(source.path, 1, 1), f"the file is larger than {MAX_BYTES} bytes"))
        return source
    # YAML's own line breaks; str.splitlines would also break at form feeds and others.
    source.lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
    try:
        source.data = _Builder(source).document()
    except RuleErrors as stop:
        source.data = None
        source.errors.extend(stop.errors)
    except yaml.YAMLError as error:
        source.errors.append(_syntax_error(source, error))
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        source.errors.append(RuleError(Place(source.path, line, 1), "not YAML: half of a surrogate pair"))
    return source


def _after(signs: Iterator[re.Match[str]], offset: int) -> int:
    end = 0
    for count, sign in enumerate(signs):
        if count == offset:
            return sign.start()
        end = sign.end()
    return end


def _syntax_error(source: Source, error: yaml.YAMLError) -> RuleError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    if mark is None:
        position = getattr(error, "position", 0)
        head = source.text[: position if isinstance(position, int) else 0]
        return RuleError(Place(source.path, head.count("\n") + 1, 1), f"not YAML: {problem}")
    return RuleError(Place(source.path, mark.line + 1, mark.column + 1), f"not YAML: {problem}")


def _scalar(event: Any) -> Any:
    """The value of a scalar in YAML 1.2's core schema; only plain ones are anything but strings."""
    value: str = event.value
    if event.style:  # None or empty for a plain one
        return value
    if _NULL.fullmatch(value):
        return None
    if value in _BOOL:
        return _BOOL[value]
    if len(value) <= 30 and _INT.fullmatch(value):
        return int(value)
    if len(value) <= 30 and _FLOAT.fullmatch(value):
        return float(value)
    return value


class _Builder:
    """Reads one document from the events of a file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.events: Iterator[Any] = yaml.parse(source.text, Loader=_LOADER)
        self.nodes = 0

    def stop(self, event: Any, message: str, expected: str = "") -> RuleErrors:
        mark: Any = event.start_mark
        return RuleErrors([RuleError(Place(self.source.path, mark.line + 1, mark.column + 1), message, expected)])

    def document(self) -> Any:
        data: Any = None
        seen = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise self.stop(event, "a second document in one file", "one rule in one file")
                seen = True
                data = self.value(next(self.events), (), None, 0)
        if not seen:
            raise RuleErrors([RuleError(Place(self.source.path, 1, 1), "the file is empty", "a rule")])
        return data

    def value(self, event: Any, path: KeyPath, key: tuple[int, int] | None, depth: int) -> Any:
        """The data that starts with `event`; its spot is noted under `path`."""
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.stop(event, "anchors and aliases are not allowed in a rule file", "the value itself")
        if event.tag is not None and event.tag != "!":
            raise self.stop(event, f'the tag "{event.tag}" is not allowed in a rule file', "the value alone")
        if depth > MAX_DEPTH:
            raise self.stop(event, f"nested deeper than {MAX_DEPTH} levels")
        if self.nodes > MAX_NODES:
            raise self.stop(event, f"more than {MAX_NODES} values in one file")
        start, end = event.start_mark, event.end_mark
        style = event.style or None if isinstance(event, yaml.ScalarEvent) else None
        self.source.spots[path] = Spot(start.line, start.column, style, end.line, end.column, key)
        if isinstance(event, yaml.ScalarEvent):
            self.shown(event)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def shown(self, event: Any) -> None:
        """An error for a text with a character that cannot be seen."""
        if (hidden := _HIDDEN.search(event.value)) is not None:
            mark: Any = event.start_mark
            place = Place(self.source.path, mark.line + 1, mark.column + 1)
            message = f"the text holds the character U+{ord(hidden[0]):04X}, which cannot be seen"
            self.source.errors.append(RuleError(place, message, "letters, digits and marks"))

    def sequence(self, path: KeyPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items)), None, depth + 1))
        return items

    def mapping(self, path: KeyPath, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.stop(event, "a key must be a plain word", "name: value")
            mark: Any = event.start_mark
            self.shown(event)
            name: str = event.value
            if name in items:
                first = self.source.spots[(*path, name)].key
                where = f" (first in line {first[0] + 1})" if first else ""
                place = Place(self.source.path, mark.line + 1, mark.column + 1)
                message = f'the key "{name}" stands here twice{where}'
                self.source.errors.append(RuleError(place, message, "each key once"))
                kept = dict(self.source.spots)
                self.value(next(self.events), (*path, name), None, depth + 1)
                self.source.spots = kept  # the first one counts
                continue
            items[name] = self.value(next(self.events), (*path, name), (mark.line, mark.column), depth + 1)
        return items
