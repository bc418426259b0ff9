"""Digests of what an entry depends on: contents, rule files, options, and the tool with all that it imports."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from checker.yamlfiles import named

FORMAT = "1"  # of the entries
MOST_BYTES = 2_000_000  # of a YAML file; a larger one is an error when it is loaded


def digest(*parts: str | bytes) -> str:
    """One digest of some parts; each is counted, so that none runs into the next."""
    whole = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def of_files(paths: Sequence[Path], name: Callable[[Path], str] = str) -> str:
    """Digest of the YAML files that these files and folders hold, names and contents. Raises OSError.

    `name`: what a file is called in it; by its whole path, if nothing else is said.
    """
    parts: list[str | bytes] = []
    for path in paths:
        for file, wrong in named(path):
            with file.open("rb") if not wrong else io.BytesIO(wrong.encode()) as content:
                parts += [name(file), content.read(MOST_BYTES)]
    return digest(*parts)


def of_tool(*folders: Path) -> str:
    """Digest of this tool, of the files that it brings in `folders`, and of what is installed beside it.

    By time and size of its own files, not by version alone: a changed checkout of the same version must not answer
    with what the one before it thought. By the names of the installed packages, which carry their versions: a new
    parser may read the same file otherwise. Raises OSError.
    """
    own = sorted({str(Path(__file__).parent.parent), *map(str, folders)})
    return digest(FORMAT, *(line for folder in own for line in _looks(folder)), *_installed(sys.path))


def of_contents(folder: Path, leaving: Path | None = None) -> str:
    """Digest of code, rules and words under a folder but not in `leaving`: what they say, wherever they lie.

    Raises OSError.
    """
    parts: list[str | bytes] = []
    for path in sorted(_all_of(str(folder), str(leaving)), key=lambda one: one.split(os.sep)):
        with open(path, "rb", buffering=0) as file:
            parts += [os.path.relpath(path, folder).replace(os.sep, "/"), file.read()]
    return digest(*parts)


def _all_of(folder: str, leaving: str) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".yaml")):
                yield entry.path
            elif entry.path != leaving and "." not in entry.name and entry.is_dir():
                yield from _all_of(entry.path, leaving)


def _looks(folder: str) -> Iterable[str]:
    """Path, size and time of the files under a folder, in no order that changes."""
    inner = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name.endswith((".py", ".yaml", ".yml", ".txt")):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                inner.append(entry.path)
    for path in inner:
        yield from _looks(path)


def _installed(places: Iterable[str]) -> Iterable[str]:
    for place in places:
        try:
            yield from sorted(name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info")))
        except OSError:  # a zip file, or a place that is not there
            continue
