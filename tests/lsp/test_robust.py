"""Clients that send nonsense, go away, or stay away; a machine without the package."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import command
import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

COMMAND = [sys.executable, "-m", "checker", "server", "--lang", "en"]
SUM = "全区共有养老院1256所，其中公办800所，民办465所。"
URI = "file:///a.md"


def frame(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def request(method: str, params: object, number: int | None = None) -> bytes:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    return frame(message if number is None else {**message, "id": number})


def messages(out: bytes) -> list[dict[str, Any]]:
    """What the server wrote; fails if anything else stands between the messages."""
    found = []
    while out:
        head, _, out = out.partition(b"\r\n\r\n")
        size = int(dict(line.split(b": ") for line in head.split(b"\r\n"))[b"Content-Length"])
        found.append(json.loads(out[:size]))
        out = out[size:]
    return found


INITIALIZE = request("initialize", {"processId": None, "rootUri": None, "capabilities": {}, "locale": "en"}, 1)
OPEN = {"textDocument": {"uri": URI, "languageId": "markdown", "version": 1, "text": SUM}}
PLACE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 8}}
PATIENCE = 60  # seconds
NONSENSE = [
    frame(b"{ this is no JSON"),
    frame(b"\xff\xfe\x00"),
    frame(b"[]"),
    frame(b"17"),
    frame({"jsonrpc": "2.0"}),
    b"Content-Length: many\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    request("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 20),
    request("textDocument/didOpen", {"textDocument": 5}),
    request("textDocument/didOpen", None),
    request("textDocument/didChange", {"textDocument": {"uri": "x", "version": 1}, "contentChanges": [{"text": "y"}]}),
    request(
        "textDocument/didChange",
        {
            "textDocument": {"uri": URI, "version": -7},
            "contentChanges": [
                {"range": {"start": {"line": 9, "character": 9}, "end": {"line": 0, "character": 99}}, "text": ""}
            ],
        },
    ),
    request("textDocument/didClose", {"textDocument": {"uri": "nothing://here"}}),
    request("textDocument/didSave", {"textDocument": {"uri": "nothing://here"}}),
    request("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": -1, "character": 2**40}}, 21),
    request(
        "textDocument/hover", {"textDocument": {"uri": "http://[bad"}, "position": {"line": 1, "character": 1}}, 22
    ),
    request("textDocument/inlayHint", {"textDocument": {"uri": URI}}, 23),
    request("textDocument/notAMethod", {}, 24),
    request("workspace/didChangeConfiguration", {"settings": [1, 2]}),
    request("workspace/didChangeConfiguration", {"settings": {"checker": {"select": ["no-such-rule"]}}}),
    request("workspace/executeCommand", {"command": "checker.openRule", "arguments": [{"a": 1}, 2]}, 25),
    request("workspace/executeCommand", {"command": "rm"}, 26),
    request("$/cancelRequest", {"id": 99}),
    request("$/whatever", {"x": 1}),
]


def test_nonsense_does_not_end_a_session() -> None:
    before = [request("textDocument/hover", PLACE, 10), INITIALIZE, request("initialized", {})]
    opened = request("textDocument/didOpen", OPEN)
    server = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert server.stdin and server.stdout
    watchdog = threading.Timer(PATIENCE, server.kill)  # then there is nothing more to read, and the test fails
    watchdog.start()
    server.stdin.write(b"".join([*before, opened, *NONSENSE, opened, request("textDocument/hover", PLACE, 40)]))
    server.stdin.flush()
    answers: dict[int, dict[str, Any]] = {}
    while 40 not in answers:  # a good-bye would call off what is not answered yet
        size = int(server.stdout.readline().partition(b": ")[2])
        while server.stdout.readline().strip():
            pass
        message = json.loads(server.stdout.read(size))
        if "id" in message and "method" not in message:
            answers[message["id"]] = message
    out, err = server.communicate(request("shutdown", None, 41) + request("exit", None), PATIENCE)
    watchdog.cancel()
    assert [m["id"] for m in messages(out)] == [41]
    assert "capabilities" in answers[1]["result"]
    assert "1256" in answers[40]["result"]["contents"]["value"], "the session goes on as if nothing had been"
    for number in (20, 24, 25, 26):
        assert "error" in answers[number], number
    assert answers[22]["result"] is None
    assert {10, 21, 23} <= set(answers)
    log = err.decode()
    assert "Traceback" not in log
    assert all(line.startswith("checker server: ") for line in log.splitlines()), log
    assert "no-such-rule" in log
    assert server.returncode == 0


def test_a_client_that_is_gone_ends_the_session() -> None:
    done = subprocess.run(
        COMMAND, input=INITIALIZE + request("textDocument/didOpen", OPEN), capture_output=True, timeout=PATIENCE
    )
    assert done.returncode == 1, "no good-bye"
    assert messages(done.stdout)[0]["id"] == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX knows them")
def test_a_signal_ends_it_at_once() -> None:
    """Although it waits for a line of a client that says nothing, and is in the middle of a long check."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(COMMAND, **pipes, preexec_fn=command.heard)
    assert server.stdin and server.stdout and server.stderr
    long = {"textDocument": {**OPEN["textDocument"], "text": SUM * 3000}}
    server.stdin.write(INITIALIZE + request("textDocument/didOpen", long))
    server.stdin.flush()
    server.stdout.readline()
    server.send_signal(signal.SIGINT)
    server.wait(PATIENCE)
    assert b"Traceback" not in server.stderr.read()
    for stream in (server.stdin, server.stdout, server.stderr):
        stream.close()


@pytest.mark.skipif(os.name != "posix", reason="processes as POSIX knows them")
def test_a_dead_client_whose_pipes_are_held_open() -> None:
    parent = subprocess.Popen(["sleep", "60"])
    code = "import checker.lsp.server as s, checker.cli as c; s.PARENT = 0.05; c.main(['server', '--lang', 'en'])"
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdin and server.stdout and server.stderr
    params = {"processId": parent.pid, "rootUri": None, "capabilities": {}}
    server.stdin.write(request("initialize", params, 1))
    server.stdin.flush()
    server.stdout.readline()
    assert server.poll() is None
    parent.kill()
    parent.wait()
    assert server.wait(PATIENCE) == 1
    assert b"is gone" in server.stderr.read()
    for stream in (server.stdin, server.stdout, server.stderr):
        stream.close()


def test_a_missing_package_is_one_line() -> None:
    code = "import sys; sys.modules['pygls'] = None; import checker.cli as c; c.main(['server', '--lang', 'en'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "pip install 'checker[lsp]'" in done.stderr
