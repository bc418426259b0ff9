"""Floor 2: what a user asked for, as one frozen value. Nothing here reads a file (settings.py does).

A `Layer` is what one source says: a configuration file, an entry of its per-file table, the command line. `resolve`
lays them one over the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, NamedTuple

from checker.model.report import SEVERITIES, Severity

FailOn = Literal["error", "warning", "info", "never"]
Lang = Literal["zh", "en"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info", "never")
LANGS: tuple[Lang, ...] = ("zh", "en")


class Named(NamedTuple):
    """A rule as a configuration file names it, for the error if there is none: under which key, and where."""

    word: str
    key: str
    path: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says; None or empty for what it does not say. Fields as in Config.

    path: the file, "" for the command line. folder: where its patterns are seen from. per_file: pattern -> what holds
    for the documents that it matches. exclude: patterns of files to pass over inside folders.
    """

    path: str = ""
    folder: Path = Path()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Severity | None = None
    levels: tuple[tuple[str, Severity], ...] = ()
    per_file: tuple[tuple[str, Layer], ...] = ()
    rules: tuple[Path, ...] = ()
    fail_on: FailOn | None = None
    lang: Lang | None = None
    encoding: str | None = None
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Options of one check.

    select, ignore  rule ids, codes, beginnings of codes (CHK1) or families; an empty `select` means all.
    severity        least severity that is shown.
    levels          (rule id or code, severity) pairs that replace a rule's own severity.
    fail_on         least severity that makes the exit code 1.
    lang            language of messages. encoding: None to guess. rules: more rule files or folders.
    isolated        read no configuration file.
    baseline        the file of known findings, if any.
    typed           what the command line said: it also goes over the configuration of documents elsewhere.
    named           the rules that were named, with their places.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "info"
    levels: tuple[tuple[str, Severity], ...] = ()
    fail_on: FailOn = "error"
    lang: Lang = "zh"
    encoding: str | None = None
    rules: tuple[Path, ...] = ()
    isolated: bool = False
    baseline: Path | None = None
    typed: Layer = Layer()
    named: tuple[Named, ...] = ()

    def selects(self, rule: str, code: str, family: str = "") -> bool:
        """Whether a rule takes part."""
        if self.select and not any(names(word, rule, code, family) for word in self.select):
            return False
        return not any(names(word, rule, code, family) for word in self.ignore)

    def level(self, rule: str, code: str, own: Severity) -> Severity:
        """Severity of a rule's findings: its own, unless the user set another. The last setting wins."""
        for name, severity in reversed(self.levels):
            if name in (rule, code):
                return severity
        return own

    def shows(self, severity: Severity) -> bool:
        """Whether findings of this severity are shown."""
        return at_least(severity, self.severity)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes a run fail."""
        return fails(self.fail_on, severity)


def resolve(
    files: Sequence[Layer], typed: Layer, lang: Lang, path: str | None = None, isolated: bool = False
) -> Config:
    """The options for one document (None: for the run), from the layers of its configuration and the command line.

    Later layers win; `files` are in the order of their weight, an extended file first. A layer that selects starts
    anew: what was ignored below it is forgotten. `lang`: if no layer names one.
    """
    matching = [inner for layer in files for inner in _matching(layer, path)]
    layers = [*files, *matching, typed]
    start = max((i for i, layer in enumerate(layers) if layer.select is not None), default=0)
    severity: Severity = "info"
    fail_on: FailOn = "error"
    encoding: str | None = None
    baseline: Path | None = None
    for layer in layers:
        severity, fail_on = layer.severity or severity, layer.fail_on or fail_on
        lang, encoding = layer.lang or lang, layer.encoding or encoding
        baseline = layer.baseline or baseline
    return Config(
        select=layers[start].select or (),
        ignore=tuple(word for layer in layers[start:] for word in layer.ignore),
        severity=severity,
        levels=tuple(level for layer in layers for level in layer.levels),
        fail_on=fail_on,
        lang=lang,
        encoding=encoding,
        rules=tuple(dict.fromkeys(rule for layer in layers for rule in layer.rules)),
        isolated=isolated,
        baseline=baseline,
        typed=typed,
        named=tuple(named for layer in (*files, typed) for named in layer.named),
    )


def excluded(files: Sequence[Layer], path: str) -> bool:
    """Whether a configuration passes over a file that was met inside a folder."""
    return any(matches(pattern, layer.folder, path) for layer in files for pattern in layer.exclude)


def _matching(layer: Layer, path: str | None) -> Iterator[Layer]:
    if path is not None:
        yield from (inner for pattern, inner in layer.per_file if matches(pattern, layer.folder, path))


def matches(pattern: str, folder: Path, path: str) -> bool:
    """Whether a pattern of a configuration in `folder` means a file, or a folder above it.

    `*` is any signs, / too; a pattern without / means a name at any depth.
    """
    try:
        inside = Path(os.path.relpath(os.path.abspath(path), os.path.abspath(folder))).as_posix()
    except ValueError:  # another drive
        return False
    if inside == ".." or inside.startswith("../"):
        return False
    parts = inside.split("/")
    pattern = pattern.removeprefix("./").rstrip("/")
    wholes = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    among = wholes if "/" in pattern else parts
    return any(fnmatchcase(one, p) for one in among for p in {pattern, pattern.removeprefix("**/")})


def fails(fail_on: FailOn, severity: Severity) -> bool:
    """Whether a finding of this severity makes a run fail that is to fail at `fail_on`."""
    return fail_on != "never" and at_least(severity, fail_on)


def names(word: str, rule: str, code: str, family: str) -> bool:
    """Whether a word of --select means this rule: its id, its family, its code or how its code begins."""
    return word in (rule, family) or (word != "" and code != "" and code.startswith(word))


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether `severity` is `least` or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)
