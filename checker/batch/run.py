"""What a run is: input, rules, tool, options. It stands in `_run.json` of the output, so that a run may go on later."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from checker import __version__
from checker.batch.checking import Options, rules_digest
from checker.batch.plan import Columns, Plan
from checker.batch.schema import DATASETS, VERSION
from checker.cache import digest
from checker.config import Layer
from checker.terminal import Trouble, write_file
from checker.texts import say

FILE = "_run.json"
STAGE = "_stage"
READERS = ("docx", "html", "pdf", "xlsx")  # the extras whose libraries read documents


def identity(plan: Plan, columns: Columns, options: Options, engine: str) -> dict[str, str | int]:
    """All that bears on the output. Not the number of processes, nor the machine."""
    config = replace(options.config, fail_on="error", isolated=False, baseline=None, rules=(), typed=Layer(), named=())
    asked = (repr(config), options.ledger, options.timeout, options.kind, tuple(asdict(columns).items()))
    return {
        "schema": VERSION,
        "inputs": plan.inputs,
        "rules": rules_digest(options.config),
        "tool": _tool(),
        "options": digest(repr(asked))[:16],
        "engine": engine,
    }


def _tool() -> str:
    """The version of this tool, and a digest of its own files and of the versions of what reads documents for it."""
    home = Path(__file__).parent.parent
    own = (path.read_bytes() for path in sorted(home.rglob("*.py")))
    return f"{__version__} {digest(*own, *_libraries())[:16]}"


def _libraries() -> list[str]:
    """Names and versions of the installed packages that this one needs, without those for tests and faces."""
    found = []
    for line in metadata.requires("checker") or ():
        name, extra = re.match(r"[\w.-]+", line), re.search(r"extra == ['\"](\w+)['\"]", line)
        if name and (extra is None or extra[1] in READERS):
            try:
                found.append(f"{name[0]} {metadata.version(name[0])}")
            except metadata.PackageNotFoundError:
                found.append(name[0])
    return sorted(found)


def begin(folder: Path, mine: Mapping[str, str | int], parts: int, lang: str, restart: bool) -> None:
    """Make a folder ready for a run, new or resumed. Raises Trouble if it holds another one, or anything else."""
    path = folder / FILE
    if path.is_file():
        if not restart:
            _same(path, mine, lang)
            return
        for name in (*DATASETS, STAGE):
            shutil.rmtree(folder / name, ignore_errors=True)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(say("corpus-not-empty", lang, path=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(say("cannot-write", lang, path=folder, why=error.strerror or "")) from None
    write_file(str(path), json.dumps({**mine, "parts": parts}, indent=1) + "\n", lang)


def parts_of(folder: Path, lang: str) -> int:
    """How many parts the run in a folder has when it is done. Raises Trouble."""
    if not (folder / FILE).is_file():
        raise Trouble(say("corpus-no-run", lang, path=folder))
    return int(str(_read(folder / FILE, lang)["parts"]))


def _same(path: Path, mine: Mapping[str, str | int], lang: str) -> None:
    """Trouble with what differs, if the run of a file is another one."""
    there = _read(path, lang)
    other = [key for key, value in mine.items() if there.get(key) != value]
    if other:
        what = say("and", lang).join(say(f"corpus-what-{key}", lang) for key in other)
        raise Trouble(say("corpus-other-run", lang, path=os.path.dirname(path), what=what))


def _read(path: Path, lang: str) -> dict[str, object]:
    try:
        value = json.loads(path.read_text("utf-8"))
        int(value["parts"])
    except (ValueError, TypeError, KeyError):
        raise Trouble(say("corpus-bad-run", lang, path=path)) from None
    assert isinstance(value, dict)
    return value
