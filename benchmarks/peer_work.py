"""One peer beside the floor, in the peer's own environment: only the standard library and the peer are there.

Each peer is called as its documentation shows, models loaded beforehand, results kept as the library gives them. It may
be given a whole document or one line at a time: what is faster for it is taken, if it finds about as much that way.
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.clock import floor_cpu, timed
from benchmarks.texts import Text, floor_of, load, sample

Find = Callable[[str], int]
"""Looks at a text and gives how much it found there, so that an idle call is seen to be idle."""


def _checker() -> dict[str, Find]:
    checker = import_module("checker.api").load()
    return {"lint": lambda text: len(checker.check(text).quantities)}


def _jionlp() -> dict[str, Find]:
    """Without parsing the result; the time base is given, or each call would ask the clock."""
    ner = import_module("jionlp").ner
    money = lambda text: len(ner.extract_money(text, with_parsing=False))  # noqa: E731
    time = lambda text: len(ner.extract_time(text, time_base=0, with_parsing=False))  # noqa: E731
    return {"money": money, "time": time}


def _recognizers() -> dict[str, Find]:
    """The models are got once: `recognize_number` would look them up at each call."""
    culture = import_module("recognizers_text").Culture.Chinese
    number = import_module("recognizers_number").NumberRecognizer(culture).get_number_model()
    units = import_module("recognizers_number_with_unit").NumberWithUnitRecognizer(culture)
    models = [
        units.get_age_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
    ]
    return {
        "number": lambda text: len(number.parse(text)),
        "number with unit": lambda text: sum(len(model.parse(text)) for model in models),
    }


def _chinese2digits() -> dict[str, Find]:
    take = import_module("chinese2digits.chinese2digits").takeNumberFromString
    return {"takeNumberFromString": lambda text: len(take(text)["digitsStringList"])}


def _cn2an() -> dict[str, Find]:
    """It answers with a text, so the characters that are no longer there are counted."""
    transform = import_module("cn2an").transform
    return {"transform": lambda text: abs(len(text) - len(transform(text, "cn2an")))}


def _quantulum3() -> dict[str, Find]:
    """English only: it sees digits in a Chinese text, hardly a unit."""
    parse = import_module("quantulum3.parser").parse
    return {"parse": lambda text: len(parse(text))}


def _sinan() -> dict[str, Find]:
    maker = import_module("sinan").Sinan

    def found(text: str) -> int:
        result = maker(text).parse(display_status=False) or {}
        return sum(len(value) if isinstance(value, list) else 1 for value in result.values())

    return {"parse": found}


ADAPTERS: dict[str, Callable[[], dict[str, Find]]] = {
    "checker": _checker,
    "jionlp": _jionlp,
    "recognizers-text-suite": _recognizers,
    "chinese2digits": _chinese2digits,
    "cn2an": _cn2an,
    "quantulum3": _quantulum3,
    "sinan": _sinan,
}


def work(task: dict[str, Any]) -> dict[str, Any]:
    """In the child. task: peer, corpus, sample (documents), rounds.

    For each call of the peer: how it was fed, what it found, how often it failed, and for each round the CPU seconds of
    all documents with those of the floor beside them. Raises what the peer raises when it is loaded.
    """
    warnings.simplefilter("ignore")
    texts = sample(load(Path(task["corpus"]) if task["corpus"] else None), task["sample"])
    with _quiet():
        calls = ADAPTERS[task["peer"]]()
        either = task["peer"] != "checker"  # which relates the lines of a document to each other
        answer = {name: _measured(find, texts, task["rounds"], either) for name, find in calls.items()}
    return {
        "calls": answer,
        "documents": len(texts),
        "characters": sum(len(text.text) for text in texts),
        "python": sys.version.split()[0],
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that a library prints reaches a terminal, and none pays for one: its text goes into memory."""
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        yield


def _measured(find: Find, texts: Sequence[Text], rounds: int, either: bool) -> dict[str, Any]:
    """`either`: the peer may be given lines instead of documents."""
    fed, by_line = _faster(find, sample(texts, 5))
    if not either:
        fed, by_line = "whole documents", False
    answer: dict[str, Any] = {"fed": fed, "found": 0, "failed": [], "rounds": []}
    for n in range(rounds):
        peer = floor = 0.0
        for text in texts:
            scan = floor_of(text.text)
            before = floor_cpu(scan, len(text.text))
            seconds, found = timed(_fed, find, text.text, by_line)
            if found >= 0:
                peer += seconds
                floor += (before + floor_cpu(scan, len(text.text))) / 2
            if n == 0:
                answer["found"] += max(0, found)
                answer["failed"] += [text.name] * (found < 0)
        answer["rounds"].append([peer, floor])
    return answer


def _faster(find: Find, texts: Sequence[Text]) -> tuple[str, bool]:
    """Whether a document is better given line by line: faster, and no less than nine tenths found.

    Each way is tried twice and its better time counts: the first try pays for what a library loads late.
    """
    taken: dict[bool, list[float]] = {False: [], True: []}
    found: dict[bool, int] = {}
    for by_line in (False, True) * 2:
        answers = [timed(_fed, find, text.text, by_line) for text in texts]
        taken[by_line].append(sum(seconds for seconds, _ in answers))
        found[by_line] = sum(count for _, count in answers)
    faster = min(taken[True]) < min(taken[False]) and found[True] >= 0.9 * found[False]
    by_line = faster or found[False] < 0.9 * found[True]
    return ("line by line" if by_line else "whole documents"), by_line


def _fed(find: Find, text: str, by_line: bool) -> int:
    """How much was found; -1 where the peer raised."""
    try:
        return sum(map(find, filter(None, text.split("\n")))) if by_line else find(text)
    except Exception:  # of a stranger: any is an answer
        return -1
