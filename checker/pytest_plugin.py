"""Floor 6: `pytest --checker reports/`, and the fixture `check_numbers`. Does nothing unless asked.

With --checker, .txt and .md files are tests: one item says that the file can be read, and one per
family of rules that bound something in it. Rule files are tests too, one item per example: those named
on the command line, and those with `id:` and `examples:` in a folder called rules.
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

# pytest loads this module in every run of everyone who has checker installed: the rooms of
# checker are opened when they are asked for, hence the imports inside functions below.

SUFFIXES = (".txt", ".text", ".md", ".markdown")
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
    group.addoption("--checker", action="store_true", help="check the numbers of .txt and .md files, and rule files")
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
    if file_path.suffix.lower() in SUFFIXES:
        return ReportFile.from_parent(parent, path=file_path)
    if file_path.suffix.lower() in RULE_SUFFIXES and _is_rule(file_path, parent.config):
        return RuleFile.from_parent(parent, path=file_path)
    return None


def _is_rule(path: Path, config: pytest.Config) -> bool:
    """A YAML file that is named, or one in a folder called rules that looks like a rule."""
    named = {(config.invocation_params.dir / word.split("::")[0]).resolve() for word in config.args}
    if path.resolve() in named:
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

    return Desk(resolve((), Layer(), language(None)), checker=_checker())


class ReportFile(pytest.File):
    """One report."""

    def collect(self) -> Iterator[pytest.Item]:
        from checker.gather import reason  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415
        from checker.terminal import language  # noqa: PLC0415

        desk = _desk()
        try:
            report, config, faults = desk.check(str(self.path))
        except Exception as error:  # said by the item, as a failure
            wrong = [told(fault, language(None)) for fault in desk.faults]
            yield ReadItem.from_parent(self, name="read", fault="\n".join([reason(error, language(None)), *wrong]))
            return
        yield ReadItem.from_parent(self, name="read", fault="\n".join(told(f, language(None)) for f in faults))
        fail_on = self.config.getoption("--checker-fail-on") or config.fail_on
        families = {rule.id: rule.family or rule.id for rule in desk.checker(str(self.path)).rules}
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
        from checker.desk import Desk  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415
        from checker.terminal import Trouble, language  # noqa: PLC0415

        typed = Layer(select=_words(select) or None, ignore=_words(ignore), fail_on=fail_on)
        desk = Desk(resolve((), typed, language(None)), checker=_checker())
        try:
            if isinstance(what, Path):
                report, config, faults = desk.check(str(what))
            else:
                checker = desk.checker(str(request.config.rootpath / "text"))
                report, config, faults = checker.check(what), checker.config, ()
        except Trouble as trouble:
            raise Trouble("\n".join([str(trouble), *(told(f, desk.config.lang) for f in desk.faults)])) from None
        if faults:
            raise Trouble("\n".join(told(fault, config.lang) for fault in faults))
        _assert_none(report.document, report.findings, config.fail_on)
        return report

    return check


def _words(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
