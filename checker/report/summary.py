"""Counts, notes and the line at the end, for people."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from checker.model.report import ON_REQUEST, SEVERITIES, Origin, Suppressed
from checker.report.run import Run
from checker.texts import say
from checker.walk import PACKED
from checker.width import clean, pad, width


def score(run: Run) -> Decimal:
    """Errors per 10,000 characters, as editors count them."""
    characters = sum(one.characters for one in run.tallies)
    if not characters:
        return Decimal(0)
    return (Decimal(run.count("error") * 10_000) / characters).quantize(Decimal("0.01"), ROUND_HALF_UP)


def summary(run: Run) -> str:
    """What was read, checked, found right and found wrong; one sentence each."""
    seen, bound, right, wrong = (sum(one.figures[i] for one in run.tallies) for i in range(4))
    parts = [
        say("sum-documents", run.lang, n=len(run.tallies)),
        say("sum-numbers", run.lang, seen=seen, bound=bound, right=right, wrong=wrong),
        say("sum-findings", run.lang, **{s: run.count(s) for s in SEVERITIES}),
        say("sum-score", run.lang, score=score(run)),
    ]
    counts: Counter[Origin] = Counter()
    for one in run.tallies:
        counts.update(dict(one.waived))
    if counts:
        kinds = say("and", run.lang).join(f"{say(f'from-{o}', run.lang)} {counts[o]}" for o in ON_REQUEST if counts[o])
        parts.append(say("sum-suppressed", run.lang, n=counts.total(), kinds=kinds))
    if run.unreadable:
        names = ", ".join(clean(path) for path in run.unread())
        parts.append(say("sum-unreadable", run.lang, n=len(run.unread()), names=names))
    return say("join", run.lang).join(parts) + say("stop", run.lang)


def document_notes(run: Run) -> list[str]:
    """The notes of the documents, one line each, path first."""
    lines = []
    for one in run.tallies:
        for line, message in one.notes:
            place = f"{clean(one.path)}:{line}" if line else clean(one.path)
            lines.append(f"{place}: {say('note', run.lang)}{clean(message)}")
    return lines


def skipped(run: Run) -> list[str]:
    """A line that counts what was passed over inside folders, if anything was."""
    if not run.skipped:
        return []
    names = {"": say("no-suffix", run.lang), PACKED: say("nested", run.lang)}  # elsewhere bundles are read
    kinds = ", ".join(f"{names.get(suffix, suffix)} {n}" for suffix, n in run.skipped)
    return [say("sum-skipped", run.lang, n=sum(n for _, n in run.skipped), kinds=kinds)]


def passed_over(run: Run) -> list[str]:
    """Lines that count the files passed over: of unknown kind, or excluded by the configuration."""
    return [*skipped(run), *([say("sum-excluded", run.lang, n=run.excluded)] if run.excluded else [])]


def below_level(run: Run) -> list[str]:
    """A line that counts what is below the level asked for, if anything is."""
    n = sum(one.below for one in run.tallies)
    return [say("below-level", run.lang, n=n)] if n else []


def waived_by(waived: Suppressed, lang: str) -> str:
    """Who silenced a finding and why: `mark a.md:3: reason`."""
    said = " ".join(filter(None, (say(f"from-{waived.origin}", lang), waived.place)))
    return said + (say("colon", lang) + waived.reason if waived.reason else "")


def counted(run: Run) -> list[tuple[int, str, str, str]]:
    """How often each rule spoke, most frequent first: (count, code, rule, title)."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in run.tallies:
        counts.update(dict(one.spoke))
    return [(n, *names) for names, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]


def statistics(run: Run) -> str:
    """The same as lines for people."""
    rows = counted(run)
    widest = max((width(rule) for _, _, rule, _ in rows), default=0)
    lines = [f"{n:>6}  {code:<8} {pad(rule, widest)}  {clean(title)}" for n, code, rule, title in rows]
    return "\n".join([say("statistics", run.lang), *lines]) + "\n"
