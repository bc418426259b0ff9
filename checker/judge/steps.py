"""The computation of an assertion, written for people: "31 + 13 + 5 = 49", "49 ≠ 48".

Points are what a reader redoes: the written numbers, computed exactly. Intervals are shown only where the points
alone would mislead: two numbers that differ and yet agree within their rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from checker.judge.show import Show, decimal_text, interval_text, number_text, plain, scale_of, tail_of
from checker.judge.values import Operand, Value, as_interval, as_truth, is_number, is_operand, printed
from checker.model import expression as ex
from checker.model.interval import Interval, Truth

_FLIP: dict[ex.CompareOp, ex.CompareOp] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SIGNS = {"==": ("=", "≠"), "!=": ("≠", "="), "<": ("<", "≥"), "<=": ("≤", ">"), ">": (">", "≤"), ">=": ("≥", "<"),
          "in": ("∈", "∉")}  # fmt: skip
_LISTS = frozenset({"sum", "min", "max", "avg"})  # written out with all their numbers
_CLEAR = frozenset({"abs", "signed", "value", "first", "last", "low", "high"})  # speak of their one operand


class Writer:
    """Writes one expression over one env. `value(node)`: the value of a node; `show`: formats computed numbers."""

    def __init__(self, value: Callable[[ex.Node], Value], show: Show) -> None:
        self.evaluate, self.show = value, show
        self.known: dict[ex.Node, Value] = {}

    def value(self, node: ex.Node) -> Value:
        """The value of a node, computed once: writing asks for the same one many times."""
        if node not in self.known:
            self.known[node] = self.evaluate(node)
        return self.known[node]

    # --- lines ---------------------------------------------------------------------------------------

    def steps(self, node: ex.Node) -> tuple[str, ...]:
        """The lines of an assertion: of the parts that decide its answer."""
        if isinstance(node, ex.Logic):
            lines = [line for item in self.deciding(node) for line in self.steps(item)]
            return tuple(dict.fromkeys(lines))
        if isinstance(node, ex.Unary):
            return self.steps(node.operand)
        if isinstance(node, ex.Compare):
            return tuple(dict.fromkeys(line for pair in self.pairs(node) for line in self.pair(*pair)))
        if isinstance(node, ex.Name):
            return ()
        return (self.formula(node, None)[0],)

    def deciding(self, node: ex.Logic) -> tuple[ex.Node, ...]:
        """`and` is decided by what cannot hold, `or` by its best part."""
        answers = [as_truth(self.value(item)).value for item in node.items]
        if node.op == "or":
            best = max(answers)
            return node.items if best == 0 else (node.items[answers.index(best)],)
        failing = tuple(item for item, answer in zip(node.items, answers, strict=True) if answer == 0)
        return failing or node.items

    def pairs(self, node: ex.Compare) -> list[tuple[ex.CompareOp, ex.Node, ex.Node]]:
        """The neighbours of a chain; only those that cannot hold, if there are any."""
        lefts = (node.first, *(item for _, item in node.rest))
        pairs = [(op, left, right) for left, (op, right) in zip(lefts, node.rest, strict=False)]
        return [pair for pair in pairs if self.answer(*pair) is Truth.NO] or pairs

    def answer(self, op: ex.CompareOp, left: ex.Node, right: ex.Node) -> Truth:
        return as_truth(self.value(ex.Compare(left, ((op, right),))))

    def pair(self, op: ex.CompareOp, left: ex.Node, right: ex.Node) -> list[str]:
        """Lines of one comparison: each computed side, then both; the computed side stands first."""
        if op in _FLIP and not self.computed(left) and self.computed(right):
            op, left, right = _FLIP[op], right, left
        answer = self.answer(op, left, right)
        if op == "in" or not (is_number(self.value(left)) and is_number(self.value(right))):
            return [f"{self.text(left, None)} {_SIGNS[op][answer is Truth.NO]} {self.text(right, None)}"]
        like_left, like_right = self.like(left, right), self.like(right, left)
        lines = [
            f"{self.formula(side, like)[0]} = {self.result(side, like)}"
            for side, like in ((left, like_left), (right, like_right))
            if self.computed(side)
        ]
        a, b = self.side(left, like_left), self.side(right, like_right)
        if op != "==":
            return [*lines, self.ordered(op, answer, a, b)]
        if answer is Truth.NO:
            return [*lines, self.unequal(a, b)]
        if a.point is not None and a.point == b.point:
            return [*lines, f"{a.text} = {b.text}"]
        if a.point is not None and b.interval.contains(Interval.exact(a.point)):
            within = f" ∈ {interval_text(b.interval, b.like, self.show)}"
            return [*lines[:-1], lines[-1] + within] if len(lines) == 1 else [*lines, a.text + within]
        if b.point is not None and a.interval.contains(Interval.exact(b.point)):
            return [*lines, f"{b.text} ∈ {interval_text(a.interval, a.like, self.show)}"]
        return [*lines, f"{a.text} ≈ {b.text}"]

    def unequal(self, a: _Side, b: _Side) -> str:
        """Two sides that cannot be equal, so written that they look it."""
        if a.point is not None and b.point is not None and a.point != b.point:
            if a.text != b.text:
                return f"{a.text} ≠ {b.text}"
            return f"{decimal_text(a.point, 12)} ≠ {decimal_text(b.point, 12)}"
        return f"{interval_text(a.interval, a.like, self.show)} ≠ {interval_text(b.interval, b.like, self.show)}"

    def ordered(self, op: ex.CompareOp, answer: Truth, a: _Side, b: _Side) -> str:
        sign = _SIGNS[op][answer is Truth.NO]
        if a.point is not None and b.point is not None:
            true = {"=": a.point == b.point, "≠": a.point != b.point, "<": a.point < b.point, "≤": a.point <= b.point,
                    ">": a.point > b.point, "≥": a.point >= b.point}[sign]  # fmt: skip
            if true:
                return f"{a.text} {sign} {b.text}"
        left, right = (interval_text(s.interval, s.like, self.show) for s in (a, b))
        return f"{left} {sign} {right}"

    # --- for messages --------------------------------------------------------------------------------

    def shown(self, node: ex.Node) -> str:
        """The value of any expression as text."""
        like = self.like(node, node)
        return self.result(node, like) if self.computed(node) else self.text(node, like)

    def first_pair(self, node: ex.Node) -> tuple[ex.CompareOp, ex.Node, ex.Node] | None:
        while isinstance(node, ex.Logic | ex.Unary):
            node = self.deciding(node)[0] if isinstance(node, ex.Logic) else node.operand
        return self.pairs(node)[0] if isinstance(node, ex.Compare) else None

    def expected(self, node: ex.Node) -> str | None:
        """What the written side of the first pair should be, computed from the other side."""
        pair = self.first_pair(node)
        if pair is None or not (is_number(self.value(pair[1])) and is_number(self.value(pair[2]))):
            return None
        for written, other in ((pair[1], pair[2]), (pair[2], pair[1])):
            operand = None if self.computed(written) else self.operand(written)
            if operand is None or (not self.computed(other) and self.operand(other) is not None):
                continue
            point = self.point(other)
            if point is None:
                return None
            if isinstance(written, ex.Call) and written.function == "signed" and operand.direction < 0:
                point = -point  # the verb says the sign already
            return self.show(point, operand)
        return None

    def gap(self, node: ex.Node) -> str | None:
        """How far the sides of the first pair are apart."""
        pair = self.first_pair(node)
        if pair is None:
            return None
        a, b = self.point(pair[1]), self.point(pair[2])
        like = self.like(pair[1], pair[2]) or self.like(pair[2], pair[1])
        return None if a is None or b is None else self.show(abs(a - b), like)

    # --- sides ---------------------------------------------------------------------------------------

    def side(self, node: ex.Node, like: Operand | None) -> _Side:
        text = self.result(node, like) if self.computed(node) else self.text(node, like)
        return _Side(text, self.point(node), as_interval(self.value(node)), like)

    def computed(self, node: ex.Node) -> bool:
        """Whether a node is a computation with something to redo, not just a number that stands in the text."""
        if isinstance(node, ex.Binary):
            return True
        if isinstance(node, ex.Unary):
            return self.computed(node.operand)
        if isinstance(node, ex.Call):
            return node.function in _LISTS or any(self.computed(a) for a in node.arguments if node.function in _CLEAR)
        return False

    def operand(self, node: ex.Node) -> Operand | None:
        """The operand that a simple node speaks of."""
        if isinstance(node, ex.Name):
            value = self.value(node)
            value = value[0] if isinstance(value, tuple) and value else value
            found: Operand | None = value if is_operand(value) else None
            return found
        if isinstance(node, ex.Unary):
            return self.operand(node.operand)
        if isinstance(node, ex.Call) and node.function in _LISTS | _CLEAR and node.arguments:
            return self.operand(node.arguments[0])
        return None

    def like(self, node: ex.Node, other: ex.Node) -> Operand | None:
        """The operand in whose manner the value of `node` is shown: its own, the other side's, or a sum's."""
        if not self.computed(node) and (own := self.operand(node)) is not None:
            return own
        if not self.computed(other) and (across := self.operand(other)) is not None:
            return across
        if any(isinstance(n, ex.Binary) and n.op not in "+-" for n in ex.walk(node)):
            return None
        return next((found for n in ex.walk(node) if (found := self.operand(n)) is not None), None)

    def result(self, node: ex.Node, like: Operand | None) -> str:
        point = self.point(node)
        if point is None:
            return interval_text(as_interval(self.value(node)), like, self.show)
        return self.show(point, like)

    def text(self, node: ex.Node, like: Operand | None) -> str:
        """A simple node as written."""
        if isinstance(node, ex.Number):
            return plain(node.value)
        if isinstance(node, ex.String):
            return node.value
        if isinstance(node, ex.Items):
            return "{" + ", ".join(self.text(item, None) for item in node.items) + "}"
        value = self.value(node)
        if isinstance(node, ex.Name) and is_operand(value):
            return number_text(value)
        if isinstance(node, ex.Call) and node.function in ("signed", "abs"):
            operand = self.operand(node)
            if operand is not None:
                minus = node.function == "signed" and operand.direction < 0
                return ("-" if minus else "") + number_text(operand).lstrip("-−")
        if is_number(value):
            return self.result(node, like)
        if isinstance(value, Truth):
            return value.name.lower()
        if isinstance(value, tuple):  # several things: by what is printed of the first and the last
            ends = dict.fromkeys(str(getattr(v, "text", v)) for v in (value[:1] + value[-1:]))
            return "…".join(ends)
        return str(getattr(value, "text", "…" if value is None else value))

    # --- formulas ------------------------------------------------------------------------------------

    def formula(self, node: ex.Node, like: Operand | None) -> tuple[str, int]:
        """A computation with the written numbers, and how strongly it binds (1 sum, 2 product, 3 sign, 4 whole)."""
        return self.term(node, self.bare(node, like))

    def bare(self, node: ex.Node, like: Operand | None) -> bool:
        """Whether the scale words may be left out: one quotient, a ratio, and every number in the same scale."""
        if like is not None and not getattr(like, "is_ratio", False):
            return False
        operands = [n for n in ex.walk(node) if isinstance(n, ex.Binary)]
        if [n.op for n in operands if n.op not in "+-"] != ["/"]:
            return False
        found = list(self.operands(node))
        return len({(scale_of(o), getattr(o, "unit", "")) for o in found}) == 1 and scale_of(found[0]) != 1

    def operands(self, node: ex.Node) -> Iterator[Operand]:
        for n in ex.walk(node):
            if isinstance(n, ex.Name):
                value = self.value(n)
                yield from (v for v in (value if isinstance(value, tuple) else (value,)) if is_operand(v))

    def label(self, operand: Operand, bare: bool) -> str:
        text = number_text(operand)
        return text.removesuffix(tail_of(text)) if bare and tail_of(text) else text

    def term(self, node: ex.Node, bare: bool) -> tuple[str, int]:
        if isinstance(node, ex.Binary):
            return self.binary(node, bare)
        if isinstance(node, ex.Unary):
            text, strength = self.term(node.operand, bare)
            return (f"-{text}" if strength > 2 else f"-({text})"), 3
        if isinstance(node, ex.Call):
            return self.called(node, bare)
        value = self.value(node)
        if isinstance(node, ex.Name) and is_operand(value):
            return self.label(value, bare), 4
        if isinstance(value, tuple):
            return ", ".join(self.items(value, bare)), 0
        return self.text(node, None), 4

    def binary(self, node: ex.Binary, bare: bool) -> tuple[str, int]:
        left, strong_left = self.term(node.left, bare)
        right, strong_right = self.term(node.right, bare)
        if node.op == "**":
            return f"{left if strong_left > 3 else f'({left})'}^{right}", 4
        own = 1 if node.op in "+-" else 2
        # What follows - or / needs a bracket of its own at the same strength; so does a number with a sign.
        tight = node.op in "-/"
        if strong_left < own:
            left = f"({left})"
        if strong_right < own + tight or right.startswith("-"):
            right = f"({right})"
        return f"{left} {node.op} {right}", own

    def items(self, values: tuple[Value, ...], bare: bool) -> list[str]:
        return [self.label(v, bare) if is_operand(v) else plain(printed(v) or Fraction(0)) for v in values]

    def called(self, node: ex.Call, bare: bool) -> tuple[str, int]:
        name = node.function
        if name in _LISTS:
            parts: list[str] = []
            for argument in node.arguments:
                value = self.value(argument)
                parts += self.items(value, bare) if isinstance(value, tuple) else [self.term(argument, bare)[0]]
            if name in ("min", "max"):
                return f"{name}({', '.join(parts)})", 4
            total = " + ".join(parts) or "0"
            return (total, 1 if len(parts) > 1 else 4) if name == "sum" else (f"({total}) / {len(parts)}", 2)
        if name == "abs" and self.computed(node):
            return f"|{self.term(node.arguments[0], bare)[0]}|", 4
        if name in ("signed", "abs") and (operand := self.operand(node)) is not None:
            minus = name == "signed" and operand.direction < 0
            return ("-" if minus else "") + self.label(operand, bare).lstrip("-−"), 3 if minus else 4
        if is_number(self.value(node)):
            return self.text(node, None), 4
        return f"{name}({', '.join(self.text(a, None) for a in node.arguments)})", 4

    # --- points --------------------------------------------------------------------------------------

    def point(self, node: ex.Node) -> Fraction | None:
        """The value with every number as it is written; None when there is none."""
        if isinstance(node, ex.Unary):
            inner = self.point(node.operand)
            return None if inner is None else -inner
        if isinstance(node, ex.Binary):
            return self.point_of_two(node)
        if isinstance(node, ex.Call) and node.function in _LISTS | {"abs", "signed"}:
            return self.point_of_call(node)
        return printed(self.value(node))

    def point_of_two(self, node: ex.Binary) -> Fraction | None:
        left, right = self.point(node.left), self.point(node.right)
        if left is None or right is None:
            return None
        if node.op == "+":
            return left + right
        if node.op == "-":
            return left - right
        if node.op == "*":
            return left * right
        if node.op == "/":
            return left / right if right else None
        return Interval.exact(left).power(int(right)).low

    def point_of_call(self, node: ex.Call) -> Fraction | None:
        points: list[Fraction] = []
        for argument in node.arguments:
            value = self.value(argument)
            found = [printed(v) for v in value] if isinstance(value, tuple) else [self.point(argument)]
            if any(p is None for p in found):
                return None
            points += [p for p in found if p is not None]
        if node.function == "sum":
            return sum(points, Fraction(0))
        if not points:
            return None
        if node.function == "avg":
            return sum(points, Fraction(0)) / len(points)
        if node.function in ("min", "max"):
            return min(points) if node.function == "min" else max(points)
        if node.function == "abs":
            return abs(points[0])
        operand = self.operand(node)
        return points[0] * operand.direction if operand is not None and operand.direction else points[0]


class _Side:
    """One side of a comparison: as text, as the point a reader sees, as what it may be."""

    __slots__ = ("interval", "like", "point", "text")

    def __init__(self, text: str, point: Fraction | None, interval: Interval, like: Operand | None) -> None:
        self.text, self.point, self.interval, self.like = text, point, interval, like
