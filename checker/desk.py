"""Floor 5: which configuration, side file and baseline go with a document; one checker for each configuration."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from checker.api import Checker
from checker.baselines import key_of, load_baseline
from checker.config import Config, Layer, excluded, resolve
from checker.model.report import Report
from checker.settings import Fault, nearest, read_layers
from checker.setup import BadSetting, prepare
from checker.sift import NOTHING, Outside
from checker.sift.baseline import Baseline
from checker.sift.side import read_side
from checker.sift.waiver import Waiver
from checker.terminal import Trouble
from checker.texts import cause, say
from checker.walk import SIDE

Layers = tuple[tuple[Layer, ...], tuple[Fault, ...]]


class Desk:
    """Finds and keeps, for one run, what each document is checked with.

    `config`: the options of the run. A document is governed by the configuration nearest to it, upwards from its own
    folder, with the command line over it; the language is that of the run. `renewing`: a baseline need not be there.
    Rule files are loaded once for each set of them; `checker`: one whose loaded rules may be taken over.
    """

    def __init__(self, config: Config, *, checker: Checker | None = None, renewing: bool = False) -> None:
        self.config = config
        self.faults: list[Fault] = []  # of configurations, each told once
        self._renewing = renewing
        self._checkers: dict[Config, Checker] = {}
        self._loaded: dict[tuple[Path, ...], Checker] = {checker.config.rules: checker} if checker else {}
        self._unusable: set[Config] = set()
        self._nearest: dict[Path, Path | None] = {}
        self._layers: dict[Path, Layers] = {}
        self._baselines: dict[Path, Baseline] = {}

    def run_checker(self) -> Checker:
        """The checker of the run itself. Trouble as `prepare` says."""
        return self._checker(self.config)

    def checkers(self) -> tuple[Checker, ...]:
        """All that were needed so far."""
        return tuple(self._checkers.values())

    def checker(self, path: str) -> Checker:
        """The checker for a document. Trouble if its configuration is wrong."""
        if self.config.isolated:
            return self.run_checker()
        file, layers = self._governing(path)
        if layers is None:
            raise Trouble(say("set-governed", self.config.lang, path=file))
        config = resolve(layers, self.config.typed, self.config.lang, path)
        config = replace(config, lang=self.config.lang)
        if config not in self._unusable:
            try:
                return self._checker(config)
            except Trouble as trouble:
                if file is None:
                    raise
                self._unusable.add(config)  # told once, not for every document
                self.faults.append(trouble.fault if isinstance(trouble, BadSetting) else Fault(str(file), str(trouble)))
        raise Trouble(say("set-governed", self.config.lang, path=file))

    def passes_over(self, path: str) -> bool:
        """Whether the document's configuration excludes it."""
        layers = () if self.config.isolated else self._governing(path)[1]
        return layers is not None and excluded(layers, path)

    def outside(self, path: str, checker: Checker) -> tuple[Outside, tuple[Fault, ...]]:
        """The side file and the baseline of a document, and what is wrong with the side file.

        Trouble if the baseline cannot be used.
        """
        lang = self.config.lang
        side = path + SIDE
        waivers: tuple[Waiver, ...] = ()
        faults: tuple[Fault, ...] = ()
        if os.path.isfile(side):
            try:
                waivers, faults = read_side(Path(side).read_bytes(), side, checker.roster, lang)
            except OSError as error:
                faults = (Fault(side, say("no-access", lang, why=cause(error, lang))),)
        at = checker.config.baseline
        if at is None:
            return (Outside(waivers) if waivers else NOTHING), faults
        known = self.baseline(at).files.get(key_of(path, at), ())
        return Outside(waivers, known, str(at)), faults

    def baseline(self, path: Path) -> Baseline:
        """A baseline, read once. Trouble if it cannot be used."""
        if path not in self._baselines:
            self._baselines[path] = load_baseline(path, self.config.lang, may_miss=self._renewing)
        return self._baselines[path]

    def baselines(self) -> dict[Path, Baseline]:
        """Those that were read."""
        return dict(self._baselines)

    def check(self, path: str) -> tuple[Report, Config, tuple[Fault, ...]]:
        """Check one file with all that goes with it: the report, the options used, what is wrong with the side file.

        Raises as `Checker.check_file`, and Trouble.
        """
        checker = self.checker(path)
        outside, faults = self.outside(path, checker)
        return checker.check_file(Path(path), outside=outside), checker.config, faults

    def check_bytes(self, data: bytes, name: str, source: str) -> tuple[Report, Config, tuple[Fault, ...]]:
        """As `check`, for what comes from elsewhere; `name` says where it would lie, `source` of what kind it is."""
        checker = self.checker(name)
        outside, faults = self.outside(name, checker)
        return checker.check_bytes(data, source=source, outside=outside), checker.config, faults

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

    def _checker(self, config: Config) -> Checker:
        if config not in self._checkers:
            made = prepare(config, self._loaded.get(config.rules))
            self._loaded.setdefault(config.rules, made)
            self._checkers[config] = made
        return self._checkers[config]
