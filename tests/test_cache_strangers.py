"""The cache under several runs at once, on a full disk, where nobody may write, and with entries of strangers."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cache import Cache, SharedError, digest
from checker.model.report import Report

WRONG = "全县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家。\n"
KEY = digest("a")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(WRONG * (n + 1), encoding="utf-8")
    return folder


def start(reports: Path, cache: Path, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "checker", "lint", str(reports), "--format", "json", "--lang", "en"]
    env = {**os.environ, "CHECKER_CACHE_DIR": str(cache)}
    return subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1 and "Traceback" not in err, err
    return out, err.splitlines()


def test_runs_at_once_and_a_full_disk(reports: Path, tmp_path: Path) -> None:
    """Three runs into one folder say the same, as does one that can write nothing, with one line; and a warm one."""
    cache = tmp_path / "cache"
    at_once = [start(reports, cache) for _ in range(3)]

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    told = [ended(process) for process in at_once]
    assert len({out for out, _ in told}) == 1 and all(err == [] for _, err in told)
    assert len(json.loads(told[0][0])["documents"]) == 4
    assert not list(cache.rglob("tmp*")), "nothing half written is left"
    assert cache.stat().st_mode & 0o777 == 0o700
    full_cache = tmp_path / "full"
    out, err = ended(start(reports, full_cache, full))
    assert out == told[0][0] and len(err) <= 1, err
    assert not [path for path in full_cache.rglob("*.z") if path.stat().st_size == 100]
    assert ended(start(reports, cache))[0] == told[0][0]


def test_a_folder_where_nothing_can_be_written(reports: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    _, err = ended(start(reports, blocked / "cache"))
    assert len(err) == 1 and "cache" in err[0]


@pytest.mark.parametrize("content", [
    b"cos\nsystem\n(S'touch ran'\ntR.",  # a pickle that would run a command
    zlib.compress(json.dumps([KEY, {"py/object": "os.system"}]).encode()),
    zlib.compress(json.dumps([KEY, [["__import__('os')"]] * 12]).encode()),
    zlib.compress(json.dumps([digest("b"), []]).encode()),  # under another key
    zlib.compress(b"[" * 200_000),
    zlib.compress(b"0" * 3_000_000, 1),  # more than any entry, as it is for this test
    zlib.compress(b'["' + KEY.encode() + b'", ' + b"9" * 10_000 + b"]"),
])  # fmt: skip
def test_crafted_entries_count_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("checker.cache.MOST_BYTES", 1_000_000)
    cache = Cache(tmp_path / "cache")
    path = tmp_path / "cache" / KEY[:2] / (KEY[2:] + ".z")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert cache.get(KEY, Report) is None
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes here")
def test_a_folder_that_others_may_write_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    Cache(folder).put(KEY, str, "kept")
    assert Cache(folder).get(KEY, str) == "kept"
    folder.chmod(0o777)
    shared = Cache(folder)
    assert shared.get(KEY, str) is None and isinstance(shared.trouble, SharedError)
    assert "chmod go-w" in shared.why("en") and str(folder) in shared.why("zh")
    shared.put(KEY, str, "new")
    shared.put_bytes(KEY, b"new")
    assert shared.get_bytes(KEY) is None
    folder.chmod(0o700)
    assert Cache(folder).get(KEY, str) == "kept"


@pytest.mark.skipif(not ROOT, reason="only root can make a folder another user's")
def test_a_folder_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    Cache(folder).put(KEY, str, "kept")
    os.chown(folder, 12345, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert Cache(folder).get(KEY, str) is None
    assert Cache(folder).trouble is not None
