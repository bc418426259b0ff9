"""Floor 6: `pytest --checker reports/`, and the fixture `check_numbers`. Does nothing unless asked.

With --checker, reports are tests: one item says that the file can be read, and one per family of rules
that bound something in it. Text and Markdown are taken wherever pytest collects; the other kinds that can be
read (Word, spreadsheets, pages, divided values), which a project may hold for other ends, only where they are
asked for: named on the command line, or in a folder that is. Rule files are tests too, one item per
example: those named on the command line, and those with `id:` and `examples:` in a folder called rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from checker.api import Checker
    from checker.config import FailOn
    from checker.desk import Desk
    from checker.model.document import Document
    from checker.model.report import Finding, Report
    from checker.setup import Loaded

# pytest loads this module in every run of everyone who has checker installed: the rooms of
# checker are opened when they are asked for, hence the imports inside functions below.

TEXTS = (".txt", ".text", ".md", ".markdown")
RULE_SUFFIXES = (".yaml", ".yml")


class Contradiction(AssertionError):
    """Numbers contradict each other; the text is the annotated excerpt."""


class Unread(AssertionError):
    """A file could not be read."""


class BadExample(AssertionError):
    """A rule's own example does not come out as it says."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """--checker and --checker-fail-on."""
    group = parser.getgroup("checker")
    group.addoption("--checker", action="store_true", help="check the numbers of reports, and rule files")
    group.addoption(
        "--checker-fail-on",
        choices=("error", "warning", "info"),
        default=None,
        help="least severity of a finding that fails (default: the configuration's, else error)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect only if asked."""
    if config.getoption("--checker"):
        config.pluginmanager.register(_Collecting(), "checker-collecting")


class _Collecting:
    """The hook that collects; registered with --checker only."""

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        collected = yield
        own = _collector(file_path, parent)
        if own is None:
            return collected
        # pytest takes a .txt file that is named for a doctest, and fails where it is not UTF-8.
        return [own, *(c for c in collected if type(c).__name__ != "DoctestTextfile")]


def _collector(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """For a report or a rule file."""
    if _is_report(file_path, parent.config):
        return ReportFile.from_parent(parent, path=file_path)
    if file_path.suffix.lower() in RULE_SUFFIXES and _is_rule(file_path, parent.config):
        return RuleFile.from_parent(parent, path=file_path)
    return None


def _is_report(path: Path, config: pytest.Config) -> bool:
    """A text; or a file of another kind that can be read, or must be converted first, where it is asked for."""
    from checker.api import TAKEN  # noqa: PLC0415
    from checker.walk import passed_over  # noqa: PLC0415

    suffix, own = path.suffix.lower(), path.resolve()
    if suffix not in TAKEN:
        return False
    asked = config.args_source is pytest.Config.ArgsSource.ARGS  # not chosen by pytest itself, or by its settings
    named = _named(config) if asked else set()
    if own in named:
        return True
    if passed_over(path.name):
        return False
    return suffix in TEXTS or any(folder in named for folder in own.parents)


def _named(config: pytest.Config) -> set[Path]:
    """The files and folders that this run is to collect from."""
    return {(config.invocation_params.dir / word.split("::")[0]).resolve() for word in config.args}


def _is_rule(path: Path, config: pytest.Config) -> bool:
    """A YAML file that is named, or one in a folder called rules that looks like a rule."""
    if path.resolve() in _named(config):
        return True
    if "rules" not in path.parts:
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return all(re.search(rf"^{key}:", text, re.MULTILINE) for key in ("id", "examples"))


@cache
def _checker(rules: tuple[Path, ...] = ()) -> Checker:
    from checker import api  # noqa: PLC0415
    from checker.config import Config  # noqa: PLC0415
    from checker.terminal import language  # noqa: PLC0415

    return api.load(config=Config(lang=language(None), rules=rules))


@cache
def _desk() -> Desk:
    """What reports are checked with: each by the configuration nearest to it."""
    from checker.config import Layer, resolve  # noqa: PLC0415
    from checker.desk import Desk  # noqa: PLC0415
    from checker.terminal import language  # noqa: PLC0415

    return Desk(resolve((), Layer(), language(None)), loaded=_loaded())


@cache
def _loaded() -> Loaded:
    """The rules that all desks of a session share."""
    from checker.setup import Loaded  # noqa: PLC0415

    return Loaded(_checker())


class ReportFile(pytest.File):
    """One report."""

    def collect(self) -> Iterator[pytest.Item]:
        from checker.gather import reason  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415
        from checker.terminal import language  # noqa: PLC0415

        desk = _desk()
        try:
            answer = desk.check(str(self.path))
            report = answer.report
        except Exception as error:  # said by the item, as a failure
            wrong = [told(fault, language(None)) for fault in desk.faults]
            yield ReadItem.from_parent(self, name="read", fault="\n".join([reason(error, language(None)), *wrong]))
            return
        yield ReadItem.from_parent(self, name="read", fault="\n".join(told(f, language(None)) for f in answer.faults))
        fail_on = self.config.getoption("--checker-fail-on") or answer.config.fail_on
        families = {card.id: card.family or card.id for card in desk.book(str(self.path)).cards}
        bound = [r.rule for r in report.relations if r.verdict != "abstains"] + [f.rule for f in report.findings]
        for family in dict.fromkeys(families.get(rule, rule) for rule in bound):
            findings = [f for f in report.findings if families.get(f.rule, f.rule) == family]
            yield FamilyItem.from_parent(
                self, name=family, document=report.document, findings=findings, fail_on=fail_on
            )


class _Item(pytest.Item):
    """An item whose failures are text to read, without a traceback."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Contradiction | Unread | BadExample):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.name}: {self.name}"


class ReadItem(_Item):
    """Whether a file can be read."""

    def __init__(self, *, fault: str, **more: Any) -> None:
        super().__init__(**more)
        self.fault = fault

    def runtest(self) -> None:
        if self.fault:
            raise Unread(f"{self.path}: {self.fault}")


class FamilyItem(_Item):
    """What the rules of one family found in one file."""

    def __init__(self, *, document: Document, findings: list[Finding], fail_on: FailOn, **more: Any) -> None:
        super().__init__(**more)
        self.document, self.findings, self.fail_on = document, findings, fail_on

    def runtest(self) -> None:
        _assert_none(self.document, self.findings, self.fail_on)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self.document.place(self.findings[0].primary.span.start)[0] - 1 if self.findings else None
        return self.path, line, f"{self.path.name}: {self.name}"


class RuleFile(pytest.File):
    """One rule file; its examples are run once, when they are collected."""

    def collect(self) -> Iterator[pytest.Item]:
        from checker.api import RuleErrors  # noqa: PLC0415
        from checker.examples import run_examples  # noqa: PLC0415

        try:
            checker = _with_rule(self.path)
        except RuleErrors as errors:
            yield ExampleItem.from_parent(self, name="rule", fault="\n".join(map(str, errors.errors)))
            return
        for rule in checker.rules:
            if Path(rule.path).resolve() == self.path.resolve():
                for result in run_examples(rule, checker):
                    fault = "" if result.ok else f"{rule.id}: {result.detail}\n    {result.text}"
                    yield ExampleItem.from_parent(self, name=f"{result.kind}-{result.number}", fault=fault)


def _with_rule(path: Path) -> Checker:
    """A checker that knows the rule in a file: the shipped ones, or those and this one."""
    shipped = _checker()
    if any(Path(rule.path).resolve() == path.resolve() for rule in shipped.rules if rule.path):
        return shipped
    return _checker((path,))


class ExampleItem(_Item):
    """One example of a rule."""

    def __init__(self, *, fault: str, **more: Any) -> None:
        super().__init__(**more)
        self.fault = fault

    def runtest(self) -> None:
        if self.fault:
            raise BadExample(self.fault)


def _assert_none(document: Document, findings: Iterable[Finding], fail_on: FailOn) -> None:
    """Raise with the excerpts of the findings at or above the level."""
    from checker.config import fails  # noqa: PLC0415
    from checker.report.rich import finding_text  # noqa: PLC0415
    from checker.terminal import language  # noqa: PLC0415

    wrong = [f for f in findings if fails(fail_on, f.severity)]
    if wrong:
        shown = (finding_text(document, f, lang=language(None)) for f in wrong)
        # pytest repeats the first line in its summary: it says where and what.
        line, column = document.place(wrong[0].primary.span.start)
        head = f"{document.source}:{line}:{column}: {wrong[0].message}"
        raise Contradiction("\n\n".join((head, *shown)))


CheckNumbers = Callable[..., "Report"]


@pytest.fixture
def check_numbers(request: pytest.FixtureRequest) -> CheckNumbers:
    """Check a text or a file: check_numbers(text_or_path, *, select=None, ignore=None, fail_on=None).

    The configuration nearest to the file counts, for a text the one nearest to pytest's root; what is given here goes
    over it. Gives the Report. Raises AssertionError with the annotated excerpts when there are findings at or above
    `fail_on` ("error", "warning", "info" or "never"; None: the configuration's, else "error").
    """

    def check(
        what: str | Path,
        *,
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] | None = None,
        fail_on: FailOn | None = None,
    ) -> Report:
        from checker.config import Layer, resolve  # noqa: PLC0415
        from checker.desk import Answer, Desk  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415
        from checker.terminal import Trouble, language  # noqa: PLC0415

        typed = Layer(select=_words(select) or None, ignore=_words(ignore), fail_on=fail_on)
        desk = Desk(resolve((), typed, language(None)), loaded=_loaded())
        try:
            if isinstance(what, Path):
                answer = desk.check(str(what))
            else:
                checker = desk.book(str(request.config.rootpath / "text")).checker()
                answer = Answer(checker.check(what), checker.config)
        except Trouble as trouble:
            raise Trouble("\n".join([str(trouble), *(told(f, desk.config.lang) for f in desk.faults)])) from None
        if answer.faults:
            raise Trouble("\n".join(told(fault, desk.config.lang) for fault in answer.faults))
        _assert_none(answer.report.document, answer.report.findings, answer.config.fail_on)
        return answer.report

    return check


def _words(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
