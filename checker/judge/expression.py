"""An assertion -> closures over intervals, and the sum for people from the same tree.

Every operand stands for the interval of values that its written digits and its hedge allow, so an answer is
three-valued: YES must hold, MAYBE may hold, NO cannot hold. What is not known (a function that gives None, a
text where a number should be) is everything, and so MAYBE: an expression can never accuse by accident.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from checker.judge.functions import ATTRIBUTES, BASIC, INTERVALS
from checker.judge.show import Show, show_like
from checker.judge.steps import Writer
from checker.judge.values import Operand, Value, as_interval, as_truth, equal, interval_of, is_number, member
from checker.model import expression as ex
from checker.model.interval import Interval, Truth

__all__ = ["BASIC", "Compiled", "Operand", "Value", "as_interval", "compile_expression", "show_like"]

Env: TypeAlias = Mapping[str, Value]
Run: TypeAlias = Callable[[Env], Value]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled expression. `names` are those that an `env` must have; a missing one is a KeyError."""

    text: str
    expr: ex.Expr
    names: frozenset[str]
    opaque: frozenset[str]  # names of which it reads more than the interval: their digits, their unit …
    still: bool  # it reads no interval of a number
    _run: Run
    _functions: Mapping[str, Callable[..., Any]]
    _parts: dict[ex.Node, Run] = field(default_factory=dict, compare=False)  # filled as steps ask for parts

    def _part(self, node: ex.Node) -> Run:
        """The closure of a part of the expression, or of a comparison of two of its parts."""
        if node not in self._parts:
            self._parts[node] = compile_node(node, self._functions)
        return self._parts[node]

    def _writer(self, env: Env, show: Show) -> Writer:
        return Writer(lambda node: self._part(node)(env), show)

    def value(self, env: Env) -> Value:
        """The value: an Interval for arithmetic, a Truth for an assertion, else what a function or name gave."""
        return self._run(env)

    def truth(self, env: Env) -> Truth:
        """The answer of an assertion; MAYBE for what is no answer."""
        return as_truth(self._run(env))

    def steps(self, env: Env, show: Show = show_like) -> tuple[str, ...]:
        """The computation line by line: what was computed, then how it compares with what was written.

        `show(value, like)` formats a computed number like an operand (`show_like` by default).
        """
        return self._writer(env, show).steps(self.expr.root)

    def shown(self, env: Env, show: Show = show_like) -> str:
        """The value as text, for `{expression}` in a message."""
        return self._writer(env, show).shown(self.expr.root)

    def expected(self, env: Env, show: Show = show_like) -> str | None:
        """What the written side should have been, for `{expected}`; None if no side is computed from the other."""
        return self._writer(env, show).expected(self.expr.root)

    def gap(self, env: Env, show: Show = show_like) -> str | None:
        """How far the two sides of the first comparison that does not hold are apart, for `{gap}`."""
        return self._writer(env, show).gap(self.expr.root)


def compile_expression(text: str, functions: Mapping[str, Callable[..., Any]] = MappingProxyType({})) -> Compiled:
    """Compile an expression once. `functions` are added to (and override) `BASIC`; they get values as they are in
    the env and may give None for "not known".

    Raises ExpressionError for what is not allowed, or for a function that is not there.
    """
    expr = ex.parse_expression(text)
    known = {**BASIC, **functions}
    for node in ex.walk(expr.root):
        if isinstance(node, ex.Call) and node.function not in known:
            raise ex.ExpressionError(node.at, f'unknown function "{node.function}"')
    return Compiled(
        text, expr, expr.names, _opaque(expr.root), _still(expr.root), compile_node(expr.root, known), known
    )


def _still(node: ex.Node) -> bool:
    if isinstance(node, ex.Call) and node.function in ATTRIBUTES:
        return True
    return not isinstance(node, ex.Name) and all(map(_still, ex.children(node)))


def _opaque(root: ex.Node) -> frozenset[str]:
    calls = [node for node in ex.walk(root) if isinstance(node, ex.Call) and node.function not in INTERVALS]
    return frozenset(node.name for call in calls for node in ex.walk(call) if isinstance(node, ex.Name))


