"""A client of the language server for tests: the real process, driven step by step."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

T = TypeVar("T")
PATIENCE = 60  # seconds for any one answer; a machine may be busy
COMMAND = (sys.executable, "-m", "checker", "server")

ABLE = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True, version_support=True),
    ),
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
    ),
    window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=True)),
)


class Editor:
    """One session. Calls wait for their answer; what the server says unasked is kept."""

    def __init__(self, **params: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self.client = LanguageClient("tests", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.messages: list[str] = []
        self.shown: list[str] = []
        self.registered: list[types.Registration] = []
        self.refreshed = 0
        self.configuration: object = None
        self._listen()
        self.run(self.client.start_io(*COMMAND, *params.pop("arguments", ())))
        params.setdefault("capabilities", ABLE)
        params.setdefault("locale", "zh-cn")
        self.server = self.run(self.client.initialize_async(types.InitializeParams(**params)))
        self.client.initialized(types.InitializedParams())

    def _listen(self) -> None:
        client = self.client

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        @client.feature(types.WINDOW_LOG_MESSAGE)
        def said(params: Any) -> None:
            self.messages.append(params.message)

        @client.feature(types.WINDOW_SHOW_DOCUMENT)
        def shown(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.shown.append(params.uri)
            return types.ShowDocumentResult(True)

        @client.feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[object]:
            return [self.configuration for _ in params.items]

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered.extend(params.registrations)

        @client.feature(types.CLIENT_UNREGISTER_CAPABILITY)
        def unregister(params: types.UnregistrationParams) -> None:
            gone = {one.id for one in params.unregisterations}
            self.registered = [one for one in self.registered if one.id not in gone]

        @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: None) -> None:
            self.refreshed += 1

    def run(self, work: Awaitable[T]) -> T:
        """The result of some work with the server."""
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE))

    def until(self, true: Callable[[], object]) -> None:
        """Listen until something is so."""

        async def wait() -> None:
            while not true():
                await asyncio.sleep(0.01)

        self.run(wait())

    def listen(self, seconds: float) -> None:
        """Listen for a while."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def open(self, uri: str, text: str, language: str = "markdown", version: int = 1) -> None:
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, version, text))
        )

    def change(self, uri: str, version: int, *changes: tuple[types.Range, str] | str) -> None:
        """Edits of ranges, or whole texts."""
        made = [
            types.TextDocumentContentChangeWholeDocument(c)
            if isinstance(c, str)
            else types.TextDocumentContentChangePartial(c[0], c[1])
            for c in changes
        ]
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, made))

    def diagnostics(self, uri: str, version: int = 1) -> list[types.Diagnostic]:
        """Those published for a version, once they are there."""

        def here() -> list[types.PublishDiagnosticsParams]:
            return [p for p in self.published if p.uri == uri and p.version == version]

        self.until(here)
        return list(here()[-1].diagnostics)

    def hover(self, uri: str, position: types.Position) -> str | None:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
        answer = self.run(self.client.text_document_hover_async(params))
        return answer.contents.value if answer else None  # type: ignore[union-attr]

    def actions(self, uri: str, at: types.Range, told: list[types.Diagnostic]) -> dict[str, Any]:
        """What is offered, by title."""
        context = types.CodeActionContext(told)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), at, context)
        return {a.title: a for a in self.run(self.client.text_document_code_action_async(params)) or ()}

    def close(self) -> int:
        """Say good-bye; the exit code of the server."""
        self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        code = self.run(self.client._server.wait())  # type: ignore[union-attr]
        self.run(self.client.stop())
        self.loop.close()
        return code


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """A text after edits with positions in code points or in UTF-16 units of a text without astral characters."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start, end = edit.range.start, edit.range.end
        assert start.line == end.line
        line = lines[start.line]
        lines[start.line] = line[: start.character] + edit.new_text + line[end.character :]
    return "".join(lines)
