"""The language server as its own process, as an editor sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from editor import Editor, applied
from lsprotocol import types

# 2,500 = 1,256 + …; the share is 50.2 %: one swap of digits mends it.
SENTENCE = "全县共有学校1256所，占全市2500所的52.0%。"
SUM = "全区共有养老院1256所，其中公办800所，民办465所。"
WHOLE = types.Range(types.Position(0, 0), types.Position(99, 0))


@pytest.fixture(scope="module")
def zh() -> Iterator[Editor]:
    """A Chinese editor that can all; UTF-16."""
    editor = Editor()
    yield editor
    assert editor.close() == 0


@pytest.fixture(scope="module")
def plain() -> Iterator[Editor]:
    """An editor that counts in UTF-8 and can nothing else; its user gave options on the command line."""
    general = types.GeneralClientCapabilities(position_encodings=["utf-7", types.PositionEncodingKind.Utf8])
    editor = Editor(
        arguments=("--stdio", "--lang", "en", "--ignore", "date", "--isolated"),
        capabilities=types.ClientCapabilities(general=general),
        initialization_options={"inlayHints": False},
    )
    yield editor
    editor.close()


def at(text: str, what: str, encoding: str = "utf-16-le", size: int = 2) -> types.Range:
    """Where some words stand, counted by encoding them."""
    start = text.index(what)

    def place(offset: int) -> types.Position:
        line = text.count("\n", 0, offset)
        before = text[text.rfind("\n", 0, offset) + 1 : offset]
        return types.Position(line, len(before.encode(encoding)) // size)

    return types.Range(place(start), place(start + len(what)))


def test_a_wrong_sum_is_shown_with_its_parts(zh: Editor) -> None:
    text = f"# 情况\r\n\r\n😀𠮷e\u0301\u200d\f{SUM}"
    zh.open("file:///sum.md", text)
    (found,) = zh.diagnostics("file:///sum.md")
    assert found.range == at(text, "1256所")
    assert found.source == "checker"
    assert found.severity == types.DiagnosticSeverity.Warning
    assert "800 + 465 = 1265" in found.message
    assert [r.location.range for r in found.related_information or ()] == [at(text, "800所"), at(text, "465所")]
    assert isinstance(found.data, dict) and found.data["rule"] == found.code
    assert found.code_description is not None
    page = Path(unquote(urlsplit(found.code_description.href).path)).read_text(encoding="utf-8")
    assert f"`{found.code}`" in page


def test_a_correct_report_has_none(zh: Editor) -> None:
    zh.open("file:///right.txt", SUM.replace("1256", "1265") + "\n", "plaintext")
    assert zh.diagnostics("file:///right.txt") == []


def test_edits_are_followed_and_only_the_last_is_told(zh: Editor) -> None:
    uri, text = "file:///typed.md", f"前言\n\n😀{SUM}"
    zh.open(uri, text)
    assert len(zh.diagnostics(uri)) == 1
    number = at(text, "1256所")
    digits = types.Range(number.start, types.Position(number.end.line, number.end.character - 1))
    for version, typed in enumerate(("1", "12", "126", "1265"), 2):
        zh.change(uri, version, (digits, typed))
        digits = types.Range(digits.start, types.Position(digits.start.line, digits.start.character + len(typed)))
    assert zh.diagnostics(uri, 5) == []
    assert [p.version for p in zh.published if p.uri == uri] == [1, 5]


def test_what_was_typed_and_undone_while_another_check_ran_is_checked(zh: Editor) -> None:
    zh.open("file:///ready.md", "")
    zh.diagnostics("file:///ready.md")
    zh.open("file:///long.md", f"{SUM}\n\n" * 40)
    uri = "file:///undone.md"
    zh.open(uri, SUM + "甲")
    zh.listen(0.4)  # its check waits for that of the long one
    zh.change(uri, 2, "乙")
    zh.change(uri, 3, SUM + "甲")
    assert len(zh.diagnostics(uri, 3)) == 1
    assert [p.version for p in zh.published if p.uri == uri][-1] == 3


def test_several_edits_in_one_change(zh: Editor) -> None:
    uri = "file:///edits.md"
    zh.open(uri, "甲\r\n乙")
    zh.diagnostics(uri)
    end = types.Range(types.Position(1, 1), types.Position(1, 1))
    zh.change(uri, 2, "", (WHOLE, "前\r\n"), (types.Range(types.Position(9, 9), types.Position(9, 9)), SUM))
    (found,) = zh.diagnostics(uri, 2)
    assert found.range.start == types.Position(1, SUM.index("1256"))
    zh.change(uri, 3, (end, "\u2028"))  # a sign that ends no line
    (found,) = zh.diagnostics(uri, 3)
    assert found.range.start == types.Position(1, SUM.index("1256") + 1)


def test_hover_tells_value_interval_and_relations(zh: Editor) -> None:
    zh.open("file:///hover.md", f"{SUM}近3.5万人受益。")
    text = zh.hover("file:///hover.md", types.Position(0, 8))
    assert text is not None
    assert "**1256所**" in text and "`1256`" in text and "单位：所" in text
    assert "≠ 矛盾" in text and "`800 + 465 = 1265`" in text and "✓ 相符" in text
    near = zh.hover("file:///hover.md", types.Position(0, SUM.index("。") + 3))
    assert near is not None and "`35000`" in near and "…" in near
    assert zh.hover("file:///hover.md", types.Position(0, 0)) is None
    assert zh.hover("file:///unknown.md", types.Position(0, 0)) is None


def test_the_likely_value_is_taken(zh: Editor) -> None:
    uri = "file:///fix.md"
    zh.open(uri, SENTENCE)
    told = zh.diagnostics(uri)
    offered = zh.actions(uri, at(SENTENCE, "52.0%"), told)
    action = offered["把 52.0% 改为 50.2%"]
    assert action.kind == types.CodeActionKind.QuickFix
    assert [d.code for d in action.diagnostics] == [told[0].code]
    (change,) = action.edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (uri, 1)
    mended = applied(SENTENCE, change.edits)
    assert mended == SENTENCE.replace("52.0%", "50.2%")
    zh.change(uri, 2, mended)
    assert zh.diagnostics(uri, 2) == []


def test_what_else_is_offered(zh: Editor) -> None:
    uri = "file:///offers.md"
    zh.open(uri, SUM)
    (told,) = zh.diagnostics(uri)
    offered = zh.actions(uri, at(SUM, "800所"), [])  # at a part, not at the total
    assert not any(title.startswith("把") for title in offered), "no single value is likely: none is offered"
    (mark,) = (a for a in offered.values() if isinstance(a, types.CodeAction))
    text = applied(SUM, mark.edit.document_changes[0].edits)
    assert text.startswith(SUM) and text.endswith("-->") and f"checker: ignore {told.code} " in text
    assert f"打开规则 {told.code} 的说明" in offered
    assert mark.title.startswith("1256所 处不报")
    assert zh.actions(uri, types.Range(types.Position(5, 0), types.Position(5, 0)), []) == {}
    zh.open("file:///offers.txt", SUM, "plaintext")
    assert list(zh.actions("file:///offers.txt", at(SUM, "1256所"), [])) == [f"打开规则 {told.code} 的说明"]


def test_the_page_of_a_rule_is_opened(zh: Editor) -> None:
    zh.open("file:///page.md", SUM)
    rule = str(zh.diagnostics("file:///page.md")[0].code)
    command = types.ExecuteCommandParams("checker.openRule", [rule])
    zh.run(zh.client.workspace_execute_command_async(command))
    assert Path(urlsplit(zh.shown[-1]).path).name == f"{rule}.md"
    zh.run(zh.client.workspace_execute_command_async(types.ExecuteCommandParams("checker.openRule", ["../../etc"])))
    zh.until(lambda: any("../../etc" in message for message in zh.messages))
    with pytest.raises(Exception, match="argument"):
        zh.run(zh.client.workspace_execute_command_async(types.ExecuteCommandParams("checker.openRule", [])))


def test_hints_and_symbols(zh: Editor) -> None:
    uri = "file:///ledger.md"
    text = f"{SUM}\n\n{SENTENCE.replace('52.0', '50.2')}"
    zh.open(uri, text)
    ask = types.InlayHintParams(types.TextDocumentIdentifier(uri), WHOLE)
    hints = zh.run(zh.client.text_document_inlay_hint_async(ask)) or ()
    signs = {(h.position.line, h.position.character): h.label for h in hints}
    assert signs[0, at(text, "1256所").end.character] == "≠ 800 + 465 = 1265"
    assert signs[0, at(text, "465所").end.character] == "≠"
    assert signs[2, at(text, "50.2%").end.character] == "✓"
    symbols = zh.run(
        zh.client.text_document_document_symbol_async(types.DocumentSymbolParams(types.TextDocumentIdentifier(uri)))
    )
    assert symbols
    assert {s.name[0] for s in symbols} >= {"✓", "≠"}
    for symbol in symbols:
        assert isinstance(symbol, types.DocumentSymbol)
        assert symbol.children
        for inner in (symbol.selection_range, *(c.range for c in symbol.children)):
            assert symbol.range.start <= inner.start and inner.end <= symbol.range.end
    wrong = next(s for s in symbols if s.name.startswith("≠"))
    assert [c.name.rpartition(": ")[2] for c in wrong.children] == ["1256所", "800所", "465所"]


def test_other_kinds_of_text(zh: Editor) -> None:
    rows = "项目,本年\n甲,12\n乙,13\n丙,30\n丁,5\n合计,96\n"
    zh.open("file:///t.csv", rows, "csv")
    assert any(d.range == at(rows, "96") for d in zh.diagnostics("file:///t.csv"))
    page = f"<html><body><p>{SENTENCE.replace('52.0%', '<b>52.0</b>&#37;')}</p></body></html>"
    zh.open("file:///p.html", page, "html")
    assert zh.diagnostics("file:///p.html") is not None
    zh.open("untitled:Untitled-1", SUM, "markdown")
    assert len(zh.diagnostics("untitled:Untitled-1")) == 1
    zh.open("file:///code.py", SUM, "python")
    assert zh.diagnostics("file:///code.py") == []
    zh.until(lambda: any("file:///code.py" in message for message in zh.messages))


def test_a_text_that_cannot_be_read_says_so(zh: Editor) -> None:
    zh.open("file:///nul.md", f"{SUM}\x00")
    (found,) = zh.diagnostics("file:///nul.md")
    assert found.severity == types.DiagnosticSeverity.Error
    assert "UTF-16" in found.message
    zh.open("file:///huge.md", "字" * 200_001)
    (found,) = zh.diagnostics("file:///huge.md")
    assert "maxCharacters" in found.message


def test_a_closed_document_leaves_nothing(zh: Editor) -> None:
    uri = "file:///closed.md"
    zh.open(uri, SUM)
    zh.diagnostics(uri)
    zh.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    assert zh.diagnostics(uri, None) == []  # type: ignore[arg-type]
    zh.change(uri, 9, SUM)
    assert zh.hover(uri, types.Position(0, 8)) is None


def test_the_encoding_is_the_first_that_both_know(zh: Editor, plain: Editor) -> None:
    assert zh.server.capabilities.position_encoding == "utf-16"
    assert plain.server.capabilities.position_encoding == "utf-8"
    text = f"😀é\n𠮷{SUM}"
    plain.open("file:///u8.md", text)
    (found,) = plain.diagnostics("file:///u8.md")
    assert found.range == at(text, "1256所", "utf-8", 1)
    part = at(text, "465", "utf-8", 1)
    plain.change("file:///u8.md", 2, (part, "456"))
    assert plain.diagnostics("file:///u8.md", 2) == []


def test_options_of_the_command_line_and_of_the_client(zh: Editor, plain: Editor) -> None:
    uri, text = "file:///flags.md", f"{SENTENCE}会议定于2023年2月30日召开。"
    ask = types.InlayHintParams(types.TextDocumentIdentifier(uri), WHOLE)
    for editor in (zh, plain):
        editor.open(uri, text)
    assert len(zh.diagnostics(uri)) == 2
    (found,) = plain.diagnostics(uri)
    assert "not 52.0%" in found.message
    assert zh.run(zh.client.text_document_inlay_hint_async(ask))
    assert not plain.run(plain.client.text_document_inlay_hint_async(ask))


def test_a_client_that_can_little(plain: Editor) -> None:
    uri = "file:///little.md"
    plain.open(uri, SENTENCE)
    (found,) = plain.diagnostics(uri)
    assert "Computation" not in found.message and "Other numbers" in found.message and "2500所" in found.message
    assert found.related_information is None
    text = plain.hover(uri, at(SENTENCE, "52.0%", "utf-8", 1).start)
    assert text is not None and "interval: 51.95 … 52.05" in text and "**" not in text and "`" not in text
    action = plain.actions(uri, found.range, [found])["Change 52.0% to 50.2%"]
    assert list(action.edit.changes) == [uri]
    symbols = plain.run(
        plain.client.text_document_document_symbol_async(types.DocumentSymbolParams(types.TextDocumentIdentifier(uri)))
    )
    assert symbols and all(isinstance(s, types.SymbolInformation) for s in symbols)
    plain.run(
        plain.client.workspace_execute_command_async(types.ExecuteCommandParams("checker.openRule", [found.code]))
    )
    plain.until(lambda: any(f"{found.code}.md" in message for message in plain.messages))


RULE = """
id: own-limit
code: CHK990
severity: warning
title: {zh: 不得超过上限, en: Not above the limit}
kind: prose
slots:
  n: {role: level, unit: '条'}
