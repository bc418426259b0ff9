"""Floor 5: one desk over many files. What goes wrong with one file is said and never stops the others."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from checker.desk import Desk, Setting
from checker.model.document import Document
from checker.model.report import Failed, Report
from checker.read import TAKEN
from checker.read.errors import ReadError
from checker.report.run import Checked, RuleCard
from checker.setup import taking_part
from checker.terminal import Trouble
from checker.texts import TEXTS, cause, of_system, say
from checker.walk import STDIN, Walk, in_bundle
from checker.width import clean

UNNAMED = "<stdin>"
DEBUG = "CHECKER_DEBUG"
T = TypeVar("T")
Outcomes = Generator[T | Failed, None, None]
Step = Callable[[], None]
View = Callable[[Checked], T]  # what is wanted of a document; it may be asked in another process
Spread = Callable[[Callable[[str], object], Sequence[str], int], Generator[tuple[int, object], None, None]]


def whole(checked: Checked) -> Checked:
    """The view that wants all of a document."""
    return checked


class _Source(NamedTuple):
    """One report to check: the name that the user knows it by, and its bytes."""

    name: str
    load: Callable[[], bytes]


class _Made(NamedTuple, Generic[T]):
    """All that came of one path, for the process that asked.

    Of each of its reports what the view made, or what went wrong; what a bundle holds besides; what came up that the
    process which asked may not know: faults of configurations, rules, reports to remember, a store that is no use.
    """

    outcomes: tuple[T | Failed, ...]
    skipped: tuple[tuple[str, int], ...] = ()
    hollow: bool = False
    faults: tuple[Failed, ...] = ()
    cards: tuple[RuleCard, ...] = ()
    reports: tuple[tuple[str, Report], ...] = ()
    trouble: OSError | None = None


class _Counter(Generic[T]):
    """Where files are checked, here or in another process: path -> what came of it."""

    def __init__(self, desk: Desk, named: frozenset[str], view: View[T]) -> None:
        self.desk, self.named, self.view = desk, named, view
        self.skipped: Counter[str] = Counter()
        self.hollow: list[str] = []  # bundles met in folders that hold no report
        self.reports: list[tuple[str, Report]] = []  # with their keys in the store

    def __call__(self, path: str) -> _Made[T]:
        """Check what lies at a path. Raises nothing."""
        books, faults = len(self.desk.books()), len(self.desk.faults)
        self.skipped.clear()
        self.hollow.clear()
        self.reports.clear()
        outcomes = tuple(self.at(path))
        new = {card.id: card for book in self.desk.books()[books:] for card in taking_part(book.cards, book.config)}
        return _Made(
            outcomes=outcomes,
            skipped=tuple(self.skipped.items()),
            hollow=bool(self.hollow),
            faults=tuple(self.desk.faults[faults:]),
            cards=tuple(new.values()),
            reports=tuple(self.reports) if self.desk.store.remembers else (),
            trouble=self.desk.store.trouble,
        )

    def at(self, path: str) -> Iterator[T | Failed]:
        """What lies at a path, a report or those of a bundle, each checked when it is asked for."""
        name = (self.desk.stdin_name or UNNAMED) if path == STDIN else path
        try:
            for source in self.sources(path):
                yield from self._checked(source)
        except (ReadError, OSError) as error:  # of the bundle itself
            yield Failed(name, reason(error, self.desk.config.lang))

    def sources(self, path: str) -> Iterator[_Source]:
        """The reports at a path. Raises ReadError or OSError for a bundle."""
        stdin_name = self.desk.stdin_name
        bundle, inside = in_bundle(stdin_name if path == STDIN else path)
        if not bundle:
            own = _Source(stdin_name or UNNAMED, sys.stdin.buffer.read)
            yield own if path == STDIN else _Source(path, Path(path).read_bytes)
            return
        packed = io.BytesIO(sys.stdin.buffer.read()) if path == STDIN else None
        from checker.read.bundle import open_bundle  # noqa: PLC0415 - zip is for bundles

        with packed or open(bundle, "rb") as file, open_bundle(file, TAKEN, inside) as opened:
            self.skipped.update(dict(opened.skipped))
            if path in self.named and not opened.members:
                raise ReadError("not-inside" if inside else "nothing-inside", "no readable report inside")
            self.hollow.extend([] if opened.members else [path])
            for member in opened.members:
                yield _Source(f"{bundle}/{member.name}", partial(opened.read, member))

    def _checked(self, source: _Source) -> tuple[T | Failed, ...]:
        """Check one report. Whatever goes wrong becomes its line."""
        try:
            answer = self.desk.check_bytes(source.load(), source.name, kind_of(source.name))
            made = self.view(Checked(source.name, answer.report, answer.config.fail_on))
        except Exception as error:  # one document's failure is one document's line
            return (Failed(source.name, reason(error, self.desk.config.lang)),)
        self.reports.append((answer.key, answer.report))
        return (made, *answer.faults)


class Gathering(Generic[T]):
    """One run over many files.

    `view`: what is wanted of each document that was checked. `together`: the files speak of one matter and are checked
    against each other as well, in this process; then the outcomes come when all are read.
    """

    def __init__(self, desk: Desk, found: Walk, view: View[T], *, together: bool = False) -> None:
        self.desk, self.found, self.view, self.together = desk, found, view, together
        self._skipped = Counter(dict(found.skipped))
        self._hollow: list[str] = []
        self._cards: dict[str, RuleCard] = {}
        self._told: set[Failed] = set()

    @property
    def skipped(self) -> tuple[tuple[str, int], ...]:
        """(suffix, count) of what was passed over in folders and bundles, once all outcomes have come."""
        return tuple(sorted(self._skipped.items()))

    @property
    def rules(self) -> tuple[RuleCard, ...]:
        """The rules that took part, once all outcomes have come."""
        own = {card.id: card for book in self.desk.books() for card in taking_part(book.cards, book.config)}
        return tuple(sorted((self._cards | own).values(), key=lambda card: (card.code, card.id)))

    def outcomes(self, step: Step, spread: Spread | None = None, jobs: int = 1) -> Outcomes[T]:
        """What the view makes of each document, or what went wrong with it, in the order of the files.

        Each comes as soon as it is known with all before it. `spread`: how to check in `jobs` processes; `step` is
        called whenever a path is done.
        """
        lang = self.desk.config.lang
        for path in self.found.files:
            if path != STDIN:
                self.desk.prepare(path)
        known = False
        trouble = [Failed(path, say(key, lang, why=of_system(why, lang))) for path, key, why in self.found.trouble]
        yield from (*self._faults(self.desk.faults), *trouble)
        if self.together:
            each = self._held_together(step)
        elif spread is None or jobs < 2 or len(self.found.files) < 2:
            each = self._here(step)
        else:
            each = self._apart(step, spread, jobs)
        with closing(each):
            for outcome in each:
                known = True
                yield outcome
        yield from self._faults(self.desk.faults)
        if not (known or trouble):
            yield from (Failed(path, say("empty-folder", lang)) for path in self._hollow)

    def _faults(self, faults: Sequence[Failed]) -> Iterator[Failed]:
        """Those that were not told yet."""
        new = [fault for fault in dict.fromkeys(faults) if fault not in self._told]
        self._told.update(new)
        return iter(new)

    def _here(self, step: Step) -> Outcomes[T]:
        counter = _Counter(self.desk, self.found.named, self.view)
        for path in self.found.files:
            yield from counter.at(path)
            counter.reports.clear()
            step()
        self._skipped.update(counter.skipped)
        self._hollow += counter.hollow

    def _apart(self, step: Step, spread: Spread, jobs: int) -> Outcomes[T]:
        """Check in other processes; standard input and what this process knows itself are looked at here."""
        counter = _Counter(self.desk, self.found.named, self.view)
        made: dict[str, _Made[T]] = {}
        for path in self.found.files:
            if path == STDIN or self._at_hand(path):
                made[path] = counter(path)
                step()
        apart = [path for path in self.found.files if path not in made]
        self._load(apart)
        with closing(spread(counter, apart, jobs)) as results:
            for path in self.found.files:
                while path not in made:
                    i, result = next(results)
                    if not isinstance(result, _Made):  # its process died
                        result = _Made((Failed(apart[i], say("died", self.desk.config.lang, why=result)),))
                    made[apart[i]] = result
                    step()
                yield from self._taken(path, made.pop(path))

    def _taken(self, path: str, made: _Made[T]) -> Iterator[T | Failed]:
        """The outcomes of a path; what else came of it is noted."""
        store = self.desk.store
        for key, report in made.reports:
            store.remember(key, report)
        store.trouble = store.trouble or made.trouble
        self._cards.update({card.id: card for card in made.cards})
        self._skipped.update(dict(made.skipped))
        self._hollow += [path] if made.hollow else []
        yield from self._faults(made.faults)
        yield from made.outcomes

    def _at_hand(self, path: str) -> bool:
        """Whether this process keeps the report of a file itself."""
        try:
            return self.desk.store.remembers and self.desk.store.at_hand(self.desk.key(path))
        except (Trouble, OSError):  # said when it is checked
            return False

    def _load(self, paths: Sequence[str]) -> None:
        """Load the rules before the processes part, unless all is known from before: each would load them itself."""
        if all(map(self._kept, paths)):
            return
        for book in self.desk.books():
            with suppress(Trouble):  # said of each file
                book.checker()

    def _kept(self, path: str) -> bool:
        try:
            return self.desk.store.has(self.desk.key(path))
        except (Trouble, OSError):  # nor are rules needed to say what is wrong
            return not in_bundle(path)[0]

    def _held_together(self, step: Step) -> Outcomes[T]:
        """The documents of one matter, each checked alone and all against each other."""
        counter = _Counter(self.desk, self.found.named, self.view)
        read: list[tuple[str, Document, Setting]] = []
        for path in self.found.files:
            name = (self.desk.stdin_name or UNNAMED) if path == STDIN else path
            try:
                for source in counter.sources(path):
                    yield from self._read(source, read)
            except (ReadError, OSError) as error:  # of the bundle itself
                yield Failed(name, reason(error, self.desk.config.lang))
            step()
        self._skipped.update(counter.skipped)
        self._hollow += counter.hollow
        yield from self._against(read)

    def _read(self, source: _Source, read: list[tuple[str, Document, Setting]]) -> Iterator[Failed]:
        """Read a report and keep it to be held against others; what goes wrong is given."""
        try:
            setting = self.desk.setting(source.name)
            document = setting.book.checker().read(source.load(), source=kind_of(source.name))
        except Exception as error:  # one document's failure is one document's line
            yield Failed(source.name, reason(error, self.desk.config.lang))
            return
        read.append((source.name, document, setting))
        yield from setting.faults

    def _against(self, read: Sequence[tuple[str, Document, Setting]]) -> list[T | Failed]:
        if not read:
            return []
        names, documents, settings = zip(*read, strict=True)
        try:
            own = [(setting.book.checker(), setting.outside) for setting in settings]
            reports = self.desk.run_book().checker().check_documents(documents, own)
        except Exception as error:  # none of them can be told from the others
            return [Failed(name, reason(error, self.desk.config.lang)) for name in names]
        fail_on = [setting.book.config.fail_on for setting in settings]
        return [self.view(Checked(*one)) for one in zip(names, reports, fail_on, strict=True)]


def kind_of(name: str) -> str:
    """Without a name standard input is plain text; the kind of a file is that of its name."""
    return UNNAMED + ".txt" if name == UNNAMED else name


def reason(error: Exception, lang: str) -> str:
    """One line for an error: what people can act on as it is, anything else as an internal error with a hint."""
    if isinstance(error, ReadError):
        key = f"read-{error.code}"
        if error.code == "unknown-kind" and not error.fields.get("suffix"):
            key = "read-no-suffix"
        elif error.code == "binary" and "kind" not in error.fields:
            key = "read-binary-nul"
        fields = {field: _shown(value) for field, value in error.fields.items()}
        return say(key, lang, **fields) if key in TEXTS else " ".join(str(error).split())
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError):
        return say("no-access", lang, why=cause(error, lang))
    if os.environ.get(DEBUG):
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    return say("internal", lang, why=" ".join(f"{type(error).__name__}: {error}".split()))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def line(failed: Failed, lang: str) -> str:
    """What could not be done, as one line."""
    return clean(failed.place) + say("colon", lang) + failed.message
