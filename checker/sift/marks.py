"""Marks in the text: <!-- checker: ignore rule reason --> and its kin -> waivers.

Readers say where the comments of a document stand; what is no comment to the format (code, say) is none here. A mark
that is broken waives nothing, and a note says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from checker.model.document import HIDDEN, Block, Document, Note, Span
from checker.sift.waiver import Waiver, note
from checker.texts import did_you_mean, say

VERBS = ("ignore", "ignore-line", "ignore-next-line", "ignore-start", "ignore-end", "ignore-file")
_MARK = re.compile(r"<!--\s*checker(?:\s*([:：])|\s+(?=ignore))(.*)\Z", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COMMA = re.compile(r"\s*[,，、]\s*(?=[A-Za-z])")
_QUOTED = re.compile(r"""\s*(?:"([^"\n]+)"|“([^”\n]+)”|「([^」\n]+)」)""")
_LEAD = re.compile(r"[\s,，:：;；–—-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A mark as written."""

    verb: str
    rules: tuple[str, ...]
    numbers: tuple[str, ...]
    reason: str
    span: Span


def marks(document: Document, lang: str) -> tuple[tuple[Waiver, ...], tuple[Note, ...]]:
    """The waivers of a document, in the order of the text, and what is wrong with its marks. Never raises."""
    found = _Marks(document, lang, [b for b in document.blocks if b.kind not in HIDDEN])
    for comment in document.comments:
        found.take(comment)
    found.close()
    return tuple(found.waivers), tuple(found.notes)


@dataclass(slots=True)
class _Marks:
    """The marks of one document in the making.

    blocks: those that are read. opened: each ignore-start without its end, innermost last.
    """

    document: Document
    lang: str
    blocks: list[Block]
    waivers: list[Waiver] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    opened: list[Said] = field(default_factory=list)

    def take(self, comment: Span) -> None:
        """One comment, if it is a mark."""
        content = self.document.text[comment.start : comment.end]
        mark = _MARK.match(content)
        if not mark:
            return
        if not mark[1]:
            self._broken(comment, "mark-no-colon")
        elif not content.endswith("-->"):
            self._broken(comment, "mark-no-end")
        else:
            said = self._parse(mark[2].removesuffix("-->"), comment)
            if said is not None:
                self._apply(said)

    def close(self) -> None:
        """What was opened and never closed waives nothing."""
        for said in self.opened:
            self._broken(said.span, "mark-never-ends")
        self.notes.sort(key=lambda n: n.line or 0)

    def _parse(self, body: str, comment: Span) -> Said | None:
        body = re.sub(r"\s*\n[\s>]*", " ", body).strip()
        verb, _, rest = body.partition(" ")
        verb, rest = verb.lower(), rest.strip()
        if verb not in VERBS:
            near = did_you_mean(verb, VERBS, self.lang)
            self._broken(comment, "mark-no-verb", name=repr(verb), known=", ".join(VERBS), hint=near)
            return None
        rules: list[str] = []
        at = 0
        while rule := _RULE.match(rest, at):
            rules.append(rule[0])
            at = rule.end()
            comma = _COMMA.match(rest, at)
            if not comma:
                break
            at = comma.end()
        numbers: list[str] = []
        while quoted := _QUOTED.match(rest, at):
            numbers.append(next(filter(None, quoted.groups())))
            at = quoted.end()
        lead = _LEAD.match(rest, at)
        return Said(verb, tuple(rules), tuple(numbers), rest[lead.end() if lead else at :].strip(), comment)

    def _apply(self, said: Said) -> None:
        if said.verb == "ignore-end":
            self._end(said)
        elif not said.rules:
            self._broken(said.span, "mark-no-rule")
        elif not any(c.isalnum() for c in said.reason):
            self.notes.append(note("mark-no-reason", self._line(said.span), self.lang, verb=said.verb))
        elif said.verb == "ignore-start":
            self.opened.append(said)
        else:
            scope = self._scope(said)
            if scope is None:
                self._broken(said.span, "mark-nothing-after")
            else:
                self._waive(said, scope)

    def _end(self, end: Said) -> None:
        """An end closes the last start that names the same rules; one that names none, the last."""
        for said in reversed(self.opened):
            if not end.rules or set(end.rules) == set(said.rules):
                self.opened.remove(said)
                self._waive(said, Span(said.span.end, end.span.start))
                return
        self._broken(end.span, "mark-no-start")

    def _waive(self, said: Said, scope: Span) -> None:
        line = self._line(said.span)
        place = f"{self.document.source}:{line}"
        self.waivers.append(Waiver("mark", said.rules, said.reason, place, line, scope, said.numbers))

    def _line(self, span: Span) -> int:
        return self.document.place(span.start)[0]

    def _broken(self, comment: Span, why: str, **fields: object) -> None:
        self.notes.append(note("mark-broken", self._line(comment), self.lang, why=say(why, self.lang, **fields)))

    # where a mark holds ------------------------------------------------------------------------------------

    def _scope(self, said: Said) -> Span | None:
        """The stretch that a mark is about; None if there is nothing."""
        if said.verb == "ignore-file":
            return Span(0, len(self.document.text) + 1)
        first, last = self._line(said.span), self.document.place(said.span.end)[0]
        own = Span(self.document.line_span(first).start, self.document.line_span(last).end)
        if said.verb == "ignore-line":
            return own
        if said.verb == "ignore-next-line":
            return self._next_line(last)
        following = bisect_right(self.blocks, said.span.start, key=lambda b: b.span.start)
        before = self.blocks[following - 1].span if following else Span(0, 0)
        if not self._alone(own):
            # Beside text: what stands on this line of the block around the mark, or of the one that ends before it.
            if own.start < before.end:
                return Span(max(own.start, before.start), min(own.end, before.end))
        elif before.end > own.end:
            return self._next_line(last)  # between the lines of a block, such as the rows of a table
        return self.blocks[following].span if following < len(self.blocks) else None

    def _alone(self, own: Span) -> bool:
        """Whether there is nothing but comments on these lines; marks of quotes and lists do not count."""
        at, rest = own.start, []
        comments = self.document.comments
        for start, end in comments[bisect_right(comments, own.start, key=lambda c: c.end) :]:
            if start >= own.end:
                break
            rest.append(self.document.text[at : max(at, start)])
            at = max(at, end)
        rest.append(self.document.text[at : own.end])
        return not any(c.isalnum() for c in "".join(rest))

    def _next_line(self, line: int) -> Span | None:
        """The next line that says something."""
        while True:
            line += 1
            try:
                span = self.document.line_span(line)
            except IndexError:
                return None
            if not self._alone(span):
                return span
