"""A number -> how it was read, and what it was checked against, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lsprotocol import types

from checker.lsp.checked import Checked, touches
from checker.lsp.pages import Pages
from checker.model.quantity import Quantity
from checker.model.report import Relation
from checker.report.numbers import bounds, value
from checker.rulebook.page import reason_in_words
from checker.texts import TEXTS, say
from checker.width import clean

SHOWN = 12  # relations of one number
SIGNS: Mapping[str, str] = MappingProxyType({"holds": "✓", "fails": "≠", "abstains": "?"})
ORDER = ("fails", "holds", "abstains")


def hover(checked: Checked, position: types.Position, pages: Pages, *, markdown: bool) -> types.Hover | None:
    """About the number at a place, or None. `markdown`: whether the client shows it."""
    quantity = number_at(checked, checked.offset(position))
    if quantity is None:
        return None
    text = "\n".join(_lines(checked, quantity, pages))
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text if markdown else bare(text)), checked.range(quantity.span))


def number_at(checked: Checked, offset: int) -> Quantity | None:
    """The number that covers an offset, else the one that ends there; the shortest of several."""
    here = [q for q in checked.report.quantities if q.span.start <= offset <= q.span.end]
    return min(here, key=lambda q: (q.span.end == offset, q.span.end - q.span.start), default=None)


def code(text: str) -> str:
    """Text between as many backticks as it takes."""
    text = clean(text)
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def plain(text: str) -> str:
    """Text in which nothing is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", clean(text))


def bare(text: str) -> str:
    """Our own Markdown without its signs, for clients that show none."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&])|\*\*|`+", r"\1", text)


def _lines(checked: Checked, q: Quantity, pages: Pages) -> Iterator[str]:
    lang = checked.rules.lang

    def field(key: str, text: str) -> str:
        return f"- {say(key, lang)}{say('colon', lang)}{text}"

    yield f"**{plain(q.shown)}**"
    yield ""
    number, (low, high) = value(q), bounds(q)
    if number is not None:
        yield field("why-value", code(number))
    if q.unit:
        yield field("n-unit", plain(q.unit))
    if low is not None or high is not None:
        yield field("lsp-interval", f"{code(low or '-∞')} … {code(high or '∞')}")
    yield field("n-kind", _word("kind", q.kind, lang))
    if q.role != "none":
        yield field("n-role", _word("role", q.role, lang))
    if q.hedge:
        yield field("n-hedge", plain(q.hedged_by or q.hedge))
    relations = sorted(checked.relations(q), key=lambda r: ORDER.index(r.verdict))
    yield ""
    yield say("why-relations", lang, n=len(relations)) if relations else say("why-no-relations", lang)
    yield ""
    for relation in relations[:SHOWN]:
        yield from _relation(checked, relation, pages)
    if len(relations) > SHOWN:
        yield f"- {say('lsp-more', lang, n=len(relations) - SHOWN)}"
    wrong = [f for f in checked.findings(q.span) if any(touches(p.span, q.span) for p in f.places)]
    if wrong:
        yield ""
        yield from (f"**{say(f.severity, lang)}**{say('colon', lang)}{plain(f.message or f.title)}  " for f in wrong)


def _relation(checked: Checked, relation: Relation, pages: Pages) -> Iterator[str]:
    lang = checked.rules.lang
    href = pages.uri(checked.rules, relation.rule)
    name = f"[{relation.rule}]({href})" if href else code(relation.rule)
    said = f" ({plain(reason_in_words(relation.reason, lang))})" if relation.reason else ""
    title = plain(checked.title(relation.rule))
    yield f"- {SIGNS[relation.verdict]} {say(relation.verdict, lang)}{said} · {title} · {name}"
    if relation.steps:
        yield "  " + say("and", lang).join(map(code, relation.steps))


def _word(family: str, name: str, lang: str) -> str:
    key = f"lsp-{family}-{name}"
    return say(key, lang) if key in TEXTS else name
