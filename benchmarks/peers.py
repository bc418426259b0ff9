"""Other programs on the same text, each in an environment of its own. `PEERS` says which, and their versions."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import children, startup
from benchmarks.stats import paired, spread
from benchmarks.table import Row
from benchmarks.texts import generated


@dataclass(frozen=True, slots=True)
class Peer:
    """A library on PyPI: what pip is told to install. The last version of each that was there in late 2026."""

    name: str
    requires: tuple[str, ...]


PEERS = (
    Peer("jionlp", ("jionlp==1.5.31", "jiojio==1.2.8", "numpy==2.4.6")),
    # It imports a name that emoji dropped in version 2.
    Peer("recognizers-text-suite", ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0")),
    Peer("chinese2digits", ("chinese2digits==6.0.2",)),
    Peer("cn2an", ("cn2an==0.5.24",)),
    Peer("quantulum3", ("quantulum3==0.10.0",)),
    Peer("sinan", ("sinan==0.1.5",)),
)
YAMLLINT = "yamllint==1.38.0"
TEXTLINT = ("textlint@14.8.4", "textlint-rule-no-todo@2.0.1")
INSTALL_SECONDS = 300


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    """The last line that a program said of its failure."""
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


def environment(venvs: Path, name: str, requires: tuple[str, ...]) -> Path:
    """The folder of an environment with these packages, made if it is not there. Raises ChildFailed."""
    home = venvs / name
    stamp = home / "installed.json"
    if stamp.is_file() and json.loads(stamp.read_text()) == list(requires):
        return home
    venv.create(home, clear=True, with_pip=True)
    asked = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requires]
    _install(asked, venvs)
    stamp.write_text(json.dumps(list(requires)))
    return home


def _install(asked: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise children.ChildFailed(f"not installed after {INSTALL_SECONDS} s") from None
    if done.returncode:
        raise children.ChildFailed(f"not installed: {_tail(done)}")


def measure(
    corpus: Path | None, venvs: Path, sample: int, rounds: int, timeout: float, say: Callable[[str], None]
) -> dict[str, Any]:
    """An answer or a reason for each peer, and for checker itself on the same sample."""
    task = {"corpus": str(corpus) if corpus else None, "sample": sample, "rounds": rounds}
    venvs.mkdir(parents=True, exist_ok=True)
    answers: dict[str, Any] = {"checker": children.run("peer", {**task, "peer": "checker"})}
    for peer in PEERS:
        try:
            python = environment(venvs, peer.name, peer.requires) / "bin" / "python"
            answers[peer.name] = children.run("peer", {**task, "peer": peer.name}, python=str(python), timeout=timeout)
        except children.ChildFailed as error:
            answers[peer.name] = {"failed": str(error)}
        say(f"peers: {peer.name}: {answers[peer.name].get('failed', 'measured')}")
    return {"answers": answers, "starts": [row.as_json() for row in starts(venvs, say)]}


def _ratio(call: dict[str, Any]) -> float | None:
    """The median over the rounds of the peer's time over the floor's; None where it failed on every document."""
    rounds = [(peer, floor) for peer, floor in call["rounds"] if floor]
    return spread(paired(*map(list, zip(*rounds, strict=True)))).median if rounds else None


def rows(measured: dict[str, Any]) -> list[Row]:
    """Each peer over the floor, and the two of jionlp together over our whole lint, chained through the floor."""
    answers = measured["answers"]
    ours = _ratio(answers["checker"]["calls"]["lint"])
    made = [Row("peer-checker", "checker, whole lint / floor, same sample", ours, note=_said(answers))]
    both = 0.0
    labels = {peer.name: peer.requires[0].replace("==", " ") for peer in PEERS}
    for name, answer in answers.items():
        if name == "checker":
            continue
        if "failed" in answer:
            made.append(Row(f"peer-{name}", labels[name], None, note=answer["failed"]))
            continue
        for call, found in answer["calls"].items():
            note = f"{found['found']:,} found, fed {found['fed']}"
            if found["failed"]:
                note += f"; raised on {len(found['failed'])} documents, which are left out"
            made.append(Row(f"peer-{name}-{call}", f"{labels[name]}, {call} / floor", _ratio(found), note=note))
            both += (_ratio(found) or 0) if name == "jionlp" else 0
    if both and ours:
        note = "both of its extractions, time and money, over our whole lint"
        made.append(Row("jionlp", "jionlp extraction / whole lint", both / ours, note=note))
    else:
        made.append(Row("jionlp", "jionlp extraction / whole lint", None, note="jionlp could not be measured"))
    return [*made, *(Row(**row) for row in measured["starts"])]


def _said(answers: dict[str, Any]) -> str:
    own = answers["checker"]
    found = own["calls"]["lint"]["found"]
    return f"{own['documents']} documents, {own['characters']:,} characters; {found:,} numbers found"


def starts(venvs: Path, say: Callable[[str], None], runs: int = 9) -> list[Row]:
    """Start-up of two linters that people know, on one small file each: yamllint, and textlint with one rule."""
    made = []
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        folder = Path(name)
        (folder / "one.yaml").write_text("---\nkey: value\n", encoding="utf-8")
        (folder / "one.txt").write_text(generated(0, startup.SIZE), encoding="utf-8")
        for linter, command in (("yamllint", _yamllint), ("textlint", _textlint)):
            try:
                made.append(startup.other(linter, command(venvs, folder), folder, runs))
            except (children.ChildFailed, RuntimeError) as error:
                made.append(Row(f"start-{linter}", f"`{linter}` on one small file", None, unit="ms", note=str(error)))
            say(f"peers: {linter}: {made[-1].note or 'measured'}")
    return made


def _yamllint(venvs: Path, folder: Path) -> list[str]:
    return [str(environment(venvs, "yamllint", (YAMLLINT,)) / "bin" / "yamllint"), str(folder / "one.yaml")]


def _textlint(venvs: Path, folder: Path) -> list[str]:
    """textlint from npm, with one of its plainest rules: without any it says so and does nothing."""
    npm = shutil.which("npm")
    if npm is None:
        raise children.ChildFailed("npm is missing")
    home = venvs / "textlint"
    program = home / "node_modules" / ".bin" / "textlint"
    if not program.exists():
        home.mkdir(exist_ok=True)
        (home / "package.json").write_text('{"private": true}')
        _install([npm, "install", "--no-audit", "--no-fund", *TEXTLINT], home)
    return [str(program), "--no-textlintrc", "--rule", "no-todo", str(folder / "one.txt")]
