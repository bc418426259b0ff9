"""An assertion evaluated over written numbers: intervals, three answers, no engine. It says what breaks a relation.

What it does not know (a function, a word) is `None`; an expression of what is not known may hold.
"""

from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tests.mutations.written import Date, Number, Terms, number

NO, MAYBE, YES = 0, 1, 2
Value = Any
End = Fraction | None
Interval = tuple[End, End]


class Spec:
    """One evaluation; `unknown` says that something was not known."""

    def __init__(self, slots: Mapping[str, Value], tables: Mapping[str, Any], words: tuple[str, ...] = ()) -> None:
        self.slots = slots
        self.tables = tables
        self.words = words
        self.unknown = False

    def applies(self, expression: str) -> bool:
        """Whether every slot that a reading names was bound; a reading of another pattern says nothing."""
        names = {n.id for n in ast.walk(ast.parse(expression.strip(), mode="eval")) if isinstance(n, ast.Name)}
        return names - set(FUNCTIONS) - {"lookup", "word", "words"} <= set(self.slots)

    def truth(self, expression: str) -> int:
        return self._truth(self._of(ast.parse(expression.strip(), mode="eval").body))

    def _truth(self, value: Value) -> int:
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, _Truth):
            return value.answer
        self.unknown = True
        return MAYBE

    def _of(self, node: ast.AST) -> Value:
        if isinstance(node, ast.BoolOp):
            answers = [self._truth(self._of(v)) for v in node.values]
            return _Truth(min(answers) if isinstance(node.op, ast.And) else max(answers))
        if isinstance(node, ast.UnaryOp):
            inner = self._of(node.operand)
            if isinstance(node.op, ast.Not):
                return _Truth(YES - self._truth(inner))
            return _negative(inner)
        if isinstance(node, ast.Compare):
            answer, left = YES, self._of(node.left)
            for op, right_node in zip(node.ops, node.comparators, strict=True):
                right = self._of(right_node)
                answer = min(answer, self._compare(op, left, right))
                left = right
            return _Truth(answer)
        if isinstance(node, ast.BinOp):
            return self._sum(node.op, self._of(node.left), self._of(node.right))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            arguments = [self._of(a) for a in node.args]
            function = FUNCTIONS.get(node.func.id)
            if node.func.id == "lookup":
                return self._lookup(arguments)
            return None if function is None or None in arguments else function(*arguments)
        if isinstance(node, ast.Name):
            if node.id == "words":
                return self.words
            if node.id == "word":
                return self.words[-1] if len(self.words) == 1 else None
            return self.slots.get(node.id)
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else interval(Fraction(str(node.value)))
        return None

    def _lookup(self, arguments: list[Value]) -> Value:
        table, key = self.tables.get(str(arguments[0]), {}), arguments[1]
        found = None
        if len(arguments) == 2 and isinstance(table, Mapping):
            found = table.get(key)
        elif len(arguments) == 3 and isinstance(table, tuple):
            row = next((r for r in table if r[0] == key or (isinstance(key, tuple) and set(r[:2]) <= set(key))), None)
            column = interval(arguments[2])
            found = row[int(column[0])] if row is not None and column is not None and column[0] is not None else None
        return None if found is None else interval(Fraction(found)) if _is_numeral(found) else found

    def _sum(self, op: ast.operator, left: Value, right: Value) -> Value:
        a, b = interval(left), interval(right)
        if a is None or b is None:
            return None
        if isinstance(op, ast.Add):
            return plus(a, b)
        if isinstance(op, ast.Sub):
            return plus(a, _negative(b))
        if isinstance(op, ast.Mult):
            return times(a, b)
        return None if b[0] is None or b[0] <= 0 else times(a, (None if b[1] is None else 1 / b[1], 1 / b[0]))

    def _compare(self, op: ast.cmpop, left: Value, right: Value) -> int:
        a, b = interval(left), interval(right)
        if isinstance(left, str) and isinstance(right, str):
            return {ast.Eq: (left == right), ast.NotEq: (left != right)}.get(type(op), False) * YES
        if a is None or b is None:
            self.unknown = True
            return MAYBE
        apart = _below(a, b) or _below(b, a)
        same = a == b and a[0] == a[1]
        if isinstance(op, ast.Eq):
            return NO if apart else YES if same else MAYBE
        if isinstance(op, ast.NotEq):
            return YES if apart else NO if same else MAYBE
        if isinstance(op, ast.Gt | ast.GtE):
            a, b = b, a
        if isinstance(op, ast.LtE | ast.GtE):
            return NO if _below(b, a) else YES if a[1] is not None and b[0] is not None and a[1] <= b[0] else MAYBE
        if isinstance(op, ast.Lt | ast.Gt):
            return YES if _below(a, b) else NO if a[0] is not None and b[1] is not None and a[0] >= b[1] else MAYBE
        self.unknown = True
        return MAYBE


