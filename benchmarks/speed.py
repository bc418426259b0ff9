"""Ratios of the parts of a lint to the floor, document by document, in fresh processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import children
from benchmarks.clock import floor_cpu, timed
from benchmarks.stats import ratio_of_totals, spread
from benchmarks.table import Row
from benchmarks.texts import SEEDS, Text, floor_of, load, pieces, threshold

PARTS = ("floor", "read", "extract", "lint")
Times = dict[str, list[float]]  # part -> CPU seconds, one for each text
PIECE, PIECES = 3_000, 60


def work(task: dict[str, Any]) -> dict[str, Any]:
    """In the child. task: corpus (or null), rounds. Times for each round over all texts, and over the short pieces.

    The checker is warmed with the seeds and not with the texts of the corpus, so the first round sees every text for
    the first time; the rounds after it see texts that this process has seen.
    """
    from checker import api  # noqa: PLC0415 - the parent does not need it

    texts = load(Path(task["corpus"]) if task["corpus"] else None)
    checker = api.load()
    for text in load(SEEDS):
        checker.check_bytes(text.data, source=text.name)
    readable, left_out = [], []
    for text in texts:
        try:
            checker.read(text.data, source=text.name)
        except api.Unreadable as error:
            left_out.append(f"{text.name}: {error}")
        else:
            readable.append(text)
    short = pieces(readable, PIECE, PIECES)
    return {
        "left_out": left_out,
        "rules": len(checker.rules),
        "texts": [{"characters": len(text.text), "density": text.density} for text in readable],
        "dense_from": threshold(readable),
        "rounds": [_round(checker, readable) for _ in range(task["rounds"])],
        "pieces": [_round(checker, short, ("floor", "lint")) for _ in range(task["rounds"])],
    }


def _round(checker: Any, texts: Sequence[Text], parts: Sequence[str] = PARTS) -> Times:
    """Every part of every text once, the parts of one text right after each other."""
    times: Times = {part: [] for part in parts}
    for text in texts:
        floor = floor_of(text.text)
        before = floor_cpu(floor, len(text.text))
        # The lint comes first: what its parts leave in a cache must not help it.
        times["lint"].append(timed(checker.check_bytes, text.data, source=text.name)[0])
        if "read" in parts:
            read, extracted = _read_and_extract(checker, text)
            times["read"].append(read)
            times["extract"].append(extracted)
        times["floor"].append((before + floor_cpu(floor, len(text.text))) / 2)
    return times


def _read_and_extract(checker: Any, text: Text) -> tuple[float, float]:
    """CPU seconds of reading, and of extraction with masking, on a document that nothing has been asked of yet."""
    from checker.judge.mask import Mask  # noqa: PLC0415
    from checker.quantify import extract  # noqa: PLC0415

    read, document = timed(checker.read, text.data, source=text.name)
    return read, timed(lambda: Mask(document, extract(document, checker.lexicon)))[0]


def measure(corpus: Path | None, runs: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """In the parent: the answers of all process runs, or of those before Ctrl-C. Raises ChildFailed."""
    task = {"corpus": str(corpus) if corpus else None, "rounds": rounds}
    answers = []
    for n in range(runs):
        try:
            answers.append(children.run("speed", task))
        except KeyboardInterrupt:  # it may take long; what is done is kept
            if not answers:
                raise
            say(f"speed: stopped after {n} of {runs} process runs")
            break
        say(f"speed: process run {n + 1} of {runs}: {_ratio(answers[-1], 'lint'):.1f} times the floor")
    for line in answers[0]["left_out"]:
        say(f"speed: left out: {line}")
    return {"rounds": rounds, "answers": answers}


def _ratio(answer: dict[str, Any], part: str, chosen: Iterable[int] | None = None, which: str = "rounds") -> float:
    """One process run: the median over its rounds of all texts' time over all texts' floor."""
    rounds: Sequence[Times] = answer[which]
    indices = range(len(rounds[0]["floor"])) if chosen is None else list(chosen)
    ratios = [ratio_of_totals([t[part][i] for i in indices], [t["floor"][i] for i in indices]) for t in rounds]
    return spread(ratios).median


def rows(measured: dict[str, Any]) -> list[Row]:
    """The figures of `measure`: medians over the process runs, with the least and the largest."""
    answers = measured["answers"]
    texts = answers[0]["texts"]
    dense_from = answers[0]["dense_from"]
    dense = [i for i, text in enumerate(texts) if text["density"] >= dense_from]
    firsts = [{**answer, "rounds": answer["rounds"][:1]} for answer in answers]
    said = f"{len(texts)} documents, {sum(t['characters'] for t in texts):,} characters, {answers[0]['rules']} rules; "
    said += f"{len(answers)} process runs of {len(answers[0]['rounds'])} round(s)"
    said_dense = f"{len(dense)} documents with {dense_from:.1%} or more of digits and numerals"

    def row(key: str, what: str, values: Sequence[float], unit: str = "x", note: str = "") -> Row:
        found = spread(values)
        return Row(key, what, found.median, found.low, found.high, unit, note)

    made = [
        row("lint", "whole lint / floor", [_ratio(a, "lint") for a in answers], note=said),
        row("lint-first", "… documents this process has not seen before", [_ratio(a, "lint") for a in firsts]),
        row("dense", "whole lint / floor, number-dense", [_ratio(a, "lint", dense) for a in answers], note=said_dense),
        row("extract", "extraction and masking / floor", [_ratio(a, "extract") for a in answers]),
        row("extract-dense", "… number-dense", [_ratio(a, "extract", dense) for a in answers]),
        row("read", "reading / floor", [_ratio(a, "read") for a in answers]),
    ]
    by_document = [_by_document(answer) for answer in answers]
    half = [spread(ratios).median for ratios in by_document]
    made.append(row("lint-median-document", "whole lint / floor, the median document", half))
    made.append(row("lint-worst-document", "whole lint / floor, the dearest document", [max(r) for r in by_document]))
    short = [spread([1000 * s for t in answer["pieces"] for s in t["lint"]]).median for answer in answers]
    note = f"{len(answers[0]['pieces'][0]['lint'])} beginnings of reports"
    made.append(row("piece", f"one document of {PIECE:,} characters, warm", short, "ms", note))
    made.append(row("piece-floor", "… over its floor", [_ratio(answer, "lint", which="pieces") for answer in answers]))
    scan = [1e9 * sum(t["floor"]) / sum(x["characters"] for x in texts) for a in answers for t in a["rounds"]]
    return [*made, row("floor", "the floor itself, for one character", scan, "ns", f"Python {sys.version.split()[0]}")]


def _by_document(answer: dict[str, Any]) -> list[float]:
    """For each document the median over the rounds of lint over floor."""
    rounds: Sequence[Times] = answer["rounds"]
    return [
        spread([times["lint"][i] / times["floor"][i] for times in rounds]).median for i in range(len(answer["texts"]))
    ]
