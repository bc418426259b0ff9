"""Rule packs: installed packages that bring rules, and folders that bring rules and words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import command
import pytest
import remembered

from checker import api
from checker.config import Config
from checker.lexicon import LexiconError, load_lexicon
from checker.rulebook import skeleton
from checker.setup import Asked, configure, prepare

WRONG = "门票售出31张，其中成人票20张、学生票10张。\n"
RULE = skeleton("tickets").replace("OWN101", "NEWS101")
WORDED = (
    RULE.replace("id: tickets ", "id: worded ")
    .replace("NEWS101", "NEWS102")
    .replace("... 其中 (", "... @ticket_parts (")
)


class Ran:
    """Exit code, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setattr(api, "load", remembered.load)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    return lambda *words: Ran(*command.called(capsys, *words))


Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a package with an entry point on the path, as an installer would; its folder."""
    site = tmp_path / "site-packages"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def installed(value: str = "newsroom_rules", name: str = "newsroom", **files: str) -> Path:
        about = site / f"{name}_dist-1.2.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-dist\nVersion: 1.2\n", "utf-8")
        (about / "entry_points.txt").write_text(f"[checker.rules]\n{name} = {value}\n", "utf-8")
        folder = site / "newsroom_rules"
        folder.mkdir(exist_ok=True)
        # A package that is imported would fail here.
        (folder / "__init__.py").write_text("raise RuntimeError('imported')\n", "utf-8")
        for path, text in files.items():
            file = folder / path.replace("__", "/").replace("_yaml", ".yaml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return folder

    return installed


def test_an_installed_pack_is_loaded_and_listed(run: Run, install: Install) -> None:
    install(zh__house__tickets_yaml=RULE)
    listed = run("rules", "list").out.splitlines()
    (row,) = [line for line in listed if "tickets" in line]
    assert row.split()[:5] == ["NEWS101", "tickets", "warning", "prose", "newsroom"]
    assert all("自带" in line for line in listed if line.startswith("CHK"))
    Path("r.txt").write_text(WRONG, "utf-8")
    assert "[tickets]" in run("lint", "r.txt", "--select", "NEWS").out


def test_isolated_leaves_packs_out(run: Run, install: Install) -> None:
    install(zh__house__tickets_yaml=RULE)
    assert "tickets" not in run("rules", "list", "--isolated").out
    assert run("rules", "show", "tickets", "--isolated").code == 2
    assert run("rules", "show", "tickets").code == 0


def test_a_pack_has_its_own_words(run: Run, install: Install) -> None:
    install(zh__house__worded_yaml=WORDED, zh__words__own_yaml="lists:\n  ticket_parts: [其中, 里面]\n")
    Path("r.txt").write_text(WRONG.replace("其中", "里面"), "utf-8")
    assert "[worded]" in run("lint", "r.txt", "--select", "worded").out


@pytest.mark.parametrize(
    "value, files, said",
    [
        ("nowhere_rules", {"zh__house__tickets_yaml": RULE}, "没有 Python 包 nowhere_rules"),
        ("newsroom_rules.zh", {"zh__house__tickets_yaml": RULE}, "newsroom_rules.zh 无法导入（imported）"),
        ("json", {}, "没有规则文件"),
        ("this", {}, "不是带文件夹的 Python 包"),
        ("newsroom_rules", {}, "里没有规则文件"),
        ("newsroom_rules", {"zh__house__other_yaml": RULE}, "有 1 处错误，第一处是"),
        ("newsroom_rules", {"zh__house__tickets_yaml": "a: ["}, "第一处是"),
        ("newsroom_rules", {"zh__house__tickets_yaml": RULE.replace("NEWS101", "CHK101")}, '"CHK101" is taken'),
        ("newsroom_rules", {"zh__words__own_yaml": "lists: {X: [a]}"}, "own.yaml:1"),
    ],
)
def test_a_broken_pack_is_one_line_that_names_it(
    run: Run, install: Install, value: str, files: dict[str, str], said: str
) -> None:
    install(value, **files)
    Path("r.txt").write_text(WRONG, "utf-8")
    ran = run("lint", "r.txt")
    assert ran.code == 2 and ran.out == ""
    assert ran.err.count("\n") == 1
    assert "newsroom (newsroom-dist 1.2)" in ran.err and said in ran.err and "--isolated" in ran.err
    assert run("lint", "r.txt", "--isolated").code != 2


def test_a_users_own_fault_is_not_blamed_on_a_pack(run: Run, install: Install) -> None:
    install(zh__house__tickets_yaml=RULE)
    Path("bad.yaml").write_text("id: bad\n", "utf-8")
    ran = run("lint", "--rules", "bad.yaml", "-")
    assert ran.code == 2 and "bad.yaml:1" in ran.err and "newsroom" not in ran.err


def test_python_callers_choose_their_packs(install: Install) -> None:
    """check() is pure: what is installed does not change its answers."""
    folder = install(zh__house__tickets_yaml=RULE)
    assert Config().rules == ()
    assert configure(Asked(lang="zh")).rules == (folder,)


def test_a_folder_with_rules_and_words(run: Run, tmp_path: Path) -> None:
    for name, text in (("house/worded.yaml", WORDED), ("words/own.yaml", "lists:\n  ticket_parts: [其中]\n")):
        path = tmp_path / "mine" / "zh" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for what in ("mine", "mine/zh/house/worded.yaml"):
        ran = run("rules", "test", what)
        assert (ran.code, ran.out) == (0, "1 条规则，5 个例子，全部通过\n")
    Path("r.txt").write_text(WRONG, "utf-8")
    assert "[worded]" in run("lint", "r.txt", "--rules", "mine/zh/house/worded.yaml", "--select", "worded").out


def test_rules_test_fails_with_1_and_says_which(run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/tickets.yaml").write_text(RULE.replace("词典10箱", "词典12箱", 1), "utf-8")
    ran = run("rules", "test", "mine")
    assert ran.code == 1
    assert ran.out.startswith("tickets：holds 第 1 例：")
    assert ran.out.endswith("1 条规则，5 个例子，1 个没有通过\n")


def test_the_same_words_twice(tmp_path: Path) -> None:
    """Two packs may bring one list; a list with other words is told apart by its place."""
    for pack, words in (("a", "[x]"), ("b", "[x]"), ("c", "[y]")):
        (tmp_path / pack / "words").mkdir(parents=True)
        (tmp_path / pack / "words" / "w.yaml").write_text(f"lists: {{one: {words}}}", "utf-8")
    both = load_lexicon([tmp_path / "a", tmp_path / "b", tmp_path / "a" / "words"])
    assert both.words("one") == ("x",)
    with pytest.raises(LexiconError, match="already in"):
        load_lexicon([tmp_path / "a", tmp_path / "c"])


@pytest.mark.parametrize("data, said", [(b"lists: {a: [\xff]}", "not UTF-8"), (b"lists: {a: [\x01]}", "not YAML")])
def test_word_files_that_cannot_be_read(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "w.yaml").write_bytes(data)
    with pytest.raises(LexiconError, match=f"w.yaml:1: .*{said}"):
        load_lexicon([tmp_path])


def test_the_remembered_rules_are_the_real_ones(tmp_path: Path) -> None:
    path = tmp_path / "tickets.yaml"
    path.write_text(RULE, "utf-8")
    config = Config(rules=(path,), select=("tickets",))
    said = [f.message for f in remembered.load(config=config).check(WRONG).findings]
    assert said == [f.message for f in prepare(config).check(WRONG).findings] != []


def test_the_pytest_plugin_takes_packs(
    install: Install, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(zh__house__tickets_yaml=RULE)
    monkeypatch.setattr(api, "load", remembered.load)
    (pytester.path / "r.txt").write_text(WRONG, "utf-8")
    words = ("-p", "no:hypothesispytest", "-p", "no:cacheprovider", "--checker", "r.txt", "--checker-fail-on", "info")
    assert "tickets NEWS101" in pytester.runpytest_inprocess(*words).stdout.str()
    assert "tickets NEWS101" not in pytester.runpytest_inprocess(*words, "--checker-isolated").stdout.str()
