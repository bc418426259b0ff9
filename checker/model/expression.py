"""Assertions as data: the whitelisted subset of Python expressions of docs/rule-language.md, section 6.

Python's own parser reads the text; what it gives is copied into a small frozen tree, so that nothing
that was not allowed by name can reach the judge. Numbers are exact, read from their source text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from checker.model.spelling import nearest

MAX_LENGTH: Final = 500
MAX_DEPTH: Final = 20
MAX_EXPONENT: Final = 12
MAX_FACTORS: Final = 1000
"""How many numbers may be multiplied with each other, powers counted out: (x ** 12) ** 12 are 144."""
MAX_POWER: Final = 60
"""The greatest exponent of the function `power`."""
NEVER: Final = "never"

# Name -> least and most number of arguments (None: any).
ARITY: Final[dict[str, tuple[int, int | None]]] = {
    "sum": (1, None), "count": (1, 1), "min": (1, None), "max": (1, None), "avg": (1, None),
    "abs": (1, 1), "signed": (1, 1), "decimals": (1, 1), "whole": (1, 1),
    "consecutive": (1, 1), "distinct": (1, 1), "last": (1, 1), "first": (1, 1),
    "date_exists": (1, 1), "weekday": (1, 1), "days": (2, 2), "years": (2, 2), "before": (2, 2),
    "value": (1, 1), "low": (1, 1), "high": (1, 1),
    "unit": (1, 1), "dimension": (1, 1), "text": (1, 1), "kind": (1, 1),
    "complete": (1, 1), "consecutive_from": (1, 1), "year": (1, 1), "number": (1, 1), "same": (2, 2),
    "parallel": (1, 1), "mentions": (2, 2), "direction": (1, 1), "low_unit": (1, 1), "high_unit": (1, 1),
    "power": (2, 2), "ascending": (1, 1), "is_weekday": (2, 2), "noun": (1, 1), "digits": (1, 1), "step": (1, 1),
    "round_step": (1, 1), "hedges": (1, 1),
    "hedged_by": (1, 1),
    "term": (2, 2), "among": (2, 2), "check_digit": (2, 2),
    "lookup": (2, 3), "is_open": (1, 1), "within": (3, 3),
}  # fmt: skip
FUNCTIONS: Final[frozenset[str]] = frozenset(ARITY) | {NEVER}
TRUTHS: Final[frozenset[str]] = frozenset(
    {
        "ascending",
        "is_weekday",
        "parallel",
        "mentions",
        "whole",
        "same",
        "consecutive",
        "consecutive_from",
        "complete",
        "distinct",
        "date_exists",
        "before",
        "is_open",
        "within",
        "among",
        "check_digit",
    }
)

BinaryOp = Literal["+", "-", "*", "/", "**"]
CompareOp = Literal["==", "!=", "<", "<=", ">", ">=", "in"]


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class String:
    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Items:
    """`('a', 'b')`, only to the right of `in`."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    op: Literal["-", "not"]
    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`; the right side of `**` is a whole `Number`."""

    op: BinaryOp
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`first op item op item ...`: every neighbouring pair must hold."""

    first: Node
    rest: tuple[tuple[CompareOp, Node], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    op: Literal["and", "or"]
    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


Node: TypeAlias = Number | String | Name | Items | Call | Unary | Binary | Compare | Logic


class ExpressionError(ValueError):
    """An expression that is not allowed. `position` is an offset in its text."""

    def __init__(self, position: int, message: str, suggestion: str | None = None) -> None:
        super().__init__(f"{message} at {position}")
        self.position, self.message, self.suggestion = position, message, suggestion


@dataclass(frozen=True, slots=True)
class Expr:
    """A checked expression: its source and its tree. Every `at` of a node is an offset in `text`."""

    text: str
    root: Node

    @property
    def names(self) -> frozenset[str]:
        """Names it reads, `never` excluded."""
        return frozenset(n.name for n in walk(self.root) if isinstance(n, Name) and n.name != NEVER)

    @property
    def functions(self) -> frozenset[str]:
        return frozenset(n.function for n in walk(self.root) if isinstance(n, Call))

    @property
    def answers(self) -> bool:
        """Whether its value is a truth, so that it can be asserted."""
        return _answers(self.root)


def parse_expression(text: str) -> Expr:
    """The checked tree of an expression; names and functions are not looked up here (see `check_expression`).

    Raises ExpressionError for what is not Python, not on the white list, nested deeper than MAX_DEPTH or longer
    than MAX_LENGTH.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(MAX_LENGTH, f"the expression is longer than {MAX_LENGTH} characters")
    if (stray := re.search(r"[\\#\x00]", text)) is not None:
        # A backslash or a comment has no use here, and both change what the parser reads.
        raise ExpressionError(stray.start(), f"{stray[0]!r} is not allowed in an expression")
    # Line breaks of a YAML block mean nothing; leading space would be an indentation error. Lengths are kept.
    flat = re.sub(r"\s", " ", text)
    indent = len(flat) - len(flat.lstrip())
    if not flat.strip():
        raise ExpressionError(0, "the expression is empty")
    # Python takes `1or 2` with a warning on stderr; such numbers are refused before it sees them.
    bare = _STRING.sub(lambda quoted: " " * len(quoted[0]), flat)
    if (glued := next((found for found in _TOKEN.finditer(bare) if found["glued"]), None)) is not None:
        raise ExpressionError(glued.start(), f"{glued[0]} is not a decimal number")
    try:
        tree = ast.parse(flat[indent:], mode="eval")
    except SyntaxError as error:
        # An expression that ends too early has offset 0 or none, in a line that is not there.
        at = indent + error.offset - 1 if error.offset and error.lineno == 1 else len(text)
        raise ExpressionError(min(at, len(text)), f"not an expression: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError(0, "not an expression") from None
    root = _Copier(flat[indent:], indent).node(tree.body, 0)
    _factors(root)
    return Expr(text, root)


def check_expression(
    text: str, names: Collection[str], functions: Collection[str] = FUNCTIONS
) -> list[tuple[int, str, str | None]]:
    """All that is wrong with an expression as (offset, message, suggestion); empty if nothing is.

    `names`: the slots and other names that it may read. Arguments of functions of the language are counted.
    """
    try:
        expr = parse_expression(text)
    except ExpressionError as error:
        return [(error.position, error.message, error.suggestion)]
    found: list[tuple[int, str, str | None]] = []
    for node in walk(expr.root):
        if isinstance(node, Name) and node.name not in names and node.name != NEVER:
            found.append((node.at, f'unknown name "{node.name}"', nearest(node.name, [*names, NEVER])))
        elif isinstance(node, Call):
            if node.function not in functions or node.function == NEVER:
                found.append((node.at, f'unknown function "{node.function}"', nearest(node.function, functions)))
            elif (wrong := _miscounted(node)) is not None:
                found.append((node.at, wrong, None))
    return sorted(found, key=lambda entry: entry[0])


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes under it."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right under a node, in the order of the text."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Unary):
        return (node.operand,)
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Compare):
        return (node.first, *(item for _, item in node.rest))
    if isinstance(node, Logic | Items):
        return node.items
    return ()


def _factors(node: Node) -> int:
    """How many numbers at most are multiplied in a node. Numbers are exact, so each adds its digits to the result."""
    inner = [_factors(child) for child in children(node)]
    if isinstance(node, Binary) and node.op == "**":
        assert isinstance(node.right, Number)
        count = inner[0] * max(abs(int(node.right.value)), 1)
    elif isinstance(node, Call) and node.function == "power":
        count = sum(inner) * MAX_POWER
    else:
        count = max(sum(inner), 1)
    if count > MAX_FACTORS:
        raise ExpressionError(node.at, f"this multiplies {count} numbers; at most {MAX_FACTORS}")
    return count


def bare_lists(root: Node, many: Collection[str]) -> Iterator[Name]:
    """Slots with `many` that stand where one number is needed: such an assertion could never fail."""
    for node in walk(root):
        if not isinstance(node, Binary | Unary | Compare):
            continue
        sides = children(node)
        bare = [side for side in sides if isinstance(side, Name) and side.name in many]
        listed = [side for side in sides if side in bare or isinstance(side, Call | Items)]
        # Two lists may be compared with each other.
        if not isinstance(node, Compare) or len(listed) < len(sides):
            yield from bare


def _answers(node: Node) -> bool:
    if isinstance(node, Logic):
        return all(_answers(item) for item in node.items)
    if isinstance(node, Unary):
        return node.op == "not" and _answers(node.operand)
    if isinstance(node, Call):
        return node.function in TRUTHS
    return isinstance(node, Compare) or (isinstance(node, Name) and node.name == NEVER)


def _miscounted(call: Call) -> str | None:
    least, most = ARITY.get(call.function, (0, None))
    given = len(call.arguments)
    if given >= least and (most is None or given <= most):
        return None
    wanted = str(least) if most == least else f"{least} or more" if most is None else f"{least} to {most}"
    return f"{call.function}() takes {wanted} argument{'' if wanted == '1' else 's'}, not {given}"


_BINARY: dict[type[ast.operator], BinaryOp] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
}  # fmt: skip
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_TOKEN = re.compile(r"[^\W\d]\w*|(?P<glued>\.?[0-9][0-9.]*[A-Za-z_]\w*)")  # a name, or a number with letters behind it


class _Copier:
    """Copies the white-listed part of a Python tree. `indent` is added to every offset."""

    def __init__(self, source: str, indent: int) -> None:
        self.source, self.indent, self.bytes = source, indent, source.encode()

    def at(self, node: ast.expr) -> int:
        # Python counts columns in UTF-8 bytes.
        return self.indent + len(self.bytes[: node.col_offset].decode(errors="ignore"))

    def node(self, node: ast.expr, depth: int) -> Node:
        at = self.at(node)
        if depth > MAX_DEPTH:
            raise ExpressionError(at, f"nested deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Constant():
                return self.constant(node, at)
            case ast.Name(id=name):
                return Name(name, at)
            case ast.BoolOp(op=op, values=values):
                word: Literal["and", "or"] = "and" if isinstance(op, ast.And) else "or"
                return Logic(word, tuple(self.node(v, depth + 1) for v in values), at)
            case ast.UnaryOp(op=ast.Not() | ast.USub() as sign, operand=operand):
                return Unary("not" if isinstance(sign, ast.Not) else "-", self.node(operand, depth + 1), at)
            case ast.BinOp():
                return self.binary(node, at, depth)
            case ast.Compare():
                return self.compare(node, at, depth)
            case ast.Call():
                return self.call(node, at, depth)
        raise ExpressionError(at, f"{_called(node)} is not allowed in an expression")

    def constant(self, node: ast.Constant, at: int) -> Node:
        if isinstance(node.value, str):
            return String(node.value, at)
        start, end = node.col_offset, node.end_col_offset
        source = self.bytes[start:end].decode(errors="ignore")
        if isinstance(node.value, bool) or not _DECIMAL.fullmatch(source):
            raise ExpressionError(at, f"{source} is not a decimal number")
        return Number(Fraction(source), at)

    def binary(self, node: ast.BinOp, at: int, depth: int) -> Node:
        op = _BINARY.get(type(node.op))
        if op is None:
            raise ExpressionError(at, "only + - * / ** are allowed between numbers")
        left, right = self.node(node.left, depth + 1), self.node(node.right, depth + 1)
        if op == "**":
            sign = 1
            if isinstance(right, Unary) and right.op == "-":
                sign, right = -1, right.operand
            if not isinstance(right, Number) or right.value.denominator != 1 or right.value > MAX_EXPONENT:
                raise ExpressionError(self.at(node.right), f"an exponent is a whole number up to {MAX_EXPONENT}")
            right = Number(sign * right.value, right.at)
        return Binary(op, left, right, at)

    def compare(self, node: ast.Compare, at: int, depth: int) -> Node:
        rest: list[tuple[CompareOp, Node]] = []
        for sign, item in zip(node.ops, node.comparators, strict=True):
            op = _COMPARE.get(type(sign))
            if op is None:
                raise ExpressionError(self.at(item), "only == != < <= > >= in are allowed in a comparison")
            if op == "in" and isinstance(item, ast.Tuple | ast.List):
                items = tuple(self.node(entry, depth + 2) for entry in item.elts)
                rest.append((op, Items(items, self.at(item))))
            else:
                rest.append((op, self.node(item, depth + 1)))
        return Compare(self.node(node.left, depth + 1), tuple(rest), at)

    def call(self, node: ast.Call, at: int, depth: int) -> Node:
        if not isinstance(node.func, ast.Name):
            raise ExpressionError(at, "only a function of the language can be called")
        if node.keywords:
            raise ExpressionError(self.at(node.keywords[0].value), "a function takes no named arguments")
        return Call(node.func.id, tuple(self.node(a, depth + 1) for a in node.args), at)


def _called(node: ast.expr) -> str:
    words = {
        ast.IfExp: "if/else", ast.Lambda: "lambda", ast.Attribute: "an attribute", ast.Subscript: "an index",
        ast.JoinedStr: "an f-string", ast.Tuple: "a tuple", ast.List: "a list", ast.Dict: "a mapping",
        ast.UnaryOp: "this sign", ast.Starred: "a star",
    }  # fmt: skip
    return words.get(type(node), type(node).__name__)
