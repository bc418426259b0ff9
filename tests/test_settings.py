"""Configuration files: which one governs, what it says, and each mistake with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.config import Config, Layer, excluded, matches, resolve
from checker.settings import KEYS, nearest, read_layers
from checker.texts import say


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, doc: str | None = None, typed: Layer | None = None) -> Config:
    layers, faults = read_layers(path, "zh")
    assert faults == ()
    return resolve(layers, typed or Layer(), "zh", doc)


def faults(tmp_path: Path, text: str, name: str = "checker.toml", lang: str = "zh") -> list[str]:
    path = write(tmp_path / name, text)
    layers, found = read_layers(path, lang)
    assert bool(found) != bool(layers)
    return [f"{f.place.removeprefix(str(path))} {f.message}" for f in found]


def test_the_nearest_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    top = write(tmp_path / "checker.toml", "")
    assert nearest(deep) == top
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\nx = 1\n")
    assert nearest(deep) == top
    shared = write(tmp_path / "a" / "pyproject.toml", "[tool.checker]\n")
    assert nearest(deep) == shared
    own = write(tmp_path / "a" / "checker.toml", "")
    assert nearest(deep) == own and nearest(tmp_path) == top


def test_every_key(tmp_path: Path) -> None:
    write(tmp_path / "my" / "x.yaml", "")
    text = """
