"""Corpora are checked with rules that are loaded once."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest
import remembered

from batch.corpora import HANGS, KILLS, WAITS
from checker import api
from checker.api import Checker


@pytest.fixture(autouse=True)
def rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "load", remembered.load)


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker that dies, hangs or waits at a word. Processes are forked, so they have it too."""
    real = Checker.check_bytes

    def check_bytes(self: Checker, data: bytes, **more: Any) -> Any:
        if KILLS.encode() in data:
            os.kill(os.getpid(), signal.SIGKILL)
        while HANGS.encode() in data:
            pass
        if WAITS.encode() in data:
            time.sleep(60)
        return real(self, data, **more)

    monkeypatch.setattr(Checker, "check_bytes", check_bytes)
