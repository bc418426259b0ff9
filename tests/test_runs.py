"""Runs over many files: several processes, the cache, several outputs, watching. Against an engine of fakes."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import command
import fakes
import pytest
from fakes import RIGHT, WRONG

import checker as checker_package
from checker import api
from checker.cache import Cache
from checker.cli import watching, writing
from checker.cli.watching import look, watch
from checker.config import Config
from checker.desk import Desk
from checker.model.report import Report
from checker.report import REPORTERS
from checker.sift import NOTHING, Outside

ROOT = Path(__file__).resolve().parent.parent
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
Run = Callable[..., tuple[int, str, str]]


class Counting(fakes.FakeChecker):
    """Says what it checks, in a file, since other processes check as well. Some names end the process."""

    def check_bytes(
        self, data: bytes, *, source: str, encoding: str | None = None, outside: Outside = NOTHING
    ) -> Report:
        with open("checked.log", "a", encoding="utf-8") as log:
            log.write(f"{source}\n")
        if "exit" in source:
            os._exit(3)
        if "memory" in source:
            raise MemoryError
        return super().check_bytes(data, source=source, encoding=encoding, outside=outside)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def load(*, config: Any = None, **_: object) -> Counting:
        with open("loaded.log", "a", encoding="utf-8") as log:
            log.write("loaded\n")
        return Counting((fakes.PARTS, fakes.STYLE), config)

    monkeypatch.setattr(api, "load", load)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "CHECKER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("in").mkdir()
    for i in range(12):
        Path(f"in/{i:02}.txt").write_text((WRONG if i % 3 == 0 else RIGHT) + "\n" * i, encoding="utf-8")

    return lambda *words: command.called(capsys, *words)


def checked() -> list[str]:
    """What was checked since the last time that this was asked."""
    log = Path("checked.log")
    names = log.read_text(encoding="utf-8").split() if log.exists() else []
    log.unlink(missing_ok=True)
    return sorted(names)


# Several processes


@FORKS
@pytest.mark.parametrize("form", sorted(REPORTERS))
def test_the_number_of_processes_changes_no_byte(run: Run, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    Path("in/05a.txt").write_bytes(b"\xff\xfe\xff")
    with zipfile.ZipFile("in/06a.zip", "w") as bundle:
        for name in ("a.txt", "b/c.txt", "picture.png"):
            bundle.writestr(name, WRONG)
    words = ("lint", "nope.txt", "in", "--format", form, "--ledger", "--statistics", "--no-cache")
    alone, many = run(*words), run(*words, "--jobs", "3")
    assert alone == many and alone[0] == 2
    assert len(checked()) == 30
    monkeypatch.setattr(writing, "IN_MEMORY", 10)  # and a file for what is more than that
    assert run(*words) == alone


@FORKS
def test_a_process_that_dies_is_one_line(run: Run) -> None:
    Path("in/04exit.txt").write_text(RIGHT, encoding="utf-8")
    Path("in/05memory.txt").write_text(RIGHT, encoding="utf-8")
    code, out, err = run("lint", "in", "--jobs", "2", "--quiet", "--format", "json")
    assert code == 2
    assert len(json.loads(out)["documents"]) == 14 and json.loads(out)["summary"]["error"] == 4
    first, second = err.splitlines()
    assert first.startswith("in/04exit.txt：核对它的进程意外终止（3）")
    assert second.startswith("in/05memory.txt：程序内部错误（MemoryError")


def test_a_desk_crosses_to_a_process_that_was_not_forked(run: Run) -> None:
    """As on systems that cannot fork: compiled rules do not cross, the new process makes its own."""
    desk = Desk(Config(), Cache(None))
    again = pickle.loads(pickle.dumps(desk))
    assert again.check("in/00.txt") == desk.check("in/00.txt")


@pytest.mark.parametrize("word", ["-1", "x", "", "1.5", "99999"])
def test_a_wrong_number_of_processes_is_one_line(run: Run, word: str) -> None:
    code, out, err = run("lint", "in", "--jobs", word)
    assert (code, out) == (2, "") and err.count("\n") == 1 and "--jobs" in err


def test_all_cores(run: Run) -> None:
    assert run("lint", "in", "--jobs", "0", "--quiet")[0] == 1


# The cache


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=FORKS)])
def test_what_was_checked_is_not_checked_again(run: Run, jobs: str) -> None:
    words = ("lint", "in", "--jobs", jobs, "--format", "json", "--ledger")
    cold = run(*words)
    assert len(checked()) == 12
    assert run(*words) == cold and checked() == []
    assert Path("loaded.log").read_text(encoding="utf-8").count("loaded") == 1  # nor are the rules loaded
    Path("in/03.txt").write_text(RIGHT, encoding="utf-8")
    run(*words)
    assert checked() == ["in/03.txt"]
    assert run(*words, "--no-cache")[1] and len(checked()) == 12


@pytest.mark.parametrize("form", sorted(REPORTERS))
def test_a_kept_answer_is_the_answer_in_every_format(run: Run, form: str) -> None:
    words = ("lint", "in", "--format", form, "--ledger", "--statistics")
    assert run(*words, "--no-cache") == run(*words) == run(*words)


def test_whatever_bears_on_a_report_makes_a_new_one(run: Run) -> None:
    def again(*more: str) -> int:
        run("lint", "in/00.txt", *more)
        return len(checked())

    assert (again(), again()) == (1, 0)
    assert again("--fail-on", "never") == 0
    for more in (("--ignore", "fake-style"), ("--lang", "en"), ("--encoding", "utf-8"), ("--severity", "CHK992=error")):
        assert (again(*more), again(*more)) == (1, 0)
    Path("more").mkdir()
    Path("more/a.yaml").write_text("a: 1", encoding="utf-8")
    assert (again("--rules", "more"), again("--rules", "more")) == (1, 0)
    Path("more/a.yaml").write_text("a: 2", encoding="utf-8")
    assert again("--rules", "more") == 1
    beside = Path("in/00.txt.checker.yaml")
    beside.write_text("- {rule: fake-parts, text: 48所, reason: 已核实}\n", encoding="utf-8")
    assert (again(), again()) == (1, 0)
    beside.write_text("- {rule: fake-parts, text: 48所, reason: 已两次核实}\n", encoding="utf-8")
    assert again() == 1
    Path("in/checker.toml").write_text('exclude = ["old/"]\n', encoding="utf-8")  # bears on no report
    assert again() == 0
    Path("in/checker.toml").write_text('ignore = ["style"]\n', encoding="utf-8")
    assert (again(), again()) == (1, 0)


def test_a_changed_baseline_makes_a_new_report(run: Run) -> None:
    words = ("lint", "in", "--baseline", "known.json")
    assert run(*words, "--add-baseline")[0] == 0 and len(checked()) == 12
    run(*words)
    assert checked() == ["in/00.txt", "in/03.txt", "in/06.txt", "in/09.txt"]  # those of which it now knows something
    before = Path("known.json").stat().st_mtime_ns
    assert run(*words, "--add-baseline")[0] == 0 and checked() == []
    assert Path("known.json").stat().st_mtime_ns == before  # who watches the file is not woken by nothing


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=FORKS)])
def test_faults_beside_the_reports_are_told_each_time_and_once(run: Run, jobs: str) -> None:
    """Of a configuration and of a side file, whoever checks the reports, and whether or not they are kept."""
    Path("in/03.txt.checker.yaml").write_text("- {rule: fake-part, text: 48所, reason: 已核实}\n", encoding="utf-8")
    Path("bad").mkdir()
    Path("bad/checker.toml").write_text("selct = 1\n", encoding="utf-8")
    for name in ("a", "b", "c"):
        Path(f"bad/{name}.txt").write_text(RIGHT, encoding="utf-8")
    cold = run("lint", "in", "bad", "--jobs", jobs)
    code, out, err = run("lint", "in", "bad", "--jobs", jobs)
    assert (code, out) == cold[:2] and err == cold[2] and code == 2 and out.count("\n") == 4
    assert err.count("checker.toml:1:1") == 1 and err.count("in/03.txt.checker.yaml:1:") == 1
    assert err.count("没有核对") == 3


def test_rules_that_change_while_they_are_loaded_answer_for_no_later_run(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("more").mkdir()
    Path("more/a.yaml").write_text("a: 1", encoding="utf-8")
    words = ("lint", "in/00.txt", "--rules", "more")
    run(*words)  # the cards are known, the rules will be loaded late
    Path("in/00.txt").write_text(RIGHT, encoding="utf-8")
    load = api.load

    def changing(**more: Any) -> Any:
        Path("more/a.yaml").write_text("a: 2", encoding="utf-8")
        return load(**more)

    monkeypatch.setattr(api, "load", changing)
    run(*words)
    Path("more/a.yaml").write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr(api, "load", load)
    checked()
    run(*words)
    assert checked() == ["in/00.txt"]


def test_an_error_is_not_kept(run: Run) -> None:
    Path("in/broken.txt").write_text(RIGHT, encoding="utf-8")
    first = run("lint", "in/broken.txt")
    assert first[0] == 2 and run("lint", "in/broken.txt") == first
    assert checked() == ["in/broken.txt"] * 2


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=FORKS)])
def test_a_cache_that_cannot_be_written_is_said_once(run: Run, own_cache: Path, jobs: str) -> None:
    own_cache.parent.mkdir(parents=True, exist_ok=True)
    own_cache.write_text("no folder", encoding="utf-8")
    code, _, err = run("lint", "in", "--jobs", jobs)
    assert code == 1 and err.count("缓存写不了") == 1
    assert "缓存" not in run("lint", "in", "--no-cache")[2] + run("lint", "in", "--quiet")[2]


def test_wrong_rule_names_are_told_from_the_cards_too(run: Run) -> None:
    for _ in range(2):
        code, _, err = run("lint", "in", "--select", "fake-part")
        assert code == 2 and "是不是 fake-parts？" in err


# Several outputs


def test_formats_for_files_besides_the_terminal(run: Run) -> None:
    code, out, err = run("lint", "in", "--output", "sarif:a.sarif", "-o", "junit:out.xml")
    assert code == 1 and out.startswith("in/00.txt:2:8: error") and "12 个文件" in err
    assert json.loads(Path("a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("out.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_one_format_one_file_as_ever(run: Run) -> None:
    code, out, _ = run("lint", "in", "--format", "json", "--output", "a.json", "--output", "gitlab:b.json")
    assert (code, out) == (1, "")
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["version"] == 1
    assert len(json.loads(Path("b.json").read_text(encoding="utf-8"))) == 4
    assert run("lint", "in", "--output", "json:-")[1].startswith("{")
    assert run("lint", "in", "--format", "json", "--output", "-")[1].startswith("{")


def test_files_hold_no_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in run("lint", "in", "--format", "rich", "--output", "rich:a.txt")[1]
    assert "\x1b" not in Path("a.txt").read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_costs_no_other(run: Run) -> None:
    Path("folder").mkdir()
    code, out, err = run("lint", "in", "-o", "json:no/such/a", "-o", "json:folder", "-o", "json:a.json", "--quiet")
    assert code == 2 and out.count("\n") == 4
    assert [line.partition("：")[0] for line in err.splitlines()] == ["no/such/a", "folder"]
    assert json.loads(Path("a.json").read_text(encoding="utf-8"))["version"] == 1
    checked()
    code, out, err = run("lint", "in", "-o", "no/a", "-o", "json:no/b")
    assert (code, out, err.count("\n")) == (2, "", 3) and "没有核对" in err
    assert checked() == []


@pytest.mark.parametrize(
    "words, said",
    [
        (("--format", "text", "--format", "sarif"), "--output sarif:sarif.out"),
        (("--output", "jsn:a"), "是不是 json？"),
        (("--output", "json:"), "后面要有文件名"),
        (("--output", "json:a", "--output", "text:./a"), "./a 给了两次"),
        (("--output", "json:-", "--format", "text"), "标准输出 给了两次"),
    ],
)
def test_outputs_that_cannot_be_meant(run: Run, words: tuple[str, ...], said: str) -> None:
    code, out, err = run("lint", "in", *words)
    assert (code, out) == (2, "") and err.count("\n") == 1 and said in err
    assert checked() == []


def test_a_run_does_not_check_what_it_writes(run: Run) -> None:
    words = ("lint", "in", "--output", "json:in/report.md", "--quiet")
    assert run(*words) == run(*words)
    assert not any("report" in name for name in checked())


@pytest.mark.parametrize("form", sorted(REPORTERS))
def test_statistics_and_quiet_in_each_format(run: Run, form: str) -> None:
    code, out, err = run("lint", "in", "--format", form, "--statistics", "--quiet")
    for_people = form in ("rich", "text")
    assert code == 1 and "个文件" not in err
    assert ("各条规则的次数" in err) != for_people and (not for_people or "各条规则的次数" in out)


# Watching


def test_watching_checks_again_what_changed(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    files[0].write_text("1", encoding="utf-8")
    rounds: list[int] = []

    def check() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            files[0].write_text("22", encoding="utf-8")  # while it is checked
        elif len(rounds) == 2:
            files[1].write_text("new", encoding="utf-8")
        else:
            raise KeyboardInterrupt

    watch(check, lambda: (str(path) for path in files), "zh", 0.01)
    assert len(rounds) == 3


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=FORKS)])
def test_each_round_checks_what_changed_alone(run: Run, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    """Without the cache on disk as well, and without loading the rules anew unless they changed."""
    rounds: list[list[str]] = []

    def turns(check: Callable[[], None], *_: object) -> None:
        for change in (None, "in/03.txt", "in/04.txt", "more/a.yaml"):
            if change:
                Path(change).write_text(RIGHT, encoding="utf-8")
            check()
            rounds.append(checked())

    Path("more").mkdir()
    Path("more/a.yaml").write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr(watching, "watch", turns)
    assert run("lint", "in", "--watch", "--no-cache", "--rules", "more", "--jobs", jobs)[0] == 0
    assert [len(names) for names in rounds] == [12, 1, 1, 12]
    assert rounds[1] == ["in/03.txt"]
    assert Path("loaded.log").read_text(encoding="utf-8").count("loaded") == 2


def test_a_look_sees_size_time_and_absence(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert look([str(path)]) == ()
    path.write_text("1", encoding="utf-8")
    first = look([str(path)])
    os.utime(path, (1, 1))
    assert len({first, look([str(path)]), ()}) == 3


FAKED = "import sys, fakes; from checker import api, cli; api.load = fakes.load; cli.main(sys.argv[1:])"


def test_watching_a_folder_until_ctrl_c(tmp_path: Path) -> None:
    """A changed file, a new file, and the end: as a user sees them."""
    (tmp_path / "a.txt").write_text(RIGHT, encoding="utf-8")
    path = f"{Path(checker_package.__file__).parent.parent}:{ROOT / 'tests'}"
    with (tmp_path / "out.log").open("w", encoding="utf-8") as log:
        ran = subprocess.Popen(
            [sys.executable, "-c", FAKED, "lint", ".", "--watch", "--no-cache", "--output", "json:b.md"],
            cwd=tmp_path, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": path, "LANG": "en_US.UTF-8"},
            preexec_fn=command.heard,
        )  # fmt: skip
    try:
        waits(tmp_path, "waiting for changes of 1 file(s)", 1)
        (tmp_path / "a.txt").write_text(WRONG, encoding="utf-8")
        waits(tmp_path, "a.txt:2:8: error", 1)
        (tmp_path / "new.txt").write_text(WRONG, encoding="utf-8")
        waits(tmp_path, "waiting for changes of 2 file(s)", 1)
        ran.send_signal(signal.SIGINT)
        assert ran.wait(20) == 0
    finally:
        ran.kill()
    said = (tmp_path / "out.log").read_text(encoding="utf-8")
    assert said.count("waiting for") == 3 and "Traceback" not in said and "\x1b" not in said
    assert len(json.loads((tmp_path / "b.md").read_text(encoding="utf-8"))["documents"]) == 2


def waits(folder: Path, words: str, times: int) -> None:
    deadline = time.monotonic() + 30
    while (folder / "out.log").read_text(encoding="utf-8").count(words) < times:
        assert time.monotonic() < deadline, (folder / "out.log").read_text(encoding="utf-8")
        time.sleep(0.05)


def test_standard_input_cannot_be_watched(run: Run) -> None:
    code, out, err = run("lint", "-", "--watch")
    assert (code, out) == (2, "") and "标准输入" in err and err.count("\n") == 1


# Completion


@pytest.mark.parametrize(
    "words, offered",
    [
        ("lint --format g", {"github", "gitlab"}),
        ("lint --output sa", {"sarif:"}),
        ("lint --fail-on ne", {"never"}),
        ("lint --severity fake-parts=w", {"fake-parts=warning"}),
        ("lint --select fake-", {"fake-parts", "fake-style"}),
        ("lint --ignore fake-style,CHK991", {"fake-style,CHK991"}),
        ("rules sh", {"show"}),
    ],
)
def test_shells_complete(run: Run, monkeypatch: pytest.MonkeyPatch, words: str, offered: set[str]) -> None:
    line = f"checker {words}"
    monkeypatch.setenv("_CHECKER_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    code, out, _ = run()
    assert code == 0 and set(out.split()) == offered


def test_the_completion_options_speak_the_users_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "安装补全" in run("--help")[1]
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "Install completion" in run("--help")[1]
