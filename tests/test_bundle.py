"""A .zip of reports: read like a folder, whatever strangers put into it."""

from __future__ import annotations

import io
import json
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import command
import pytest
import word
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.gather import reason
from checker.read import ReadError
from checker.read.bundle import open_bundle
from checker.walk import in_bundle, passed_over, walk

WRONG = "全县共有便民书屋118家，其中平原乡镇76家、山区乡镇52家。\n"
RIGHT = "全县共有便民书屋128家，其中平原乡镇76家、山区乡镇52家。\n"
KINDS = {".txt", ".md", ".docx", ".doc"}
Ran = tuple[int, str, list[str]]
Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words: command.ran(capsys, monkeypatch, *words)


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, name: str, at: int, value: int) -> bytes:
    """The archive with two bytes of a member's headers set; `at`: their offset in the local header."""
    raw, made = name.encode(), bytearray(data)
    for mark, head, shift in ((b"PK\x03\x04", 30, 0), (b"PK\x01\x02", 46, 2)):
        place = data.find(mark)
        while place >= 0:
            if data[place + head : place + head + len(raw)] == raw:
                struct.pack_into("<H", made, place + at + shift, value)
            place = data.find(mark, place + 1)
    return bytes(made)


def named(data: bytes, encoding: str, sources: Mapping[str, str]) -> bytes:
    """The archive with members renamed to names in an encoding that is not said, as old packers write them."""
    for placeholder, name in sources.items():
        raw = name.encode(encoding)
        assert len(raw) == len(placeholder)
        data = data.replace(placeholder.encode(), raw)
    return data


def test_a_bundle_is_a_folder_of_reports(run: Run) -> None:
    report = word.saved(word.body(f"<w:p>{word.run(WRONG.strip())}</w:p>"))
    members = {
        "说明.txt": RIGHT, "子/报告.docx": report, "子/图.png": b"x", "内.zip": packed({"a.txt": WRONG}),
        "__MACOSX/._a.txt": b"x", ".藏.txt": WRONG, ".git/a.txt": WRONG, "~$报告.docx": b"lock", "空/": b"",
        "报告.checked.docx": b"x", "README": b"x",
    }  # fmt: skip
    Path("材料.zip").write_bytes(packed(members))
    code, out, err = run("lint", "材料.zip")
    assert code == 1 and out.startswith("材料.zip/子/报告.docx:1:") and len(out.splitlines()) == 1
    assert err[0] == "跳过 3 个不认识的文件：无扩展名 1, .png 1, 压缩包里的 .zip 1" and err[1].startswith("2 个文件")
    _, out, _ = run("lint", "材料.zip", "--format", "json")
    assert [d["path"] for d in json.loads(out)["documents"]] == ["材料.zip/子/报告.docx", "材料.zip/说明.txt"]
    assert run("lint", ".")[:2] == (1, "./" + run("lint", "材料.zip")[1])
    assert run("lint", "材料.zip/说明.txt")[0] == 0
    assert run("lint", "材料.zip/子")[0] == 1
    assert run("lint", "材料.zip/无.txt", "--quiet")[2] == ["材料.zip/无.txt：压缩包里没有这个文件"]
    assert run("why", "材料.zip/子/报告.docx:1:9")[1].startswith("材料.zip/子/报告.docx:1:")
    code, _, err = run("lint", "材料.zip", "--annotate", "--fail-on", "never")
    assert code == 0 and err[-1].startswith("压缩包里的文件没有写副本，请先解压：材料.zip/")
    assert [p.name for p in Path().iterdir()] == ["材料.zip"]


def test_a_bundle_on_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed({"a.txt": WRONG}))))
    assert run("lint", "-", "--stdin-filename", "in.zip")[1].startswith("in.zip/a.txt:1:")


