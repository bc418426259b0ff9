"""Bad input through the command line, with the real rules: one clear line each, and the rest is still checked.

Exit codes: 0 nothing wrong; 1 findings; 2 something could not be done.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import command
import pytest

from checker import api
from checker.api import Checker
from checker.config import Config

WRONG = "全县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家。\n"
RULES = Path(__file__).resolve().parent / "data" / "rules" / "ten_mistakes.yaml"
Ran = tuple[int, str, list[str]]
Run = Callable[..., Ran]
real_load = api.load


@cache
def shipped(config: Config) -> Checker:
    return real_load(config=config)


def load(*, rules: tuple[Path, ...] = (), config: Config | None = None, **_: object) -> Checker:
    """The real one; that of a config without rule files of its own is made once."""
    config = config or Config()
    return real_load(rules=rules, config=config) if config.rules else shipped(config)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api, "load", load)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "CHECKER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("wrong.txt").write_text(WRONG, encoding="utf-8")

    def run(*words: str) -> Ran:
        code, out, err = command.called(capsys, *words)
        return code, out, err.splitlines()

    return run


# name of the case, bytes of bad.txt (None: no such file), options, text in Chinese, text in English
# fmt: off
FILES = [
    ("missing", None, (), "没有这个文件", "no such file"),
    ("binary", b"\x7fELF\x02\x01\0\xff" * 40, (), "program 文件，不是文本", "this is a program file, not text"),
    ("bytes", b"abc\0\xff\xfe\xc3\x28\0" * 9, (), "二进制文件，不是文本", "a binary file, not text"),
    ("nul", "甲3个\0乙".encode(), (), "位置 3 有空字符；请删去", "NUL character at offset 3; remove it"),
    ("half", b"\xff\xfeA\0\0\xd8", (), "半个 UTF-16 字符", "half a UTF-16 pair at byte 4"),
    ("damaged", b"\xc3\x28\xff\x01\x02\x03\x81\x20", (), "请用 --encoding 指明", "give --encoding"),
    ("encoding", WRONG.encode("gb18030"), ("--encoding", "utf-8"), "不是 utf-8 编码；请改正",
     "not utf-8 at byte 2; give the right"),
    ("line", b"x" * 1_000_001, (), "第 1 行超过 1,000,000 字", "line 1 has more than 1,000,000 characters"),
]  # fmt: skip


@pytest.mark.parametrize("data, options, zh, en", [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_one_bad_file(run: Run, data: bytes | None, options: tuple[str, ...], zh: str, en: str) -> None:
    """One line with its name, exit code 2; the other file is checked and printed."""
    if data is not None:
        Path("bad.txt").write_bytes(data)
    for lang, said, colon in (("zh", zh, "："), ("en", en, ": ")):
        code, out, err = run("lint", "bad.txt", "wrong.txt", "--quiet", "--lang", lang, *options)
        assert code == 2
        assert len(err) == 1 and err[0].startswith(f"bad.txt{colon}") and said in err[0], err
        assert lang == "zh" or err[0].isascii()
        assert out.startswith("wrong.txt:1:")
        code, out, _ = run("lint", "bad.txt", "wrong.txt", "--format", "json", "--lang", lang, *options)
        value = json.loads(out)
        assert code == 2 and value["summary"]["unreadable"] == 1 and value["summary"]["documents"] == 1
        notes = {d["path"]: d["notes"] for d in value["documents"]}
        assert notes["bad.txt"][0]["level"] == "error" and said in notes["bad.txt"][0]["message"]


def test_an_unreadable_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file system says no (as root every file can be read, so it is said by a stand-in)."""
    Path("bad.txt").write_text(WRONG, encoding="utf-8")
    really = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "bad.txt":
            raise PermissionError(13, "Permission denied")
        return really(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    code, out, err = run("lint", "bad.txt", "wrong.txt", "--quiet")
    assert (code, err) == (2, ["bad.txt：读不了：没有权限"]) and out.startswith("wrong.txt:1:")
    assert run("lint", "bad.txt", "--quiet", "--lang", "en")[2] == ["bad.txt: cannot be read: permission denied"]


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_folder_without_permission(run: Run) -> None:
    Path("in/closed").mkdir(parents=True)
    Path("in/closed").chmod(0)
    code, _, err = run("lint", "in", "wrong.txt", "--quiet")
    Path("in/closed").chmod(0o700)
    assert code == 2 and "in/closed：读不了：没有权限" in err


def test_an_empty_file_is_a_note(run: Run) -> None:
    for data in (b"", b"\xef\xbb\xbf", b" \n\n\t\n"):
        for name in ("empty.txt", "empty.md"):
            Path(name).write_bytes(data)
            code, out, err = run("lint", name)
            assert (code, out) == (0, "") and err[0] == f"{name}: 注：空文件"
            assert run("lint", name, "--lang", "en")[2][0] == f"{name}: note: the file is empty"


def test_a_guessed_encoding_is_a_note(run: Run) -> None:
    Path("gb.txt").write_bytes(WRONG.encode("gb18030"))
    code, out, err = run("lint", "gb.txt")
    assert code == 1 and out.startswith("gb.txt:1:")
    assert err[0] == "gb.txt: 注：编码判断为 gb18030；可用 --encoding 指定"


def test_a_folder_without_reports(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.pptx").touch()
    Path("in/b").touch()
    code, out, err = run("lint", "in", "wrong.txt")
    assert code == 2 and out.startswith("wrong.txt:1:")
    assert err[0] == "in：里面没有可以读的文件" and err[1] == "跳过 2 个不认识的文件：无扩展名 1, .pptx 1"


def test_unknown_kinds_in_a_folder_are_counted(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.pptx").touch()
    Path("in/a.txt").write_text(WRONG, encoding="utf-8")
    code, _, err = run("lint", "in", "--lang", "en")
    assert code == 1 and err[0] == "skipped, of unknown kind: 1 (.pptx 1)"


@pytest.mark.parametrize("name, zh", [("a.pptx", "不认识的文件类型 '.pptx'（可以读：.txt"), ("a", "没有扩展名")])
def test_a_named_file_of_unknown_kind(run: Run, name: str, zh: str) -> None:
    Path(name).write_text(WRONG, encoding="utf-8")
    code, out, err = run("lint", name, "wrong.txt", "--quiet")
    assert code == 2 and len(err) == 1 and err[0].startswith(f"{name}：") and zh in err[0] and out.startswith("wrong")


WORDS = [
    (("--select", "sum-of-prts"), "没有规则 'sum-of-prts'；是不是 sum-of-parts？",
     "no such rule 'sum-of-prts'; did you mean"),
    (("--selct", "x"), "没有选项 --selct；是不是 --select？", "no such option: --selct; did you mean --select?"),
    (("--format", "docx"), "docx 不能写到标准输出", "docx cannot go to standard output"),
    (("--format", "pdf"), "--format：没有 'pdf'（可用：rich, text",
     "--format: no such value 'pdf' (one of: rich"),
    (("--encoding", "utf-9"), "--encoding：没有编码 'utf-9'", "--encoding: no such encoding 'utf-9'"),
    (("--output", "no/such/out.json"), "no/such/out.json：写不了：没有这个文件或文件夹",
     "cannot be written: no such file or folder"),
    (("--output", "."), ".：写不了：这是一个文件夹", ".: cannot be written: it is a folder"),
    (("--rules", "nope.yaml"), "nope.yaml：没有这个文件", "nope.yaml: no such file"),
    (("--rules", "hollow"), "hollow：里面没有规则", "hollow: no rule inside"),
    (("--ledger=3",), "--ledger：后面不能有值", "--ledger: takes no value"),
    (("--fail-on",), "--fail-on：后面要有值", "--fail-on: needs a value"),
    (("--severity", "grave"), "--severity：没有 'grave'（可用：error", "--severity: no such value 'grave'"),
]  # fmt: skip


@pytest.mark.parametrize("options, zh, en", WORDS, ids=[" ".join(w[0]) for w in WORDS])
def test_a_wrong_option_is_one_line_and_nothing_is_done(run: Run, options: tuple[str, ...], zh: str, en: str) -> None:
    Path("hollow").mkdir()
    for lang, said in (("zh", zh), ("en", en)):
        code, out, err = run("lint", "wrong.txt", "--lang", lang, *options)
        assert (code, out) == (2, "")
        assert len(err) == 1 and said in err[0], err
    assert sorted(p.name for p in Path().iterdir()) == ["hollow", "wrong.txt"]


def test_a_command_without_its_argument(run: Run) -> None:
    assert run("why") == (2, "", ["没有给出 PATH:LINE[:COL]（用 --help 看用法）"])
    assert run("why", "a:1", "b", "--lang", "en") == (2, "", ["unexpected: b (see --help)"])


def test_a_rule_file_with_ten_mistakes(run: Run) -> None:
    """All ten lines, each with its place; no report is checked by half of the rules."""
    for lang in ("zh", "en"):
        code, out, err = run("lint", "wrong.txt", "--rules", str(RULES), "--lang", lang)
        assert (code, out, len(err)) == (2, "", 10)
        assert all(line.startswith(f"{RULES}:") for line in err)


class Bytes(io.TextIOWrapper):
    """Standard input that holds some bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, code, said in (
        (b"abc\0\xff\xfe\xc3\x28", 2, "<stdin>：是二进制文件，不是文本"),
        (b"\xff\xfeA\0\0\xd8", 2, "<stdin>：字节 4 处只有半个"),
        (b"", 0, "<stdin>: 注：空文件"),
        (WRONG.encode("utf-16"), 1, "1 个文件"),
    ):
        monkeypatch.setattr(sys, "stdin", Bytes(data))
        ended, _, err = run("lint", "-")
        assert ended == code and err[0].startswith(said), err
    monkeypatch.setattr(sys, "stdin", Bytes(b"\0\xff"))
    ended, out, err = run("lint", "-", "wrong.txt", "--stdin-filename", "来稿.txt", "--quiet")
    assert ended == 2 and err[0].startswith("来稿.txt：") and out.startswith("wrong.txt:1:")


@pytest.fixture
def memory() -> Callable[[], int]:
    """The most memory of the process so far, in bytes."""
    resource = pytest.importorskip("resource")
    return lambda: int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("name", ["long.txt", "long.md"])
def test_a_line_of_fifty_megabytes(run: Run, name: str, memory: Callable[[], int]) -> None:
    data = WRONG.strip().encode()
    Path(name).write_bytes(data * (50_000_000 // len(data)))
    run("lint", "wrong.txt")
    before, start = memory(), time.perf_counter()
    code, out, err = run("lint", name, "wrong.txt", "--quiet")
    assert code == 2 and len(err) == 1 and err[0].startswith(f"{name}：第 1 行超过") and out.startswith("wrong")
    assert time.perf_counter() - start < 10
    assert memory() - before < 600_000_000


def test_one_sentence_of_many_numbers(run: Run) -> None:
    """A page that lost its full stops: slow patterns would take hours."""
    Path("page.txt").write_text(WRONG.strip().rstrip("。") * 60, encoding="utf-8")
    start = time.perf_counter()
    assert run("lint", "page.txt")[0] in (0, 1)
    assert time.perf_counter() - start < 20


def test_millions_of_blank_lines(run: Run, memory: Callable[[], int]) -> None:
    Path("blank.txt").write_bytes(b"\n" * 5_000_000 + WRONG.encode())
    run("lint", "wrong.txt")
    before, start = memory(), time.process_time()  # a busy machine must not fail it
    code, out, _ = run("lint", "blank.txt")
    assert code == 1 and out.startswith("blank.txt:5000001:")
    assert time.process_time() - start < 15
    assert memory() - before < 300_000_000
