"""Living with findings, on the command line: marks, side files, baselines, configuration, and what is said of them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import command
import pytest
from sift.helping import RULE, WRONG

from checker import api
from checker.api import Checker
from checker.baselines import save_baseline
from checker.config import Config
from checker.sift.baseline import read_baseline

LOAD = api.load
OTHER = "今年办好三件实事：一是修路，二是通水。"
NAME = ".checker-baseline.json"


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@cache
def loaded(rules: tuple[Path, ...] = ()) -> Checker:
    return LOAD(config=Config(rules=rules))


def load(*, rules: Sequence[Path] = (), config: Config | None = None, **_: object) -> Checker:
    config = config or Config()
    return replace(loaded((*config.rules, *rules)), config=config)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setattr(api, "load", load)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "CHECKER_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    return lambda *words: Ran(*command.called(capsys, *words))


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def test_suppressed_in_every_format(run: Run) -> None:
    write("a.md", f"{WRONG}<!-- checker: ignore {RULE} 口径不同 -->\n")
    write("b.txt", WRONG)
    write("b.txt.checker.yaml", f"- {{rule: {RULE}, text: 118家, reason: 另有说明}}\n")
    plain = run("lint", "a.md", "b.txt")
    assert (plain.code, plain.out) == (0, "") and "不报 2 条（标记 1，附文件 1）" in plain.err
    shown = run("lint", "a.md", "b.txt", "--show-suppressed")
    assert shown.code == 0
    assert "a.md:1:9: suppressed: " in shown.out and "(标记 a.md:1：口径不同)" in shown.out
    assert "(附文件 b.txt.checker.yaml:1：另有说明)" in shown.out
    rich = run("lint", "a.md", "--show-suppressed", "--format", "rich").out
    assert "不报  1:9" in rich and "口径不同" in rich
    assert "口径不同" not in run("lint", "a.md", "--format", "rich").out
    quiet = json.loads(run("lint", "a.md", "b.txt", "--format", "json").out)
    assert quiet["summary"]["suppressed"] == 2 and "suppressed" not in quiet["documents"][0]
    wire = json.loads(run("lint", "a.md", "b.txt", "--format", "json", "--show-suppressed").out)
    (one,), (two,) = (d["suppressed"] for d in wire["documents"])
    assert one["suppression"] == {"origin": "mark", "reason": "口径不同", "place": "a.md:1"}
    assert two["suppression"]["origin"] == "side-file" and two["primary"]["text"] == "118家"
    sarif = json.loads(run("lint", "a.md", "b.txt", "--format", "sarif", "--show-suppressed").out)["runs"][0]["results"]
    assert [r["suppressions"][0]["kind"] for r in sarif] == ["inSource", "external"]
    assert sarif[0]["suppressions"][0]["justification"] == "口径不同"
    assert json.loads(run("lint", "a.md", "--format", "sarif").out)["runs"][0]["results"] == []
    assert "标记 (a.md:1)：口径不同" in run("why", "a.md:1:9").out


def test_notes_carry_their_code(run: Run) -> None:
    write("a.md", f"平安。<!-- checker: ignore {RULE} 口径不同 -->\n")
    ran = run("lint", "a.md", "--format", "json")
    (note,) = json.loads(ran.out)["documents"][0]["notes"]
    assert (note["code"], note["level"], note["line"], ran.code) == ("unused-suppression", "warning", 1, 0)
    assert "a.md:1: 注：标记没有用上" in run("lint", "a.md").err


def test_a_wrong_side_file_is_2_and_the_report_is_checked(run: Run) -> None:
    write("a.txt", WRONG)
    write("a.txt.checker.yaml", f"- {{rule: {RULE}, text: 118家}}\n- {{rule: x, text: a, reason: b}}\n")
    ran = run("lint", ".")
    assert ran.code == 2 and f"[{RULE}]" in ran.out
    assert ran.err.startswith("./a.txt.checker.yaml:1:3：缺 reason\n./a.txt.checker.yaml:2:10：没有规则 'x'")
    assert "未能读取 1 个文件" in ran.err and "跳过" not in ran.err
    value = json.loads(run("lint", "a.txt", "--format", "json").out)
    assert value["summary"]["unreadable"] == 1 and [len(d["notes"]) for d in value["documents"]] == [0, 2]
    write("lonely.docx.checker.yaml", "")
    assert "跳过 1 个" in run("lint", ".").err


def test_a_baseline_from_first_to_last(run: Run) -> None:
    write("a.md", f"{WRONG}\n\n{OTHER}\n")
    first = run("lint", "a.md", "--add-baseline")
    assert (first.code, first.out) == (0, "") and f"基线 {NAME}：2 条（新加 2，去掉 0）" in first.err
    text = Path(NAME).read_text(encoding="utf-8")
    assert run("lint", "a.md").code == 1  # it is read only where somebody says so
    known = run("lint", "a.md", "--baseline", NAME)
    assert (known.code, known.out) == (0, "") and "不报 2 条（基线 2）" in known.err
    write("a.md", f"开头。\n\n{WRONG}\n\n中间。\n\n{OTHER}\n")
    assert run("lint", "a.md", "--baseline", NAME).code == 0
    assert run("lint", "a.md", "--baseline", NAME, "--add-baseline").code == 0
    assert Path(NAME).read_text(encoding="utf-8") == text
    write("a.md", f"{WRONG.replace('118', '119')}\n")
    changed = run("lint", "a.md", "--baseline", NAME)
    assert changed.code == 1 and "119家" in changed.out and "基线中有 2 条不再出现" in changed.err
    again = run("lint", "a.md", "--baseline", NAME, "--add-baseline")
    assert again.code == 0 and "1 条（新加 1，去掉 2）" in again.err
    Path("a.md").unlink()
    write("b.md", "平安。")
    assert f"基线 {NAME} 中的这些文件已经没有了：a.md" in run("lint", "b.md", "--baseline", NAME).err
    assert "0 条（新加 0，去掉 1）" in run("lint", "b.md", "--add-baseline").err


def test_a_baseline_does_not_care_where_one_stands(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.md", WRONG)
    write("in/deep/b.md", WRONG)
    run("lint", "in", "--add-baseline", "--baseline", "in/known.json")
    assert list(read_baseline(Path("in/known.json").read_text(encoding="utf-8")).files) == ["a.md", "deep/b.md"]
    monkeypatch.chdir("in/deep")
    assert run("lint", "b.md", "../a.md", "--baseline", "../known.json").code == 0
    known, report = Path("../known.json").resolve(), Path("b.md").resolve()
    monkeypatch.chdir("/")
    assert run("lint", str(report), "--baseline", str(known)).code == 0


def test_marks_need_no_baseline(run: Run) -> None:
    write("a.md", f"{WRONG}<!-- checker: ignore {RULE} 口径不同 -->\n\n{OTHER}\n")
    run("lint", "a.md", "--add-baseline")
    (entries,) = read_baseline(Path(NAME).read_text(encoding="utf-8")).files.values()
    assert RULE not in [entry.rule for entry in entries] and len(entries) == 1


@pytest.mark.parametrize("more", [(), ("--add-baseline",)])
def test_a_broken_baseline_is_one_line_and_stays(run: Run, more: tuple[str, ...]) -> None:
    write("a.md", WRONG)
    write("k.json", "{")
    ran = run("lint", "a.md", "--baseline", "k.json", *more)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("k.json:1:2：基线不是 JSON") and Path("k.json").read_text() == "{"
    write("k.json", '{"version": 1, "files": []}')
    assert "应是对象" in run("lint", "a.md", "--baseline", "k.json", *more).err
    Path("k.json").unlink()
    Path("k.json").mkdir()
    assert "读不了" in run("lint", "a.md", "--baseline", "k.json", *more).err
    missing = run("lint", "a.md", "--baseline", "no/such.json", *more)
    assert missing.code == 2 and missing.err.count("\n") == 1 and "no/such.json" in missing.err


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    checker = load()
    path = tmp_path / NAME
    names = [str(tmp_path / f"{n}.md") for n in range(12)]
    for name in names:
        write(name, WRONG)

    def one(name: str) -> None:
        save_baseline(path, {name: (checker.check(WRONG), checker.roster)}, "zh")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, names))
    assert read_baseline(path.read_text(encoding="utf-8")).count == 12
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".md"] == [NAME]


def test_two_processes_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        write(str(folder / "x.md"), WRONG)
    code = "import sys, checker.cli; checker.cli.main(sys.argv[1:])"
    words = [sys.executable, "-c", code, "lint", "--add-baseline", "--baseline", str(tmp_path / NAME)]
    running = [subprocess.Popen([*words, str(folder)], stderr=subprocess.DEVNULL) for folder in folders]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    baseline = read_baseline((tmp_path / NAME).read_text(encoding="utf-8"))
    assert list(baseline.files) == ["a/x.md", "b/x.md"]


def test_each_report_has_the_configuration_nearest_to_it(run: Run) -> None:
    for folder in ("in", "in/drafts", "in/old", "out"):
        write(f"{folder}/a.md", WRONG)
    write("in/checker.toml", 'fail-on = "never"\nexclude = ["old/"]\n[per-file."drafts/*"]\nignore = ["sum"]\n')
    ran = run("lint", "in")
    assert ran.code == 0 and ran.out.count("\n") == 1 and ran.out.startswith("in/a.md:1:9")
    assert "按配置略过 1 个文件" in ran.err
    assert run("lint", "in/old/a.md", "--fail-on", "error").code == 1  # a file that is named is always checked
    assert run("lint", "in", "out").code == 1
    assert run("lint", "in", "--isolated").out.count("\n") == 3
    assert run("lint", "in", "--select", "sum").out.count("drafts") == 1  # what is typed goes over the file
    write("in/checker.toml", 'baseline = "k.json"\n')
    assert run("lint", "in", "--add-baseline").code == 0 and Path("in/k.json").exists()
    assert run("lint", "in").code == 0


def test_a_wrong_configuration_elsewhere_leaves_the_rest(run: Run) -> None:
    write("in/a.md", WRONG)
    write("in/b.md", WRONG)
    write("out/a.md", WRONG)
    write("in/checker.toml", 'selct = ["sum"]\n')
    ran = run("lint", "in", "out")
    assert ran.code == 2 and ran.out.startswith("out/a.md:1:9") and ran.out.count("\n") == 1
    lines = ran.err.splitlines()
    assert lines[0].endswith("in/checker.toml:1:1：没有 'selct' 这个键；是不是 select？")
    assert [line for line in lines if "没有核对" in line] == [
        f"in/{name}.md：没有核对：配置 {Path('in/checker.toml').absolute()} 有错" for name in "ab"
    ]
    write("in/checker.toml", 'ignore = ["sum-of-part"]\n')
    ran = run("lint", "in", "out")
    assert ran.code == 2 and ran.err.count(":1:11：ignore：没有规则 'sum-of-part'；是不是 sum-of-parts？") == 1


def test_a_wrong_configuration_here_is_said_before_anything(run: Run) -> None:
    write("a.md", WRONG)
    write("checker.toml", 'ignore = ["sum-of-part"]\n')
    ran = run("lint", "a.md")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1) and "checker.toml:1:11" in ran.err
    assert run("lint", "a.md", "--isolated").code == 1
    write("checker.toml", 'lang = "en"\nignore = ["sum"]\n')
    ran = run("lint", "a.md")
    assert ran.code == 0 and "documents: 1" in ran.err
    assert "1 个文件" in run("lint", "a.md", "--lang", "zh").err


def test_rules_of_a_configuration(run: Run) -> None:
    write("a.md", "全村共有果园9处。")
    assert run("rules", "new", "my-rule").code == 0
    write("in/my/my-rule.yaml", Path("my-rule.yaml").read_text(encoding="utf-8"))
    write("in/checker.toml", 'rules = ["my"]\nselect = ["my-rule"]\n')
    write("in/a.md", WRONG)
    write("a.md", WRONG)
    ran = run("lint", "in", "a.md")
    inside, outside = ran.out.splitlines()
    assert ran.code == 1 and inside.endswith("[my-rule]") and outside.startswith("a.md:1:9: error")


def test_standard_input_is_governed_by_its_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/checker.toml", 'ignore = ["sum"]\n')
    for name, code in (("in/a.md", 0), ("out/a.md", 1), ("", 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
        assert run("lint", "-", *(("--stdin-filename", name) if name else ())).code == code


def test_init(run: Run) -> None:
    assert run("init").err == "已写好 checker.toml\n"
    text = Path("checker.toml").read_text(encoding="utf-8")
    again = run("init")
    assert again.code == 2 and "已经有了" in again.err and Path("checker.toml").read_text(encoding="utf-8") == text
    write("a.md", WRONG)
    assert run("lint", "a.md").code == 1
    assert run("init", "no/where").code == 2
    Path("en").mkdir()
    assert run("init", "en", "--lang", "en").err == "wrote en/checker.toml\n"
    assert Path("en/checker.toml").read_text(encoding="utf-8").isascii()


def test_from_python_nothing_else_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "load", load)
    monkeypatch.chdir(tmp_path)
    write("a.txt", WRONG)
    write("checker.toml", 'wrong = ["sum"]\n')
    write("a.txt.checker.yaml", f"- {{rule: {RULE}, text: 118家, reason: 另有说明}}\n")
    assert [f.rule for f in api.check_file("a.txt").findings] == [RULE]
    assert [f.rule for f in api.check(WRONG).findings] == [RULE]
    assert api.check(f"{WRONG}<!-- checker: ignore {RULE} 理由 -->").findings == ()


def test_a_word_file_with_a_side_file(run: Run) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(WRONG)
    document.save("报告.docx")
    assert run("lint", "报告.docx").code == 1
    value = json.loads(run("lint", "报告.docx", "--format", "json").out)
    paragraph = value["documents"][0]["findings"][0]["primary"]["paragraph"]
    entry = f"- rule: {RULE}\n  text: 118家\n  paragraph: {paragraph}\n  reason: 口径不同\n"
    write("报告.docx.checker.yaml", entry)
    assert run("lint", ".").code == 0
    write("报告.docx.checker.yaml", entry.replace(f"paragraph: {paragraph}", f"paragraph: {paragraph + 1}"))
    ran = run("lint", ".")
    assert ran.code == 1 and "报告.docx.checker.yaml:1 这一条没有用上" in ran.err
