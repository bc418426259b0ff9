"""What a number does in its clause (level, change, rate, share, average, price, multiple, bound, base), and its way.

Read from the cue words of `words/roles.yaml` before the number in its clause. Numbers that follow each other
in a list (分别增长6.6%和14.4%) share the role of the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from checker.lexicon import Lexicon
from checker.model.quantity import Role
from checker.quantify.draft import Draft
from checker.quantify.words import alternation, scan

_NONE: tuple[Role, int] = ("none", 0)
_SILENT = frozenset({"date", "time", "year", "ordinal", "marker", "name", "identifier", "ratio"})
_RELATIVE = frozenset({"percent", "permille", "tenths", "multiple", "doubling", "fraction"})
_BRACKETED = re.compile(r"[（(][^（()）]{1,20}[)）]")  # 占总人口比重（城镇化率）为: the bracket ends no clause
_LONGEST_NOUN = 8  # between a number and the bracket that holds its share: 57万个学位（24%）
_FARTHEST = 4  # numbers looked back for the amount that a growth verb goes on from
_STATED: frozenset[Role] = frozenset({"level", "average", "price"})
_WINDOW = 60  # characters looked back; no clause of a real report needs more between cue and number


@dataclass(frozen=True, slots=True)
class Roles:
    """Compiled cues of one lexicon."""

    clause: re.Pattern[str]
    sentence: re.Pattern[str]
    growth: re.Pattern[str]
    rises: frozenset[str]
    nouns: frozenset[str]
    net: frozenset[str]
    completed: re.Pattern[str]
    fillers: re.Pattern[str]
    compared: re.Pattern[str]
    share: re.Pattern[str]
    average: re.Pattern[str]
    price: re.Pattern[str]
    each_time: re.Pattern[str]
    growth_after: re.Pattern[str]
    growth_starts: frozenset[str]
    joint: re.Pattern[str]
    longest_joint: int
    not_bound: re.Pattern[str]
    opens: frozenset[str]
    closes: frozenset[str]
    bounds: frozenset[str]
    fall_after: frozenset[str]
    flows: frozenset[str]
    base: re.Pattern[str]
    base_after: re.Pattern[str]
    base_ends: frozenset[str]
    joiners: frozenset[str]
    below: frozenset[str]
    of_whole: frozenset[str]

    def of(self, text: str, drafts: Sequence[Draft]) -> list[tuple[Role, int]]:
        """(role, direction) of each draft."""
        said: list[tuple[Role, int]] = []
        before: Draft | None = None
        earlier = _NONE
        for i, draft in enumerate(drafts):
            if draft.kind in _SILENT or (draft.kind == "range" and draft.style == "years"):
                one = _NONE
            else:
                one = role, way = self._one(text, draft, before, earlier)
                if role == "level" and way and self._goes_on(text, drafts, i):
                    one = "change", way
                elif role in _STATED:
                    one = self._stated(text, draft, before, earlier, one)
            said.append(one)
            before, earlier = draft, one
        return said

    def _stated(
        self, text: str, draft: Draft, before: Draft | None, earlier: tuple[Role, int], one: tuple[Role, int]
    ) -> tuple[Role, int]:
        """The role of an amount that may be that of an earlier time, or the other end of a bound."""
        if text[draft.start - 1 : draft.start] in self.base_ends and self._is_base(text, draft):
            return "base", 0
        bound = one[0] == "level" and draft.hedge in self.below and earlier[0] == "bound"
        if bound and before and not text[before.end : draft.start].strip():  # 75分以上不足90分
            return "bound", one[1]
        return one

    def _goes_on(self, text: str, drafts: Sequence[Draft], i: int) -> bool:
        """Whether the clause is a growth verb alone that goes on from an amount before it: 稻谷30公顷，增加2公顷."""
        draft = drafts[i]
        if draft.end < len(text) and not self.clause.match(text, draft.end):
            return False
        gap = text[drafts[i - 1].end if i else 0 : draft.start][-_WINDOW:]
        marks = list(self.clause.finditer(gap))
        if not marks or marks[-1][0] in self.opens:
            return False
        verb = self.growth.match(gap[marks[-1].end() :].lstrip())
        if verb is None or verb[0] in self.flows:
            return False
        for other in drafts[max(0, i - _FARTHEST) : i][::-1]:
            if self.sentence.search(text, other.end, draft.start):
                return False
            if other.unit.dimension == draft.unit.dimension and other.kind == draft.kind:
                return True
        return False

    def _whole_clause(self, text: str, end: int) -> str:
        """The words of the clause up to the number, other numbers in it passed over."""
        return self._last_clause(text[max(0, end - _WINDOW) : end])

    def _last_clause(self, words: str) -> str:
        """What follows the last mark that ends a clause."""
        return self.clause.split(words)[-1]

    def _is_base(self, text: str, draft: Draft) -> bool:
        """Whether the amount is that of an earlier time, with which another is compared: 比上年的30万元."""
        clause = self._last_clause(_unbracketed(text[max(0, draft.start - _WINDOW) : draft.start]))
        return self.base.search(clause) is not None or (
            self.base_after.match(text, draft.end) is not None and clause[:1] in self.joiners
        )

    def _one(self, text: str, draft: Draft, before: Draft | None, earlier: tuple[Role, int]) -> tuple[Role, int]:
        start, behind = draft.start, before.end if before else 0
        near = before is not None and start - behind <= self.longest_joint
        if near and before and earlier is not _NONE and self._listed(text, draft, before):
            return earlier
        gap = _unbracketed(text[max(behind, start - _WINDOW) : start])
        clause = self._last_clause(gap)
        kind = draft.kind
        relative = kind in _RELATIVE or (kind == "range" and draft.unit.dimension in ("percent", "multiple"))
        if kind == "percent" and before and not clause and before.kind not in ("percent", "points"):
            opened = gap[-1:] in self.opens and len(gap) <= _LONGEST_NOUN and not self.clause.search(gap[:-1])
            if opened and text[draft.end : draft.end + 1] in self.closes:
                return "share", 0
        return self._growth(text, draft, gap, clause, relative) or self._plain(text, draft, clause, relative)

    def _listed(self, text: str, draft: Draft, before: Draft) -> bool:
        gap = text[before.end : draft.start]
        if not self.joint.fullmatch(gap):
            return False
        if draft.hedge and not before.hedge:  # 净增98万户、突破1900万户: the hedge is a verb of its own
            return False
        alike = draft.unit.dimension == before.unit.dimension and (
            draft.kind == before.kind or "range" in (draft.kind, before.kind)
        )
        return alike and (gap not in ("，", ",") or draft.kind in _RELATIVE)

    def _growth(self, text: str, draft: Draft, gap: str, clause: str, relative: bool) -> tuple[Role, int] | None:
        """Rate or change, if a growth word governs the number; None otherwise."""
        found = list(self.growth.finditer(clause))
        if not found:
            if not relative:
                return ("change", 0) if draft.kind == "points" else None
            follows = text[draft.end : draft.end + 1] in self.growth_starts
            after = self.growth_after.match(text, draft.end) if follows else None
            if after:
                return "rate", -1 if after[0][-2:] in self.fall_after else 1
            return None
        word, between = found[-1][0], clause[found[-1].end() :].strip()
        way = 1 if word in self.rises else -1
        noun = word in self.nouns
        if not noun and (self.completed.match(between) or self.completed.fullmatch(word[-1])):
            return ("change", way) if draft.kind == "points" else None
        if draft.kind == "points":
            return "change", way
        if relative:
            return ("rate", way) if self.fillers.fullmatch(between) else None
        close = word in self.net or self.fillers.fullmatch(between) is not None or len(between) <= 8
        if word in self.net and close:
            return "change", way
        if close and self._is_compared(text, draft.start, gap, clause):
            return "change", way
        if not self.fillers.fullmatch(between):
            return None
        return ("average", way) if self.average.search(clause) else ("level", way)

    def _is_compared(self, text: str, end: int, gap: str, clause: str) -> bool:
        """Whether a word of comparison stands in the clause, dates and other numbers in it passed over."""
        if self.compared.search(self._whole_clause(text, end)):
            return True
        sentence = self.sentence.split(gap)[-1]
        return self.compared.search(sentence) is not None and len(sentence) - len(clause) <= 20

    def _plain(self, text: str, draft: Draft, clause: str, relative: bool) -> tuple[Role, int]:
        if relative and draft.kind != "multiple" and self.share.search(clause):
            return "share", 0
        if (
            draft.kind == "percent"
            and clause in self.of_whole
            and self.share.search(self._whole_clause(text, draft.start))
        ):
            return "share", 0  # 占应收面积5120万亩的82.4%
        if draft.after in self.bounds and not self.not_bound.match(text, draft.end) and draft.end < len(text):
            return "bound", 0
        if draft.kind == "multiple":
            return "multiple", 0
        if self.average.search(clause):
            return "average", 0
        money = draft.kind in ("money", "range") and draft.unit.dimension.startswith("currency")
        if money and ("/" in draft.unit.dimension or self.price.search(self.each_time.sub("", clause))):
            return "price", 0
        return "level", 0


def _unbracketed(words: str) -> str:
    """The words with blanks in the place of each bracket."""
    if "（" not in words and "(" not in words:
        return words
    return _BRACKETED.sub(lambda m: " " * len(m[0]), words)


@lru_cache(maxsize=8)
def roles_of(lexicon: Lexicon) -> Roles:
    """Compile the role cues of a lexicon, once."""
    words = lexicon.words
    rises, falls = frozenset(words("rise_words")), frozenset(words("fall_words"))

    def tree(*names: str) -> re.Pattern[str]:
        return scan(w for name in names for w in words(name))

    marks = "".join(re.escape(mark) for mark in words("clause_marks"))
    earlier = alternation(words("earlier_words"))
    return Roles(
        clause=re.compile(f"[{marks}]"),
        sentence=re.compile("[。；;！？!?\n]"),
        growth=scan((*words("rise_words"), *words("fall_words"))),
        growth_starts=frozenset(word[0] for word in words("growth_after") if word),
        longest_joint=max(map(len, words("list_joints")), default=0),
        rises=rises,
        nouns=frozenset(words("growth_nouns")),
        net=frozenset(words("net_words")),
        completed=re.compile(alternation(words("completers"))),
        fillers=re.compile(f"(?:{alternation(words('fillers'))}){{0,3}}"),
        compared=tree("comparers"),
        share=tree("share_words"),
        average=tree("average_words"),
        price=tree("per_share_words"),
        each_time=tree("each_times"),
        growth_after=tree("growth_after"),
        joint=re.compile(alternation(w for w in words("list_joints") if w) + "?"),
        not_bound=tree("not_bound_before"),
        opens=frozenset(words("open_brackets")),
        closes=frozenset(words("close_brackets")),
        bounds=frozenset(words("bound_hedges")),
        fall_after=falls,
        flows=frozenset(words("flow_words")),
        base=re.compile(
            f"(?:{alternation(words('base_openers'))}).{{0,20}}(?:{earlier}|[0-9]{{4}}).{{0,16}}(?:{alternation(words('base_joints'))})$"
            f"|^(?:{alternation(words('base_idle'))})?(?:{earlier})(?:{alternation(words('base_verbs'))})?$"
        ),
        base_after=tree("base_after"),
        base_ends=frozenset(w[-1] for n in ("base_joints", "base_verbs", "earlier_words") for w in words(n) if w),
        joiners=frozenset(words("base_joiners")),
        below=frozenset(["under", "at_most"]),
        of_whole=frozenset(words("whole_ends")),
    )
