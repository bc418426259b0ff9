"""api.load for tests that run many commands: the same rule files are loaded and compiled once in a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from checker import api
from checker.api import Checker
from checker.config import Config

_load = api.load


def load(*, rules: Sequence[Path] = (), config: Config | None = None, **_: object) -> Checker:
    """In the place of checker.api.load, with the same answers."""
    config = config or Config()
    paths = (*config.rules, *rules)
    texts = tuple((str(path), _texts(path)) for path in paths)
    return replace(_once(texts), config=config)


@cache
def _once(texts: tuple[tuple[str, object], ...]) -> Checker:
    return _load(rules=[Path(path) for path, _ in texts])


def _texts(path: Path) -> tuple[tuple[str, bytes], ...]:
    """All that stands in a rule file or folder now, and in the words beside it."""
    beside = [path.parent / "words", path.parent.parent / "words"] if path.is_file() else []
    files = [path] if path.is_file() else sorted(path.rglob("*.yaml"))
    files += [file for folder in beside for file in sorted(folder.glob("*.yaml"))]
    return tuple((str(file), file.read_bytes()) for file in files)
