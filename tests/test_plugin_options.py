"""The pytest plugin with the real rules: choosing items, options, the fixture `checker`, several processes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import remembered
from test_packs import RULE

import checker.examples
import checker.gather
import checker.report.rich
import checker.setup
from checker import api
from checker.rulebook import skeleton

# Runs inside this process share the modules that are loaded before them; the others each run loads anew.
assert checker.examples and checker.gather and checker.report.rich and checker.setup

WRONG = "全园共有温室48间，其中花房31间、菜房13间、果房5间。今年办好三件事：一是修路，二是通水。\n"
RIGHT = "全园共有温室49间，其中花房31间、菜房13间、果房5间。\n"
TICKETS = "门票售出521张，其中成人票283张、学生票248张。\n"


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(api, "load", remembered.load)
    remembered.load().check(WRONG)
    folder = pytester.mkdir("reports")
    (folder / "wrong.txt").write_text(WRONG, encoding="utf-8")
    (folder / "right.md").write_text(RIGHT, encoding="utf-8")
    return pytester


def run(inner: pytest.Pytester, *words: str) -> pytest.RunResult:
    return inner.runpytest_inprocess("-p", "no:hypothesispytest", "-p", "no:cacheprovider", *words)


def names(result: pytest.RunResult) -> set[str]:
    done = (re.match(r"(?:reports/)?(\S+::\S+) (?:PASSED|FAILED)", line) for line in result.outlines)
    return {found[1] for found in done if found}


def test_items_are_found_by_rule_code_and_family(inner: pytest.Pytester) -> None:
    for words in (("-k", "sum-of-parts"), ("-m", "checker(rule='sum-of-parts')"), ("-m", "checker(code='CHK101')")):
        result = run(inner, "--checker", "reports", "-v", *words)
        assert names(result) >= {"wrong.txt::sum-of-parts", "right.md::sum-of-parts"}, words
        assert not any("declared-points" in n for n in names(result))
    errors = run(inner, "--checker", "reports", "-v", "-m", "checker(level='error')")
    assert names(errors) == {"wrong.txt::sum-of-parts", "wrong.txt::declared-points"}
    assert run(inner, "--checker", "reports", "-m", "not checker").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_what_did_not_change_is_not_checked_again(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(inner, "--checker", "reports", "-v")

    def never(**_: object) -> None:
        raise AssertionError("the rules are loaded though nothing changed")

    monkeypatch.setattr(api, "load", never)
    again = run(inner, "--checker", "reports", "-v")
    assert names(again) == names(first) and again.parseoutcomes() == first.parseoutcomes()


def test_markers_are_registered(inner: pytest.Pytester) -> None:
    assert "@pytest.mark.checker(rule, code, family, level)" in run(inner, "--markers").stdout.str()
    assert run(inner, "--checker", "--strict-markers", "reports/right.md").ret == 0


def test_select_ignore_and_rules(inner: pytest.Pytester) -> None:
    (inner.path / "own").mkdir()
    (inner.path / "own" / "tickets.yaml").write_text(RULE, encoding="utf-8")
    (inner.path / "reports" / "tickets.txt").write_text(TICKETS, encoding="utf-8")
    select = run(inner, "--checker", "reports", "-v", "--checker-select", "declared-points")
    assert select.ret == 1
    assert {n for n in names(select) if "::read" not in n} == {"wrong.txt::declared-points"}
    ignore = run(inner, "--checker", "reports/wrong.txt", "-v", "--checker-ignore", "sum,declared-points")
    assert ignore.ret == 0
    assert names(ignore).isdisjoint({"wrong.txt::sum-of-parts", "wrong.txt::declared-points"})
    chosen = ("--checker-rules", "own", "--checker-select", "tickets")
    run(inner, "--checker", "reports/tickets.txt", *chosen).assert_outcomes(passed=2)
    failing = run(inner, "--checker", "reports/tickets.txt", *chosen, "--checker-fail-on", "warning")
    failing.assert_outcomes(passed=1, failed=1)
    assert "tickets NEWS101" in failing.stdout.str()


def test_the_ini_file_says_the_same(inner: pytest.Pytester) -> None:
    (inner.path / "own").mkdir()
    (inner.path / "own" / "tickets.yaml").write_text(RULE, encoding="utf-8")
    (inner.path / "reports" / "tickets.txt").write_text(TICKETS, encoding="utf-8")
    inner.makeini(
        """
        [pytest]
        checker = true
        checker_rules = own
        checker_select = tickets
        checker_fail_on = warning
        checker_files = reports/t*.txt *.md
        """
    )
    result = run(inner, "reports", "-v")
    assert names(result) == {"tickets.txt::read", "tickets.txt::tickets", "right.md::read", "right.md::tickets"}
    result.assert_outcomes(passed=3, failed=1)
    run(inner, "reports", "--checker-fail-on", "error").assert_outcomes(passed=4)  # an option wins


@pytest.mark.parametrize(
    "words, said",
    [
        (("--checker-select", "sum-of-prats"), "sum-of-parts"),
        (("--checker-rules", "nowhere"), "nowhere：没有这个文件"),
    ],
)
def test_wrong_options_are_one_line(inner: pytest.Pytester, words: tuple[str, ...], said: str) -> None:
    result = run(inner, "--checker", "reports", *words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in result.errlines if line.strip()]
    assert line.startswith("ERROR: ") and said in line


def test_a_wrong_level_in_the_ini_file(inner: pytest.Pytester) -> None:
    inner.makeini("[pytest]\nchecker_fail_on = eror\n")
    result = run(inner, "--checker", "reports")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "checker_fail_on: 'eror' is none of error, warning, info" in "\n".join(result.errlines)


def test_every_kind_of_report_is_a_test_file(inner: pytest.Pytester) -> None:
    folder = inner.path / "reports"
    (folder / "t.csv").write_text("花房,盆数\n甲,12\n乙,8\n合计,21\n", encoding="utf-8")
    result = run(inner, "--checker", "reports/t.csv", "-v")
    assert "t.csv::table-column-total" in names(result)
    result.assert_outcomes(passed=1, failed=1)


def test_a_rule_file_of_ones_own(inner: pytest.Pytester) -> None:
    good, bad = inner.path / "good.yaml", inner.path / "bad.yaml"
    good.write_text(skeleton("good"), encoding="utf-8")
    bad.write_text(skeleton("bad").replace("词典10箱", "词典12箱", 1), encoding="utf-8")
    run(inner, "--checker", "good.yaml").assert_outcomes(passed=5)
    result = run(inner, "--checker", "bad.yaml", "-v", "-k", "holds")
    result.assert_outcomes(passed=1, failed=1, deselected=3)
    assert "Traceback" not in result.stdout.str()
    bad.write_text("id: bad\n", encoding="utf-8")
    broken = run(inner, "--checker", "bad.yaml")
    broken.assert_outcomes(failed=1)
    assert "bad.yaml:1:1" in broken.stdout.str()


def test_the_fixture_checker(inner: pytest.Pytester) -> None:
    (inner.path / "tickets.yaml").write_text(RULE, encoding="utf-8")
    inner.makepyfile(
        test_it=f"""
