"""The command line against an engine of fakes: what is printed where, and the exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import command
import fakes
import pytest
from fakes import RIGHT, WRONG

import checker as checker_package
from checker import api
from checker.model.rule import Place
from checker.report import REPORTERS
from checker.rulebook import RuleError

ROOT = Path(__file__).resolve().parent.parent


class Ran:
    """Exit code, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Checker = Callable[..., Ran]


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Checker:
    monkeypatch.setattr(api, "load", fakes.load)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "CHECKER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("wrong.txt").write_text(WRONG, encoding="utf-8")
    Path("right.md").write_text(RIGHT, encoding="utf-8")

    return lambda *words: Ran(*command.called(capsys, *words))


def one_line(ran: Ran) -> str:
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    return ran.err


def test_findings_make_1_and_none_make_0(checker: Checker) -> None:
    wrong, right = checker("lint", "wrong.txt"), checker("lint", "right.md")
    assert (wrong.code, right.code) == (1, 0)
    assert wrong.out == "wrong.txt:2:8: error: 分项之和 49 与总数 48 不符，相差 1 [fake-parts]\n"
    assert right.out == ""
    assert "1 处算对" in right.err


@pytest.mark.parametrize(
    "words, code",
    [
        (("--fail-on", "never"), 0),
        (("--severity", "fake-parts=warning"), 0),
        (("--severity", "fake-parts=warning", "--fail-on", "warning"), 1),
        (("--severity", "CHK991=info", "--fail-on", "warning"), 0),
        (("--ignore", "fake-parts"), 0),
        (("--ignore", "CHK991,fake-style"), 0),
        (("--select", "sums"), 1),
        (("--select", "CHK99"), 1),
        (("--select", "fake-style"), 0),
        (("--isolated",), 1),
    ],
)
def test_options_that_bear_on_the_exit_code(checker: Checker, words: tuple[str, ...], code: int) -> None:
    assert checker("lint", "wrong.txt", *words).code == code


def test_a_missing_file_is_one_line_and_the_rest_is_checked(checker: Checker) -> None:
    ran = checker("lint", "nope.txt", "wrong.txt", "--quiet")
    assert ran.code == 2
    assert ran.err == "nope.txt：没有这个文件\n"
    assert "wrong.txt:2:8" in ran.out


@pytest.mark.parametrize("name", ["picture.png", "no-suffix"])
def test_a_named_file_of_unknown_kind_is_2(checker: Checker, name: str) -> None:
    Path(name).write_bytes(b"\x89PNG")
    ran = checker("lint", name, "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(name)


def test_unknown_kinds_in_a_folder_are_counted(checker: Checker) -> None:
    Path("in/deep/.git").mkdir(parents=True)
    for name in ("in/a.png", "in/deep/b.png", "in/deep/c", "in/deep/.git/d.txt", "in/.hidden.txt"):
        Path(name).write_bytes(b"x")
    Path("in/deep/right.txt").write_text(RIGHT, encoding="utf-8")
    ran = checker("lint", "in")
    assert ran.code == 0
    assert "跳过 3 个不认识的文件：无扩展名 1, .png 2" in ran.err
    assert ran.err.count("1 个文件") == 1


def test_a_folder_without_reports_is_2(checker: Checker) -> None:
    Path("empty").mkdir()
    Path("empty/a.png").write_bytes(b"x")
    ran = checker("lint", "empty", "--quiet")
    assert ran.code == 2 and ran.err == "empty：里面没有可以读的文件\n"


def test_globs_are_expanded_and_files_are_read_once(checker: Checker) -> None:
    Path("sub").mkdir()
    Path("sub/wrong.md").write_text(WRONG, encoding="utf-8")
    ran = checker("lint", "**/*.md", "right.md", "wrong.*", "--format", "json")
    assert [d["path"] for d in json.loads(ran.out)["documents"]] == [
        "right.md",
        os.path.join("sub", "wrong.md"),
        "wrong.txt",
    ]
    assert "没有匹配的文件" in checker("lint", "*.xyz").err


def test_an_empty_file_is_a_note(checker: Checker) -> None:
    Path("empty.txt").write_bytes(b"")
    ran = checker("lint", "empty.txt")
    assert ran.code == 0
    assert "empty.txt: 注：空文件" in ran.err


def test_standard_input_is_bytes(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode("gb18030"))))
    ran = checker("lint", "-", "--stdin-filename", "报告.txt", "--encoding", "gb18030")
    assert ran.code == 1 and ran.out.startswith("报告.txt:2:8: error:")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xff")))
    ran = checker("lint", "-", "--quiet")
    assert ran.code == 2 and ran.err == "<stdin>：不是文本\n"


