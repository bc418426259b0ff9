"""Floor 6: `pytest --checker reports/`, and the fixtures `checker` and `check_numbers`. Does nothing unless asked.

With --checker, reports are test files: one item says that the file can be read, and one per rule that bound something
in it. Text and Markdown are taken wherever pytest collects; the other kinds that can be read (Word, PDF, spreadsheets,
pages), which a project may hold for other ends, only where they are asked for: named on the command line, in a folder
that is, or by a pattern of checker_files. Rule files are test files too, one item per example: those named on the
command line, and those with `id:` and `examples:` in a folder called rules.

Each report is checked as `checker lint` checks it: under the configuration nearest to it, with its side file and its
baseline. The options of pytest go over the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from checker.api import Checker
    from checker.config import Config, FailOn
    from checker.model.document import Document
    from checker.model.report import Finding, Report
    from checker.model.rule import Rule
    from checker.pytest_settings import Settings
    from checker.report.run import RuleCard

# pytest loads this module in every run of everyone who has checker installed: the rooms of
# checker are opened when they are asked for, hence the imports inside functions below.

TEXTS = (".txt", ".text", ".md", ".markdown")
RULE_SUFFIXES = (".yaml", ".yml")
LEVELS = ("error", "warning", "info")
MARKER = (
    "checker(rule, code, family, level): an item of a report or a rule file, by the id, code and family of its rule; "
    "level: its worst finding, or empty. Select with -m checker, or with -m \"checker(rule='...')\"."
)


class Contradiction(AssertionError):
    """Numbers contradict each other; the text is the annotated excerpt."""


class Unread(AssertionError):
    """A file could not be read."""


class BadExample(AssertionError):
    """A rule's own example does not come out as it says."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options --checker..., and the same in the ini file."""
    group = parser.getgroup("checker")
    group.addoption("--checker", action="store_true", help="check the numbers of reports, and the examples of rules")
    group.addoption(
        "--checker-fail-on",
        choices=LEVELS,
        help="least severity of a finding that fails (default: the configuration's, else error)",
    )
    group.addoption("--checker-select", action="append", metavar="RULE", help="only these rules (ids, codes, families)")
    group.addoption("--checker-ignore", action="append", metavar="RULE", help="not these rules")
    group.addoption("--checker-rules", action="append", metavar="PATH", help="more rule files or folders")
    group.addoption("--checker-isolated", action="store_true", help="no rule packs, no configuration file")
    parser.addini("checker", "check reports and rule files in every run, as --checker does", "bool", False)
    parser.addini("checker_fail_on", "as --checker-fail-on", "string", "")
    parser.addini("checker_select", "as --checker-select", "args", [])
    parser.addini("checker_ignore", "as --checker-ignore", "args", [])
    parser.addini("checker_rules", "as --checker-rules, seen from the ini file", "paths", [])
    parser.addini("checker_files", "patterns of the files that are reports (default: every kind that is read)", "args")


def pytest_configure(config: pytest.Config) -> None:
    """Collect only if asked."""
    config.addinivalue_line("markers", MARKER)
    if config.getoption("--checker") or config.getini("checker"):
        config.pluginmanager.register(_Collecting(config), "checker-collecting")


SETTINGS: pytest.StashKey[Settings] = pytest.StashKey()


def _settings(config: pytest.Config) -> Settings:
    """The settings of the run, made when they are first asked for."""
    from checker.pytest_settings import Settings  # noqa: PLC0415
    from checker.terminal import language  # noqa: PLC0415

    def words(name: str) -> tuple[str, ...]:
        return tuple(config.getoption(f"--checker-{name}") or config.getini(f"checker_{name}"))

    if SETTINGS not in config.stash:
        fail_on = config.getoption("--checker-fail-on") or config.getini("checker_fail_on") or None
        if fail_on is not None and fail_on not in LEVELS:
            raise pytest.UsageError(f"checker_fail_on: {fail_on!r} is none of {', '.join(LEVELS)}")
        config.stash[SETTINGS] = Settings(
            language(None),
            fail_on,
            words("select"),
            words("ignore"),
            tuple(str(config.invocation_params.dir / path) for path in words("rules")),
            bool(config.getoption("--checker-isolated")),
            str(config.rootpath / "text"),
        )
    return config.stash[SETTINGS]


