"""The loops that run a target, each in a process of its own that `drive` started and watches."""

from __future__ import annotations

import json
import mmap
import re
import resource
import signal
import struct
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from fuzz.surface import Surface

ENGINES: Final = ("atheris", "mutation", "hypothesis")
MEMORY: Final = 2 << 30  # bytes that the process may hold; MemoryError is a defect like any other
ROOM: Final = 1 << 20  # bytes of the longest input
MOST: Final = 64  # surfaces
STUCK: Final = 40.0  # seconds of computing after which the kernel ends a process that is stuck in native code
SLICE: Final = 1.0  # seconds of one surface before the next one has its turn
Parts: TypeAlias = list[tuple[str, bytes]]
Fails: TypeAlias = Callable[[bytes], bool]
_HEAD = struct.Struct("<II")
_SCORE = struct.Struct("<Qd")
_VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|[0-9]+|/\S+")


class Box:
    """What a process tells while it runs, in a file that outlives it: what was executed, and what is at work.

    Counts and seconds of computing for each surface, then the number of the surface and the input at work.
    """

    SIZE = MOST * _SCORE.size + _HEAD.size + ROOM

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(b"\0" * self.SIZE)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), self.SIZE)

    def begin(self, index: int, data: bytes) -> None:
        """An input is about to be run."""
        start = MOST * _SCORE.size
        kept = data[:ROOM]
        _HEAD.pack_into(self._map, start, index, len(kept))
        start += _HEAD.size
        self._map[start : start + len(kept)] = kept

    def end(self, index: int, seconds: float) -> None:
        """It was run."""
        count, spent = self.score(index)
        _SCORE.pack_into(self._map, index * _SCORE.size, count + 1, spent + seconds)

    def score(self, index: int) -> tuple[int, float]:
        """(executions, seconds of computing) of a surface."""
        count, spent = _SCORE.unpack_from(self._map, index * _SCORE.size)
        return int(count), float(spent)

    def at_work(self) -> tuple[int, bytes]:
        """(surface, input) that was begun last."""
        start = MOST * _SCORE.size
        index, size = _HEAD.unpack_from(self._map, start)
        start += _HEAD.size
        return int(index), bytes(self._map[start : start + size])


def signature(error: BaseException) -> str:
    """What makes two failures one defect: the kind of error, and where in the tool it was raised or what it says."""
    kind = type(error).__name__
    if kind == "TooSlow":
        return kind
    if kind == "Defect":
        return f"{kind}: {_VARYING.sub('…', str(error))[:80]}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/checker/" in f.filename]
    last = frames[-1] if frames else None
    return f"{kind} in {Path(last.filename).name}:{last.name}" if last else kind


