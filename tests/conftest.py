"""Fixtures for all tests."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
# For the folder `fuzz`; behind all else, so that an installed checker is the one that is tested.
sys.path.append(str(Path(__file__).resolve().parent.parent))


@pytest.fixture(autouse=True)
def own_cache(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Each test has a cache of its own: what one test checked is no news for another, nor for the user."""
    name = sha256(request.node.nodeid.encode()).hexdigest()[:16]
    folder = tmp_path_factory.getbasetemp() / "cache" / name
    monkeypatch.setenv("CHECKER_CACHE_DIR", str(folder))
    return folder
