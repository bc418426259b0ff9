"""A pattern's tree -> the regex that finds it in masked text.

A gap excludes every number that a slot of its pattern could take there; so it can be atomic before a number. More: all
that stands between two slots ends, whichever way it is read, at the first number that the second can take; so the whole
stretch is atomic, and the ways to read one stretch do not multiply with those of the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex

from checker.judge.mask import CLAUSE_ENDS, SENTENCE_ENDS, STOPS, sign_class
from checker.lexicon import Lexicon
from checker.model import pattern as pt
from checker.model.pattern import Choice, End, Gap, Node, Repeat, Seq, SlotRef, Start, Text, Words
from checker.model.rule import Rule, Scope, Slot

MAGNITUDES = (
    "quantity", "money", "percent", "permille", "points", "multiple", "tenths", "doubling", "fraction", "duration",
)  # fmt: skip
MEASURED = (
    "quantity", "money", "percent", "permille", "points", "multiple", "tenths", "doubling", "fraction", "ratio",
    "range", "date", "time", "duration", "year", "marker",
)  # fmt: skip
LIST_ENDS = CLAUSE_ENDS + sign_class(MEASURED)
"""What no enumeration goes over, as content of a character class."""
_ITEM_STOPS = LIST_ENDS + "、"
_TIMES: Mapping[str, str] = {"?": "?", "+": f"{{1,{pt.MOST_REPEATS}}}", "*": f"{{0,{pt.MOST_REPEATS}}}"}


def admitted(slot: Slot) -> Iterable[tuple[Sequence[str], Sequence[str]]]:
    """(kinds, roles) of the numbers that a slot admits; no roles: any."""
    if slot.series:
        yield ["marker"], ()
        return
    kinds = slot.kinds or MAGNITUDES
    free = [k for k in kinds if k not in MAGNITUDES]  # dates, years, names … have no role
    measured = [k for k in kinds if k in MAGNITUDES]
    if measured:
        yield measured, slot.roles
    if free:
        yield free, ()


def slot_class(slot: Slot) -> str:
    """Character class content of the signs that a slot's roles and kinds admit."""
    return "".join(sign_class(kinds, roles) for kinds, roles in admitted(slot))


def numeric(slot: Slot) -> bool:
    """Whether a slot is filled by the sign of a number."""
    return not slot.items and slot.series not in ((pt.PARALLEL,), (pt.BULLETS,))


def _table_words(lexicon: Lexicon, name: str, column: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[column]) for row in lexicon.tables[name] if column < len(row)))


