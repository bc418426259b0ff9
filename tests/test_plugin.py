"""`pytest --checker` and `check_numbers`, run inside pytest."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from fakes import RIGHT, WRONG

import checker

TESTS = Path(__file__).parent
CONFTEST = """
import sys
sys.path.insert(0, {tests!r})
import fakes
import checker.api, checker.examples
checker.api.load = fakes.load
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(Path(checker.__file__).parent.parent))
    pytester.makeconftest(CONFTEST.format(tests=str(TESTS)))
    folder = pytester.mkdir("reports")
    (folder / "wrong.txt").write_text(WRONG, encoding="utf-8")
    (folder / "right.md").write_text(RIGHT, encoding="utf-8")
    (folder / "plain.md").write_text("没有数。", encoding="utf-8")
    return pytester


def run(inner: pytest.Pytester, *words: str) -> pytest.RunResult:
    """In a process of its own: the plugin keeps its checker. -p is for checkouts that are not installed."""
    installed = _is_installed()
    return inner.runpytest_subprocess(*(() if installed else ("-p", "checker.pytest_plugin")), *words)


def _is_installed() -> bool:
    return any(e.value == "checker.pytest_plugin" for e in entry_points(group="pytest11"))


def test_nothing_unless_asked(inner: pytest.Pytester) -> None:
    assert run(inner, "reports").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_one_item_per_file_and_rule(inner: pytest.Pytester) -> None:
    result = run(inner, "--checker", "reports", "-v")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines_random(
        ["*right.md::read PASSED*", "*right.md::fake-parts PASSED*", "*wrong.txt::fake-parts FAILED*"]
    )


def test_failures_are_readable(inner: pytest.Pytester) -> None:
    result = run(inner, "--checker", "reports/wrong.txt")
    text = result.stdout.str()
    assert "48所，其中街道31所" in text and "^^^^" in text and "31 + 13 + 5 = 49，49 ≠ 48" in text
    assert "Traceback" not in text and "def runtest" not in text


def test_an_unreadable_file_fails(inner: pytest.Pytester) -> None:
    (inner.path / "reports" / "bad.txt").write_bytes(b"\xff\xfe\xff")
    result = run(inner, "--checker", "reports/bad.txt")
    result.assert_outcomes(failed=1)
    assert "bad.txt: 不是文本" in result.stdout.str()


def test_rule_files_run_their_examples(inner: pytest.Pytester) -> None:
    folder = inner.mkdir("rules")
    rule = folder / "r.yaml"
    rule.write_text("id: x\nexamples:\n", encoding="utf-8")
    (folder / "words.yaml").write_text("lists:\n", encoding="utf-8")
    with (inner.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(
            f"""
from dataclasses import replace
from checker.examples import ExampleResult
def load(*, config=None, **_):
    return fakes.FakeChecker((replace(fakes.PARTS, path={str(rule)!r}),), config)
checker.api.load = load
checker.examples.run_examples = lambda rule, checker: [
    ExampleResult("holds", 1, "a", True), ExampleResult("fails", 1, "the text", False, "found nothing")]
"""
        )
    result = run(inner, "--checker", "rules", "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines_random(["*r.yaml::holds-1 PASSED*", "*fake-parts: found nothing*", "*the text*"])


def test_check_numbers(inner: pytest.Pytester) -> None:
    inner.makepyfile(
        test_it=f"""
import pytest
from pathlib import Path

def test_right(check_numbers):
    assert check_numbers({RIGHT!r}).bound == 4
    assert check_numbers(Path("reports/right.md")).findings == ()

def test_wrong(check_numbers):
    with pytest.raises(AssertionError, match="49 ≠ 48"):
        check_numbers(Path("reports/wrong.txt"))

def test_options(check_numbers):
    assert check_numbers({WRONG!r}, fail_on="never").contradicted == 4
    assert check_numbers({WRONG!r}, ignore="fake-parts").findings == ()
    assert check_numbers({WRONG!r}, select=["fake-style"]).findings == ()

def test_excerpt(check_numbers):
    check_numbers({WRONG!r})
"""
    )
    result = run(inner, "test_it.py")
    result.assert_outcomes(passed=3, failed=1)
    assert "^^^^" in result.stdout.str()


KINDS = "table.csv", "page.html", "report.docx", "book.xlsx", "old.doc"


def test_other_kinds_are_collected_where_they_are_asked_for(inner: pytest.Pytester) -> None:
    folder = inner.path / "reports"
    for name in (*KINDS, "report.checked.docx", "~$report.docx", "picture.png"):
        (folder / name).write_text(RIGHT, encoding="utf-8")  # the stand-in of the checker knows texts only

    def collected(*words: str) -> set[str]:
        said = run(inner, "--checker", "--collect-only", *words).outlines
        return {line.strip(" <>").removeprefix("ReportFile ") for line in said if "<ReportFile " in line}

    texts = {"wrong.txt", "right.md", "plain.md"}
    assert collected("reports") == {*texts, *KINDS}
    assert collected("reports/page.html", "reports/report.checked.docx") == {"page.html", "report.checked.docx"}
    inner.makeini("[pytest]\ntestpaths = reports")
    assert collected() == texts


def test_the_nearest_configuration_counts(inner: pytest.Pytester) -> None:
    folder = inner.path / "reports"
    (folder / "checker.toml").write_text('ignore = ["sums"]\n', encoding="utf-8")
    run(inner, "--checker", "reports").assert_outcomes(passed=3)  # one of each file, none of a family
    (folder / "checker.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    run(inner, "--checker", "reports").assert_outcomes(passed=5)
    run(inner, "--checker", "reports", "--checker-fail-on", "error").assert_outcomes(passed=4, failed=1)
    (folder / "checker.toml").write_text("wrong = 1\n", encoding="utf-8")
    result = run(inner, "--checker", "reports")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["*checker.toml:1:1*wrong*"])


def test_the_fixture_has_configuration_too(inner: pytest.Pytester) -> None:
    (inner.path / "checker.toml").write_text('ignore = ["sums"]\n', encoding="utf-8")
    inner.makepyfile(
        test_it="""
        from pathlib import Path

        import fakes
        import pytest


        def test_it(check_numbers):
            check_numbers(fakes.WRONG)
            check_numbers(Path("reports/wrong.txt"))
            with pytest.raises(AssertionError):
                check_numbers(fakes.WRONG, select="sums")
        """
    )
    run(inner).assert_outcomes(passed=1)
