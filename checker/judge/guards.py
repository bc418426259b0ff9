"""Guards: why a relation that does not hold is no error (docs/rule-language.md, section 5)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

from checker.judge.binding import Binding, Items, Operand
from checker.judge.expression import Compiled
from checker.judge.mask import STOPS, Mask, end_of, sign_class, start_of
from checker.judge.regexes import alternatives
from checker.lexicon import Lexicon
from checker.model.interval import EVERYTHING
from checker.model.rule import Guard, Scope

_LONGEST_LEAD = 6
"""Characters that may stand before 占 in a share's clause without being a new subject."""
_FARTHEST = 20_000
"""No scope reaches farther than so many characters, so that a page without a full stop costs no more than others."""
_AMOUNT = regex.compile(f"[{sign_class(['quantity', 'money'], ['level', 'average'])}]")
_MEASURE = 4
"""How many characters right before a number tell its measure from another."""
_OPENING = 2
"""How many characters tell what a clause begins with."""
_NEAR = 12
"""How many characters right before or after a slot a guard word may stand away."""


@dataclass(frozen=True, slots=True)
class CompiledGuard:
    guard: Guard
    words: regex.Pattern[str] | None
    when: Compiled | None
    other_owner: Compiled | None
    scopes: regex.Pattern[str] | None = None
    parts: regex.Pattern[str] | None = None  # words that lead to parts
    openers: tuple[str, ...] = ()


def compile_guard(guard: Guard, expression: Callable[[str], Compiled], lexicon: Lexicon) -> CompiledGuard:
    """The words of a guard (`@list` or a literal word) as one regex; open_list reads the list of that name."""
    words = None
    if guard.word is not None:
        name = guard.word.removeprefix("@")
        words = regex.compile(alternatives(lexicon.lists[name] if guard.word.startswith("@") else [name]))
    elif guard.foreign is not None:
        words = regex.compile(alternatives(lexicon.lists["share_idle"]))
    elif guard.open_list is not None:
        words = regex.compile(rf"[，,、]?(?:{alternatives(lexicon.lists['open_list'])})")
    when, other = (expression(text) if text else None for text in (guard.when, guard.other_owner))
    scopes = regex.compile(alternatives(lexicon.lists["scopes"])) if guard.foreign is not None else None
    leads = alternatives(lexicon.lists["of_which"])
    parts = regex.compile(rf"[^；;。\n]{{0,8}}?[，,（(：:]?(?:{leads})") if guard.restart is not None else None
    return CompiledGuard(guard, words, when, other, scopes, parts, lexicon.lists["statement_openers"])


def applies(compiled: CompiledGuard, binding: Binding, mask: Mask, env: Mapping[str, object]) -> bool:
    """Whether the guard excuses this binding. All that the guard asks must be so."""
    guard = compiled.guard
    if compiled.when is not None and any(
        env.get(name) is EVERYTHING for name in compiled.when.names if not name.startswith("document")
    ):
        return False  # it asks for a slot that this pattern does not bind
    if compiled.when is not None and not compiled.when.truth(env).possible:
        return False
    if guard.hedged is not None and not any(
        isinstance(f, Operand) and f.quantity.hedge for f in binding.slots.get(guard.hedged, ())
    ):
        return False
    if guard.open_list is not None and not _open(compiled, guard.open_list, binding, mask):
        return False
    if guard.foreign is not None and not _foreign(compiled, guard.foreign, binding, mask):
        return False
    if guard.restart is not None and not _restarts(compiled, guard.restart, binding, mask.text):
        return False
    if guard.nearer is not None and not _nearer(guard.nearer, binding, mask):
        return False
    if guard.mixed is not None and not _mixed(guard.mixed, binding, mask):
        return False
    return guard.word is None or _word(compiled, binding, mask)


def _nearer(slots: tuple[str, str], binding: Binding, mask: Mask) -> bool:
    """Whether an amount of another kind stands between the two, in a later clause than the first."""
    here, there = (binding.trail.get(name, ()) for name in slots)
    if not here or not there:
        return False
    start = end_of(mask.text, here[-1] + 1, here[-1] + 1 + _NEAR)
    taken = {place for places in binding.trail.values() for place in places}
    return any(m.start() not in taken for m in _AMOUNT.finditer(mask.text, start, there[0]))


def _mixed(slot: str, binding: Binding, mask: Mask) -> bool:
    """Whether the members are of several measures in turn: 资产40、负债20；资产30、负债10, or 8个大项、60个小项 …"""
    before: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    text = mask.text
    for place in binding.trail.get(slot, ()):
        before[text[start_of(text, place, place - _MEASURE) : place]] += 1
        behind[mask.quantities[mask.at[place]].noun[:_OPENING]] += 1
    del behind[""]
    return any(sum(n > 1 for n in names.values()) > 1 for names in (before, behind))