class _Collecting:
    """The hook that collects; registered only if asked."""

    def __init__(self, config: pytest.Config) -> None:
        from checker.api import TAKEN  # noqa: PLC0415
        from checker.terminal import Trouble  # noqa: PLC0415

        self.patterns: tuple[str, ...] = tuple(config.getini("checker_files") or ())
        self.suffixes = TAKEN
        try:  # a wrong option or rule is said before anything is collected
            _settings(config).desk()
        except Trouble as trouble:
            raise pytest.UsageError(str(trouble)) from None

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        collected = yield
        own = self._collector(file_path, parent)
        if own is None:
            return collected
        # pytest takes a .txt file that is named for a doctest, and fails where it is not UTF-8.
        return [own, *(c for c in collected if type(c).__name__ != "DoctestTextfile")]

    def _collector(self, path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """For a report or a rule file."""
        if self._is_report(path, parent.config):
            return ReportFile.from_parent(parent, path=path)
        if path.suffix.lower() in RULE_SUFFIXES and _is_rule(path, parent.config):
            return RuleFile.from_parent(parent, path=path)
        return None

    def _is_report(self, path: Path, config: pytest.Config) -> bool:
        """A text; or a file of another kind that can be read, or must be converted first, where it is asked for."""
        from checker.walk import passed_over  # noqa: PLC0415

        suffix, own = path.suffix.lower(), path.resolve()
        if suffix not in self.suffixes:
            return False
        asked = config.args_source is pytest.Config.ArgsSource.ARGS  # not chosen by pytest itself, or by its settings
        named = _named(config) if asked else set()
        if own in named:
            return True
        inside = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
        if passed_over(path.name):
            return False
        if self.patterns:
            return any(fnmatchcase(inside.as_posix(), pattern) for pattern in self.patterns)
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


class ReportFile(pytest.File):
    """One report."""

    def collect(self) -> Iterator[pytest.Item]:
        from checker.gather import reason  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415

        settings, path = _settings(self.config), str(self.path)
        desk = settings.desk()
        try:
            answer = desk.check(path)
        except Exception as error:  # said by the item, as a failure
            lines = [f"{path}: {reason(error, settings.lang)}", *(told(f, settings.lang) for f in desk.faults)]
            yield FaultItem.from_parent(self, name="read", fault=Unread("\n".join(lines)))
            return
        wrong = "\n".join(told(fault, settings.lang) for fault in answer.faults)
        yield FaultItem.from_parent(self, name="read", fault=Unread(wrong) if wrong else None)
        report, rules = answer.report, {card.id: card for card in desk.book(path).cards}
        bound = [r.rule for r in report.relations if r.verdict != "abstains"] + [f.rule for f in report.findings]
        for name in dict.fromkeys(bound):
            findings = [f for f in report.findings if f.rule == name]
            more = {"document": report.document, "findings": findings, "fail_on": answer.config.fail_on}
            yield RuleItem.from_parent(self, name=name, rule=rules[name], **more)


class _Item(pytest.Item):
    """An item whose failures are text to read, without a traceback."""

    def __init__(self, *, rule: Rule | RuleCard | None = None, level: str = "", **more: Any) -> None:
        super().__init__(**more)
        known = {"rule": rule.id, "code": rule.code, "family": rule.family} if rule else {}
        self.add_marker(pytest.mark.checker(**known, level=level))
        # -k finds an item by its rule, its code and its family.
        self.extra_keyword_matches.update(word for word in known.values() if word)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Contradiction | Unread | BadExample):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.name}: {self.name}"


class FaultItem(_Item):
    """A fault that was found while collecting, or that there was none: an unreadable file, an example of a rule."""

    def __init__(self, *, fault: AssertionError | None, **more: Any) -> None:
        super().__init__(**more)
        self.fault = fault

    def runtest(self) -> None:
        if self.fault:
            raise self.fault


class RuleItem(_Item):
    """What one rule found in one file."""

    def __init__(self, *, document: Document, findings: list[Finding], fail_on: FailOn, **more: Any) -> None:
        worst = min((f.severity for f in findings), key=LEVELS.index, default="")
        super().__init__(level=worst, **more)
        self.document, self.findings, self.fail_on = document, findings, fail_on

    def runtest(self) -> None:
        _assert_none(self.document, self.findings, self.fail_on, _settings(self.config).lang)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self.document.place(self.findings[0].primary.span.start)[0] - 1 if self.findings else None
        return self.path, line, f"{self.path.name}: {self.name}"


class RuleFile(pytest.File):
    """One rule file; its examples are run once, when they are collected."""

    def collect(self) -> Iterator[pytest.Item]:
        from checker.examples import run_examples  # noqa: PLC0415
        from checker.terminal import Trouble  # noqa: PLC0415

        try:
            checker = self._checker()
        except Trouble as error:
            yield FaultItem.from_parent(self, name="rule", fault=BadExample(str(error)))
            return
        for rule in checker.rules:
            if Path(rule.path).resolve() != self.path.resolve():
                continue
            for result in run_examples(rule, checker):
                fault = None if result.ok else BadExample(f"{rule.id}: {result.detail}\n    {result.text}")
                yield FaultItem.from_parent(self, name=f"{result.kind}-{result.number}", rule=rule, fault=fault)

    def _checker(self) -> Checker:
        """A checker that knows the rule in this file: that of the run, or one with this file besides."""
        settings = _settings(self.config)
        known = settings.all_rules()
        if any(Path(rule.path).resolve() == self.path.resolve() for rule in known.rules if rule.path):
            return known
        return settings.all_rules((self.path,))


