"""Digests of what an entry depends on: contents, rule files, options, and the tool with all that it imports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

FORMAT = "1"  # of the entries


def digest(*parts: str | bytes) -> str:
    """One digest of some parts; each is counted, so that none runs into the next."""
    whole = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def of_files(paths: Sequence[Path]) -> str:
    """Digest of the YAML files that these files and folders hold, names and contents. Raises OSError."""
    parts: list[str | bytes] = []
    for path in paths:
        for file in sorted(path.rglob("*.y*ml")) if path.is_dir() else [path]:
            parts += [str(file), file.read_bytes()]
    return digest(*parts)


def of_tool() -> str:
    """Digest of this tool and of what is installed beside it.

    By time and size of its own modules, not by version alone: a changed checkout of the same version must not answer
    with what the one before it thought. By the names of the installed packages, which carry their versions: a new
    parser may read the same file otherwise.
    """
    return digest(FORMAT, *_modules(Path(__file__).parent.parent), *_installed(sys.path))


def _modules(package: Path) -> Iterable[str]:
    for folder, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".yaml", ".txt")):
                stat = os.stat(os.path.join(folder, name))
                yield f"{os.path.join(folder, name)} {stat.st_size} {stat.st_mtime_ns}"


def _installed(places: Iterable[str]) -> Iterable[str]:
    for place in places:
        try:
            yield from sorted(name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info")))
        except OSError:  # a zip file, or a place that is not there
            continue
