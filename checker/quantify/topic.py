"""What a number is of: the words that name its measure, its scope, its period, and whether it is fact or plan.

Sentence by sentence, and only those that are asked for: one pass finds the words of `words/topics.yaml`, one over
the numbers carries them from clause to clause. A class (农村) holds for its clause, a territory (全省) and a period
(今年, 2024年一季度) for the sentence, a plan until a word of fact (已, 实际). What a number is only compared with
(比上年, 占全国) is not its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from checker.lexicon import Lexicon
from checker.model.quantity import Role, Topic
from checker.quantify.draft import Draft
from checker.quantify.words import alternation, scan

_NOTHING = Topic()
_MOST_WORDS = 40  # characters before a number that may name it
_LONGEST = 24
_SENTENCE = "。！？!?\n\f"
_CLAUSE = "，,；;：:"
_NAMED = re.compile("[\u3400-\u9fffA-Za-z]+")
_UNNAMED = frozenset({"date", "time", "year", "ordinal", "marker", "name", "identifier"})
_THIS, _LAST = "this", "last"


@dataclass(slots=True)
class _State:
    """What holds at one place of the text."""

    territory: str = ""
    kind: str = ""
    period: str = ""
    modality: str = ""
    subject: str = ""
    clause: int = 0

    def end(self, mark: str, place: int) -> None:
        """A clause ends."""
        self.clause, self.kind = place, ""
        if mark in ";；":
            self.modality = self.subject = ""


@dataclass(frozen=True, slots=True)
class Topics:
    """Compiled words of one lexicon."""

    cues: re.Pattern[str]
    stops: regex.Pattern[str]
    last_stop: regex.Pattern[str]
    sense: dict[str, tuple[str, str]]
    idle_start: re.Pattern[str]
    idle: Mapping[str, tuple[str, ...]]
    not_after: tuple[str, ...]
    noun_ends: tuple[str, ...]
    dates_not_after: tuple[str, ...]

    def sentence(self, text: str, starts: Sequence[int], drafts: Sequence[Draft], index: int) -> tuple[int, int, int]:
        """Where the sentence of a draft begins, its first draft, and the first one behind it. `starts`: of the drafts.

        A full stop inside a number (3 元。整) ends nothing.
        """

        def inside(stop: int) -> bool:
            before = bisect_right(starts, stop) - 1
            return before >= 0 and drafts[before].end > stop

        begin, end = starts[index], starts[index]
        while (found := self.last_stop.search(text, 0, begin)) is not None and inside(begin := found.start()):
            pass
        while (after := self.stops.search(text, end)) is not None and inside(end := after.start()):
            end += 1
        begin = 0 if found is None else found.end()
        return begin, bisect_left(starts, begin), len(starts) if after is None else bisect_left(starts, end)

    def of(
        self, text: str, drafts: Sequence[Draft], said: Sequence[tuple[Role, int]], year: int | None, begin: int
    ) -> list[Topic]:
        """One topic for each draft of a sentence; `said`: their roles, `year`: the document's, `begin`: where the
        sentence does. Nothing before it bears on it."""
        found: list[Topic] = []
        state = _State(clause=begin)
        made: dict[tuple[str, str, str, str], Topic] = {}
        cues = self.cues.finditer(text, begin)
        cue = next(cues, None)
        behind = 0
        for draft, (role, _) in zip(drafts, said, strict=True):
            while cue is not None and cue.start() < draft.start:
                if cue.start() >= behind:
                    self._meet(text, cue, state, year)
                cue = next(cues, None)
            if draft.kind in _UNNAMED:
                period = _period(draft, state.period, year)
                if period and not text.endswith(self.dates_not_after, max(0, draft.start - 1), draft.start):
                    state.period = period
                found.append(_NOTHING)
            elif draft.kind == "range" and draft.style == "years":
                state.period = "/".join(str(int(p)) for p in draft.worth.parts[:2])
                found.append(_NOTHING)
            else:
                topic = self._topic(text, draft, role, behind, state, year)
                found.append(made.get(topic) or made.setdefault(topic, Topic(*topic)))
            behind = draft.end
        return found

    def _meet(self, text: str, cue: re.Match[str], state: _State, year: int | None) -> None:
        word, start = cue[0], cue.start()
        if len(word) == 1 and word in _CLAUSE:
            state.end(word, cue.end())
            return
        what, value = self.sense[word]
        if what == "modality":
            if not value or not text.startswith(self.noun_ends, cue.end()):
                state.modality = value
        elif text.endswith(self.not_after, max(0, start - 1), start):
            return
        elif what == "territory":
            state.territory = value
        elif what == "kind":
            state.kind = value
        else:
            state.period = _relative(int(value), year)

    def _topic(
        self, text: str, draft: Draft, role: Role, behind: int, state: _State, year: int | None
    ) -> tuple[str, str, str, str]:
        """Subject, scope, period and modality of a number; its subject holds on."""
        start = max(behind, state.clause, draft.start - _MOST_WORDS)
        words = "".join(_NAMED.findall(text, start, draft.start)) if start < draft.start else ""
        if words:
            cut = self.idle_start.match(words)
            words = words[cut.end() :] if cut else words
            words = words[: self._idle_from(words)]
        if words:
            state.subject = words[-_LONGEST:]
        period = _relative(-1, year) if role == "base" else state.period
        scope = f"{state.territory} {state.kind}" if state.territory and state.kind else state.territory or state.kind
        return state.subject, scope, period, state.modality

    def _idle_from(self, words: str) -> int:
        """Where the longest row of idle words begins that ends the words."""
        ends = [len(words)]
        for end in ends:
            for word in self.idle.get(words[end - 1 : end], ()):
                start = end - len(word)
                if words.endswith(word, 0, end) and start not in ends:
                    ends.append(start)
        return min(ends)


def _relative(back: int, year: int | None) -> str:
    if year is not None:
        return str(year + back)
    return _THIS if back == 0 else _LAST if back == -1 else f"this{back:+}"


def _period(draft: Draft, before: str, year: int | None) -> str:
    """Normal form of a year, month, quarter or stretch; a date without a year is of the year said before it."""
    if draft.kind not in ("date", "year"):
        return ""
    parts = [int(p) for p in draft.worth.parts]
    if draft.kind == "year":
        number = draft.worth.number
        return str(int(number)) if number is not None else ""
    if len(parts) < 2:
        return ""
    own = str(parts[0]) if parts[0] else before[:4] if before[:4].isdigit() else str(year or "")
    first, last = parts[1], parts[-1]
    if draft.style == "quarter":
        return f"{own}Q{first}"
    if draft.style == "half":
        return f"{own}H{first}"
    if draft.style == "first_quarters":
        return f"{own}-01/{last * 3:02}"
    if draft.style in ("months", "first_months"):
        return f"{own}-{first:02}/{last:02}"
    return f"{own}-{first:02}" if first else own


@lru_cache(maxsize=8)
def topics_of(lexicon: Lexicon) -> Topics:
    """Compile the topic words of a lexicon, once."""
    words = lexicon.words
    sense: dict[str, tuple[str, str]] = {}
    for name, what, value in (
        ("topic_classes", "kind", None),
        ("topic_plans", "modality", "plan"),
        ("topic_targets", "modality", "target"),
        ("topic_forecasts", "modality", "forecast"),
        ("topic_facts", "modality", ""),
    ):
        sense.update((word, (what, word if value is None else value)) for word in words(name))
    sense.update((word, ("territory", str(whole))) for word, whole in lexicon.table("topic_territories").items())
    sense.update((word, ("period", str(back))) for word, back in lexicon.table("topic_years").items())
    idle: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(words("topic_idle")):
        idle[word[-1]] = (*idle.get(word[-1], ()), word)
    return Topics(
        cues=scan([*_CLAUSE, *sense]),
        stops=regex.compile(f"[{_SENTENCE}]"),
        last_stop=regex.compile(f"(?r)[{_SENTENCE}]"),
        sense=sense,
        idle_start=re.compile(f"(?:{alternation(words('topic_idle'))})+"),
        idle=idle,
        not_after=tuple(words("topic_not_after")),
        noun_ends=tuple(words("topic_noun_ends")),
        dates_not_after=tuple(words("topic_dates_not_after")),
    )