import pytest
from pathlib import Path

def test_right(checker):
    report = checker.check({RIGHT!r})
    report.assert_consistent()
    assert report.findings == () and report.report.bound == 4

def test_wrong(checker):
    report = checker.check(Path("reports/wrong.txt"))
    with pytest.raises(AssertionError, match="49 ≠ 48"):
        report.assert_consistent()
    report.assert_consistent(select="share")
    report.assert_consistent(ignore=["sum", "declared-points"])
    report.assert_consistent(fail_on="never")
    with pytest.raises(AssertionError, match="三 ≠ 2"):
        report.assert_consistent(select="declared-points")

def test_mistakes_of_the_caller(checker):
    report = checker.check({RIGHT!r})
    with pytest.raises(ValueError, match="sum-of-prats"):
        report.assert_consistent(select="sum-of-prats")
    with pytest.raises(ValueError, match="eror"):
        report.assert_consistent(fail_on="eror")
    with pytest.raises(pytest.UsageError, match="nowhere"):
        checker.check({RIGHT!r}, rules=["nowhere.yaml"])
    with pytest.raises(OSError):
        checker.check(Path("reports/none.txt"))

def test_own_rules(checker):
    report = checker.check({TICKETS!r}, rules=["tickets.yaml"], select="tickets")
    report.assert_consistent()
    with pytest.raises(AssertionError, match="tickets"):
        report.assert_consistent(fail_on="warning")

def test_excerpt(checker):
    checker.check({WRONG!r}).assert_consistent()
"""
    )
    result = run(inner, "test_it.py")
    result.assert_outcomes(passed=4, failed=1)
    text = result.stdout.str()
    assert "^^^^" in text and "31 + 13 + 5 = 49" in text
    assert "pytest_plugin.py:" not in text  # the line that fails is the user's


def test_several_processes_see_the_same(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real processes and real rules; paths of options are those of the place where pytest was started."""
    monkeypatch.setenv("PYTHONPATH", str(Path(api.__file__).parent.parent))
    (inner.path / "own").mkdir()
    (inner.path / "own" / "tickets.yaml").write_text(RULE, encoding="utf-8")
    (inner.path / "reports" / "tickets.txt").write_text(TICKETS, encoding="utf-8")
    words = ("--checker", "reports", "--checker-rules", "own", "--checker-select", "tickets,sum-of-parts")
    result = inner.runpytest_subprocess("-n", "2", "-v", "-p", "no:hypothesispytest", "-p", "no:cacheprovider", *words)
    assert result.ret == 1
    result.stdout.fnmatch_lines_random(
        ["*PASSED reports/tickets.txt::tickets*", "*FAILED reports/wrong.txt::sum-of-parts*", "*2 workers*"]
    )
