"""The one road: check(text, rules, config) -> Report. Every face calls it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from checker.config import Config
from checker.judge.compiled import CompiledRule, CompiledRules, compile_rule
from checker.judge.engine import judge
from checker.lexicon import Lexicon, load_lexicon, shipped_rules, word_folder
from checker.model.document import Document, Note
from checker.model.report import LATE, Report, Trace
from checker.model.rule import Rule
from checker.quantify import extract, main_year
from checker.read import READERS, TAKEN, ReadError, read_bytes
from checker.read.words import PageWords
from checker.rulebook.errors import RuleErrors
from checker.shelf import Shelf, nowhere, ready
from checker.sift import NOTHING, Outside, RuleName, sift
from checker.texts import TEXTS, say

__all__ = ["SUFFIXES", "TAKEN", "Checker", "RuleErrors", "Unreadable", "check", "check_file", "check_together", "load"]

SUFFIXES: frozenset[str] = frozenset(READERS)
Unreadable = ReadError


@dataclass(frozen=True)
class Checker:
    """One frozen set-up: rules, words and options, compiled. May be shared by threads."""

    rules: tuple[Rule, ...]
    config: Config
    lexicon: Lexicon
    compiled: tuple[CompiledRule, ...]
    page_words: PageWords

    @cached_property
    def roster(self) -> tuple[RuleName, ...]:
        """The names of all rules, and which of them take part."""
        return tuple(RuleName(r.id, r.code, r.family, self.config.selects(r.id, r.code, r.family)) for r in self.rules)

    def check(self, text: str, *, source: str = "<text>", markdown: bool = False, outside: Outside = NOTHING) -> Report:
        """Check a text that is in memory. `markdown`: read it as Markdown, not as plain text."""
        reader = READERS[".md" if markdown else ".txt"]
        document = reader(text.encode("utf-8", "surrogatepass"), source, "utf-8", self.page_words)
        return self._sifted(self._judge(document), outside)

    def check_bytes(
        self, data: bytes, *, source: str, encoding: str | None = None, outside: Outside = NOTHING
    ) -> Report:
        """Check the bytes of a file; its kind is that of the name `source`. Raises ReadError.

        Marks in the text count always. A side file and a baseline are `outside`: nothing but `data` is read here.
        """
        return self._sifted(self._judge(self.read(data, source=source, encoding=encoding)), outside)

    def read(self, data: bytes, *, source: str, encoding: str | None = None) -> Document:
        """The document in the bytes of a file, not yet checked. Raises ReadError."""
        return read_bytes(data, source, encoding=encoding or self.config.encoding, words=self.page_words)

    def check_documents(
        self, documents: Sequence[Document], own: Sequence[tuple[Checker, Outside]] = ()
    ) -> tuple[Report, ...]:
        """Check documents that speak of one matter: each alone, and what they state against each other.

        One report for each, in their order. What was found between two stands in the report of its primary place; a
        place in another document carries that document (`Location.document`). `own`: the checker of each document, if
        they have others than this one, and what is known of its findings; that bears on those between two as well.
        """
        from checker.together import elsewhere, join, notes  # noqa: PLC0415

        own = own or [(self, NOTHING)] * len(documents)
        reports = [checker._judge(document) for document, (checker, _) in zip(documents, own, strict=True)]
        chosen = CompiledRules(c for c in self._chosen if c.rule.far)
        if len(documents) > 1 and chosen:
            years = [main_year(r.document, r.quantities) for r in reports]
            joined = join(documents, [r.quantities for r in reports], years)
            relations, findings, late = judge(
                chosen, joined.document, joined.quantities, self.lexicon, joined.year, self.config.lang, joined.far
            )
            told = [(*of_one, *map(_late, late)) for of_one in notes(documents, years)]
            said = [tuple(_said(note, self.config.lang) for note in of_one) for of_one in told]
            noted = [replace(r, notes=(*r.notes, *of_one)) for r, of_one in zip(reports, said, strict=True)]
            reports = joined.split(noted, relations, findings)
        return elsewhere([checker._sifted(r, outside) for r, (checker, outside) in zip(reports, own, strict=True)])

    def check_file(self, path: Path, *, encoding: str | None = None, outside: Outside = NOTHING) -> Report:
        """Check one file, and read no other. Raises ReadError, or OSError if it cannot be opened."""
        return self.check_bytes(Path(path).read_bytes(), source=str(path), encoding=encoding, outside=outside)

    def trace(self, report: Report, index: int) -> tuple[Trace, ...]:
        """What each rule made of one number of the report, for `checker why`."""
        traces = []
        for compiled in self.compiled:
            rule = compiled.rule
            told = (*report.relations, *report.relations_elsewhere)
            bound = [r for r in told if r.rule == rule.id and index in r.quantities]
            if not self.config.selects(rule.id, rule.code, rule.family):
                traces.append(Trace(rule.id, "sifted", "not selected"))
            elif bound:
                traces.extend(Trace(rule.id, r.verdict, r.reason or "") for r in bound)
            else:
                traces.append(Trace(rule.id, "unbound", ""))
        return tuple(traces)

    @cached_property
    def _chosen(self) -> CompiledRules:
        return CompiledRules(c for c in self.compiled if self.config.selects(c.rule.id, c.rule.code, c.rule.family))

    def _judge(self, document: Document) -> Report:
        """The report of one document before anything is sifted out."""
        quantities = extract(document, self.lexicon)
        year = main_year(document, quantities)
        relations, findings, late = judge(self._chosen, document, quantities, self.lexicon, year, self.config.lang)
        told = list(document.notes)
        if year is not None and any(q.kind == "date" for q in quantities):
            told.append(Note("info", f"dates without a year are read as {year}", None, "year", (("year", year),)))
        told += map(_late, late)
        said = tuple(_said(note, self.config.lang) for note in told)
        return Report(document, quantities, tuple(relations), tuple(findings), notes=said)

    def _sifted(self, report: Report, outside: Outside) -> Report:
        """The report with its findings sifted, those of rules that this checker does not choose left out."""
        chosen = {c.rule.id for c in self._chosen} if report.findings else ()
        findings = [f for f in report.findings if f.rule in chosen]
        sifted = sift(findings, report.document, self.config, self.roster, outside)
        told = (*report.notes, *sifted.notes)
        return replace(report, findings=sifted.findings, suppressed=sifted.suppressed, notes=told)


def _late(rule: str) -> Note:
    """That a rule was skipped because it took too long."""
    return Note("warning", f"the rule {rule} took too long and was skipped", None, LATE, (("rule", rule),))


def _said(note: Note, lang: str) -> Note:
    """The note in the language of the report."""
    key = f"note-{note.code}"
    return replace(note, message=say(key, lang, **dict(note.fields))) if key in TEXTS else note


def load(*, rules: Sequence[Path] = (), config: Config | None = None, shelf: Shelf | None = None) -> Checker:
    """The shipped rules and those of `rules` (files or folders), compiled. Raises RuleErrors with all their errors.

    `shelf`: where rules and words may be kept that were read before; it says whether the rules have their examples.
    None: they are read from their files, and have them.
    """
    config = config or Config()
    others = [Path(p) for p in (*config.rules, *rules)]
    known = None if shelf is None else shelf.take() or (None if others else ready(shelf))
    lexicon, book = known or _read([shipped_rules(), *others])
    if shelf and known is None:
        lexicon, book = shelf.put(lexicon, book)
    # The shipped rules are measured; a stranger's may be slow or wrong, but may not hang.
    own = f"{shipped_rules()}{os.sep}"
    compiled = tuple(compile_rule(rule, lexicon, limited=not rule.path.startswith(own)) for rule in book)
    return Checker(book, config, lexicon, compiled, PageWords.from_lists(lexicon.lists))


def _read(folders: Sequence[Path]) -> tuple[Lexicon, tuple[Rule, ...]]:
    """Words and rules from their files."""
    from checker.rulebook import load_rules  # noqa: PLC0415 - YAML and pydantic

    lexicon = load_lexicon([home for f in folders if (home := f if f.is_dir() else word_folder(f))])
    return lexicon, load_rules(folders, lexicon)


def check(
    text: str, *, source: str = "<text>", rules: Sequence[Path] | None = None, config: Config | None = None
) -> Report:
    """Check one text with the shipped rules, or with these besides.

    Pure: no configuration file is read, whatever folder this runs in. Marks in the text count.
    """
    return load(rules=rules or (), config=config, shelf=nowhere()).check(text, source=source)


def check_file(path: Path | str, *, rules: Sequence[Path] | None = None, config: Config | None = None) -> Report:
    """Check one file. Raises ReadError or OSError.

    Pure: nothing but the file is read, no configuration, side file or baseline. Marks in the text count.
    """
    return load(rules=rules or (), config=config, shelf=nowhere()).check_file(Path(path))


def check_together(
    paths: Sequence[Path | str], *, rules: Sequence[Path] | None = None, config: Config | None = None
) -> tuple[Report, ...]:
    """Check files that speak of one matter (a report and its tables), each alone and all against each other.

    One report for each, in their order; see `Checker.check_documents`. Raises ReadError or OSError.
    """
    checker = load(rules=rules or (), config=config, shelf=nowhere())
    return checker.check_documents([checker.read(Path(p).read_bytes(), source=str(p)) for p in paths])
