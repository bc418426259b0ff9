"""Which message is answered by what. `serve` runs a session on standard input and output."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidRequest

from checker.gather import DEBUG
from checker.lsp.actions import OPEN_PAGE, actions, mends, suggested, wanted
from checker.lsp.checked import Checked
from checker.lsp.documents import opened
from checker.lsp.hover import hover
from checker.lsp.lines import Lines
from checker.lsp.outline import flat, hints, symbols
from checker.lsp.server import CheckerServer, log
from checker.lsp.settings import Settings
from checker.texts import say

LONGEST = 2000  # characters of a line of the log
PULL = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="checker")


def initialize(ls: CheckerServer, params: types.InitializeParams) -> None:
    if ls.started:
        raise JsonRpcInvalidRequest("initialize was sent before")
    ls.meet(params)
    if ls.pulls:
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, PULL)(pull)


async def initialized(ls: CheckerServer, params: types.InitializedParams) -> None:
    await ls.watch_files()
    if ls.asks:
        await ls.ask_settings()


def shutdown(ls: CheckerServer, params: None) -> None:
    ls.parted = True


def did_open(ls: CheckerServer, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    lines = Lines(document.text, ls.encoding)
    now = opened(document.uri, document.version, document.language_id, lines)
    ls.documents.open[document.uri] = now
    if now.source is None:
        text = say("lsp-not-checked", ls.lang, uri=document.uri)
        ls.window_log_message(types.LogMessageParams(types.MessageType.Info, text))
    ls.schedule(document.uri)


def did_change(ls: CheckerServer, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    document = ls.documents.open.get(uri)
    if document is None:
        log.warning("a change of a document that is not open: %s", uri)
        return
    lines = document.lines
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            lines = lines.replaced(change.range, change.text)
        else:
            lines = Lines(change.text, ls.encoding)
    ls.documents.open[uri] = replace(document, version=params.text_document.version, lines=lines)
    ls.schedule(uri, ls.settings.delay)


def did_save(ls: CheckerServer, params: types.DidSaveTextDocumentParams) -> None:
    ls.schedule(params.text_document.uri)


def did_close(ls: CheckerServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.forget(params.text_document.uri)


async def did_change_configuration(ls: CheckerServer, params: types.DidChangeConfigurationParams) -> None:
    if ls.asks:
        await ls.ask_settings()
    elif ls.take(params.settings):
        ls.reload()
        await ls.watch_files()


def did_change_files(ls: CheckerServer, params: types.DidChangeWatchedFilesParams) -> None:
    log.info("changed: %s", ", ".join(change.uri for change in params.changes))
    ls.reload()


async def pull(ls: CheckerServer, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    checked = await ls.checked(params.text_document.uri)
    if checked is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    if not isinstance(checked, Checked):
        return types.RelatedFullDocumentDiagnosticReport(ls.items(checked))
    text = checked.lines.text.encode("utf-8", "surrogatepass")
    name = f"{checked.rules.serial}-{hashlib.sha256(text).hexdigest()[:16]}"
    if name == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(name)
    return types.RelatedFullDocumentDiagnosticReport(ls.items(checked), result_id=name)


async def on_hover(ls: CheckerServer, params: types.HoverParams) -> types.Hover | None:
    checked = await ls.checked(params.text_document.uri)
    if not isinstance(checked, Checked):
        return None
    return hover(checked, params.position, ls.pages, markdown=ls.abilities.markdown)


async def code_action(ls: CheckerServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    checked = await ls.checked(params.text_document.uri) if wanted(params) else None
    if not isinstance(checked, Checked):
        return []
    sound = []
    for finding, edit in suggested(checked, params.range):
        # Only what was tried is offered: with this number the relation holds and no other one breaks.
        after = await ls.documents.instead(checked, edit.applied(checked.lines.text, checked.shift))
        if after is not None and after.report is not None and mends(checked.report, after.report, finding):
            sound.append((finding, edit))
    return actions(checked, params, sound, ls.abilities)


async def inlay_hint(ls: CheckerServer, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    if not ls.settings.inlay_hints:
        return None
    checked = await ls.checked(params.text_document.uri)
    return hints(checked, params.range) if isinstance(checked, Checked) else None


async def document_symbol(
    ls: CheckerServer, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    checked = await ls.checked(params.text_document.uri)
    if not isinstance(checked, Checked):
        return None
    tree = symbols(checked)
    return tree if ls.abilities.tree else flat(tree, checked.uri)


async def open_page(ls: CheckerServer, rule: str) -> None:
    """The page of a rule: shown where the client can show documents, else its place is said."""
    rules = await ls.documents.rules()
    uri = ls.pages.uri(rules, rule) if rules else None
    if uri is None:
        ls.show(types.MessageType.Warning, say("lsp-no-page", ls.lang, rule=rule))
    elif ls.abilities.show:
        await ls.window_show_document_async(types.ShowDocumentParams(uri, take_focus=True))
    else:
        ls.show(types.MessageType.Info, say("lsp-page-at", ls.lang, rule=rule, uri=uri))


def build(flags: Settings) -> CheckerServer:
    """A server with all its features; it listens when it is started."""
    server = CheckerServer(flags)
    quick = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    features: tuple[tuple[str, Callable[..., Any], Any], ...] = (
        (types.INITIALIZE, initialize, None),
        (types.INITIALIZED, initialized, None),
        (types.SHUTDOWN, shutdown, None),
        (types.TEXT_DOCUMENT_DID_OPEN, did_open, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, did_change, None),
        (types.TEXT_DOCUMENT_DID_SAVE, did_save, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, did_close, None),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration, None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_files, None),
        (types.TEXT_DOCUMENT_HOVER, on_hover, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, code_action, quick),
        (types.TEXT_DOCUMENT_INLAY_HINT, inlay_hint, None),
        (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbol, None),
    )
    for method, handler, options in features:
        server.feature(method, options)(handler)
    server.command(OPEN_PAGE)(open_page)
    return server


def serve(flags: Settings) -> bool:
    """Serve one client on standard input and output until it goes; whether it said good-bye.

    Nothing else is written to standard output: what some library would print goes to standard error.
    """
    _set_up_log(bool(os.environ.get(DEBUG)))
    server = build(flags)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A reader of our own: Python locks its standard input when it ends, and a thread may still wait in there.
    reader, writer = open(sys.stdin.fileno(), "rb", closefd=False), sys.stdout.buffer  # noqa: SIM115
    try:
        with redirect_stdout(sys.stderr), suppress(asyncio.CancelledError, KeyboardInterrupt):
            server.start_io(reader, writer)
    finally:
        server.pages.close()
    return server.parted


class _OneLine(logging.Filter):
    """Messages of one line; the way to a mistake only for those who look for it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            record.msg, record.args = f"{record.getMessage()}: {type(error).__name__}: {error}", ()
        record.exc_info = record.exc_text = None
        record.msg, record.args = record.getMessage().strip().partition("\n")[0][:LONGEST], ()
        return True


def _set_up_log(debug: bool) -> None:
    """Log to standard error, which editors keep."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("checker server: %(levelname)s: %(message)s"))
    if not debug:
        handler.addFilter(_OneLine())
    logging.basicConfig(handlers=[handler], level=logging.INFO if debug else logging.WARNING, force=True)
