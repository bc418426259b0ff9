"""Floor 2: the files that a user's words on the command line mean: names, folders, globs, - for standard input."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from errno import errorcode

STDIN = "-"
COPY = ".checked"  # stands before the suffix of a copy that the tool itself wrote
SIDE = ".checker.yaml"  # ends the name of a report's side file
SETTINGS = "checker.toml"
PASSED_OVER = frozenset({"__pycache__", "node_modules"})


@dataclass(frozen=True, slots=True)
class Walk:
    """What was found.

    files: each once, in the order of the words, folders sorted. trouble: (path, key of a text in
    texts.py, name of the system's error) for each word that gives nothing. skipped: (suffix, count) of the files of
    unknown kind met inside folders or by a glob.
    """

    files: tuple[str, ...]
    trouble: tuple[tuple[str, str, str], ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()


def walk(words: Sequence[str], suffixes: Iterable[str]) -> Walk:
    """Files for all words. Only what a folder or a glob gives is chosen by suffix; a named file is always taken."""
    known = frozenset(suffixes)
    files: dict[str, None] = {}
    skipped: Counter[str] = Counter()
    trouble: list[tuple[str, str, str]] = []
    for word in words:
        if word == STDIN or os.path.isfile(word):
            files[word] = None
        elif os.path.isdir(word):
            _take_folder(word, known, files, skipped, trouble)
        elif os.path.exists(word):  # a pipe: <(command)
            files[word] = None
        elif glob.has_magic(word):
            found = sorted(glob.glob(word, recursive=True))
            if not found:
                trouble.append((word, "no-match", ""))
            for path in found:
                if os.path.isdir(path):
                    if "**" not in word:
                        _take_folder(path, known, files, skipped, trouble)
                else:
                    _take(path, known, files, skipped)
        else:
            trouble.append((word, "missing", ""))
    return Walk(tuple(files), tuple(trouble), tuple(sorted(skipped.items())))


def _take(path: str, known: frozenset[str], files: dict[str, None], skipped: Counter[str]) -> None:
    stem, suffix = os.path.splitext(path)
    suffix = suffix.lower()
    name = os.path.basename(path)
    if stem.endswith(COPY) or name.startswith("~$"):  # our own copy; a lock of an open Word file
        return
    if name == SETTINGS or (name.endswith(SIDE) and os.path.isfile(path.removesuffix(SIDE))):
        return  # read, but no report; a side file without its report is counted
    if suffix in known:
        files[path] = None
    else:
        skipped[suffix] += 1


def _take_folder(
    folder: str,
    known: frozenset[str],
    files: dict[str, None],
    skipped: Counter[str],
    trouble: list[tuple[str, str, str]],
) -> None:
    """All files of known kinds below a folder; what begins with a dot is passed over."""

    def failed(error: OSError) -> None:
        trouble.append((str(error.filename), "no-access", errorcode.get(error.errno or 0, "")))

    found: dict[str, None] = {}
    for place, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in PASSED_OVER)
        for name in sorted(names):
            if not name.startswith("."):
                _take(os.path.join(place, name), known, found, skipped)
    if not found:
        trouble.append((folder, "empty-folder", ""))
    files.update(found)
