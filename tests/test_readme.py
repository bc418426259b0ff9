"""What the READMEs show is what the tool prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker import cli

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name, lang", [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_output_is_real(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report, printed = re.findall(r"^```\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.M | re.S)[:2]
    (tmp_path / "report.md").write_text(report, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main(["lint", "report.md", "--format", "rich", "--lang", lang])
    assert ended.value.code == 1
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_commands_are_those_of_ci(name: str) -> None:
    tests = "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest"
    lint = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/checker lint seeds"
    text = (ROOT / name).read_text(encoding="utf-8")
    assert f"\n{lint}\n" in text and f"\n{tests}\n" in text
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all((ROOT / link).exists() for link in re.findall(r"\]\(([^)h][^)]*)\)", text))
