"""Floor 2: the files that a user's words on the command line mean: names, folders, globs, - for standard input."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from errno import errorcode
from typing import NamedTuple

STDIN = "-"
PACKED = ".zip"  # a bundle of reports: a folder in one file
COPY = ".checked"  # stands before the suffix of a copy that the tool itself wrote
PASSED_OVER = frozenset({"__pycache__", "node_modules", "__MACOSX"})
SIDE = ".checker.yaml"  # ends the name of a report's side file
SETTINGS = "checker.toml"


class Walk(NamedTuple):
    """What was found.

    files: each once, in the order of the words, folders sorted; a bundle (.zip) is one file, a member of one is
    BUNDLE/NAME. named: those of them that a word names itself. trouble: (path, key of a text in
    texts.py, name of the system's error) for each word that gives nothing. skipped: (suffix, count) of the files of
    unknown kind met inside folders or by a glob.
    """

    files: tuple[str, ...]
    trouble: tuple[tuple[str, str, str], ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    named: frozenset[str] = frozenset()


def walk(words: Sequence[str], suffixes: Iterable[str]) -> Walk:
    """Files for all words. Only what a folder or a glob gives is chosen by suffix; a named file is always taken."""
    known = frozenset((*suffixes, PACKED))
    files: dict[str, None] = {}
    named: set[str] = set()
    skipped: Counter[str] = Counter()
    trouble: list[tuple[str, str, str]] = []
    for word in words:
        if word == STDIN or os.path.isfile(word) or in_bundle(word)[1]:
            files[word] = None
            named.add(word)
        elif os.path.isdir(word):
            _take_folder(word, known, files, skipped, trouble)
        elif os.path.exists(word):  # a pipe: <(command)
            files[word] = None
        elif any(sign in word for sign in "*?["):
            import glob  # noqa: PLC0415 - not for a plain name

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
    return Walk(tuple(files), tuple(trouble), tuple(sorted(skipped.items())), frozenset(named))


def in_bundle(path: str) -> tuple[str, str]:
    """(bundle, name inside) of a path: (a.zip, b/c.docx) of a.zip/b/c.docx; the name is empty for a bundle itself, both
    are empty for anything else."""
    slashed = path.replace(os.sep, "/")
    low = slashed.lower()
    at = low.find(PACKED + "/")
    while at >= 0:
        bundle, inside = path[: at + len(PACKED)], slashed[at + len(PACKED) + 1 :]
        if os.path.isfile(bundle):
            return bundle, inside
        at = low.find(PACKED + "/", at + 1)
    return (path, "") if low.endswith(PACKED) else ("", "")


def passed_over(name: str) -> bool:
    """Whether a file of a folder or a bundle is no report for certain: our own copy, the lock of an open Word file,
    what begins with a dot or lies below such a folder. `name`: relative to the folder, "/" between its parts."""
    *folders, last = name.split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in (*folders, last))
    stem = os.path.splitext(last)[0]
    return hidden or not PASSED_OVER.isdisjoint(folders) or stem.endswith(COPY) or last.startswith("~$")


def _take(path: str, known: frozenset[str], files: dict[str, None], skipped: Counter[str]) -> None:
    suffix = os.path.splitext(path)[1].lower()
    name = os.path.basename(path)
    if passed_over(name):
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
            _take(os.path.join(place, name), known, found, skipped)
    if not found:
        trouble.append((folder, "empty-folder", ""))
    files.update(found)