def _assert_none(document: Document, findings: Iterable[Finding], fail_on: FailOn, lang: str) -> None:
    """Raise with the excerpts of the findings at or above the level."""
    __tracebackhide__ = True
    from checker.config import fails  # noqa: PLC0415
    from checker.report.rich import finding_text  # noqa: PLC0415

    wrong = [f for f in findings if fails(fail_on, f.severity)]
    if wrong:
        shown = (finding_text(document, f, lang=lang) for f in wrong)
        # pytest repeats the first line in its summary: it says where and what.
        line, column = document.place(wrong[0].primary.span.start)
        head = f"{document.source}:{line}:{column}: {wrong[0].message}"
        raise Contradiction("\n\n".join((head, *shown)))


class CheckedReport:
    """A text or file that was checked. `report`: all that the check says; `findings`: those of the rules selected."""

    def __init__(self, report: Report, rules: tuple[RuleCard, ...], config: Config) -> None:
        self.report, self.findings = report, report.findings
        self._rules, self._config = rules, config

    def assert_consistent(
        self,
        *,
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] | None = None,
        fail_on: FailOn | None = None,
    ) -> None:
        """Raise AssertionError with the annotated sentences if rules found something at or above `fail_on`.

        select, ignore: ids, codes, beginnings of codes or families of rules. fail_on: "error", "warning", "info" or
        "never"; default: that of the run, or of the configuration. ValueError for a rule that there is not.
        """
        __tracebackhide__ = True
        from checker.config import FAIL_ON, Config, names  # noqa: PLC0415

        if fail_on is not None and fail_on not in FAIL_ON:
            raise ValueError(f"fail_on={fail_on!r}: none of {', '.join(FAIL_ON)}")
        chosen = Config(select=_words(select), ignore=_words(ignore))
        for word in (*chosen.select, *chosen.ignore):
            if not any(names(word, r.id, r.code, r.family) for r in self._rules):
                raise ValueError(f"no such rule: {word!r}")
        family = {rule.id: rule.family for rule in self._rules}
        findings = [f for f in self.findings if chosen.selects(f.rule, f.code, family.get(f.rule, ""))]
        _assert_none(self.report.document, findings, fail_on or self._config.fail_on, self._config.lang)


class CheckerFixture:
    """What the fixture `checker` gives."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def check(
        self,
        what: str | Path,
        *,
        rules: Iterable[str | Path] = (),
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] | None = None,
    ) -> CheckedReport:
        """Check a text (str) or a file (Path), with the rules of the run and those of `rules` besides.

        The configuration nearest to the file counts, for a text the one nearest to pytest's root; what is given here
        goes over it. Raises checker.api.Unreadable or OSError for a file that cannot be read, pytest.UsageError for
        rules, a configuration, a side file or a baseline that cannot be used.
        """
        __tracebackhide__ = True
        from checker.desk import Answer  # noqa: PLC0415
        from checker.setup import told  # noqa: PLC0415
        from checker.terminal import Trouble  # noqa: PLC0415

        settings, desk = self._settings, None
        name = str(what) if isinstance(what, Path) else settings.unnamed
        try:
            desk = settings.desk(
                rules=rules,
                select=None if select is None else _words(select),
                ignore=None if ignore is None else _words(ignore),
            )
            book = desk.book(name)
            answer = desk.check(name) if isinstance(what, Path) else Answer(book.checker().check(what), book.config)
        except Trouble as trouble:
            lines = [str(trouble), *(told(fault, settings.lang) for fault in (desk.faults if desk else ()))]
            raise pytest.UsageError("\n".join(lines)) from None
        if answer.faults:
            raise pytest.UsageError("\n".join(told(fault, settings.lang) for fault in answer.faults))
        return CheckedReport(answer.report, book.cards, answer.config)


@pytest.fixture
def checker(request: pytest.FixtureRequest) -> CheckerFixture:
    """Check texts and files: report = checker.check(text or Path), then report.assert_consistent()."""
    return CheckerFixture(_settings(request.config))


CheckNumbers = Callable[..., "Report"]


@pytest.fixture
def check_numbers(checker: CheckerFixture) -> CheckNumbers:
    """Check and assert in one: check_numbers(text_or_path, *, select=None, ignore=None, fail_on=None) -> Report."""

    def check(
        what: str | Path,
        *,
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] | None = None,
        fail_on: FailOn | None = None,
    ) -> Report:
        __tracebackhide__ = True
        checked = checker.check(what, select=select or (), ignore=ignore or ())
        checked.assert_consistent(fail_on=fail_on)
        return checked.report

    return check


def _words(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
