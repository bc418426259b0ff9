"""STUB of floor 4, so that the faces can be written and tested. The real one replaces this file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.config import Config
from checker.model.document import Document, Note
from checker.model.report import Report, Trace
from checker.model.rule import Rule

SUFFIXES: frozenset[str] = frozenset({".txt", ".text", ".md", ".markdown"})


class Unreadable(Exception):
    """A file that cannot be read or is of no known kind; its text is one line for people."""


class RuleErrors(Exception):
    """All errors of all rule files at once: `file:line:column: message` each."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Checker:
    """One frozen set-up: rules, words, options."""

    rules: tuple[Rule, ...] = ()
    config: Config = field(default_factory=Config)

    def check(self, text: str, *, source: str = "<text>", markdown: bool = False) -> Report:
        notes = () if text.strip() else (Note("info", "empty"),)
        return Report(Document(source, text, notes=notes), (), (), (), notes=notes)

    def check_bytes(self, data: bytes, *, source: str, encoding: str | None = None) -> Report:
        try:
            text = data.decode(encoding or "utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(str(error)) from None
        return self.check(text, source=source)

    def check_file(self, path: Path, *, encoding: str | None = None) -> Report:
        if path.suffix.lower() not in SUFFIXES:
            raise Unreadable(f"unknown kind of file: {path.suffix}")
        return self.check_bytes(path.read_bytes(), source=str(path), encoding=encoding)

    def trace(self, report: Report, index: int) -> tuple[Trace, ...]:
        return ()


def load(*, rules: Sequence[Path] = (), config: Config | None = None) -> Checker:
    """Rules, words and options, ready to check."""
    return Checker(config=config or Config())


def check(
    text: str, *, source: str = "<text>", rules: Sequence[Path] | None = None, config: Config | None = None
) -> Report:
    """Check one text."""
    return load(rules=rules or (), config=config).check(text, source=source)


def check_file(path: Path, *, rules: Sequence[Path] | None = None, config: Config | None = None) -> Report:
    """Check one file."""
    return load(rules=rules or (), config=config).check_file(path)
