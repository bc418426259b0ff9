"""One desk for every way to a check: documents held together, bundles, other processes, what a watch looks at."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import command
import pytest

from checker.config import Config, Layer
from checker.desk import Desk
from checker.setup import Asked, configure
from checker.walk import SETTINGS

TEXT = "全县教育情况\n\n红湾镇在校学生3425人，办学条件改善。\n"
CSV = "乡镇,学校数,在校学生数\n红湾镇,8,3245\n蓝湾镇,7,2716\n合计,15,5961\n"
WRONG = "全乡共有渔港118处，其中湾内76处、湾外52处。\n"
Ran = tuple[int, str, list[str]]
Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words: command.ran(capsys, monkeypatch, *words)


def write(path: str, text: str) -> Path:
    at = Path(path)
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(text, encoding="utf-8")
    return at


def found(run: Run, *words: str) -> list[dict[str, str]]:
    """The findings of a run, in both files."""
    value = json.loads(run("lint", *words, "--format", "json", "--together", "--quiet")[1])
    return [finding for document in value["documents"] for finding in document["findings"]]


def test_what_silences_a_finding_silences_one_between_files(run: Run) -> None:
    """A mark, a side file, a baseline and a configuration of the document in which it is told."""
    names = ("报告.md", "附表.csv")
    write(names[0], TEXT)
    write(names[1], CSV)
    (finding,) = found(run, *names)
    rule = finding["rule"]
    write(names[0], TEXT + f"\n<!-- checker: ignore-file {rule} 附表为户籍口径 -->\n")
    assert found(run, *names) == []
    write(names[0], TEXT)
    side = write("报告.md.checker.yaml", f"- {{rule: {rule}, text: 3425人, reason: 附表为户籍口径}}\n")
    assert found(run, *names) == []
    side.write_text(f"- {{rule: {rule}, text: '3245', reason: 数在附表里}}\n", encoding="utf-8")
    assert len(found(run, *names)) == 1  # the number of another document is none of its own
    side.unlink()
    assert run("lint", *names, "--together", "--baseline", "k.json", "--add-baseline")[0] == 0
    code, out, err = run("lint", *names, "--together", "--baseline", "k.json")
    assert (code, out) == (0, "") and not any("k.json" in line for line in err)  # nothing is gone from it either
    write("in/报告.md", TEXT)
    write("in/checker.toml", f'ignore = ["{rule}"]\n')
    assert found(run, "in/报告.md", names[1]) == []


def test_each_document_of_one_matter_has_its_own_configuration(run: Run) -> None:
    write("a/a.md", WRONG)
    write("b/b.md", WRONG)
    write("b/checker.toml", 'fail-on = "never"\nignore = ["sum"]\n')
    assert [f["primary"]["text"] for f in found(run, "a/a.md", "b/b.md")] == ["118处"]
    write("c/c.md", WRONG)
    write("c/checker.toml", "wrong = 1\n")
    code, out, err = run("lint", "a/a.md", "c/c.md", "--together", "--quiet")
    assert code == 2 and out.startswith("a/a.md:1:") and len(err) == 2
    assert "checker.toml:1:1" in err[0] and err[1].startswith("c/c.md：没有核对")


def test_a_bundle_is_governed_from_its_folder(run: Run) -> None:
    write("in/x.md", "")
    with zipfile.ZipFile("in/材料.zip", "w") as bundle:
        bundle.writestr("子/a.md", WRONG)
        bundle.writestr("子/a.md.checker.yaml", "wrong")
        bundle.writestr("checker.toml", "wrong = 1\n")
    assert run("lint", "in/材料.zip")[0] == 1
    baseline = ("--baseline", "k.json")
    assert run("lint", "in/材料.zip", "--add-baseline", *baseline)[0] == 0
    assert list(json.loads(Path("k.json").read_text(encoding="utf-8"))["files"]) == ["in/材料.zip/子/a.md"]
    assert run("lint", "in/材料.zip", *baseline)[0] == 0
    assert not any("k.json" in line for line in run("lint", "in/x.md", *baseline)[2])  # it is still there
    write("in/checker.toml", 'ignore = ["sum"]\n')
    assert run("lint", "in/材料.zip")[0] == 0


def test_what_another_process_says_of_a_document(run: Run) -> None:
    write("in/checker.toml", 'fail-on = "warning"\nbaseline = "k.json"\n')
    write("in/a.md", WRONG)
    write("in/a.md.checker.yaml", "- {rule: sum, text: 118处, reason: 另有说明}\n")
    assert run("lint", "in", "--add-baseline")[0] == 0
    desk = Desk(Config(lang="zh", typed=Layer(severity="warning")), stdin_name="x.md")
    again = pickle.loads(pickle.dumps(desk))
    answer, other = desk.check("in/a.md"), again.check("in/a.md")
    assert (answer.report, answer.config, answer.faults) == (other.report, other.config, other.faults)
    assert answer.config.fail_on == "warning" and answer.report.suppressed and again.stdin_name == "x.md"


def test_a_watch_looks_at_all_that_bears_on_a_check(run: Run, tmp_path: Path) -> None:
    write("base.toml", 'baseline = "k.json"\n')
    write("in/checker.toml", 'extend = "../base.toml"\nrules = ["own.yaml"]\n')
    write("in/own.yaml", "")
    write("in/deep/a.md", WRONG)

    def watched(**more: bool) -> set[str]:
        desk = Desk(configure(Asked(**more)))
        seen = desk.watched(["in/deep/a.md", SETTINGS])
        return {Path(path).resolve().relative_to(tmp_path).as_posix() for path in seen if str(tmp_path) in str(
            Path(path).resolve())}  # fmt: skip

    there = {"in/deep/a.md.checker.yaml", "in/checker.toml", "base.toml", "k.json", "in/own.yaml"}
    not_yet = {"in/deep/checker.toml", "in/deep/pyproject.toml", "checker.toml"}
    assert there | not_yet <= watched()
    write("base.toml", "wrong = 1\n")  # what must be mended is watched too
    assert {"base.toml", "in/checker.toml"} <= watched()
    assert watched(isolated=True) == {"in/deep/a.md.checker.yaml", "checker.toml.checker.yaml"}
