"""The target of the language server: a session in this process, one message on each line of the input.

Whatever is sent, the server answers a request that comes after it. Checks and reading run in the thread of the session
here, so that one execution is the same each time and leaves no thread behind.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from unittest.mock import patch

from pygls.io_ import StdoutWriter, run_async

from checker.api import Checker
from checker.config import Config
from checker.lsp import documents, server
from checker.lsp.features import build
from checker.lsp.server import CheckerServer
from checker.lsp.settings import Settings
from checker.setup import prepare
from fuzz.surface import require

P = ParamSpec("P")
T = TypeVar("T")
PROBE = "is anybody there?"
TURNS = 2000  # of the event loop that the server may take to answer what is asked last


class Here(Executor):
    """Runs a job at once, where it is given."""

    def __init__(self, name: str) -> None:
        self.name = name

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@cache
def _prepared(config: Config) -> Checker:
    return prepare(config)


@cache
def _home() -> Path:
    return Path(tempfile.mkdtemp(prefix="checker-fuzz-"))


def frame(body: bytes) -> bytes:
    """One message of the protocol."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class _Client:
    """Sends the lines of an input, then asks once more and waits for the answer."""

    def __init__(self, lines: list[bytes]) -> None:
        self.waiting = b"".join(frame(line) for line in lines if line)
        self.asked = self.answered = False
        self.said: list[Any] = []
        self.left = TURNS

    async def readline(self) -> bytes:
        end = self.waiting.find(b"\n") + 1 or len(self.waiting)
        return await self.readexactly(end)

    async def readexactly(self, size: int) -> bytes:
        await asyncio.sleep(0)
        if not self.waiting and not self.asked:
            self.asked = True
            self.waiting = frame(json.dumps({"jsonrpc": "2.0", "id": PROBE, "method": "checker/none"}).encode())
            size = self.waiting.find(b"\n") + 1
        while not self.waiting and not self.answered and self.left:
            self.left -= 1
            await asyncio.sleep(0)
        taken, self.waiting = self.waiting[:size], self.waiting[size:]
        return taken

    def write(self, data: bytes) -> None:
        """What the server says: whole messages of JSON."""
        head, _, body = data.partition(b"\r\n\r\n")
        require(head.startswith(b"Content-") and body, f"no message: {data[:80]!r}")
        message = json.loads(body)
        self.said.append(message)
        self.answered |= message.get("id") == PROBE

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nothing to close."""


def session(data: bytes) -> None:
    """A session with a client that says anything: it is answered, and lives on until it is told to go."""
    client = _Client(data.split(b"\n"))
    logging.getLogger("checker.lsp").setLevel(logging.CRITICAL)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    home = os.getcwd()
    os.chdir(_home())  # a client may name any folder as its own
    try:
        with patch.object(server, "Worker", Here), patch.object(documents, "prepare", _prepared):
            asyncio.run(_run(client))
    except (SystemExit, asyncio.CancelledError, KeyboardInterrupt):
        require(b"exit" in data, "the session ended without being told to")
        return
    finally:
        os.chdir(home)
    require(client.answered or b"exit" in data, "the server does not answer any more")


async def _run(client: _Client) -> None:
    made: CheckerServer = build(Settings(isolated=True, delay=0))
    made.protocol.set_writer(StdoutWriter(client))  # type: ignore[arg-type]
    try:
        log = logging.getLogger("pygls")
        await run_async(threading.Event(), client, made.protocol, log, made.report_server_error)
    finally:
        made.pages.close()
