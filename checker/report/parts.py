"""A report made in parts: each document apart, in whichever process checked it, and the whole from the parts.

So that a run over many documents need not hold them: a part is written when it comes, or kept as the text it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from checker.report.jsontext import json_of
from checker.report.run import Checked, Run


def never(run: Run) -> bool:
    """Of a format whose beginning tells what only the end knows."""
    return False


def always(run: Run) -> bool:
    """Of a format that is its parts, one after the other, and an end."""
    return True


class Format(NamedTuple):
    """How a report is made of parts.

    part: what stands there of one document; the run that it is given has no documents and no end. Pure.
    whole: the text, given the finished run and the parts in order, which may be walked several times.
    streams: whether the whole is the parts and then an end, so that parts may be written as they come.
    """

    part: Callable[[Checked, Run], str]
    whole: Callable[[Run, Iterable[str]], Iterator[str]]
    streams: Callable[[Run], bool] = never

    def __call__(self, run: Run) -> str:
        """The report of a run that holds its documents."""
        frame = replace(run, documents=())
        return "".join(self.whole(run, [self.part(checked, frame) for checked in run.documents]))


# JSON with an indent of one, in parts: the same bytes as json.dumps of the whole.


def dumped(value: Any, depth: int = 0) -> str:
    """A value as it stands at some depth, its first line not indented."""
    return json_of(value).replace("\n", "\n" + " " * depth)


def items(values: Iterable[Any], depth: int) -> str:
    """Neighbours in a list at some depth; empty if there are none."""
    return f",\n{' ' * depth}".join(dumped(value, depth) for value in values)


def listed(parts: Iterable[str], depth: int) -> Iterator[str]:
    """A list whose items stand at some depth; each part is what `items` gave."""
    lead = "["
    for part in filter(None, parts):
        yield f"{lead}\n{' ' * depth}{part}"
        lead = ","
    yield "[]" if lead == "[" else f"\n{' ' * (depth - 1)}]"


def mapped(members: Sequence[tuple[str, Iterable[str]]], depth: int) -> Iterator[str]:
    """An object whose members stand at some depth: names, and the pieces of each value."""
    lead = "{"
    for name, value in members:
        yield f"{lead}\n{' ' * depth}{dumped(name)}: "
        yield from value
        lead = ","
    yield f"\n{' ' * (depth - 1)}}}"