class _Truth:
    def __init__(self, answer: int) -> None:
        self.answer = answer


def interval(value: Value) -> Interval | None:
    if isinstance(value, Number):
        return value.low, value.high
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(v, Fraction) or v is None for v in value):
        return value
    if isinstance(value, list) and len(value) == 1:
        return interval(value[0])
    if isinstance(value, Date):
        return interval(value.year) if value.month is None and value.year is not None else None
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value), Fraction(value)
    return None


def plus(a: Interval, b: Interval) -> Interval:
    return tuple(None if x is None or y is None else x + y for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def times(a: Interval, b: Interval) -> Interval | None:
    ends = [x * y for x in a for y in b if x is not None and y is not None]
    if len(ends) == 4:
        return min(ends), max(ends)
    if (a[0] is not None and a[0] >= 0) and (b[0] is not None and b[0] >= 0):
        return min(ends), None
    return None


def _negative(value: Value) -> Interval | None:
    a = interval(value)
    return None if a is None else (None if a[1] is None else -a[1], None if a[0] is None else -a[0])


def _below(a: Interval, b: Interval) -> bool:
    return a[1] is not None and b[0] is not None and a[1] < b[0]


def _is_numeral(text: object) -> bool:
    return isinstance(text, str) and text.lstrip("-").replace(".", "", 1).isdecimal()


# --- functions ------------------------------------------------------------------------------------------------------


def _total(many: Value) -> Interval | None:
    result: Interval = (Fraction(0), Fraction(0))
    for one in many if isinstance(many, list) else [many]:
        read = interval(one)
        if read is None:
            return None
        result = plus(result, read)
    return result


def _extreme(which: Callable[..., Fraction]) -> Callable[[Value], Interval | None]:
    def found(many: list[Value]) -> Interval | None:
        read = [interval(one) for one in many]
        if any(r is None or r[0] is None or r[1] is None for r in read):
            return None
        return which(r[0] for r in read if r), which(r[1] for r in read if r)

    return found


def _absolute(value: Value) -> Interval | None:
    a = interval(value)
    if a is None or a[0] is None or a[1] is None:
        return a if a and a[0] is not None and a[0] >= 0 else None
    return (Fraction(0) if a[0] < 0 < a[1] else min(abs(a[0]), abs(a[1])), max(abs(a[0]), abs(a[1])))


def _signed(value: Value) -> Interval | None:
    direction = getattr(value, "direction", 0)
    return _negative(value) if direction < 0 else interval(value)


def _written(value: Value) -> Interval | None:
    return interval(value.value) if isinstance(value, Number) else interval(value)


def _number(value: Value) -> Interval | None:
    """Without its unit's worth, but with the rounding of its digits."""
    if isinstance(value, str):
        value = number(value)
    if not isinstance(value, Number):
        return interval(value)
    half = value.step / 2 if value.decimals or value.step > 1 or value.is_ratio else Fraction(0)
    return value.value - half, value.value + half


def _power(base: Value, exponent: Value) -> Interval | None:
    a, n = interval(base), interval(exponent)
    if a is None or n is None or n[0] != n[1] or n[0] is None or n[0].denominator != 1 or None in a:
        return None
    if not 0 <= n[0] <= 60 or a[0] < 0:  # type: ignore[operator]
        return None
    return a[0] ** int(n[0]), a[1] ** int(n[0])  # type: ignore[operator]


def _check_digit(value: Value, scheme: Value) -> Value:
    text = str(value)
    if scheme == "mod11-2" and re.fullmatch(r"[0-9]{17}[0-9X]", text):
        rest = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(text[:17])) % 11
        return "10X98765432"[rest] == text[17]
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if scheme == "mod31-3" and re.fullmatch(f"[{signs}]{{18}}", text):
        rest = sum(signs.index(c) * pow(3, i, 31) for i, c in enumerate(text[:17])) % 31
        return signs[(31 - rest) % 31] == text[17]
    return None