def test_an_internal_error_is_one_documents_line(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("broken.txt").write_text(RIGHT, encoding="utf-8")
    ran = checker("lint", "broken.txt", "wrong.txt", "--quiet")
    assert ran.code == 2 and "wrong.txt:2:8" in ran.out
    assert (
        ran.err
        == "broken.txt：程序内部错误（ZeroDivisionError: a fault inside）；设环境变量 CHECKER_DEBUG=1 可看详情\n"
    )


def test_debug_shows_where(checker: Checker) -> None:
    Path("broken.txt").write_text(RIGHT, encoding="utf-8")
    env = {
        **os.environ,
        "CHECKER_DEBUG": "1",
        "PYTHONPATH": f"{Path(checker_package.__file__).parent.parent}:{ROOT / 'tests'}",
    }
    done = subprocess.run([sys.executable, "-c", FAKED, "lint", "broken.txt"], capture_output=True, text=True, env=env)
    assert done.returncode == 2 and "ZeroDivisionError" in done.stderr and "Traceback" in done.stderr


def test_the_sheet_holds_its_notes_itself(checker: Checker) -> None:
    ran = checker("lint", "wrong.txt", "nope.txt", "--ledger")
    assert ran.code == 2 and ran.out.startswith("数字核对校对单\n") and "nope.txt：没有这个文件" in ran.out
    assert ran.err == "nope.txt：没有这个文件\n"
    assert "小结" not in checker("lint", "wrong.txt", "--ledger", "--quiet").out


def test_a_word_sheet_needs_a_file(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("--format", "docx"), ("--format", "docx", "--output", "-"), ("--output", "docx:-")):
        said = one_line(checker("lint", "wrong.txt", *words))
        assert said == "docx 不能写到标准输出；请给出文件名，例如 --output docx:校对单.docx\n"
    assert checker("lint", "wrong.txt", "--format", "docx", "--output", "单.docx").code == 1
    ran = checker("lint", "wrong.txt", "--output", "docx:besides.docx")
    assert ran.code == 1 and ran.out.startswith("wrong.txt:2:8: error: ")
    sheets = [Path(name).read_bytes() for name in ("单.docx", "besides.docx")]
    assert sheets[0] == sheets[1] and sheets[0].startswith(b"PK")
    monkeypatch.setitem(sys.modules, "docx", None)
    ran = checker("lint", "wrong.txt", "--output", "docx:none.docx", "--quiet")
    assert ran.code == 2 and ran.out.startswith("wrong.txt:2:8: error: ")  # what can be written is
    assert ran.err == "写 docx 还要一个软件包：pip install 'checker[docx]'\n" and not Path("none.docx").exists()


def test_unreadable_files_are_said_in_every_format(checker: Checker) -> None:
    for name in REPORTERS:
        ran = checker("lint", "nope.txt", "right.md", "--format", name)
        assert ran.code == 2 and "nope.txt" in ran.err
        if name not in ("text",):
            assert "nope.txt" in ran.out


def test_json_alone_on_standard_output(checker: Checker) -> None:
    Path("in").mkdir()
    Path("in/wrong.txt").write_text(WRONG, encoding="utf-8")
    Path("in/x.png").write_text("x", encoding="utf-8")
    ran = checker("lint", "in", "nope", "--format", "json", "--statistics", "--ledger")
    value = json.loads(ran.out)
    assert value["summary"] == {"error": 1, "warning": 0, "info": 0, "documents": 1, "unreadable": 1, "suppressed": 0}
    assert value["documents"][0]["relations"][0]["verdict"] == "fails"
    assert value["tool"]["rules"] == 2
    assert "CHK991" in ran.err and ".png 1" in ran.err


def test_output_is_written_whole(checker: Checker) -> None:
    ran = checker("lint", "wrong.txt", "--format", "json", "--output", "out.json", "--quiet")
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["version"] == 1
    assert sorted(p.name for p in Path().iterdir()) == ["out.json", "right.md", "wrong.txt"]
    ran = checker("lint", "right.md", "--output", "no/such/out.json")
    assert ran.code == 2 and "no/such/out.json：写不了" in ran.err


def test_statistics(checker: Checker) -> None:
    assert "     1  CHK991" in checker("lint", "wrong.txt", "--statistics").out


def test_rich_off_a_terminal_has_no_colour(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in checker("lint", "wrong.txt", "--format", "rich").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in checker("lint", "wrong.txt", "--format", "rich").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in checker("lint", "wrong.txt", "--format", "rich").out


def test_language(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "errors: 1" in checker("lint", "wrong.txt", "--lang", "en").err
    assert "错误 1" in checker("lint", "wrong.txt").err
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "errors: 1" in checker("lint", "wrong.txt").err
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "错误 1" in checker("lint", "wrong.txt").err
    assert "Check reports" in checker("lint", "--help", "--lang=en").out
    assert "核对报告" in checker("lint", "--help").out


@pytest.mark.parametrize(
    "words, said",
    [
        (("lint", "--foramt", "json", "a"), "没有选项 --foramt；是不是 --format？"),
        (("lint", "--baseline", "b", "a"), "b：没有这个基线文件"),
        (("lint", "a", "--format", "jsn"), "--format：没有 'jsn'"),
        (("lint", "a", "--format", "jsn"), "是不是 json？"),
        (("lint", "a", "--format", "pdf"), "--format：没有 'pdf'"),
        (("lint", "a", "--select", "fake-part"), "是不是 fake-parts？"),
        (("lint", "a", "--ignore", "CHK123"), "--ignore：没有规则 'CHK123'"),
        (("lint", "a", "--severity", "bad"), "--severity：没有 'bad'"),
        (("lint", "a", "--severity", "nope=error"), "--severity：没有规则 'nope'"),
        (("lint", "a", "--fail-on", "warn"), "是不是 warning？"),
        (("lint", "a", "--lang", "fr"), "--lang：没有 'fr'"),
        (("lint", "a", "--encoding", "gbq"), "没有编码 'gbq'"),
        (("lint", "a", "--rules", "nope.yaml"), "nope.yaml：没有这个文件"),
        (("lint",), "没有给出文件"),
        (("lintt", "a"), "没有命令 lintt；是不是 lint？"),
        (("why", "wrong.txt"), "应写成 路径:行"),
        (("why", "wrong.txt:99"), "没有第 99 行"),
        (("why", "nope.txt:1"), "nope.txt：没有这个文件"),
        (("numbers", "nope.txt", "--format", "text"), "--format：没有 'text'"),
        (("rules", "show", "fake-prats"), "是不是 fake-parts？"),
        (("rules", "new", "Bad Name"), "小写字母"),
        (("rules", "new", "fake-parts"), "已有这条规则"),
        (("rules", "test", "nope"), "nope：没有这个文件"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(checker: Checker, words: tuple[str, ...], said: str) -> None:
    assert said in one_line(checker(*words))


def test_bad_rules_are_told_line_by_line(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(**_: object) -> None:
        raise api.RuleErrors([RuleError(Place("a.yaml", 1, 2), "x"), RuleError(Place("a.yaml", 3, 4), "y")])

    monkeypatch.setattr(api, "load", load)
    ran = checker("lint", "right.md")
    assert (ran.code, ran.out, ran.err) == (2, "", "a.yaml:1:2: x\na.yaml:3:4: y\n")


def test_numbers(checker: Checker) -> None:
    ran = checker("numbers", "wrong.txt")
    assert ran.code == 0 and "48所" in ran.out and "quantity" in ran.out
    value = json.loads(checker("numbers", "wrong.txt", "--format", "json").out)
    assert [q["text"] for q in value["documents"][0]["quantities"]] == ["48所", "31所", "13所", "5所"]
    assert checker("numbers", "wrong.txt", "nope.txt").code == 2


def test_why(checker: Checker) -> None:
    ran = checker("why", "wrong.txt:2:8")
    assert ran.code == 0
    assert "wrong.txt:2:8  48所" in ran.out
    assert "31 + 13 + 5 = 49" in ran.out
    assert "fake-style" in ran.out and "同一段里没有第二种写法" in ran.out
    assert "分项之和 49 与总数 48 不符" in ran.out
    assert checker("why", "wrong.txt:2").out.count("读作") == 4
    near = checker("why", "wrong.txt:2:1")
    assert near.code == 0 and "48所, 31所, 13所, 5所" in near.out
    assert "没有读到数" in checker("why", "wrong.txt:1").out


def test_rules_list_and_show(checker: Checker) -> None:
    listed = checker("rules", "list").out
    assert "CHK991" in listed and "分项之和应等于总数" in listed and "共 2 条规则" in listed
    assert "Parts must add up" in checker("rules", "list", "--lang", "en").out
    for name in ("fake-parts", "CHK991"):
        assert "总数后面列出的各分项" in checker("rules", "show", name).out


def test_rules_new(checker: Checker) -> None:
    ran = checker("rules", "new", "my-own-rule")
    assert ran.code == 0 and "my-own-rule.yaml" in ran.out
    text = Path("my-own-rule.yaml").read_text(encoding="utf-8")
    assert "\nid: my-own-rule " in text and "{total}" in text
    assert "已有" in one_line(checker("rules", "new", "my-own-rule"))
    Path("rules/zh").mkdir(parents=True)
    checker("rules", "new", "other-rule")
    assert Path("rules/zh/own/other-rule.yaml").is_file()


def test_rules_schema(checker: Checker) -> None:
    assert json.loads(checker("rules", "schema").out)["type"] == "object"


def test_version_and_no_words(checker: Checker) -> None:
    assert checker("--version").out.startswith("checker ")
    assert "lint" in checker().err


FAKED = "import sys, fakes; from checker import api, cli; api.load = fakes.load; cli.main(sys.argv[1:])"


def shell(script: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    path = f"{Path(checker_package.__file__).parent.parent}:{ROOT / 'tests'}"
    setting = {**os.environ, "PYTHONPATH": path, "PY": sys.executable, "FAKED": FAKED, **env}
    return subprocess.run(["bash", "-c", script], capture_output=True, env=setting, cwd=ROOT)


def test_a_reader_that_goes_away_is_silent(tmp_path: Path) -> None:
    for i in range(3000):
        (tmp_path / f"{i}.txt").touch()
    done = shell(f'set -o pipefail; $PY -c "$FAKED" lint {tmp_path} --format jsonl --quiet | head -1; exit $?')
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


def test_utf8_without_a_locale(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(RIGHT, encoding="utf-8")
    done = shell(f'$PY -c "$FAKED" lint {tmp_path} --format json', LC_ALL="C", PYTHONIOENCODING="ascii")
    assert "报告.txt" in done.stdout.decode("utf-8")
    assert done.returncode in (0, 1)
