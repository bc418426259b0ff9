"""The ledger in an editor: a symbol for each relation, a small sign behind each number that was checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsprotocol import types

from checker.lsp.checked import Checked, touches
from checker.lsp.hover import SIGNS
from checker.model.document import Span
from checker.model.quantity import Quantity
from checker.model.report import Finding, Relation
from checker.rulebook.page import reason_in_words
from checker.texts import say
from checker.width import clean

LONGEST = 40  # characters of a sum that is shown inside the text
KINDS: Mapping[str, types.SymbolKind] = MappingProxyType(
    {"holds": types.SymbolKind.Operator, "fails": types.SymbolKind.Event, "abstains": types.SymbolKind.Null}
)


def symbols(checked: Checked) -> list[types.DocumentSymbol]:
    """A symbol for each relation between numbers, with its operands as children, in the order of the text.

    A check of one number alone that holds (a count is whole) is left out: it would double the list.
    """
    shown = [r for r in checked.report.relations if r.joins or (r.spans and r.verdict == "fails")]
    shown.sort(key=lambda r: (min(place.span for place in r.spans), r.rule))
    return [_symbol(checked, relation) for relation in shown]


def flat(symbols: list[types.DocumentSymbol], uri: str) -> list[types.SymbolInformation]:
    """The same for clients that show no tree: the relations without their operands."""
    return [types.SymbolInformation(types.Location(uri, s.range), s.name, s.kind) for s in symbols]


def _symbol(checked: Checked, relation: Relation) -> types.DocumentSymbol:
    lang = checked.rules.lang
    spans = [place.span for place in relation.spans]
    reason = reason_in_words(relation.reason, lang) if relation.reason else ""
    detail = say("and", lang).join(filter(None, (*relation.steps, reason)))
    children = [
        types.DocumentSymbol(
            clean(f"{place.label}: {place.text}").strip() or relation.rule,
            types.SymbolKind.Number,
            checked.range(place.span),
            checked.range(place.span),
        )
        for place in relation.spans
    ]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    return types.DocumentSymbol(
        clean(f"{SIGNS[relation.verdict]} {checked.title(relation.rule)}"),
        KINDS[relation.verdict],
        checked.range(whole),
        checked.range(min(spans)),
        clean(detail) or None,
        children=children,
    )


def hints(checked: Checked, asked: types.Range) -> list[types.InlayHint]:
    """✓ behind a number whose relations hold, ≠ behind one that a finding points at, with the sum at its first place.

    A number that was not checked, or whose relations were not decided, gets none.
    """
    here = checked.span(asked)
    verdicts: dict[int, set[str]] = {}
    for relation in checked.report.relations:
        if relation.joins:
            for index in relation.quantities:
                verdicts.setdefault(index, set()).add(relation.verdict)
    made = []
    for quantity in checked.report.quantities:
        if touches(quantity.span, here):
            label, tooltip = _hint(checked, quantity, verdicts.get(quantity.index, set()))
            if label:
                place = checked.range(quantity.span).end
                made.append(types.InlayHint(place, label, tooltip=tooltip or None, padding_left=True))
    return made


def _hint(checked: Checked, quantity: Quantity, verdicts: set[str]) -> tuple[str, str]:
    """Label and tooltip; both empty for none."""
    pointing = [f for f in checked.report.findings if any(_overlap(p.span, quantity.span) for p in f.places)]
    if pointing:
        first = next((f for f in pointing if _overlap(f.primary.span, quantity.span)), None)
        return _unequal(first), "\n".join(clean(f.message or f.title) for f in pointing)
    if "holds" in verdicts and "fails" not in verdicts:
        lang = checked.rules.lang
        holding = [r for r in checked.relations(quantity) if r.verdict == "holds" and r.joins]
        return SIGNS["holds"], "\n".join(clean(say("and", lang).join(r.steps) or r.rule) for r in holding)
    return "", ""


def _unequal(finding: Finding | None) -> str:
    """≠ alone, or with the sum where it is short."""
    step = clean(finding.steps[0]) if finding and finding.steps else ""
    return f"{SIGNS['fails']} {step}" if step and len(step) <= LONGEST else SIGNS["fails"]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