def word_set(node: Words, lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.lists[node.name] if node.column is None else _table_words(lexicon, node.name, node.column)


def literal(word: str) -> str:
    """A word as a regex; its punctuation marks match any width."""
    return "".join(f"[{regex.escape(pt.MARKS[c])}]" if c in pt.MARKS else regex.escape(c) for c in word)


def alternatives(words: Iterable[str]) -> str:
    """Words as one alternation, longest first."""
    return "|".join(literal(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


class Writer:
    """Writes the regex left to right, knowing which slots are bound already."""

    def __init__(
        self,
        rule: Rule,
        lexicon: Lexicon,
        scope: Scope,
        used: tuple[str, ...],
        order: tuple[tuple[str, bool], ...],
        before_gaps: frozenset[int],
    ) -> None:
        self.before_gaps = before_gaps
        self.slots: Mapping[str, Slot] = rule.slots
        self.lexicon, self.scope, self.used = lexicon, scope, used
        self.order = order  # places of slots, and whether each is optional
        self.passed = 0  # places of slots written so far
        self.bound: dict[tuple[str, str], str] = {}  # (root of `like`, class) -> group that fixes the sign
        self.words: list[tuple[str, str, int | None]] = []
        self.started = False  # something was written before

    def write(self, node: Node, followed_by_slot: bool) -> str:
        if isinstance(node, Seq):
            return self._sequence(node, followed_by_slot)
        if isinstance(node, Choice):
            return self._choice(node, followed_by_slot)
        if isinstance(node, Repeat):
            before = dict(self.bound)
            body = self.write(node.node, pt.starts_with_slot(node.node) or followed_by_slot)
            if node.op != "+":
                self.bound = before
            return f"(?:{body}){_TIMES[node.op]}"
        if isinstance(node, SlotRef):
            return "".join(self._slot(node))
        if isinstance(node, Words):
            return self._words(node)
        if isinstance(node, Gap):
            return self._gap(node, followed_by_slot)
        if isinstance(node, Start):
            return rf"(?<![^{regex.escape(SENTENCE_ENDS + '；;')}])"
        if isinstance(node, End):
            return rf"(?=[{regex.escape(SENTENCE_ENDS + '；;')}]|\Z)"
        return literal(node.text)

    def _sequence(self, node: Seq, followed_by_slot: bool) -> str:
        return _joined(self._pieces(node, followed_by_slot))

    def _pieces(self, node: Seq, followed_by_slot: bool) -> list[tuple[str, str]]:
        """The sequence as (sort, regex): `sign` of a number, what stands `for one` text or may `fork`, and `slots`."""
        pieces: list[tuple[str, str]] = []
        items = pt.flat(node)
        for item, following in zip(items, (*items[1:], None), strict=True):
            before_slot = pt.starts_with_slot(following) if following is not None else followed_by_slot
            if isinstance(item, SlotRef):
                sign, rest = self._slot(item)
                pieces += [("sign" if numeric(self.slots[item.name]) else "slots", sign), ("slots", rest)]
            elif isinstance(item, Repeat) and pt.unrolls(item):
                pieces += self._turns(item, before_slot)
            else:
                sure = isinstance(item, Text | Start | End) or (isinstance(item, Gap) and before_slot)
                pieces.append(
                    ("slots" if pt.has_slot(item) else "for one" if sure else "fork", self.write(item, before_slot))
                )
            self.started = True
            if following is None and isinstance(item, SlotRef) and self.slots[item.name].items:
                pieces.append(("for one", rf"(?=[{_class_escape(CLAUSE_ENDS)}（）()]|\Z)"))
        return pieces

    def _turns(self, node: Repeat, before_slot: bool) -> list[tuple[str, str]]:
        """A `+` as its first turn, which is one stretch with what stands before it, and the others."""
        body = node.node if isinstance(node.node, Seq) else Seq((node.node,), node.at)
        turn = self._pieces(body, pt.starts_with_slot(body) or before_slot)
        return [*turn, ("slots", f"(?:{_joined(turn)}){{0,{pt.MOST_REPEATS - 1}}}")]

    def _choice(self, node: Choice, followed_by_slot: bool) -> str:
        before, branches, after = dict(self.bound), [], []
        for option in node.items:
            self.bound = dict(before)
            branches.append(self.write(option, followed_by_slot))
            after.append(self.bound)
        self.bound = {k: v for k, v in after[0].items() if all(other.get(k) == v for other in after[1:])}
        return "(?:" + "|".join(branches) + ")"

    def _root(self, slot: Slot) -> str:
        seen = {slot.name}
        while slot.like and slot.like not in seen:
            seen.add(slot.like)
            slot = self.slots[slot.like]
        return slot.name

    def _key(self, slot: Slot) -> tuple[str, str]:
        return self._root(slot), slot_class(slot)

    def _kin(self, slot: Slot) -> bool:
        """Whether other members of the pattern must carry the same sign as this slot."""
        key = self._key(slot)
        if len(slot.roles) > 1:  # the sign carries the role, so likeness is checked after the match
            return False
        return slot.many or any(
            name != slot.name and not self.slots[name].items and self._key(self.slots[name]) == key
            for name in self.used
        )

    def _slot(self, node: SlotRef) -> tuple[str, str]:
        """What takes a slot, and what may follow the sign of a number that keeps its words."""
        self.passed += 1
        slot = self.slots[node.name]
        if slot.items:
            return self._items(slot), ""
        if slot.series == (pt.BULLETS,):
            return f"(?:\\n|(?<=\\n))(?P<{slot.name}>(?:[^\\n\\f]+\\n){{2,{pt.MOST_BULLETS}}})", ""
        if slot.series == (pt.PARALLEL,):
            clause = f"[^{_class_escape(SENTENCE_ENDS)}：:；;]{{2,{pt.LONGEST_CLAUSE}}}"
            return f"(?P<{slot.name}>{clause}(?:[；;]{clause}){{1,{pt.MOST_MEMBERS}}})", ""
        key = self._key(slot)
        fixed = self.bound.get(key)
        if fixed and self._kin(slot) and not slot.series:
            sign = f"(?P={fixed})"
        else:
            sign = f"[{key[1]}]"
            self.bound[key] = slot.name
        worded = any(kind in pt.WORDED for kind in slot.kinds) and node.at not in self.before_gaps
        return f"(?P<{slot.name}>{sign})", f"[^\\s，。；：、]{{0,{pt.LONGEST_NAME}}}?" if worded else ""

    def _items(self, slot: Slot) -> str:
        item = f"[^{_class_escape(_ITEM_STOPS)}]"
        join = alternatives(self.lexicon.lists["conjunctions"])
        # A list that opens a pattern begins where its clause does.
        first = "" if self.started else f"(?<!{item}|[、])"
        # The last member is lazy: an open-list word after it is none of it.
        one = f"{item}{{1,{pt.LONGEST_MEMBER}}}"
        many = f"(?:{one}、){{1,{pt.MOST_MEMBERS}}}{one}?"
        two = f"{one}?(?:{join}){one}?"
        return f"{first}(?P<{slot.name}>{many}|{two})"

    def _words(self, node: Words) -> str:
        group = f"w{len(self.words)}_"
        self.words.append((group, node.name, node.column))
        return f"(?P<{group}>{alternatives(word_set(node, self.lexicon))})"

    def _in_the_way(self) -> Iterable[str]:
        """The slots whose numbers a gap here must not run over: those written already, and those that may be next."""
        names = [name for name, _ in self.order[: self.passed]]
        for name, optional in self.order[self.passed :]:
            names.append(name)
            if not optional:
                break
        return dict.fromkeys(names)

    def _gap(self, node: Gap, followed_by_slot: bool) -> str:
        stops = CLAUSE_ENDS + "（(）)" if node.short else STOPS[self.scope]
        excluded, same = "", []
        for name in self._in_the_way():
            slot = self.slots[name]
            if not numeric(slot):
                continue
            key = self._key(slot)
            fixed = self.bound.get(key)
            if fixed and self._kin(slot) and not slot.series:
                same.append(f"(?!(?P={fixed}))")
            else:
                excluded += key[1]
        if (excluded or same) and not any("range" in self.slots[name].kinds for name in self.used):
            excluded += sign_class(["range"], ["level", "change", "rate", "share", "average", "price"])
        one = "".join(dict.fromkeys(same)) + f"[^{_class_escape(stops)}{excluded}]"
        if not stops and not excluded:
            one = "".join(dict.fromkeys(same)) + r"[\s\S]"
        size = pt.SHORT_GAP if node.short else pt.LONG_GAP[self.scope]
        return f"(?:{one}){{0,{size}}}" + ("+" if followed_by_slot else "?")


def _joined(pieces: Iterable[tuple[str, str]]) -> str:
    """The regex of a sequence. What stands between two slots is atomic where it may fork: all ways end at one sign."""
    parts: list[str] = []
    begin, forks = 0, False
    for sort, source in pieces:
        if sort == "sign" and forks:
            parts[begin:] = ["(?>", *parts[begin:], source, ")"]
        else:
            parts.append(source)
        if sort in ("sign", "slots"):
            begin, forks = len(parts), False
        elif sort == "fork":
            forks = True
    return "".join(parts)


def _class_escape(chars: str) -> str:
    return "".join("\\" + c if c in r"\^[]&~|" else c for c in chars)  # "-" stays: it makes sign ranges
