"""The command line run inside the tests' process, with the shipped rules, made once."""

from __future__ import annotations

import signal
from functools import cache

import pytest

from checker import api, cli
from checker.api import Checker
from checker.config import Config

_load = api.load


@cache
def shipped(config: Config | None = None) -> Checker:
    """The checker of a configuration."""
    return _load(config=config or Config())


def ran(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, list[str]]:
    """(exit code, standard output, lines of standard error)."""
    monkeypatch.setattr(api, "load", lambda *, config=None, **_: shipped(config))
    code, out, err = called(capsys, *(words if "--lang" in words else (*words, "--lang", "zh")))
    return code, out, err.splitlines()


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of the command line as it is."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return int(ended.value.code or 0), said.out, said.err


def heard() -> None:
    """In a child before it starts: signals as on a terminal. Under nohup, or in the background of a script, the suite
    and all that it starts ignore some of them."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
