"""Data of a rule file -> `RuleShape`, with every error of shape said in our words, at its place.

The checks of meaning need a whole shape. So what is wrong is taken out (or, where it is needed, filled in)
and the rest is validated again: then one load names the mistakes of shape and of meaning together.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from pydantic import ValidationError

from checker.model.spelling import nearest
from checker.rulebook.errors import RuleError, one_of
from checker.rulebook.shape import RuleShape, keys_at
from checker.rulebook.source import KeyPath, Source

# Stand-ins for required values that are missing or wrong; they are never reported on.
_STAND_INS: dict[str, Any] = {
    "severity": "error", "kind": "prose", "code": "CHK000", "id": "x",
    "title": {"zh": "x", "en": "x"}, "message": {"zh": "x", "en": "x"},
    "slots": {"x": {}}, "examples": {},
}  # fmt: skip
_TYPES = {
    "string_type": "a text", "int_type": "a whole number", "float_type": "a number", "bool_type": "true or false",
    "list_type": "a list", "dict_type": "a mapping", "model_type": "a mapping", "model_attributes_type": "a mapping",
}  # fmt: skip
_FORMATS = {"many": '"2.." or "2..8"', "code": "capitals and three digits, such as CHK101"}


def validate(source: Source, errors: list[RuleError]) -> tuple[RuleShape | None, frozenset[KeyPath]]:
    """The shape of a rule file, and the paths where it is not what the file says.

    Mistakes of shape are appended to `errors`. The shape is None when too little is left to be judged.
    """
    if not isinstance(source.data, dict):
        errors.append(RuleError(source.place(()), "a rule file holds one mapping", "key: value lines"))
        return None, frozenset()
    data = copy.deepcopy(source.data)
    bad: set[KeyPath] = set()
    for attempt in range(4):
        try:
            return RuleShape.model_validate(data), frozenset(bad)
        except ValidationError as found:
            for detail in found.errors():
                if attempt == 0:
                    errors.append(_told(source, detail))
                bad.add(_repair(data, tuple(detail["loc"]), str(detail["type"])))
    return None, frozenset(bad)


def _told(source: Source, detail: Any) -> RuleError:
    """One pydantic error as ours."""
    path: KeyPath = tuple(detail["loc"])
    kind, given, context = str(detail["type"]), detail["input"], detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        known = keys_at(path[:-1])
        return RuleError(source.place(path, key=True), f'unknown key "{name}"', one_of(known), nearest(name, known))
    if kind == "missing":
        where = source.place(path[:-1], key=True)
        return RuleError(where, f'the key "{name}" is missing', _described(path))
    place = source.place(path)
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", context["expected"])
        if not isinstance(given, str):
            return RuleError(place, f'"{key}" has a value of the wrong kind', one_of(known))
        return RuleError(place, f'unknown {key} "{given}"', one_of(known), nearest(str(given), known))
    if kind == "string_pattern_mismatch":
        return RuleError(place, f'malformed {key} "{given}"', _FORMATS.get(key, context["pattern"]))
    if kind in _TYPES:
        return RuleError(place, f'"{key}" has a value of the wrong kind', _TYPES[kind])
    if kind in ("too_short", "too_long", "string_too_short"):
        if "short" in kind:
            return RuleError(place, f'"{key}" is too short', f"{context.get('min_length')} or more")
        return RuleError(place, f'"{key}" is too long', f"at most {context.get('max_length')}")
    return RuleError(place, f'"{key}": {detail["msg"]}')


def _described(path: KeyPath) -> str:
    """What a missing key should hold."""
    return "a text in this language" if path[-1] in ("zh", "en") else f'"{path[-1]}: …"'


def _repair(data: Any, path: KeyPath, kind: str) -> KeyPath:
    """Take the wrong value at `path` out of `data`, or put a stand-in for it; returns the path that was changed."""
    parents: list[tuple[Any, Any]] = []
    here = data
    for step in path:
        known = isinstance(here, dict) and step in here
        indexed = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if not (known or indexed):
            break
        parents.append((here, step))
        here = here[step]
    if kind == "missing" and isinstance(here, dict):
        here[path[-1]] = _STAND_INS.get(str(path[-1]), "x")
        return path
    if not parents:
        return ()
    holder, step = parents[-1]
    changed = path[: len(parents)]
    if isinstance(holder, list):
        holder[step] = _neutral(holder[step], changed)
    elif (len(parents) == 1 and step in _STAND_INS) or step in ("zh", "en", "why", "match", "text", "reason"):
        holder[step] = _STAND_INS.get(str(step), "x")
    elif changed[0] == "slots" and len(changed) == 2:
        holder[step] = {}
    else:
        del holder[step]
    return changed


def _neutral(value: Any, path: KeyPath) -> Any:
    """A stand-in for an item of a list: removing it would shift the places of the items behind it."""
    if path[0] == "unless":
        return {"reason": "x"}
    if path[:2] == ("examples", "abstains"):
        return {"text": "x"}
    if path[-2] == "role":
        return "level"
    if path[-2] == "kind":
        return "quantity"
    return "x"
