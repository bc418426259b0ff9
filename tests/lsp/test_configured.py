"""Configuration files, side files and marks, as the language server takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from editor import ABLE, Editor, applied
from lsprotocol import types

from checker import cli

SENTENCE = "全县共有学校1256所，占全市2500所的52.0%。"


def test_the_nearest_configuration_and_marks(tmp_path: Path) -> None:
    """One session: a configuration in a folder below, a mark that an action writes, a configuration that is wrong."""
    below = tmp_path / "below"
    below.mkdir()
    config = below / "checker.toml"
    editor = Editor(capabilities=ABLE, root_uri=tmp_path.as_uri())
    above, inside = (tmp_path / "a.md").as_uri(), (below / "a.md").as_uri()
    editor.open(above, SENTENCE)
    (found,) = editor.diagnostics(above)
    rule = found.code
    config.write_text(f'ignore = ["{rule}"]\n', encoding="utf-8")
    editor.open(inside, SENTENCE)
    assert rule not in [d.code for d in editor.diagnostics(inside)]

    action = next(a for a in editor.actions(above, found.range, [found]).values() if "52.0% 处不报" in a.title)
    marked = applied(SENTENCE, action.edit.document_changes[0].edits)
    editor.change(above, 2, marked)
    assert rule not in [d.code for d in editor.diagnostics(above, 2)]

    config.write_text("ignore = 5\n", encoding="utf-8")
    editor.published.clear()
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    (told,) = editor.diagnostics(inside)
    assert "checker.toml" in told.message
    assert editor.close() == 0


def test_side_files_and_baselines(tmp_path: Path) -> None:
    """A side file that is wrong is told beside the findings; mended it silences one, and so does a baseline."""
    side, known = tmp_path / "a.md.checker.yaml", tmp_path / ".checker-baseline.json"
    side.write_text("- {rule: no-such-rule, text: 52.0%, reason: 口径不同}\n", encoding="utf-8")
    editor = Editor(capabilities=ABLE, root_uri=tmp_path.as_uri())
    uri = (tmp_path / "a.md").as_uri()

    def again(path: Path) -> list[types.Diagnostic]:
        editor.published.clear()
        event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        return editor.diagnostics(uri)

    editor.open(uri, SENTENCE)
    found, fault = editor.diagnostics(uri)
    assert "no-such-rule" in fault.message
    side.write_text(f"- {{rule: {found.code}, text: 52.0%, reason: 口径不同}}\n", encoding="utf-8")
    assert again(side) == []
    side.unlink()
    assert [d.code for d in again(side)] == [found.code]
    (tmp_path / "checker.toml").write_text(f'baseline = "{known.name}"\n', encoding="utf-8")
    (tmp_path / "a.md").write_text(SENTENCE, encoding="utf-8")
    with pytest.raises(SystemExit):
        cli.main(["lint", str(tmp_path), "--add-baseline", "--quiet"])
    assert again(known) == []
    assert editor.close() == 0
