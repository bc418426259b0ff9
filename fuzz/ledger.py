"""What was executed when: a small JSON file that every run adds to, and the table that is written from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "fuzz" / "ledger.json"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- executions: written by `python -m fuzz report` -->", "<!-- end of executions -->"


@dataclass(frozen=True, slots=True)
class Entry:
    """Executions of one target by one engine on one day. seconds: of computing. defects: inputs that were kept."""

    day: str
    target: str
    engine: str
    executions: int
    seconds: float
    defects: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        return self.day, self.target, self.engine


def load(path: Path = LEDGER) -> list[Entry]:
    """The entries so far; none if there is no such file."""
    if not path.exists():
        return []
    return [Entry(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def add(new: Iterable[Entry], path: Path = LEDGER) -> None:
    """Add to the ledger; what one engine did with one target in one day is one entry."""
    entries = {entry.key: entry for entry in load(path)}
    for one in new:
        known = entries.get(one.key)
        if known is not None:
            one = replace(
                one,
                executions=one.executions + known.executions,
                seconds=round(one.seconds + known.seconds, 1),
                defects=one.defects + known.defects,
            )
        entries[one.key] = one
    lines = ",\n".join(json.dumps(asdict(entries[key])) for key in sorted(entries))
    beside = path.with_suffix(".new")
    beside.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    os.replace(beside, path)


def table(entries: Iterable[Entry], targets: Iterable[str]) -> str:
    """Markdown: executions of each target by each engine, and in all; targets never run stand there with 0."""
    entries = list(entries)
    engines = sorted({entry.engine for entry in entries})
    rows = [["target", *engines, "in all", "CPU seconds"], ["---"] + ["---:"] * (len(engines) + 2)]
    names = list(targets)
    for name in [*names, None]:
        mine = [e for e in entries if e.target == name or (name is None and e.target in names)]
        counts = [sum(e.executions for e in mine if e.engine == engine) for engine in engines]
        cells = [*(f"{n:,}" for n in (*counts, sum(counts))), f"{sum(e.seconds for e in mine):,.0f}"]
        rows.append([f"`{name}`" if name else "**all**", *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def write_page(entries: Iterable[Entry], targets: Iterable[str], page: Path = PAGE) -> None:
    """Put the table between its marks in the page. Raises ValueError if they are not there."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        raise ValueError(f"{page} has no marks for the table")
    page.write_text(f"{head}{BEGIN}\n\n{table(entries, targets)}\n{END}{tail}", encoding="utf-8")
