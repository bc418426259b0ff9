"""Real editors against the real server, with the set-ups of the folder editors/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from checker.lsp.settings import KEYS

EDITORS = Path(__file__).resolve().parents[2] / "editors"
SUM = "全区共有养老院1256所，其中公办800所，民办465所。"
LUA = """
dofile("{setup}")
vim.cmd("edit {file}")
local function told() return vim.diagnostic.get(0) end
vim.wait(30000, function() return #told() > 0 end, 50)
for _, d in ipairs(told()) do io.stdout:write(d.lnum, ":", d.col, ":", d.message:gsub("\\n", " "), "\\n") end
vim.api.nvim_buf_set_text(0, 2, {column}, 2, {column} + 4, {{ "1265" }})
vim.wait(30000, function() return #told() == 0 end, 50)
io.stdout:write("left:", #told(), "\\n")
vim.cmd("qa!")
"""


def environment(home: Path) -> dict[str, str]:
    """With the `checker` of this interpreter on the path, and a home of its own."""
    bin_folder = home / "bin"
    bin_folder.mkdir()
    command = bin_folder / "checker"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    config = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return {**os.environ, **config, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}


def test_neovim(tmp_path: Path) -> None:
    nvim = shutil.which("nvim")
    if nvim is None:
        pytest.skip("nvim is not installed")
    report = tmp_path / "report.md"
    text = f"# 情况\n\n😀{SUM}\n"
    report.write_text(text, encoding="utf-8")
    column = len(text.splitlines()[2].partition("1256")[0].encode())
    script = tmp_path / "run.lua"
    setup = EDITORS / "neovim" / "checker.lua"
    script.write_text(LUA.format(setup=setup, file=report, column=column), encoding="utf-8")
    done = subprocess.run(
        [nvim, "--headless", "-u", "NONE", "-i", "NONE", "-c", "filetype on", "-c", f"luafile {script}"],
        capture_output=True, text=True, timeout=90, env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    first, *_, last = done.stdout.splitlines() or [done.stderr]
    assert first.startswith(f"2:{column}:"), done.stdout + done.stderr
    assert "800 + 465 = 1265" in first
    assert last == "left:0"


def test_emacs(tmp_path: Path) -> None:
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("emacs is not installed")
    found = subprocess.run([emacs, "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"], timeout=60)
    if found.returncode:
        pytest.skip("this emacs has no eglot")
    report = tmp_path / "report.txt"
    report.write_text(f"{SUM}\n", encoding="utf-8")
    script = """
    (progn (package-initialize) (load "%s") (find-file "%s") (text-mode)
      (setq eglot-sync-connect 30) (apply #'eglot--connect (eglot--guess-contact))
      (flymake-mode 1)
      (let ((end (+ (float-time) 30)))
        (while (and (< (float-time) end) (null (flymake-diagnostics)))
          (accept-process-output nil 0.1)))
      (dolist (d (flymake-diagnostics))
        (princ (format "%%d:%%s" (flymake-diagnostic-beg d) (flymake-diagnostic-text d)))))
    """
    done = subprocess.run(
        [emacs, "--batch", "--eval", script % (EDITORS / "emacs" / "checker.el", report)],
        capture_output=True, text=True, timeout=90, env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert f"{SUM.index('1256') + 1}:" in done.stdout, done.stdout + done.stderr
    assert "800 + 465 = 1265" in done.stdout


def test_the_settings_of_vscode_are_those_of_the_server() -> None:
    package = json.loads((EDITORS / "vscode" / "package.json").read_text(encoding="utf-8"))
    named = {key.removeprefix("checker.") for key in package["contributes"]["configuration"]["properties"]}
    assert named == {*KEYS, "path", "trace.server"}
    texts = json.loads((EDITORS / "vscode" / "package.nls.json").read_text(encoding="utf-8"))
    chinese = json.loads((EDITORS / "vscode" / "package.nls.zh-cn.json").read_text(encoding="utf-8"))
    assert set(texts) == set(chinese) == set(re.findall(r'"%([\w.]+)%"', json.dumps(package)))


def test_helix_is_valid_toml() -> None:
    said = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text(encoding="utf-8"))
    assert said["language-server"]["checker"] == {"command": "checker", "args": ["server"]}
    assert all("checker" in language["language-servers"] for language in said["language"])
