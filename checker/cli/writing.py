"""The reports of a run, written while it goes on: parts as they come where a format allows it, the whole at its end."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from os import SEEK_END
from typing import TYPE_CHECKING, NamedTuple

from checker.cli.outputs import Goal
from checker.report import BINARY, REPORTERS, Checked, Run, Tally, in_parts, tally
from checker.terminal import Trouble, err, out, write_file
from checker.texts import cause, say

if TYPE_CHECKING:
    from checker.annotate import Copy

IN_MEMORY = 16_000_000  # bytes of parts for which no file is made


class Page(NamedTuple):
    """What is left of a document that was checked: its tally, its part of each report, its copy with comments."""

    tally: Tally
    parts: tuple[str, ...]
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Paged:
    """Makes the page of a document, in the process that checked it.

    `frames`: format and frame (a run without documents) of each report; one that needs whole documents has no parts.
    """

    frames: tuple[tuple[str, Run], ...]
    annotate: bool = False

    def __call__(self, checked: Checked) -> Page:
        made = [(in_parts(form), frame) for form, frame in self.frames]
        parts = tuple(one.part(checked, frame) if one else "" for one, frame in made)
        if not self.annotate:
            return Page(tally(checked), parts)
        from checker.annotate import copy  # noqa: PLC0415

        return Page(tally(checked), parts, copy(checked, self.frames[0][1].lang))


class Writer:
    """One report on its way to a file or to standard output. A file is there when it is whole.

    `unread`: nobody reads standard output any more. `failed`: it cannot be written, which was said.
    """

    def __init__(self, goal: Goal, frame: Run) -> None:
        self.goal, self.lang = goal, frame.lang
        self.unread = self.failed = False
        self._format = in_parts(goal.form)
        streams = goal.path is None and self._format is not None and self._format.streams(frame)
        self._parts = None if streams else _Parts()

    def streams(self, part: str) -> bool:
        """Whether this part will be written to standard output at once."""
        return self._parts is None and bool(part)

    def add(self, part: str) -> None:
        """The part of the next document."""
        if not part or self.unread or self.failed:
            return
        try:
            if self._parts is None:
                self.unread = not out(part)
            else:
                self._parts.add(part)
        except (Trouble, OSError) as error:  # OSError: no room for the parts
            self._fail(error)

    def end(self, run: Run, more: str) -> bool:
        """Write the rest, `more` at its very end; whether all could be written."""
        if self.failed or self.unread:
            return not self.failed
        try:
            if self.goal.path is not None:
                write_file(self.goal.path, self._content(run, more), self.lang)
                return True
            pieces = self._content(run, more)
            assert not isinstance(pieces, bytes)  # `goals` lets nothing else through
            self.unread = not all(map(out, pieces))
        except ImportError:
            command = f"pip install 'checker[{self.goal.form}]'"
            self._fail(Trouble(say("format-missing", run.lang, form=self.goal.form, command=command)))
        except (Trouble, OSError) as error:
            self._fail(error)
        return not self.failed

    def _content(self, run: Run, more: str) -> bytes | Iterator[str]:
        if self.goal.form in BINARY:
            return BINARY[self.goal.form](run)
        if self._format is None:
            return iter([REPORTERS[self.goal.form](run), more])
        return chain(self._format.whole(run, self._parts or ()), filter(None, [more]))

    def _fail(self, error: Trouble | OSError) -> None:
        if isinstance(error, OSError):
            where = self.goal.path or say("standard-output", self.lang)
            error = Trouble(say("cannot-write", self.lang, path=where, why=cause(error, self.lang)))
        err(str(error))
        self.failed = True


class _Parts:
    """Parts kept until the end: some in memory, more in a file without a name, which no end of ours leaves behind."""

    def __init__(self) -> None:
        from tempfile import SpooledTemporaryFile  # noqa: PLC0415 - not for a run that writes as it goes on

        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - open as long as this is
        self._sizes = array("Q")

    def __bool__(self) -> bool:
        return bool(self._sizes)

    def add(self, part: str) -> None:
        self._file.seek(0, SEEK_END)
        self._sizes.append(self._file.write(part.encode("utf-8", "surrogatepass")))

    def __iter__(self) -> Iterator[str]:
        at = 0
        for size in self._sizes:
            self._file.seek(at)
            yield self._file.read(size).decode("utf-8", "surrogatepass")
            at += size