def compile_node(node: ex.Node, functions: Mapping[str, Callable[..., Any]]) -> Run:
    """The closure of one node; all decisions on the tree are taken here, none when it runs."""
    match node:
        case ex.Number(value=number):
            exact = Interval.exact(number)
            return lambda env: exact
        case ex.String(value=text):
            return lambda env: text
        case ex.Name(name=name):
            if name == ex.NEVER:
                return lambda env: Truth.NO
            return lambda env: env[name]
        case ex.Items(items=items):
            runs = tuple(compile_node(item, functions) for item in items)
            return lambda env: tuple(run(env) for run in runs)
        case ex.Call(function=function, arguments=arguments):
            return _call(functions[function], tuple(compile_node(a, functions) for a in arguments))
        case ex.Unary(op=op, operand=operand):
            inner = compile_node(operand, functions)
            if op == "not":
                return lambda env: ~as_truth(inner(env))
            return lambda env: -as_interval(inner(env))
        case ex.Binary():
            return _binary(node, functions)
        case ex.Compare():
            return _compare(node, functions)
        case ex.Logic(op=op, items=items):
            return _logic(op, tuple(compile_node(item, functions) for item in items))


def _call(function: Callable[..., Any], arguments: Sequence[Run]) -> Run:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda env: function(only(env))
    return lambda env: function(*(run(env) for run in arguments))


def _binary(node: ex.Binary, functions: Mapping[str, Callable[..., Any]]) -> Run:
    left = compile_node(node.left, functions)
    if node.op == "**":
        assert isinstance(node.right, ex.Number)
        n = int(node.right.value)
        return lambda env: as_interval(left(env)).power(n)
    right = compile_node(node.right, functions)
    if node.op == "+":
        return lambda env: as_interval(left(env)) + as_interval(right(env))
    if node.op == "-":
        return lambda env: as_interval(left(env)) - as_interval(right(env))
    if node.op == "*":
        return lambda env: as_interval(left(env)) * as_interval(right(env))
    return lambda env: as_interval(left(env)) / as_interval(right(env))


def _less(left: Value, right: Value) -> Truth:
    """left < right; texts and other objects of one sort by their own order."""
    one, other = interval_of(left), interval_of(right)
    if one is not None and other is not None:
        return one.strictly_below(other)
    return _ordered(left, right, strict=True)


def _at_most(left: Value, right: Value) -> Truth:
    one, other = interval_of(left), interval_of(right)
    if one is not None and other is not None:
        return one.below(other)
    return _ordered(left, right, strict=False)


def _ordered(left: Value, right: Value, *, strict: bool) -> Truth:
    if left is None or right is None or is_number(left) or is_number(right) or type(left) is not type(right):
        return Truth.MAYBE
    try:
        return as_truth(bool(left < right if strict else left <= right))
    except TypeError:
        return Truth.MAYBE


_COMPARISONS: Mapping[str, Callable[[Value, Value], Truth]] = {
    "==": equal,
    "!=": lambda left, right: ~equal(left, right),
    "<": _less,
    "<=": _at_most,
    ">": lambda left, right: _less(right, left),
    ">=": lambda left, right: _at_most(right, left),
    "in": member,
}


def _compare(node: ex.Compare, functions: Mapping[str, Callable[..., Any]]) -> Run:
    first = compile_node(node.first, functions)
    rest = tuple((_COMPARISONS[op], compile_node(item, functions)) for op, item in node.rest)
    if len(rest) == 1:
        holds, other = rest[0]
        return lambda env: holds(first(env), other(env))

    def chain(env: Env) -> Truth:
        left, result = first(env), Truth.YES
        for holds, run in rest:
            right = run(env)
            result = result & holds(left, right)
            left = right
        return result

    return chain


def _logic(op: str, items: Sequence[Run]) -> Run:
    decided = Truth.NO if op == "and" else Truth.YES

    def run(env: Env) -> Truth:
        result = ~decided
        for item in items:
            answer = as_truth(item(env))
            result = result & answer if op == "and" else result | answer
            if result is decided:
                break
        return result

    return run
