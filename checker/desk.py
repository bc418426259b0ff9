"""Floor 5: which configuration, side file and baseline go with a document; one book of rules for each configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePath
from typing import NamedTuple

from checker.baselines import key_of, load_baseline
from checker.cache import Cache, digest
from checker.config import Config, Layer, excluded, resolve
from checker.model.report import LATE, Failed, Report
from checker.settings import SHARED, nearest, read_layers
from checker.setup import BadSetting, Book, Loaded
from checker.sift import NOTHING, Outside
from checker.sift.baseline import Baseline
from checker.sift.waiver import Waiver
from checker.terminal import Trouble
from checker.texts import cause, say
from checker.walk import SETTINGS, SIDE
from checker.yamlfiles import named

Layers = tuple[tuple[Layer, ...], tuple[Failed, ...]]


class Setting(NamedTuple):
    """What one document is checked with. faults: what is wrong with its side file."""

    book: Book
    outside: Outside
    faults: tuple[Failed, ...] = ()


class Answer(NamedTuple):
    """The report of one document, the options used, what is wrong with its side file; the report's key in the store."""

    report: Report
    config: Config
    faults: tuple[Failed, ...] = ()
    key: str = ""


class Desk:
    """Finds and keeps, for one run, what each document is checked with. May cross to other processes.

    `config`: the options of the run. A document is governed by the configuration nearest to it, upwards from its own
    folder, with the command line over it; the language is that of the run. `store`: reports of before. `stdin_name`:
    what standard input is called. `renewing`: a baseline need not be there. `loaded`: rules that may be taken over.
    """

    def __init__(
        self,
        config: Config,
        store: Cache | None = None,
        stdin_name: str = "",
        renewing: bool = False,
        *,
        loaded: Loaded | None = None,
    ) -> None:
        self.config, self.stdin_name = config, stdin_name
        self.store = store or Cache(None)
        self.faults: list[Failed] = []  # of configurations, each told once
        self._renewing = renewing
        self._loaded = loaded or Loaded()
        self._books: dict[Config, Book] = {}
        self._unusable: set[Config] = set()
        self._nearest: dict[Path, Path | None] = {}
        self._layers: dict[Path, Layers] = {}
        self._baselines: dict[Path, Baseline] = {}

    def __reduce__(self) -> tuple[type[Desk], tuple[Config, Cache, str, bool]]:
        """Compiled patterns do not cross to another process; it makes its own."""
        return Desk, (self.config, self.store, self.stdin_name, self._renewing)

    def run_book(self) -> Book:
        """The book of the run itself. Trouble as `prepare` says."""
        return self._book(self.config)

    def books(self) -> tuple[Book, ...]:
        """All that were needed so far."""
        return tuple(self._books.values())

    def book(self, path: str) -> Book:
        """The book for a document. Trouble if its configuration is wrong."""
        if self.config.isolated:
            return self.run_book()
        file, layers = self._governing(path)
        if layers is None:
            raise Trouble(say("set-governed", self.config.lang, path=file))
        config = self._resolved(layers, path)
        if config not in self._unusable:
            try:
                return self._book(config)
            except Trouble as trouble:
                if file is None:
                    raise
                self._unusable.add(config)  # told once, not for every document
                self.faults.append(
                    trouble.fault if isinstance(trouble, BadSetting) else Failed(str(file), str(trouble))
                )
        raise Trouble(say("set-governed", self.config.lang, path=file))

    def prepare(self, path: str) -> None:
        """Look up rules and baseline of a document, so that what is wrong with them is known once, and now."""
        with suppress(Trouble):  # said of the document when it is checked
            at = self.book(path).config.baseline
            if at is not None:
                self.baseline(at)

    def passes_over(self, path: str) -> bool:
        """Whether the document's configuration excludes it."""
        layers = () if self.config.isolated else self._governing(path)[1]
        return layers is not None and excluded(layers, path)

    def setting(self, path: str) -> Setting:
        """All that a document is checked with. Trouble if its configuration is wrong or the baseline cannot be used."""
        book = self.book(path)
        return Setting(book, *self._outside(path, book))

    def baseline(self, path: Path) -> Baseline:
        """A baseline, read once. Trouble if it cannot be used."""
        if path not in self._baselines:
            self._baselines[path] = load_baseline(path, self.config.lang, may_miss=self._renewing)
        return self._baselines[path]

    def baselines(self) -> dict[Path, Baseline]:
        """Those that were read."""
        return dict(self._baselines)

    def keep(self) -> None:
        """Keep what will spare the next run its start."""
        self._loaded.keep(self.store)

    def watched(self, paths: Iterable[str]) -> Iterator[str]:
        """The files that bear on the check of some documents besides these: side files, configurations, baselines,
        rule files; also where a configuration that is not there yet would lie. Some may be given twice."""
        configs = {self.config}
        for path in paths:
            yield path + SIDE
            if self.config.isolated:
                continue
            file, layers = self._governing(path)
            folder = Path(os.path.dirname(os.path.abspath(path)))
            for place in (folder, *folder.parents):
                yield from (str(place / SETTINGS), str(place / SHARED))
                if file is not None and place == file.parent:
                    break
            if layers:
                yield from (layer.path for layer in layers)
                configs.add(self._resolved(layers, path))
        yield from (fault.path for fault in self.faults)
        for config in configs:
            yield from () if config.baseline is None else (str(config.baseline),)
            for rules in config.rules:
                yield from (str(path) for path, _ in named(rules))

    # checking ------------------------------------------------------------------------------------------------

    def check(self, path: str) -> Answer:
        """Check one file with all that goes with it. Raises as `Checker.check_file`, and Trouble."""
        return self.check_bytes(Path(path).read_bytes(), path)

    def check_bytes(self, data: bytes, name: str, source: str = "") -> Answer:
        """As `check`, for what comes from elsewhere; `name` says where it would lie, `source` of what kind it is."""
        setting, source = self.setting(name), source or name
        key = self._key(setting, data, source)
        report = self.store.get(key, Report)
        if report is None:
            report = setting.book.checker().check_bytes(data, source=source, outside=setting.outside)
            key = self._key(setting, data, source)  # of the rules as they were loaded
            if not any(note.code == LATE for note in report.notes):
                self.store.put(key, Report, report)
        return Answer(report, setting.book.config, setting.faults, key)

    def key(self, path: str) -> str:
        """What the report of a file is called in the store. Raises Trouble, and OSError."""
        return self._key(self.setting(path), Path(path).read_bytes(), path)

    def _key(self, setting: Setting, data: bytes, source: str) -> str:
        """Digest of all that bears on a report: rules, options and tool, name and contents, what stands beside it."""
        return digest("report", setting.book.key, source, PurePath(source).suffix, repr(setting.outside), data)

    # what goes with a document -------------------------------------------------------------------------------

    def _outside(self, path: str, book: Book) -> tuple[Outside, tuple[Failed, ...]]:
        """The side file and the baseline of a document, and what is wrong with the side file."""
        lang = self.config.lang
        side = path + SIDE
        waivers: tuple[Waiver, ...] = ()
        faults: tuple[Failed, ...] = ()
        if os.path.isfile(side):
            try:
                from checker.sift.side import read_side  # noqa: PLC0415 - YAML is only for who has such a file

                waivers, faults = read_side(Path(side).read_bytes(), side, book.roster, lang)
            except OSError as error:
                faults = (Failed(side, say("no-access", lang, why=cause(error, lang))),)
        at = book.config.baseline
        if at is None:
            return (Outside(waivers) if waivers else NOTHING), faults
        known = self.baseline(at).files.get(key_of(path, at), ())
        return Outside(waivers, known, str(at)), faults

    def _governing(self, path: str) -> tuple[Path | None, tuple[Layer, ...] | None]:
        """The configuration file of a document and its layers; no layers if it is wrong."""
        folder = Path(os.path.dirname(os.path.abspath(path)))
        if folder not in self._nearest:
            self._nearest[folder] = nearest(folder)
        file = self._nearest[folder]
        if file is None:
            return None, ()
        if file not in self._layers:
            self._layers[file] = read_layers(file, self.config.lang)
            self.faults += self._layers[file][1]
        layers, faults = self._layers[file]
        return file, None if faults else layers

    def _resolved(self, layers: tuple[Layer, ...], path: str) -> Config:
        return replace(resolve(layers, self.config.typed, self.config.lang, path), lang=self.config.lang)

    def _book(self, config: Config) -> Book:
        if config not in self._books:
            self._books[config] = Book(config, self.store, self._loaded)
        return self._books[config]