select = ["sum", "CHK1"]
ignore = ["sum-of-parts"]
rules = ["my"]
fail-on = "warning"
lang = "en"
encoding = "gb18030"
exclude = ["old/"]
baseline = "known.json"
[severity]
least = "warning"
declared-points = "info"
[per-file."drafts/*"]
ignore = ["outline"]
"""
    for name, said in (
        ("checker.toml", text),
        ("pyproject.toml", f"[tool.checker]{text}".replace("[s", "[tool.checker.s").replace("[p", "[tool.checker.p")),
    ):
        path = write(tmp_path / name, said)
        config = read(path)
        assert config.select == ("sum", "CHK1") and config.ignore == ("sum-of-parts",)
        assert config.rules == (tmp_path / "my",) and config.baseline == tmp_path / "known.json"
        assert (config.fail_on, config.lang, config.encoding, config.severity) == (
            "warning",
            "en",
            "gb18030",
            "warning",
        )
        assert config.levels == (("declared-points", "info"),)
        assert read(path, str(tmp_path / "drafts" / "a" / "b.md")).ignore == ("sum-of-parts", "outline")
        assert read(path, str(tmp_path / "b.md")).ignore == ("sum-of-parts",)
        layers, _ = read_layers(path, "zh")
        assert excluded(layers, str(tmp_path / "old" / "x.md")) and not excluded(layers, str(tmp_path / "new" / "x.md"))
        assert {(n.word, n.key, n.line is not None) for n in config.named} == {
            ("sum", "select", True), ("CHK1", "select", True), ("sum-of-parts", "ignore", True),
            ("declared-points", "severity", True), ("outline", "ignore", True),
        }  # fmt: skip


def test_a_bare_level(tmp_path: Path) -> None:
    assert read(write(tmp_path / "checker.toml", 'severity = "error"')).severity == "error"


def test_the_command_line_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "checker.toml", 'select = ["a"]\nignore = ["b"]\nfail-on = "info"\nencoding = "gbk"\n')
    assert read(path, typed=Layer(ignore=("c",))).ignore == ("b", "c")
    typed = Layer(
        select=("x",), ignore=("y",), fail_on="never", encoding="big5", severity="error", levels=(("r", "info"),)
    )
    config = read(path, typed=typed)
    assert (config.select, config.ignore, config.fail_on, config.encoding) == (("x",), ("y",), "never", "big5")
    assert (config.severity, config.levels, config.typed) == ("error", (("r", "info"),), typed)


def test_extend(tmp_path: Path) -> None:
    write(
        tmp_path / "base.toml", 'select = ["a"]\nignore = ["b"]\nbaseline = "k.json"\nfail-on = "info"\nlang = "en"\n'
    )
    write(tmp_path / "mid" / "checker.toml", 'extend = "../base.toml"\nignore = ["c"]\nfail-on = "warning"\n')
    leaf = write(tmp_path / "mid" / "leaf" / "checker.toml", 'extend = "../checker.toml"\nlang = "zh"\n')
    config = read(leaf)
    assert (config.select, config.ignore, config.fail_on, config.lang) == (("a",), ("b", "c"), "warning", "zh")
    assert (
        config.baseline is not None and config.baseline.resolve() == tmp_path / "k.json"
    )  # as the file that says it sees it
    write(leaf, 'extend = "../checker.toml"\nselect = ["d"]\n')
    assert (read(leaf).select, read(leaf).ignore) == (("d",), ())


def test_circles_and_missing_ones(tmp_path: Path) -> None:
    assert faults(tmp_path, 'lang = "zh"\nextend = "checker.toml"')[0].startswith(":2:1 extend 绕成了圈")
    write(tmp_path / "b.toml", 'extend = "checker.toml"\n')
    (said,) = faults(tmp_path, 'extend = "./b.toml"\n')
    assert "绕成了圈" in said and "b.toml" in said
    assert faults(tmp_path, 'extend = "no.toml"\n')[0].startswith(":1:1 extend：没有")
    write(tmp_path / "b.toml", "wrong = 1\n")
    path = write(tmp_path / "checker.toml", 'extend = "b.toml"\n')
    (fault,) = read_layers(path, "zh")[1]
    assert fault.place == f"{tmp_path / 'b.toml'}:1:1"


@pytest.mark.parametrize(
    "text, said",
    [
        ('\nselct = ["a"]', ":2:1 没有 'selct' 这个键；是不是 select？"),
        ('  "ignores" = []', ":1:3 没有 'ignores' 这个键；是不是 ignore？"),
        ("select = 3", ":1:1 select 应是一列文字"),
        ('select = ["a", 3]', ":1:1 select 应是一列文字"),
        ('fail-on = "eror"', ":1:1 fail-on：没有 'eror'（可用：error, warning, info, never）；是不是 error？"),
        ("lang = 3", ":1:1 lang：没有 3（可用：zh, en）"),
        ('encoding = "utf-99"', ":1:1 encoding：没有编码 'utf-99'"),
        ("baseline = 1", ":1:1 baseline 应是文字"),
        ("severity = []", ":1:1 severity 应是级别，或 规则 = 级别 的表"),
        ('[severity]\nleast = "warnin"', ":2:1 least：没有 'warnin'（可用：error, warning, info）；是不是 warning？"),
        ('[severity]\n"CHK1" = 2', ":2:1 CHK1：没有 2（可用：error, warning, info）"),
        ("per-file = 3", ":1:1 per-file 应是文件样式 = {ignore, select} 的表"),
        ('[per-file]\n"*.md" = ["a"]', ":1:1 per-file 应是文件样式 = {ignore, select} 的表"),
        ('[per-file."*.md"]\nignor = []', ":2:1 没有 'ignor' 这个键；是不是 ignore？"),
        ("[tool.checker]\nselect = []", " checker.toml 里不写 [tool.checker]，键直接写在最外层"),
        ("a = ", ":1 不是 TOML：Invalid value"),
        ("\na = b", ":2:5 不是 TOML：Invalid value"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert faults(tmp_path, text) == [said]
    (english,) = faults(tmp_path, text, lang="en")
    assert english.isascii() and english != said


def test_a_missing_rule_file(tmp_path: Path) -> None:
    assert faults(tmp_path, 'rules = ["no.yaml"]')[0].startswith(":1:1 rules：没有")


def test_pyproject(tmp_path: Path) -> None:
    assert faults(tmp_path, "[tool.checker]\nselct = []", "pyproject.toml") == [
        ":2:1 没有 'selct' 这个键；是不是 select？"
    ]
    assert faults(tmp_path, "[tool]\nchecker = 3", "pyproject.toml") == [":2:1 checker 应是表"]
    assert faults(tmp_path, "[tool.checker\n", "pyproject.toml")[0].startswith(":1:")


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "checker.toml"
    path.write_bytes("# 配置".encode("gb18030"))
    (fault,) = read_layers(path, "zh")[1]
    assert (fault.line, fault.message) == (1, "不是 UTF-8")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, 'a = 1\nlang = "fr"\nselect = 3\n')) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_commented_file_is_right_when_its_marks_are_taken_off(tmp_path: Path, lang: str) -> None:
    text = say("init-config", lang)
    assert read(write(tmp_path / "checker.toml", text)) == Config(lang="zh")
    lines = [line.removeprefix("# ") if "=" in line or line.startswith("# [") else line for line in text.split("\n")]
    live = "\n".join(lines).replace("my-rules", ".").replace("../checker.toml", "base.toml")
    write(tmp_path / "base.toml", "")
    layers, found = read_layers(write(tmp_path / "checker.toml", live), "zh")
    assert found == () and layers[-1].exclude and layers[-1].per_file and layers[-1].levels
    assert all(key in text for key in KEYS)


@pytest.mark.parametrize(
    "pattern, path, yes",
    [
        ("*.md", "a/b/c.md", True),
        ("c.md", "a/b/c.md", True),
        ("b", "a/b/c.md", True),
        ("b/", "a/b/c.md", True),
        ("a/*.md", "a/b/c.md", True),
        ("./a/b", "a/b/c.md", True),
        ("**/c.md", "c.md", True),
        ("**/b/*", "a/b/c.md", True),
        ("b/c.md", "a/b/c.md", False),
        ("*.txt", "a/b/c.md", False),
        ("c", "a/b/c.md", False),
        ("*", "../c.md", False),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, path: str, yes: bool) -> None:
    assert matches(pattern, tmp_path, os.path.join(tmp_path, path)) is yes


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(
        st.sampled_from([*KEYS, "=", "[", "]", '"', "\n", "tool.checker", "{", "}", "1", '"error"', "least", ".", "#"]),
        max_size=12,
    ).map("".join),
    name=st.sampled_from(["checker.toml", "pyproject.toml"]),
)
def test_no_file_raises(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    path = write(tmp_path_factory.mktemp("settings") / name, text)
    layers, found = read_layers(path, "en")
    assert bool(layers) != bool(found)