def _restarts(compiled: CompiledGuard, slots: tuple[str, str], binding: Binding, text: str) -> bool:
    """Whether a part stands behind a semicolon and opens a statement of its own."""
    totals, parts = (binding.trail.get(name, ()) for name in slots)
    if not totals or not parts or compiled.parts is None:
        return False
    clause = text[start_of(text, totals[0]) : totals[0]]
    first = text[start_of(text, parts[0]) : parts[0]].lstrip()[:_OPENING]
    for a, b in itertools.pairwise(parts):
        cut = max(text.rfind(mark, a, b) for mark in "；;。")
        if cut < 0:
            continue
        opening = text[cut + 1 : b].lstrip()[:_OPENING]
        if opening in compiled.openers and opening in clause and opening != first:
            return True
        if compiled.parts.match(text, b + 1):
            return True
    return False


def _foreign(compiled: CompiledGuard, slots: tuple[str, str], binding: Binding, mask: Mask) -> bool:
    """Whether the words right before the first slot (占…的) name something that the clause of the second does not."""
    here, there = (binding.trail.get(name, ()) for name in slots)
    if not here or not there or compiled.words is None:
        return False
    text, place = mask.text, here[0]
    start = start_of(text, place)
    clause = text[max((p + 1 for p in range(start, place) if p in mask.at), default=start) : place]
    cue = compiled.words.search(clause)
    subject = clause[: cue.start()] if cue else clause
    if len(subject) > _LONGEST_LEAD:
        return True  # the clause has a subject of its own
    named = compiled.words.sub("", clause)
    pairs = {named[i : i + 2] for i in range(len(named) - 1)}
    if not pairs:
        return False
    whole = text[start_of(text, there[0]) : end_of(text, there[0] + 1, there[0] + 1 + _NEAR)]
    if binding.inferred and named not in whole:
        return True
    if compiled.scopes is not None and any(m.group() not in whole for m in compiled.scopes.finditer(named)):
        return True
    return 2 * sum(pair in whole for pair in pairs) < len(pairs)


def _open(compiled: CompiledGuard, slot: str, binding: Binding, mask: Mask) -> bool:
    fillers = binding.slots.get(slot, ())
    if fillers and isinstance(fillers[-1], Items):
        return fillers[-1].open
    places = binding.trail.get(slot, ())
    if not places or compiled.words is None:
        return False
    start = places[-1] + 1
    end = end_of(mask.text, start, start + _NEAR - 1)
    return any(compiled.words.match(mask.text, at) for at in range(start, end + 1))


def _word(compiled: CompiledGuard, binding: Binding, mask: Mask) -> bool:
    guard, words = compiled.guard, compiled.words
    assert words is not None
    text = mask.text
    if guard.between is not None:
        a, b = (binding.trail.get(name, ()) for name in guard.between)
        if not a or not b:
            return False
        same = guard.between[0] == guard.between[1]  # between the members of one slot
        start, end = sorted((a[0], b[-1]) if same else (a[-1], b[0]))
        if words.search(text, start, end):
            return True
        first, last = mask.span(start, start + 1), mask.span(end, end + 1)  # brackets are gone from the masked text
        return words.search(mask.document.text, first.end, last.start) is not None
    slot = guard.before or guard.after
    if slot is not None:
        for place in binding.trail.get(slot, ()):
            if guard.before:
                start, end = start_of(text, place, place - _NEAR), place
            else:
                start, end = place + 1, end_of(text, place + 1, place + 1 + _NEAR)
            if words.search(text, start, end):
                return True
        return False
    start, end = scope_bounds(mask, binding, guard.within or "sentence")
    return words.search(text, start, end) is not None


def scope_bounds(mask: Mask, binding: Binding, scope: Scope) -> tuple[int, int]:
    """Masked [start, end) of the clause, sentence, paragraph, section or document around a binding."""
    text, start, end = mask.text, binding.start, max(binding.end, binding.start + 1)
    if scope == "document":
        return 0, len(text)
    stops = STOPS[scope]
    least, most = max(0, start - _FARTHEST), min(len(text), end + _FARTHEST)
    start = max(least, *(text.rfind(c, least, start) + 1 for c in stops))
    ends = [text.find(c, end - 1, most) for c in stops]
    return start, min((at + 1 for at in ends if at >= 0), default=most)