class Runner:
    """Runs inputs, counts them, and keeps the first input of each defect in a folder.

    `mortal`: the system ends this process when an input will not, so it must be one of its own.
    """

    def __init__(
        self, surfaces: Sequence[Surface], box: Box, found: Path, slack: float, *, mortal: bool = False
    ) -> None:
        self.mortal = mortal
        self.surfaces, self.box, self.found, self.slack = surfaces, box, found, slack
        self.seen: set[str] = set()
        self.armed = -STUCK

    def __call__(self, index: int, data: bytes) -> None:
        surface = self.surfaces[index]
        self.box.begin(index, data)
        start = time.process_time()
        if self.mortal and start - self.armed > 1:
            self.armed = start
            signal.setitimer(signal.ITIMER_PROF, STUCK)
        try:
            surface.run(data, self.slack)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._keep(surface, data, error)
        self.box.end(index, time.process_time() - start)

    def _keep(self, surface: Surface, data: bytes, error: BaseException) -> None:
        name = f"{surface.name} {signature(error)}"
        if name in self.seen:
            return
        self.seen.add(name)
        stem = sha256(name.encode()).hexdigest()[:16]
        (self.found / f"{stem}.input").write_bytes(data)
        told = "".join(traceback.format_exception(error, limit=-12))
        about = {"target": surface.name, "signature": signature(error), "told": told}
        (self.found / f"{stem}.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def serve(engine: str, names: Sequence[str], seconds: float, box: Path, found: Path, corpus: Path, seed: int) -> None:
    """Run inputs of some surfaces for a time. The process does nothing else; `drive` reads box and folder."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    warnings.simplefilter("always")
    if engine == "atheris":
        _instrument()
    from fuzz.targets import SURFACES  # noqa: PLC0415  (after the instrumentation)

    surfaces = [SURFACES[name] for name in names]
    runner = Runner(surfaces, Box(box), found, 3.0 if engine == "atheris" else 1.0, mortal=True)
    random = Random(seed)
    if engine == "atheris":
        _guided(runner, surfaces[0], seconds, corpus, random)
        return
    deadline = time.monotonic() + seconds
    turn = min(SLICE, seconds / len(surfaces) / 2) if len(surfaces) > 1 else seconds
    slices = [_mutating if engine == "mutation" else _proposing] * len(surfaces)
    while time.monotonic() < deadline:
        for index, surface in enumerate(surfaces):
            surface.warm()
            slices[index](runner, index, min(time.monotonic() + turn, deadline), random)


def _instrument() -> None:
    """Import the tool so that atheris sees which branches an input takes."""
    import atheris  # noqa: PLC0415

    # Its hook for regular expressions is left alone: it takes `pattern.match(text, at)` for a mistake.
    with atheris.instrument_imports(include=["checker"], enable_loader_override=False):
        import fuzz.targets  # noqa: F401, PLC0415


def _guided(runner: Runner, surface: Surface, seconds: float, corpus: Path, random: Random) -> None:
    """Coverage-guided (libFuzzer under atheris). Ends the process."""
    import atheris  # noqa: PLC0415

    from fuzz.mutation import mutate  # noqa: PLC0415

    surface.warm()
    seeds = corpus.parent / f"{corpus.name}-seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in surface.seeds:
        (seeds / sha256(seed).hexdigest()[:16]).write_bytes(seed)

    def changed(data: bytes, most: int, number: int) -> bytes:
        if random.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        return mutate(surface, data, random, most)

    arguments = (
        f"-max_total_time={max(1, int(seconds))}", f"-seed={random.randrange(1, 2**31)}", f"-max_len={surface.most}",
        "-len_control=0", f"-artifact_prefix={runner.found}/",
        "-timeout=600", "-rss_limit_mb=0", "-verbosity=0", "-print_final_stats=0",  # the clock and the limit are ours
    )  # fmt: skip
    atheris.Setup(
        [sys.argv[0], str(corpus), str(seeds), *arguments], lambda data: runner(0, data), custom_mutator=changed
    )
    atheris.Fuzz()


def _mutating(runner: Runner, index: int, deadline: float, random: Random) -> None:
    """Blind mutation of seeds, and of what came of them before."""
    from fuzz.mutation import fresh, mutate  # noqa: PLC0415

    surface = runner.surfaces[index]
    pool = list(surface.seeds)
    first = len(pool)
    while time.monotonic() < deadline:
        for _ in range(max(1, int(5 / surface.cost))):
            chance = random.random()
            if chance < 0.2:
                data = fresh(surface, random)
            else:
                data = mutate(surface, random.choice(pool if chance < 0.6 else pool[:first]), random)
            if len(pool) < first + 64:
                pool.append(data)
            elif random.random() < 0.2:
                pool[random.randrange(first, len(pool))] = data
            runner(index, data)


def _proposing(runner: Runner, index: int, deadline: float, random: Random) -> None:
    """What hypothesis proposes for the strategy of the surface."""
    from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: PLC0415

    from fuzz.mutation import strategy  # noqa: PLC0415

    rules = settings(
        max_examples=100, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    while time.monotonic() < deadline:
        seed(random.randrange(2**32))(
            rules(given(strategy(runner.surfaces[index]))(lambda data: runner(index, data)))
        )()


def shrink(surface: Surface, data: bytes, seconds: float) -> bytes:
    """The smallest input, found in this time, that fails as this one does; the same one if it does not fail."""
    deadline = time.monotonic() + seconds
    wanted = _failure(surface, data)
    if wanted is None:
        return data

    def fails(other: bytes) -> bool:
        return time.monotonic() < deadline and _failure(surface, other) == wanted

    parts = surface.split(data) if surface.split is not None else None
    if not parts or surface.join is None or not fails(surface.join(parts)):
        return _smaller(data, fails)
    join, i = surface.join, 0
    while i < len(parts):
        less = parts[:i] + parts[i + 1 :]
        if less and fails(join(less)):
            parts = less
        else:
            i += 1
    for i, (name, content) in enumerate(parts):
        before, after = parts[:i], parts[i + 1 :]
        parts[i] = (name, _smaller(content, _inside(fails, join, before, name, after)))
    return join(parts)


def _inside(
    fails: Fails, join: Callable[[Parts], bytes], before: Parts, name: str, after: Parts
) -> Callable[[bytes], bool]:
    """Whether the whole fails with this content of one part."""
    return lambda content: fails(join([*before, (name, content), *after]))


def _failure(surface: Surface, data: bytes) -> str | None:
    try:
        surface.run(data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return signature(error)
    return None


def _smaller(data: bytes, fails: Fails) -> bytes:
    """Delta debugging over characters: cut stretches, from half of the text down to one character."""
    text = data.decode("utf-8", "surrogateescape")
    size = max(1, len(text) // 2)
    while size:
        at, cut = 0, False
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if fails(_back(shorter)):
                text, cut = shorter, True
            else:
                at += size
        size = size if cut and size == 1 else size // 2
    return _back(text)


def _back(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