patterns:
  - '本次征集 ... {n}'
assert: n <= LIMIT
message: {zh: '{n}超过上限', en: '{n} is above the limit'}
why: 一条规则。
examples:
  holds: ['本次征集意见3条。', '本次征集意见4条。']
  fails: [{text: '本次征集意见«90条»。'}, {text: '本次征集意见«91条»。'}]
  silent: ['征集意见。']
"""
PULLING = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf32]),
    text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
    workspace=types.WorkspaceClientCapabilities(
        configuration=True,
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True, relative_pattern_support=True
        ),
    ),
)


def test_settings_rules_and_pulling(tmp_path: Path) -> None:
    """One session of a client that asks for diagnostics, and is asked for its settings."""
    (tmp_path / "own").mkdir()
    rule = tmp_path / "own" / "own-limit.yaml"
    rule.write_text(RULE.replace("LIMIT", "50"), encoding="utf-8")
    editor = Editor(capabilities=PULLING, root_uri=tmp_path.as_uri())

    def ask(uri: str, before: str | None = None) -> types.DocumentDiagnosticReport:
        document = types.TextDocumentIdentifier(uri)
        params = types.DocumentDiagnosticParams(document, previous_result_id=before)
        return editor.run(editor.client.text_document_diagnostic_async(params))

    def codes(uri: str) -> list[object]:
        return [d.code for d in ask(uri).items]  # type: ignore[union-attr]

    uri, text = "file:///pull.md", f"𠮷{SUM}\n\n本次征集意见60条。"
    editor.open(uri, text)
    first = ask(uri)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert [d.range for d in first.items] == [at(text, "1256所", "utf-32-le", 4)]
    assert isinstance(ask(uri, first.result_id), types.RelatedUnchangedDocumentDiagnosticReport)
    assert codes("file:///not-open.md") == []

    # other settings: asked for when the client says that something changed
    editor.until(lambda: editor.registered and editor.refreshed)
    editor.configuration = {"rules": ["own"], "select": ["own-limit"], "severity": ["own-limit=info"], "delay": "x"}
    before = editor.refreshed
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    editor.until(lambda: editor.refreshed > before)
    (found,) = ask(uri).items  # type: ignore[union-attr]
    assert (found.code, found.severity) == ("own-limit", types.DiagnosticSeverity.Information)
    assert any("delay" in message for message in editor.messages)
    patterns = [w["globPattern"] for r in editor.registered for w in r.register_options["watchers"]]
    assert any("own" in str(pattern) for pattern in patterns)

    # a rule file changes, then breaks: the rules before it stay, and it is said where the mistake is
    def saved(limit: str) -> None:
        rule.write_text(RULE.replace("LIMIT", limit), encoding="utf-8")
        event = types.FileEvent(rule.as_uri(), types.FileChangeType.Changed)
        seen = editor.refreshed
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        editor.until(lambda: editor.refreshed > seen)

    saved("70")
    assert codes(uri) == []
    saved("no such thing(")
    assert codes(uri) == []
    assert any("own-limit.yaml:" in message for message in editor.messages)
    assert editor.published == [], "who asks is not told besides"
    assert editor.close() == 0
