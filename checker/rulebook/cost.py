"""How long matching a pattern may take at worst: what a stranger's pattern must not do to a machine.

The matcher goes back and tries another way wherever a pattern can be read in several. `weigh` counts these ways on the
pattern's tree. Between two slots they do not multiply with those of other stretches (the matcher's stretches are
atomic), but they do within one, behind lists of words, and behind repetitions; a repetition of what can itself be read
in several ways is exponential. At the end of a pattern nothing can fail any more, so nothing is tried again there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from checker.model import pattern as pt
from checker.rulebook.shape import SlotShape
from checker.rulebook.words import Words

MOST_STEPS: Final = 10_000_000
"""How many steps matching may take from one place of a text."""
MOST_WORDS: Final = 10_000
"""How many words the lists of one pattern may put into it."""
_MANY = 60
"""Turns of a repetition, as far as they count here: a sentence of more than 120 numbers is left out where lists are
bound, and two repetitions share what there is."""
_AT_ONCE = 4
"""Words of a list that are passed over in one step: most differ in their first character."""
_FEW = 500  # a group of words is looked at word by word up to so many
_PAUSES = frozenset("，；：。（）")  # a short gap ends before them
_ALIKE = {c: mark for mark, widths in pt.MARKS.items() for c in widths}


class CostError(ValueError):
    """A pattern that may take too long. `position` is an offset in it."""

    def __init__(self, position: int, message: str, expected: str) -> None:
        super().__init__(f"{message} at {position}")
        self.position, self.message, self.expected = position, message, expected


@dataclass(frozen=True, slots=True)
class _Cost:
    """ways: how often what follows is tried. steps: until all ways are tried. fail: until it is known that nothing
    fits (less than `steps` only at the end of a pattern). once: steps if every repetition were made once."""

    ways: int
    steps: int
    fail: int
    once: int


def weigh(tree: pt.Node, slots: Mapping[str, SlotShape], words: Words, scope: str) -> int:
    """The steps that matching takes at most from one place of a text.

    All names of the tree are known. Raises CostError if that is exponential or more than MOST_STEPS, or if the lists
    hold more than MOST_WORDS words.
    """
    return _Scale(slots, words, pt.LONG_GAP[scope], pt.before_gaps(tree)).node(tree, None, False, True).steps


def _flat(steps: int, ways: int = 1) -> _Cost:
    return _Cost(ways, steps, steps, steps)


@dataclass(slots=True)
class _Scale:
    slots: Mapping[str, SlotShape]
    words: Words
    long_gap: int
    before_gaps: frozenset[int]
    put_in: int = 0  # words of lists so far
    _depths: dict[tuple[str, int | None], int] = field(default_factory=dict)

    def node(self, node: pt.Node, following: pt.Node | None, before_slot: bool, last: bool) -> _Cost:
        """`following`: the next item of the sequence; `before_slot`: a number must follow; `last`: nothing follows
        that can fail."""
        match node:
            case pt.Seq():
                return self.sequence(node, before_slot, last)
            case pt.Choice():
                return self.choice(node, before_slot, last)
            case pt.Repeat():
                return self.repeat(node, before_slot, last)
            case pt.SlotRef():
                return self.slot(node)
            case pt.Gap():
                return self.gap(node, following, before_slot)
            case pt.Words(name=name, column=column, at=at):
                found = self.listed(node)
                self.put_in += len(found)
                if "" in found:
                    raise CostError(at, f'"@{name}" holds an empty word, which would fit everywhere', "words")
                if self.put_in > MOST_WORDS:
                    message = f"the word lists put {self.put_in} words into the pattern"
                    raise CostError(at, message, f"at most {MOST_WORDS}")
                return _flat(1 + len(found) // _AT_ONCE, self.depth((name, column), found))
            case pt.Text(text=text):
                return _flat(len(text))
        return _flat(1)

    def sequence(self, node: pt.Seq, before_slot: bool, last: bool) -> _Cost:
        """Ways of the items multiply, but those of the stretch before a number end at one place."""
        outer, inner = 1, 1  # ways before the last slot, and since
        steps = fail = once = 0
        items = list(_turns(node))
        for item, following in zip(items, (*items[1:], None), strict=True):
            number_next = before_slot if following is None else pt.starts_with_slot(following)
            cost = self.node(item, following, number_next, last and following is None)
            fail = steps + outer * inner * cost.fail
            steps = fail + cost.steps - cost.fail
            once += cost.once
            self.bounded(steps, item.at)
            if isinstance(item, pt.SlotRef) and _is_number(self.slots[item.name]):
                outer, inner = outer * cost.ways, 1
            elif pt.has_slot(item):
                outer, inner = outer * inner * cost.ways, 1
            else:
                inner *= cost.ways
        return _Cost(outer * inner, steps, fail, once)

    def choice(self, node: pt.Choice, before_slot: bool, last: bool) -> _Cost:
        costs = [self.node(option, None, before_slot, last) for option in node.items]
        spelt = self.spelt(node)
        ways = _depth(spelt) if spelt is not None else sum(cost.ways for cost in costs)
        steps, fail, once = (sum(getattr(cost, key) for cost in costs) for key in ("steps", "fail", "once"))
        return _Cost(ways, steps, fail, once)

    def repeat(self, node: pt.Repeat, before_slot: bool, last: bool) -> _Cost:
        body = self.node(node.node, None, pt.starts_with_slot(node.node) or before_slot, last)
        if node.op == "?":
            return _Cost(1 if last else body.ways + 1, body.steps, 0 if last else body.fail, body.once)
        if last:
            return _Cost(1, _MANY * body.once, body.fail if node.op == "+" else 0, body.once)
        if body.ways > 1:
            message = "what is repeated here can be read in several ways, and so every repetition doubles the work"
            raise CostError(
                node.at,
                message,
                "a group that ends with a number, words none of which begins another, or it at the end",
            )
        steps = _MANY * body.steps
        self.bounded(steps, node.at)
        return _Cost(_MANY, steps, steps, body.once)

    def slot(self, node: pt.SlotRef) -> _Cost:
        slot = self.slots[node.name]
        style = slot.series.style if slot.series is not None else []
        if slot.items:
            ways = _MANY * pt.LONGEST_MEMBER + pt.LONGEST_MEMBER**2
            return _flat(ways, ways)
        if style == [pt.BULLETS]:
            return _flat(pt.MOST_BULLETS * pt.LONGEST_CLAUSE, pt.MOST_BULLETS)
        if style == [pt.PARALLEL]:
            ways = _MANY * pt.LONGEST_CLAUSE
            return _flat(ways, ways)
        worded = pt.WORDED.intersection(slot.kind) and node.at not in self.before_gaps
        return _flat(1, pt.LONGEST_NAME + 1 if worded else 1)

    def gap(self, node: pt.Gap, following: pt.Node | None, before_slot: bool) -> _Cost:
        size = pt.SHORT_GAP if node.short else self.long_gap
        ends = self.spelt(following) if following is not None and node.short else None
        sure = before_slot or (ends is not None and all(_PAUSES.issuperset(_plain(word)[:1]) for word in ends))
        return _flat(size, 1 if sure else size + 1)

    def listed(self, node: pt.Words) -> Collection[str]:
        """The words that stand for a list, or for a column of a table."""
        if node.column is None:
            return self.words.lists.get(node.name, ())
        return {str(row[node.column]) for row in self.words.tables.get(node.name, ()) if node.column < len(row)}

    def spelt(self, node: pt.Node) -> Collection[str] | None:
        """All texts that a node of words alone can be; None for others, and for very many."""
        match node:
            case pt.Text(text=text):
                return {text}
            case pt.Words():
                return self.listed(node)
            case pt.Choice(items=items):
                parts = [self.spelt(item) for item in items]
                return None if any(part is None for part in parts) else {w for part in parts for w in part or ()}
            case pt.Seq(items=items) if (parts := [self.spelt(item) for item in items]) and None not in parts:
                known = [part for part in parts if part is not None]
                many = 1
                for part in known:
                    many *= len(part)
                return {"".join(words) for words in product(*known)} if many <= _FEW else None
        return None

    def depth(self, key: tuple[str, int | None], words: Collection[str]) -> int:
        if key not in self._depths:
            self._depths[key] = _depth(words)
        return self._depths[key]

    def bounded(self, steps: int, at: int) -> None:
        if steps > MOST_STEPS:
            message = f"up to here matching may take {steps} steps from each place of a text"
            expected = f'at most {MOST_STEPS}: ".." for "...", a slot between two gaps, or fewer lists and repetitions'
            raise CostError(at, message, expected)


def _is_number(slot: SlotShape) -> bool:
    """Whether one sign of a number fills the slot."""
    styles = slot.series.style if slot.series is not None else []
    return not slot.items and styles not in ([pt.BULLETS], [pt.PARALLEL])


def _turns(node: pt.Seq) -> Iterator[pt.Node]:
    """The items of a sequence, with the first turn of a `+` among them, as the matcher has them."""
    for item in pt.flat(node):
        if isinstance(item, pt.Repeat) and pt.unrolls(item):
            yield from pt.flat(item.node) if isinstance(item.node, pt.Seq) else (item.node,)
            yield pt.Repeat(item.node, "*", item.at)
        else:
            yield item


def _plain(word: str) -> str:
    """The word with each mark in one width, as the matcher takes them."""
    return "".join(_ALIKE.get(c, c) for c in word)


def _depth(words: Iterable[str]) -> int:
    """How many of the words one text can begin with."""
    open_: list[str] = []
    deepest = 1
    for word in sorted({_plain(word) for word in words}):
        while open_ and not word.startswith(open_[-1]):
            open_.pop()
        open_.append(word)
        deepest = max(deepest, len(open_))
    return deepest
