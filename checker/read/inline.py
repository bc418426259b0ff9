"""Inline Markdown: which characters of a paragraph are marks and not text.

markdown-it says what the inline marks are but not where; its inline rules are wrapped so that every rule which
consumes something tells its exact place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.entities import entities
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from checker.model.document import Span
from checker.read.marks import URL, merge

_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_LOOSE_STRONG = re.compile(r"\*\*|__")
_FORMATTING = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|font|mark|small|big|a|del|ins|code|sub|sup|abbr|cite|q)\b", re.IGNORECASE
)
_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|(?:</?[A-Za-z][^<>]*>)+", re.DOTALL)
_SAYS = re.compile(r"[^\w \t,.，。、；：（）()%％+±\-—]|_|www")
_BREAK = re.compile(r"(?: {2,}|\\)?\n")
_Rule = Callable[[StateInline, bool], bool]


class Inline:
    """Finds the marks of inline Markdown. One parser, used for one document after the other."""

    def __init__(self) -> None:
        # The core's inline rule is off: each paragraph is parsed once, here.
        self.md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        self.md.core.ruler.disable("inline")
        self._places: list[tuple[str, int, int, int]] = []
        self._at: dict[int, int] = {}
        self._silenced = 0
        for name in ("escape", "backticks", "link", "image", "autolink", "html_inline", "entity"):
            self._wrap(name, self._consumes)
        for name in ("emphasis", "strikethrough"):
            self._wrap(name, self._delimits)

    def _wrap(self, name: str, how: Callable[[str, _Rule], _Rule]) -> None:
        rules = dict(zip(self.md.get_all_rules()["inline"], self.md.inline.ruler.__rules__, strict=True))
        self.md.inline.ruler.at(name, how(name, rules[name].fn))

    def _consumes(self, name: str, rule: _Rule) -> _Rule:
        def wrapped(state: StateInline, silent: bool) -> bool:
            if silent or self._silenced:
                return rule(state, silent)
            start, label = state.pos, -1
            if name == "link" and state.src[start] == "[":
                label = state.md.helpers.parseLinkLabel(state, start, True)
            self._silenced += name == "image"  # the text of a picture is parsed apart, with places of its own
            try:
                matched = rule(state, silent)
            finally:
                self._silenced -= name == "image"
            if matched:
                self._places.append((name, start, state.pos, label))
            return matched

        return wrapped

    def _delimits(self, name: str, rule: _Rule) -> _Rule:
        def wrapped(state: StateInline, silent: bool) -> bool:
            start = state.pos
            matched = rule(state, silent)
            if matched and not silent and not self._silenced:
                at = state.pos
                for token in reversed(state.tokens):
                    at -= len(token.content)
                    if at < start:
                        break
                    self._at[id(token)] = at
            return matched

        return wrapped

    def marks(self, content: str, env: dict[str, Any]) -> tuple[list[Span], set[int], list[Span]]:
        """(spans of `content` that are not to be read, numbers of the lines that break hard, comments)."""
        if not _SAYS.search(content):  # most cells of a table: nothing in it can be a mark
            return [], set(), []
        self._places, self._at = [], {}
        tokens: list[Token] = []
        self.md.inline.parse(content, self.md, env, tokens)
        spans: list[Span] = []
        places = [(start, end) for name, start, end, _ in self._places if name == "html_inline"]
        comments = [Span(*place) for place in places if content.startswith("<!--", place[0])]
        for name, start, end, label in self._places:
            spans.extend(_marks_of(name, start, end, label, content))
        for token in tokens:
            at = self._at.get(id(token))
            if at is None or not token.markup:
                continue
            if token.type in ("strong_open", "s_open", "s_close", "strong_close", "em_open", "em_close"):
                first = at - 1 if token.type == "strong_open" else at
                spans.append(Span(first, first + len(token.markup)))
        breaks = [match.span() for match in _BREAK.finditer(content)]
        hard = {k for k, (start, end) in enumerate(breaks) if end - start > 1}
        spans.extend(Span(start, start + 1) for start, _ in breaks if content[start] == "\\")
        spans.extend(Span(*m.span()) for m in URL.finditer(content))
        spans.extend(Span(*m.span()) for m in _FOOTNOTE.finditer(content))
        merged = merge(spans)
        return merge([*merged, *_loose(content, merged)]), hard, comments


def _marks_of(name: str, start: int, end: int, label: int, content: str) -> list[Span]:
    if name == "escape":
        return [Span(start, start + 1)] if content[start + 1 : start + 2] != "\n" else []
    if name == "link":
        return [Span(start, start + 1), Span(label, end)]
    if name == "entity":
        return [Span(start, end)] if _is_space(content[start:end]) else []
    if name == "html_inline":
        return [] if _glues(content, start, end) else [Span(start, end)]
    if name == "backticks":  # an unmatched run of backticks is text
        run = len(content[start:end]) - len(content[start:end].lstrip("`"))
        return [Span(start, end)] if end - start > 2 * run else []
    return [Span(start, end)]


def _is_space(entity: str) -> bool:
    """&nbsp; and its like, which would stand between a number and its unit."""
    body = entity[1:-1]
    if body.startswith("#"):
        digits = body[1:]
        try:
            return chr(int(digits[1:], 16) if digits[:1] in "xX" else int(digits)).isspace()
        except (ValueError, OverflowError):
            return False
    return entities.get(body, "x").isspace()


def _glues(content: str, start: int, end: int) -> bool:
    """Without the tag, two numbers or words would stand together that a cell or line kept apart."""
    if content.startswith("<!--", start) or _FORMATTING.match(content, start):
        return False
    before, after = content[max(0, start - 80) : start].rstrip()[-1:], content[end : end + 80].lstrip()[:1]
    kept = content[start - 1 : start].isspace() or content[end : end + 1].isspace()
    return before.isalnum() and after.isalnum() and not kept


def _loose(content: str, taken: list[Span]) -> list[Span]:
    """Marks of strong text that CommonMark leaves open beside ideographs and their punctuation."""
    loose = []
    for match in _LOOSE_STRONG.finditer(content):
        start, end = match.span()
        i = bisect_left(taken, (end, end)) - 1
        if i >= 0 and taken[i].end > start:
            continue
        if any(c >= "\u2010" for c in content[start - 1 : start] + content[end : end + 1]):
            loose.append(Span(start, end))
    return loose if len(loose) % 2 == 0 else []


def html_comments(content: str) -> list[Span]:
    """Comments of an HTML block; one that never ends goes to the block's end."""
    return [Span(*m.span()) for m in _TAGS.finditer(content) if m.group().startswith("<!--")]


def html_marks(content: str) -> list[Span]:
    """Tags and comments of an HTML block; a tag between two numbers or words stays."""
    spans = []
    for match in _TAGS.finditer(content):
        start, end = match.span()
        if match.group().startswith("<!--") or not _glues(content, start, end):
            spans.append(Span(start, end))
    return spans