def test_old_kinds_name_the_command_everywhere(run: Run) -> None:
    Path("in").mkdir()
    Path("in/旧 表.xls").write_bytes(b"x")
    Path("in/a.txt").write_text(RIGHT, encoding="utf-8")
    Path("b.zip").write_bytes(packed({"卷/旧.wps": b"x", "a.txt": RIGHT}))
    Path("c.doc").write_bytes(b"x")
    code, _, err = run("lint", "in", "b.zip", "c.doc", "--quiet")
    assert code == 2 and err == [
        "in/旧 表.xls：不能直接读 .xls 文件；请先转换：soffice --headless --convert-to xlsx 'in/旧 表.xls'",
        "b.zip/卷/旧.wps：不能直接读 .wps 文件；请解压后转换：soffice --headless --convert-to docx '旧.wps'",
        "c.doc：不能直接读 .doc 文件；请先转换：soffice --headless --convert-to docx c.doc",
    ]


def test_empty_bundles(run: Run) -> None:
    Path("a.zip").write_bytes(packed({}))
    Path("b.zip").write_bytes(packed({"a.png": b"x"}))
    Path("c.txt").write_text(RIGHT, encoding="utf-8")
    code, _, err = run("lint", "a.zip", "b.zip", "--quiet")
    assert code == 2 and err == ["a.zip：里面没有可以读的文件", "b.zip：里面没有可以读的文件"]
    code, _, err = run("lint", ".")  # in a folder it is no report, and that is no fault
    assert code == 0 and err[0] == "跳过 1 个不认识的文件：.png 1"
    Path("c.txt").unlink()  # unless nothing else is there
    assert run("lint", ".", "--quiet")[::2] == (2, [f"./{n}.zip：里面没有可以读的文件" for n in "ab"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_word_on_their_encoding(encoding: str) -> None:
    name = "二〇二四年/报告誠.txt"  # the last byte of one of them is a backslash in Big5, not here
    placeholder = "q" * (len(name.encode(encoding)) - 4) + ".txt"
    data = named(packed({placeholder: WRONG}), encoding, {placeholder: name})
    with open_bundle(io.BytesIO(data), KINDS) as bundle:
        assert [m.name for m in bundle.members] == [name]
        assert bundle.read(bundle.members[0]).decode() == WRONG


@settings(max_examples=60, deadline=None)
@given(st.text("报告总结甲乙镌靠a1 -（）", min_size=2, max_size=12))
def test_names_come_back(name: str) -> None:
    name += ".txt"
    placeholder = "q" * len(name.encode("gb18030"))
    for data in (packed({name: b""}), named(packed({placeholder: b""}), "gb18030", {placeholder: name})):
        with open_bundle(io.BytesIO(data), KINDS) as bundle:
            assert [m.name for m in bundle.members] == ([] if passed_over(name) else [name])


def test_names_that_climb_are_names(run: Run, tmp_path: Path) -> None:
    names = ["../../climbs.txt", "/etc/rooted.txt", "C:\\dir\\drive.txt", "a/./b.txt"]
    Path("材料.zip").write_bytes(packed(dict.fromkeys(names, WRONG)))
    before = sorted(p.name for p in tmp_path.parent.iterdir())
    code, out, _ = run("lint", "材料.zip", "--annotate")
    assert code == 1 and len(out.splitlines()) == 4 and "材料.zip/C:/dir/drive.txt:1:" in out
    assert sorted(p.name for p in tmp_path.parent.iterdir()) == before


BAD: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "locked": (lambda data: changed(data, "bad.txt", 6, 1), "有密码", "protected by a password"),
    "method": (lambda data: changed(data, "bad.txt", 8, 9), "压缩方法不认识（9）", "method that is not known (9)"),
    "cut": (lambda data: data.replace(b"bad.txt", b"bax.txt", 1), "文件残缺或损坏", "cut or damaged"),
}


@pytest.mark.parametrize("case", BAD)
def test_one_bad_member(run: Run, case: str) -> None:
    """One line with its name, exit code 2; the other members are checked."""
    change, zh, en = BAD[case]
    Path("材料.zip").write_bytes(change(packed({"bad.txt": WRONG, "good.txt": WRONG})))
    for lang, said in (("zh", zh), ("en", en)):
        code, out, err = run("lint", "材料.zip", "--quiet", "--lang", lang)
        assert code == 2 and len(err) == 1 and err[0].startswith("材料.zip/bad.txt") and said in err[0]
        assert out.startswith("材料.zip/good.txt:1:")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name(run: Run) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a.txt", "a.txt", "b.txt"):
            archive.writestr(name, WRONG)
    Path("材料.zip").write_bytes(out.getvalue())
    code, said, err = run("lint", "材料.zip", "--quiet")
    assert code == 2 and len(err) == 2 and all(line.startswith("材料.zip/a.txt：压缩包里有几个同名") for line in err)
    assert said.startswith("材料.zip/b.txt:1:") and len(said.splitlines()) == 1


@pytest.mark.parametrize("data, zh", [
    (b"no archive", "不是 .zip 文件，虽然扩展名是"),
    (packed({"a.txt": WRONG})[:-9], "文件残缺或损坏（zip）"),
    (b"", "不是 .zip 文件，虽然扩展名是"),
])  # fmt: skip
def test_broken_bundles(run: Run, data: bytes, zh: str) -> None:
    Path("bad.zip").write_bytes(data)
    Path("good.txt").write_text(WRONG, encoding="utf-8")
    code, out, err = run("lint", ".", "--quiet")
    assert code == 2 and err == [f"./bad.zip：{zh}"] and out.startswith("./good.txt:1:")


def declaring(data: bytes, size: int) -> bytes:
    """The archive with this size declared for each member."""
    made = bytearray(data)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", made, place + 24, size)
        place = data.find(b"PK\x01\x02", place + 1)
    return bytes(made)


def test_bombs_are_not_unpacked(run: Run) -> None:
    """A member that unpacks to far more than text can, and members that together declare two gigabytes."""
    Path("one.zip").write_bytes(packed({"bad.txt": b"\0" * (20 << 20), "good.txt": WRONG}))
    Path("many.zip").write_bytes(declaring(packed(dict.fromkeys(("a.txt", "b.txt", "c.txt", "d.txt"), "x")), 1 << 29))
    Path("large.zip").write_bytes(declaring(packed({"a.txt": "x"}), (1 << 30) - 1))
    began = time.process_time()
    code, out, err = run("lint", "one.zip", "many.zip", "large.zip", "--quiet")
    assert code == 2 and out.startswith("one.zip/good.txt:1:") and len(err) == 3
    assert err[0].startswith("one.zip/bad.txt：bad.txt 的压缩比高得反常") and err[1].startswith("many.zip：解开后太大")
    assert err[2].startswith("large.zip/a.txt：a.txt 的压缩比高得反常")
    assert time.process_time() - began < 3


def test_a_hundred_thousand_members(run: Run) -> None:
    local, central = bytearray(), bytearray()
    for n in range(100_000):
        name = b"%06d.txt" % n
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0,
                               len(local)) + name  # fmt: skip
        local += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    count = 0xFFFF
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 100_000, 100_000, len(central), len(local))
    end += struct.pack("<IIQI", 0x07064B50, 0, len(local) + len(central), 1)
    end += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(central), len(local), 0)
    Path("many.zip").write_bytes(local + central + end)
    began = time.process_time()
    assert run("lint", "many.zip", "--quiet")[::2] == (
        2, ["many.zip：里面有 100000 个文件，超过 20000 个；请拆成几个"],
    )  # fmt: skip
    assert time.process_time() - began < 10


def test_paths_into_bundles(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"x/b.txt": b""}))
    (tmp_path / "dir.zip").mkdir()
    assert in_bundle(f"{tmp_path}/a.zip/x/b.txt") == (f"{tmp_path}/a.zip", "x/b.txt")
    assert in_bundle(f"{tmp_path}/a.zip") == (f"{tmp_path}/a.zip", "")
    assert in_bundle(f"{tmp_path}/dir.zip/b.txt") == in_bundle("b.txt") == ("", "")
    found = walk([f"{tmp_path}/a.zip/x/b.txt", f"{tmp_path}/none.zip/b.txt"], KINDS)
    assert found.files == (f"{tmp_path}/a.zip/x/b.txt",) and [key for _, key, _ in found.trouble] == ["missing"]


def test_each_error_is_said_in_both_languages() -> None:
    for data, inside in ((b"", ""), (packed({"a.txt": b""})[:-3], "")):
        with pytest.raises(ReadError) as caught, open_bundle(io.BytesIO(data), KINDS, inside):
            pass
        assert "{" not in reason(caught.value, "zh") and reason(caught.value, "en").isascii()
