"""Floor 2: what was checked before, kept between runs. Losing it costs time, never an answer.

One file for each entry, named by a digest of all that the entry depends on; so an entry is never out of date, and two
runs at once write the same thing. Entries are compressed JSON that is checked while it is read (see `codec`): a damaged
or foreign one counts as none. Not pickle, which would run what it reads.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from checker.cache.codec import decode, encode
from checker.cache.keys import digest, of_contents, of_files, of_tool
from checker.texts import cause, say

__all__ = ["Cache", "default_folder", "digest", "of_contents", "of_files", "of_tool", "parsed", "written"]

T = TypeVar("T")
FOLDER = "CHECKER_CACHE_DIR"
SUFFIX = ".z"
DAY = 86_400
KEPT = 30 * DAY  # an entry that nobody asked for in so long goes
MOST_BYTES = 200_000_000  # of one entry unpacked: more is no entry of ours
BROKEN = (ValueError, TypeError, KeyError, ArithmeticError, RecursionError)  # what says that an entry is none of ours
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by checker; may be deleted at any time.\n"


def default_folder() -> Path:
    """$CHECKER_CACHE_DIR, else the user's own folder for caches."""
    if named := os.environ.get(FOLDER):
        return Path(named)
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "checker"


def parsed(kind: type[T], text: str) -> T | None:
    """The value that a text of `written` stands for; None if it stands for none."""
    try:
        return cast(T, decode(kind, json.loads(text)))
    except BROKEN:
        return None


def written(kind: type[T], value: T) -> str:
    """A value as JSON in ASCII. Raises TypeError for a value that no hint describes."""
    return json.dumps(encode(kind, value), separators=(",", ":"))


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class SharedError(OSError):
    """Others may write into the folder: what lies there may be of their making, and so are its answers."""


def _shared(folder: Path | None) -> SharedError | None:
    """An error if a folder is another user's, or open to others."""
    if folder is None or os.name == "nt":
        return None
    with suppress(OSError):
        stat = folder.stat()
        if stat.st_mode & 0o002 or (os.geteuid() != 0 and stat.st_uid not in (os.geteuid(), 0)):
            return SharedError()
    return None


class Cache:
    """Entries in a folder (None: nowhere), and, if `memory`, those of this process as well."""

    def __init__(self, folder: Path | None, *, memory: bool = False) -> None:
        self.folder = folder
        self.trouble: OSError | None = _shared(folder)  # the first thing that could not be written
        self._memory: dict[str, object] | None = {} if memory else None
        self._asked: set[str] = set()  # keys since the last turn

    @property
    def remembers(self) -> bool:
        """Whether this process keeps entries itself."""
        return self._memory is not None

    def at_hand(self, key: str) -> bool:
        """Whether this process has the entry itself."""
        return self._memory is not None and key in self._memory

    def has(self, key: str) -> bool:
        """Whether there is an entry; it may turn out to be one that cannot be used."""
        return self.at_hand(key) or (self.folder is not None and self._path(key).is_file())

    def get(self, key: str, kind: type[T]) -> T | None:
        """The entry, or None if there is none that can be used."""
        self._asked.add(key)
        if self._memory is not None and key in self._memory:
            return cast(T, self._memory[key])
        if not self._believed:
            return None
        try:
            unpacked = zlib.decompressobj()
            data = unpacked.decompress(self._path(key).read_bytes(), MOST_BYTES)
            if not unpacked.eof:
                return None
            stored, value = json.loads(data)
            found = cast(T, decode(kind, value)) if stored == key else None
        except (OSError, zlib.error, *BROKEN):
            return None
        self._used(key)
        self.remember(key, found)
        return found

    def put(self, key: str, kind: type[T], value: T) -> None:
        """Keep a value; what cannot be written is remembered in `trouble` and tried no more."""
        self.remember(key, value)
        if self.folder is None or self.trouble:
            return
        with suppress(TypeError):  # a value that no hint describes is checked anew each time
            self.put_text(key, written(kind, value))

    def put_text(self, key: str, text: str) -> None:
        """Keep what `written` made of a value."""
        self.put_bytes(key, zlib.compress(f'["{key}",{text}]'.encode(), 1))

    def get_bytes(self, key: str) -> bytes | None:
        """The bytes of an entry as they lie there; None if there is none. Whether they are whole is for the caller."""
        try:
            data = self._path(key).read_bytes() if self._believed else None
        except OSError:
            return None
        self._used(key)
        return data

    def put_bytes(self, key: str, data: bytes) -> None:
        """Keep bytes; what cannot be written is remembered in `trouble` and tried no more."""
        if self.folder is None or self.trouble:
            return
        try:
            self._write(self._path(key), data)
        except OSError as error:
            self.trouble = error

    @property
    def _believed(self) -> bool:
        """Whether what lies there can only be ours."""
        return self.folder is not None and not isinstance(self.trouble, SharedError)

    def _used(self, key: str) -> None:
        """An entry that is asked for stays."""
        with suppress(OSError):
            if self.folder and time.time() - (path := self._path(key)).stat().st_mtime > DAY:
                os.utime(path)

    def remember(self, key: str, value: object) -> None:
        """Keep a value for this process, if that was asked for."""
        self._asked.add(key)
        if self._memory is not None and value is not None:
            self._memory[key] = value

    def why(self, lang: str) -> str:
        """Why nothing can be kept, or nothing."""
        if isinstance(self.trouble, SharedError):
            return say("cache-shared", lang, path=self.folder)
        return cause(self.trouble, lang) if self.trouble else ""

    def turn(self) -> None:
        """A run is over: let go of all in memory that it did not ask for, and of old files."""
        if self._memory is not None:
            self._memory = {key: value for key, value in self._memory.items() if key in self._asked}
        self._asked = set()
        self._prune()

    def _prune(self) -> None:
        """At most once a day: delete what nobody asked for in a month."""
        if self.folder is None or self.trouble:
            return
        now, mark = time.time(), self.folder / "CACHEDIR.TAG"
        with suppress(OSError):
            if now - mark.stat().st_mtime < DAY:
                return
            os.utime(mark)
            for entry in self.folder.glob("??/*"):
                # What has another name was begun by a process that was killed.
                age = KEPT if entry.suffix == SUFFIX else DAY
                with suppress(OSError):  # another run may have been faster
                    if now - entry.stat().st_mtime > age:
                        entry.unlink()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / (key[2:] + SUFFIX)

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all: beside it first, then renamed. The folder is for its owner alone: it holds reports."""
        if not path.parent.is_dir():
            assert self.folder is not None
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            tag = self.folder / "CACHEDIR.TAG"
            if not tag.exists():
                tag.write_text(TAG, encoding="ascii")
        beside = path.with_name(os.urandom(12).hex())
        try:
            with open(beside, "xb", opener=_for_its_owner) as file:
                file.write(data)
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