def _year(value: Value) -> Value:
    if isinstance(value, str):
        found = re.search(r"[0-9]{4}", value)
        return interval(int(found[0])) if found else None
    year = value.year if isinstance(value, Date) else None
    return interval(year) if year is not None else None


def _years(a: Value, b: Value) -> Interval | None:
    low, high = interval(a), interval(b)
    if low is None or high is None or None in (*low, *high):
        return None
    return high[0] - low[0], high[0] - low[0] + 1  # type: ignore[operator]


def _before(a: Value, b: Value) -> Value:
    if not isinstance(a, Date) or not isinstance(b, Date):
        return None
    for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)):
        if x is None and y is None:
            continue
        if x is None or y is None:
            return _Truth(MAYBE)
        if x != y:
            return x < y
    return True


def _exists(d: Value) -> Value:
    if not isinstance(d, Date) or d.month is None or d.day is None:
        return None
    try:
        datetime.date(d.year or 2024, d.month, d.day)
    except ValueError:
        return False
    return True


def _weekday(d: Value) -> Interval | None:
    if not isinstance(d, Date) or None in (d.year, d.month, d.day) or _exists(d) is False:
        return None
    return interval(datetime.date(d.year, d.month, d.day).isoweekday())  # type: ignore[arg-type]


def _is_weekday(d: Value, day: Value) -> Value:
    at, said = _weekday(d), interval(day)
    return None if at is None or said is None else at == said


def _days(a: Value, b: Value) -> Interval | None:
    """From one day to another: the days between, and both counted."""
    if not isinstance(a, Date) or not isinstance(b, Date) or _exists(a) is not True or _exists(b) is not True:
        return None
    first = datetime.date(a.year or 2023, a.month or 1, a.day or 1)
    last = datetime.date(b.year or first.year, b.month or 1, b.day or 1)
    gap = Fraction((last - first).days)
    return (gap, gap + 1) if gap >= 0 else None


def _term(r: Value, i: Value) -> Value:
    at = interval(i)
    if not isinstance(r, Terms) or at is None or at[0] is None or int(at[0]) >= len(r.terms):
        return None
    return interval(r.terms[int(at[0])])


def _end(which: int) -> Callable[[Value], Value]:
    def found(value: Value) -> Value:
        if isinstance(value, tuple):
            return interval(value[which])
        return _number(value.terms[which]) if isinstance(value, Terms) else None

    return found


def _ints(marks: Value) -> list[int]:
    return [m for m in marks if isinstance(m, int)] if isinstance(marks, list) else []


def _whole(value: Value) -> Value:
    a = interval(value)
    if a is None or a[0] is None or a[1] is None:
        return None
    return _Truth(MAYBE if a[1] // 1 >= a[0] else NO)


def _meet(a: Value, b: Value) -> Value:
    x, y = interval(a), interval(b)
    return None if x is None or y is None else _Truth(NO if _below(x, y) or _below(y, x) else MAYBE)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sum": _total,
    "count": lambda many: interval(len(many) if isinstance(many, list) else 1),
    "min": _extreme(min),
    "max": _extreme(max),
    "abs": _absolute,
    "signed": _signed,
    "value": _written,
    "number": _number,
    "power": _power,
    "year": _year,
    "years": _years,
    "before": _before,
    "date_exists": _exists,
    "weekday": _weekday,
    "is_weekday": _is_weekday,
    "days": _days,
    "term": _term,
    "low": _end(0),
    "high": _end(-1),
    "first": lambda many: many[0],
    "last": lambda many: many[-1],
    "consecutive": lambda s: _ints(s) == list(range(_ints(s)[0], _ints(s)[0] + len(s))),
    "complete": lambda s: sorted(_ints(s)) == list(range(1, len(s) + 1)),
    "distinct": lambda s: len(set(_ints(s))) == len(s),
    "decimals": lambda n: interval(n.decimals) if isinstance(n, Number) else None,
    "whole": _whole,
    "same": _meet,
    "check_digit": _check_digit,
    "unit": lambda n: n.unit if isinstance(n, Number) else None,
    "direction": lambda n: interval(getattr(n, "direction", 0)),
}
