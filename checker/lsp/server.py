"""One session with one client: what it can, what it set, what it is told and when."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from cattrs import ClassValidationError, transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.uris import to_fs_path

from checker import __version__
from checker.gather import reason
from checker.lsp.checked import Checked
from checker.lsp.diagnostics import Abilities, diagnostics, fault
from checker.lsp.documents import Documents, Unchecked
from checker.lsp.pages import Pages
from checker.lsp.settings import SECTION, Settings, read_settings, watched
from checker.lsp.worker import Worker
from checker.terminal import language
from checker.texts import say

log = logging.getLogger("checker.lsp")
ANSWER = 5  # seconds that a client has to answer a question
PARENT = 10  # seconds between two looks whether the client is still there
LINES = 5  # lines of a message that is shown to the user
TOLD = 500  # characters about a message that makes no sense
KEPT_BY_US = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)


class Protocol(LanguageServerProtocol):
    """As pygls has it, but a request that makes no sense is answered too: its sender waits."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message from its JSON. Raises JsonRpcException."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            cause = error.__cause__ or error
            told = "; ".join(transform_error(cause)) if isinstance(cause, ClassValidationError) else str(cause)
            told = f"{data.get('method', '')}: {told}"[:TOLD]
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], error=types.ResponseError(error.code, told))
            raise type(error)(told) from None


