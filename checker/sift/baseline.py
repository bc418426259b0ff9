"""The baseline: findings that are known and wait their turn. Pure: text -> Baseline -> text.

An entry names no position and no path but the document's own, seen from the folder of the baseline, so that it outlives
edits around the finding, a move of the whole tree and another working folder. It holds the numbers of the finding: when
one of them, or what was computed from them, changes, the finding is a new one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from checker.model.report import Finding, Report
from checker.sift.waiver import Roster

VERSION = 1
DEFAULT = ".checker-baseline.json"
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
Key = tuple[str, str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding, `count` times in its document. values: what its places say; steps: the computation."""

    rule: str
    fingerprint: str
    values: tuple[str, ...]
    steps: tuple[str, ...]
    count: int = 1

    @property
    def key(self) -> Key:
        """What makes it the same finding: of the steps the numbers alone, for their wording may change."""
        return self.rule, self.fingerprint, self.values, tuple(_NUMBER.findall(" ".join(self.steps)))


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings by document."""

    files: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def count(self) -> int:
        return sum(entry.count for entries in self.files.values() for entry in entries)


class BaselineError(Exception):
    """A baseline that cannot be used: the key of a text and its fields (the path is the caller's)."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key, fields)
        self.key, self.fields = key, fields


def entry_of(finding: Finding) -> Entry:
    """A finding as the baseline knows it."""
    values = sorted("".join(place.text.split()) for place in finding.places)
    return Entry(finding.rule, finding.fingerprint, tuple(values), finding.steps)


def record(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The entries of some findings of one document, in a stable order."""
    return _merged(entry_of(finding) for finding in findings)


def _merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry for each key, counted."""
    counts: Counter[Key] = Counter()
    first: dict[Key, Entry] = {}
    for entry in entries:
        counts[entry.key] += entry.count
        first.setdefault(entry.key, entry)
    merged = (replace(first[key], count=n) for key, n in counts.items())
    return tuple(sorted(merged, key=lambda e: (e.rule, e.values, e.fingerprint, e.steps)))


def renewed(old: tuple[Entry, ...], report: Report, roster: Roster) -> tuple[Entry, ...]:
    """What the baseline says of a document after a check of it.

    The findings that are reported or that it knew; entries of rules that did not take part stay, and so do those whose
    finding is there but below the level that was asked for, or told by another.
    """
    known = [s.finding for s in report.suppressed if s.origin == "baseline"]
    chosen = {rule.id for rule in roster if rule.chosen}
    resting = {rule.id for rule in roster} - chosen
    unseen = Counter(entry_of(s.finding).key for s in report.suppressed if s.origin in ("severity", "duplicate"))
    kept = [entry for entry in old if entry.rule in resting]
    for entry in old:
        if entry.rule in chosen and unseen[entry.key]:
            kept.append(replace(entry, count=min(entry.count, unseen[entry.key])))
    return _merged([*record([*report.findings, *known]), *kept])


def updated(old: Baseline, checked: Mapping[str, tuple[Entry, ...]], there: Callable[[str], bool]) -> Baseline:
    """The old baseline with what a run found; documents that it did not check stay if they are still `there`."""
    files = {path: entries for path, entries in old.files.items() if path not in checked and there(path)}
    files.update({path: entries for path, entries in checked.items() if entries})
    return Baseline(MappingProxyType(dict(sorted(files.items()))))


def write_baseline(baseline: Baseline) -> str:
    """As JSON, a line for each value: made to be read as a difference."""
    files = {path: [_written(entry) for entry in entries] for path, entries in sorted(baseline.files.items())}
    return json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=1) + "\n"


def _written(entry: Entry) -> dict[str, Any]:
    value: dict[str, Any] = {
        "rule": entry.rule,
        "values": list(entry.values),
        "steps": list(entry.steps),
        "fingerprint": entry.fingerprint,
    }
    return value if entry.count == 1 else {**value, "count": entry.count}


def read_baseline(text: str) -> Baseline:
    """The baseline that a text says. Raises BaselineError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BaselineError("base-not-json", line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        raise BaselineError("base-not-json", line=1, column=1) from None
    if not isinstance(data, dict):
        raise _shape("$", "object")
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise BaselineError("base-version", found=version, known=VERSION)
    files = data.get("files")
    if not isinstance(files, dict):
        raise _shape("files", "object")
    made: dict[str, tuple[Entry, ...]] = {}
    for path, entries in files.items():
        if not isinstance(entries, list):
            raise _shape(f"files[{path!r}]", "array")
        made[path] = _merged(_entry(value, f"files[{path!r}][{n}]") for n, value in enumerate(entries))
    return Baseline(MappingProxyType(made))


def _entry(value: Any, where: str) -> Entry:
    if not isinstance(value, dict):
        raise _shape(where, "object")
    for key in ("rule", "fingerprint"):
        if not isinstance(value.get(key), str):
            raise _shape(f"{where}.{key}", "string")
    for key in ("values", "steps"):
        if not isinstance(value.get(key), list) or not all(isinstance(v, str) for v in value[key]):
            raise _shape(f"{where}.{key}", "strings")
    count = value.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise _shape(f"{where}.count", "count")
    return Entry(value["rule"], value["fingerprint"], tuple(value["values"]), tuple(value["steps"]), count)


def _shape(where: str, wanted: str) -> BaselineError:
    return BaselineError("base-shape", where=where, wanted=wanted)
