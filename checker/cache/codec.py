"""Frozen dataclasses <-> plain JSON values, guided by their type hints alone.

What is decoded is checked against the hints: a file of strangers can make a wrong value, never run code. A dataclass is
the list of its fields in order; a Fraction its two integers; a Decimal its digits. Anything that the hints do not
describe raises TypeError, ValueError, KeyError or ArithmeticError.
"""

from __future__ import annotations

import dataclasses
import sys
import types
from array import array
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Code = tuple[Callable[[Any], Any], Callable[[Any], Any]]
PLAIN = (str, int, float, bool, type(None))


def encode(kind: Any, value: Any) -> Any:
    """The JSON value of a value of this type. Raises TypeError for what no hint describes."""
    return _code(kind)[0](value)


def decode(kind: Any, value: Any) -> Any:
    """The value of this type that a JSON value stands for. Raises TypeError, ValueError or KeyError."""
    return _code(kind)[1](value)


@cache
def _code(kind: Any) -> Code:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return _plain(kind)
    if kind is None:
        return _plain(type(None))
    if kind is object:
        return _any, _some
    if kind is Any:
        return _tree, _grown
    if kind is Decimal:
        return str, Decimal
    if kind is Fraction:
        return (lambda value: [value.numerator, value.denominator]), (lambda value: Fraction(*value))
    if origin is Literal:
        return _same, {one: one for one in inner}.__getitem__
    if origin in (Union, types.UnionType):
        return _optional(inner)
    if origin is Mapping and inner[0] is str:
        return _mapping(inner[1])
    if origin is tuple:
        return _tuple(inner)
    if kind is array:
        return list, lambda value: array("f", value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind) if field.init and not field.kw_only]
        return _record(kind, names, lambda value: [getattr(value, name) for name in names])
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record(kind, list(kind._fields), list)
    raise TypeError(f"no code for {kind!r}")


def _same(value: Any) -> Any:
    return value


def _plain(kind: type) -> Code:
    def check(value: Any) -> Any:
        if type(value) is kind or (kind is float and type(value) is int):
            return value
        raise TypeError(f"{value!r} is no {kind.__name__}")

    return check, check


def _any(value: object) -> Any:
    """A value of no known type: plain, or a tuple of such."""
    if isinstance(value, tuple):
        return [_any(one) for one in value]
    if isinstance(value, PLAIN):
        return value
    raise TypeError(f"no code for {type(value).__name__}")


def _some(value: Any) -> object:
    if isinstance(value, list):
        return tuple(map(_some, value))
    return _any(value)


def _tree(value: Any) -> Any:
    """Texts in any nesting of mappings and tuples."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {_tree(name): _tree(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [_tree(one) for one in value]
    raise TypeError(f"no code for {type(value).__name__}")


def _grown(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return types.MappingProxyType({name: _grown(one) for name, one in value.items()})
    if isinstance(value, list):
        return tuple(map(_grown, value))
    raise TypeError(f"{value!r} is no text")


def _mapping(kind: Any) -> Code:
    write, read = _code(kind)

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise TypeError(f"{value!r} is no mapping")
        return {name: read(one) for name, one in value.items()}

    return (lambda value: {_tree(name): write(one) for name, one in value.items()}), check


def _optional(inner: tuple[Any, ...]) -> Code:
    kinds = [kind for kind in inner if kind is not type(None)]
    if set(inner) in ({str, type(None)}, {int, type(None)}, {float, bool}):
        return _one_of(frozenset(inner))
    if len(kinds) != 1 or len(kinds) == len(inner):
        raise TypeError(f"no code for a union of {inner!r}")
    write, read = _code(kinds[0])
    return (
        lambda value: None if value is None else write(value),
        lambda value: None if value is None else read(value),
    )


def _one_of(kinds: frozenset[type]) -> Code:
    """One of some plain types that JSON tells apart."""

    def check(value: Any) -> Any:
        if type(value) in kinds:
            return value
        raise TypeError(f"{value!r} is none of {set(kinds)!r}")

    return check, check


def _tuple(inner: tuple[Any, ...]) -> Code:
    if len(inner) == 2 and inner[1] is Ellipsis:
        write, read = _code(inner[0])
        return (lambda value: [write(one) for one in value]), (lambda value: tuple(read(one) for one in _list(value)))
    codes = [_code(kind) for kind in inner]
    return (
        lambda value: [write(one) for (write, _), one in zip(codes, value, strict=True)],
        lambda value: tuple(read(one) for (_, read), one in zip(codes, _list(value), strict=True)),
    )


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _record(kind: type, names: list[str], values: Callable[[Any], list[Any]]) -> Code:
    """A class with named fields, made by giving it all of them in order."""
    # Of the fields that are given alone: the others may have hints that no running Python can work out.
    said = types.SimpleNamespace(__annotations__={name: kind.__annotations__[name] for name in names})
    hints = get_type_hints(said, vars(sys.modules[kind.__module__]))
    codes = [_code(hints[name]) for name in names]

    # Thousands of records are read at each start: fields of plain types are looked at all at once.
    plain = [i for i, name in enumerate(names) if hints[name] in PLAIN and hints[name] is not float]
    wanted = [hints[names[i]] for i in plain]
    others = [(i, codes[i][1]) for i in range(len(names)) if i not in plain]
    writing = [(i, codes[i][0]) for i in range(len(names)) if i not in plain]

    def write(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} is wanted")
        written = values(value)
        if [type(written[i]) for i in plain] != wanted:
            raise TypeError(f"{value!r} has values of other types than its hints say")
        for i, one in writing:
            written[i] = one(written[i])
        return written

    def read(value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(names):
            raise TypeError(f"{value!r} are not the fields of {kind.__name__}")
        if [type(value[i]) for i in plain] != wanted:
            raise TypeError(f"{value!r} has fields that {kind.__name__} has not")
        arguments = value.copy()
        for i, one in others:
            arguments[i] = one(arguments[i])
        return kind(*arguments)

    return write, read