class CheckerServer(LanguageServer):
    """The session. `flags`: settings of the command line, under those of the client."""

    def __init__(self, flags: Settings) -> None:
        self._reader = Worker("reader")
        super().__init__("checker", __version__, protocol_cls=Protocol)
        # pygls would keep texts of its own, whose lines end at every sign that Python takes for a line's end.
        for method in KEPT_BY_US:
            self.protocol.fm.builtin_features.pop(method)
        self.flags = self.settings = flags
        self.documents, self.pages = Documents(Worker("checks")), Pages()
        self.abilities = Abilities()
        self.lang: str = language(flags.lang)
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.pulls = self.started = self.parted = False
        self._main: asyncio.Task[Any] | None = None
        self._initial: object = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waiting: dict[str, asyncio.Task[Any]] = {}
        self._watching = 0

    @property
    def thread_pool(self) -> Any:
        """The thread that waits for the client's words."""
        return self._reader

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """What went wrong with one message is a line of the log."""
        kind = "" if issubclass(source, PyglsError) else f"{source.__name__}: "
        log.warning("%s%s", kind, " ".join(str(error).split()))

    # the client

    def meet(self, params: types.InitializeParams) -> None:
        """Take what a client says of itself, and start to load the rules."""
        self.started, self._main = True, asyncio.current_task()
        can = params.capabilities
        document, window, workspace = can.text_document, can.window, can.workspace
        hover = document and document.hover and document.hover.content_format
        symbol = document and document.document_symbol
        edits = workspace and workspace.workspace_edit
        told = document and document.publish_diagnostics
        self.abilities = Abilities(
            related=bool(told and told.related_information),
            markdown=types.MarkupKind.Markdown in (hover or ()),
            tree=bool(symbol and symbol.hierarchical_document_symbol_support),
            versioned=bool(edits and edits.document_changes),
            show=bool(window and window.show_document and window.show_document.support),
        )
        self.pulls = bool(document and document.diagnostic)
        self.encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        folders = params.workspace_folders or []
        uri = folders[0].uri if folders else params.root_uri
        path = to_fs_path(uri) if uri else params.root_path
        if path:  # rules and configuration are looked for from the working folder, as on the command line
            with suppress(OSError):
                os.chdir(path)
        self.lang = _language(params.locale) or self.lang
        self._initial = params.initialization_options
        self.take(self._initial)
        self.reload()
        if params.process_id is not None and _alive(params.process_id):
            self.do(self._watch_parent(params.process_id))

    def take(self, said: object) -> bool:
        """Take settings; whether they are other ones than before."""
        before = self.settings
        self.settings, wrong = read_settings(said, self.flags, self.lang)
        for line in wrong:
            self.show(types.MessageType.Warning, line)
        return self.settings != before

    async def ask_settings(self) -> None:
        """Ask a client that can be asked; load anew if something is different."""
        params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        try:
            async with asyncio.timeout(ANSWER):
                answer = await self.workspace_configuration_async(params)
        except Exception as error:
            log.warning("workspace/configuration: %s", error or type(error).__name__)
            return
        said = answer[0] if isinstance(answer, list | tuple) and answer else None
        if self.take(self._initial if said is None else said):
            self.reload()
            await self.watch_files()

    @property
    def asks(self) -> bool:
        """Whether the client can be asked for its settings."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.configuration)

    async def watch_files(self) -> None:
        """Have the client tell of changes in rules and configuration, if it can."""
        workspace = self.client_capabilities.workspace
        can = workspace and workspace.did_change_watched_files
        if not can or not can.dynamic_registration:
            return
        watchers = [
            types.FileSystemWatcher(
                types.RelativePattern(folder.as_uri(), pattern)
                if can.relative_pattern_support
                else f"{folder.as_posix()}/{pattern}"
            )
            for folder, pattern in watched(self.settings)
        ]
        method, old = types.WORKSPACE_DID_CHANGE_WATCHED_FILES, f"checker-files-{self._watching}"
        self._watching += 1
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration(f"checker-files-{self._watching}", method, options)
        try:
            async with asyncio.timeout(ANSWER):
                await self.client_register_capability_async(types.RegistrationParams([registration]))
                if self._watching > 1:
                    gone = types.UnregistrationParams([types.Unregistration(old, method)])
                    await self.client_unregister_capability_async(gone)
        except Exception as error:
            log.warning("client/registerCapability: %s", error or type(error).__name__)

    async def _watch_parent(self, process: int) -> None:
        """End the session when the client is gone without a word and somebody else holds its pipes open."""
        while _alive(process):
            await asyncio.sleep(PARENT)
        log.warning("the client (process %d) is gone", process)
        if self._main is not None:
            self._main.cancel()

    # rules

    def reload(self) -> None:
        """Load rules and configuration, then check all documents anew."""
        loading = self.documents.load(self.settings, self.lang)

        async def then() -> None:
            rules, said = await asyncio.shield(loading)
            if said:
                log.warning("%s", said)
                shown = "\n".join(said.splitlines()[:LINES])
                self.show(types.MessageType.Error, say("lsp-rules-kept", self.lang) + shown)
            elif rules is not None:
                self.lang = rules.lang
                log.info("%s", say("lsp-reloaded", self.lang, n=len(rules.cards)))
            for uri in list(self.documents.open):
                self.schedule(uri)
            self._refresh()

        self.do(then())

    def _refresh(self) -> None:
        """Have the client ask again for what it asks for itself."""
        workspace = self.client_capabilities.workspace
        if self.pulls and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    # documents

    def schedule(self, uri: str, delay: int = 0) -> None:
        """Publish the diagnostics of a document after some milliseconds, unless it changes again before."""
        if earlier := self._waiting.pop(uri, None):
            earlier.cancel()
        if not self.pulls and uri in self.documents.open:
            self._waiting[uri] = self.do(self._publish(uri, delay / 1000))

    async def _publish(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        checked = await self.documents.check(uri, self.settings.most)
        if checked is not None:  # else it has changed, and the next one is on its way
            self.publish(uri, checked.version, self.items(checked))

    def publish(self, uri: str, version: int | None, items: list[types.Diagnostic]) -> None:
        """Tell the client the diagnostics of a version."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    def items(self, checked: Checked | Unchecked) -> list[types.Diagnostic]:
        """The diagnostics of a document."""
        if isinstance(checked, Unchecked):
            return [fault(checked.fault)] if checked.fault else []
        try:
            return diagnostics(checked, self.abilities, self.pages)
        except Exception as error:  # said in the document itself: a report without diagnostics would look clean
            log.exception("%s", checked.uri)
            return [fault(reason(error, self.lang))]

    async def checked(self, uri: str) -> Checked | Unchecked | None:
        """What came of checking a document as it is when this is answered; None if it is not open."""
        while uri in self.documents.open:
            checked = await self.documents.check(uri, self.settings.most)
            if checked is not None:
                return checked
        return None

    def forget(self, uri: str) -> None:
        """A document was closed: nothing of it stays on the screen."""
        self.documents.open.pop(uri, None)
        self.schedule(uri)
        if not self.pulls:
            self.publish(uri, None, [])

    # work

    def do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[Any]:
        """Start a task; what goes wrong in it is a line of the log."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        for uri, waiting in list(self._waiting.items()):
            if waiting is task:
                del self._waiting[uri]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s: %s", type(error).__name__, error, exc_info=error)

    def show(self, level: types.MessageType, text: str) -> None:
        """Show the user a message."""
        self.window_show_message(types.ShowMessageParams(level, text))


def _language(locale: str | None) -> str | None:
    """The language to speak with an editor of a locale (zh-cn, en_US); None if it says nothing."""
    if not locale:
        return None
    return "zh" if locale.lower().startswith("zh") else "en"


def _alive(process: int) -> bool:
    """Whether a process is there, as far as can be told; always true where asking would be dangerous."""
    if os.name != "posix" or process <= 0:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
