"""The YAML files of a folder, and which of them a stranger's folder may not have read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LEADS_OUT = "the link leads out of the folder, so it is not read; name the file itself if it is meant"
NO_FILE = "no regular file, so it is not read"


def yaml_files(folder: Path, *, links: bool = False) -> Iterator[tuple[Path, str]]:
    """Each `*.yaml` below a folder, in order, with why it must not be opened; "" if it may.

    A pipe or a device would never end, and a link can lead to any file of the machine, parts of which error messages
    would then quote. Linked folders are not entered. `links`: links may lead anywhere.
    """
    for path in sorted(folder.rglob("*.yaml")):
        if path.is_symlink() and not links and not path.resolve().is_relative_to(folder.resolve()):
            yield path, LEADS_OUT
        elif path.is_dir():
            continue
        else:
            yield path, "" if path.is_file() else NO_FILE


def named(path: Path) -> Iterator[tuple[Path, str]]:
    """The same for a path that was named: a folder's files wherever links lead, or the file itself."""
    if path.is_dir():
        yield from yaml_files(path, links=True)
    else:
        yield path, NO_FILE if path.exists() and not path.is_file() else ""
