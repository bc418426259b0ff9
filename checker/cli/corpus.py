"""`checker corpus`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from checker.cli.options import Argument, Ignore, Isolated, Language, Level, Option, RuleFiles, Select
from checker.cli.running import processes
from checker.terminal import Trouble, choice, err, out, progress
from checker.texts import say
from checker.width import clean

if TYPE_CHECKING:
    from checker.batch.checking import Options
    from checker.batch.plan import Columns, Plan
    from checker.config import Config

ENGINES = ("local", "spark")
SUMMARIES = ("text", "json")


def corpus(
    folder: Annotated[str, Option("--out", "DIR", "help.out")],
    word: Annotated[str | None, Argument("[INPUT]", "help.corpus-input")] = None,
    id: Annotated[str, Option("--id", "COLUMN", "help.corpus-id", shown=True)] = "id",
    text: Annotated[str, Option("--text", "COLUMN", "help.corpus-text", shown=True)] = "text",
    source: Annotated[str, Option("--source", "COLUMN", "help.corpus-source", shown=True)] = "source",
    content: Annotated[str, Option("--content", "COLUMN", "help.corpus-content", shown=True)] = "content",
    name: Annotated[str, Option("--name", "COLUMN", "help.corpus-name", shown=True)] = "name",
    kind: Annotated[str, Option("--kind", "KIND", "help.corpus-kind", shown=True)] = "txt",
    ledger: Annotated[bool, Option("--ledger", None, "help.corpus-ledger")] = False,
    jobs: Annotated[str, Option("--jobs, -j", "N", "help.corpus-jobs", shown=True)] = "0",
    timeout: Annotated[str, Option("--timeout", "SECONDS", "help.corpus-timeout", shown=True)] = "60",
    restart: Annotated[bool, Option("--restart", None, "help.restart")] = False,
    engine: Annotated[str, Option("--engine", "ENGINE", "help.engine", shown=True)] = "local",
    master: Annotated[str | None, Option("--master", "URL", "help.master")] = None,
    form: Annotated[str, Option("--format, -f", "FORMAT", "help.corpus-format", shown=True)] = "text",
    select: Select = None,
    ignore: Ignore = None,
    severity: Level = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> int:
    from checker.setup import Asked, configure  # noqa: PLC0415

    asked = Asked(select or (), ignore or (), severity or (), None, rules or (), isolated, None, lang)
    config = configure(asked)
    choice("--format", form, SUMMARIES, config.lang)
    choice("--engine", engine, ENGINES, config.lang)
    if master is not None and engine != "spark":
        raise Trouble(say("corpus-only-spark", config.lang, option="--master"))
    order = _Order(Path(folder), engine, master, processes(jobs, config.lang), restart)
    try:
        whole = True
        if word is not None:
            from checker.batch.plan import Columns  # noqa: PLC0415

            columns = Columns(id=id, source=source, name=name, text=text, content=content)
            whole = _run(word, columns, _options(config, ledger, timeout, kind), order)
        _show(order.folder, form, config.lang)
    except ImportError as error:
        package = (error.name or "").split(".")[0]
        if package not in ("pyarrow", "duckdb", "pyspark", "py4j", "pandas", "numpy"):
            raise
        extra = "spark" if package in ("pyspark", "py4j", "pandas", "numpy") else "corpus"
        raise Trouble(say("corpus-missing", config.lang, extra=extra)) from None
    return 0 if whole else 2


@dataclass(frozen=True, slots=True)
class _Order:
    """Where and how a corpus is to be checked."""

    folder: Path
    engine: str
    master: str | None
    jobs: int
    restart: bool


def _options(config: Config, ledger: bool, timeout: str, kind: str) -> Options:
    from checker.batch.checking import AS_TEXT, Options  # noqa: PLC0415

    try:
        seconds = float(timeout)
    except ValueError:
        seconds = 0
    if not (seconds > 0 and math.isfinite(seconds)):
        raise Trouble(say("corpus-timeout-value", config.lang, value=timeout))
    suffix = "." + kind.lower().removeprefix(".")
    if suffix not in AS_TEXT:
        known = ", ".join(sorted(one[1:] for one in AS_TEXT))
        raise Trouble(say("corpus-kind-value", config.lang, value=kind, known=known))
    return Options(config, ledger, seconds, suffix)


def _run(word: str, columns: Columns, options: Options, order: _Order) -> bool:
    """Check a corpus; whether all its files could be read."""
    from checker.batch.checking import rules_of  # noqa: PLC0415
    from checker.batch.plan import plan  # noqa: PLC0415
    from checker.batch.run import begin, identity  # noqa: PLC0415

    lang = options.config.lang
    rules_of(options.config)  # what is wrong with the options themselves is said before any file is read
    work = plan(word, columns, lang, str(order.folder))
    parts = len(work.pieces)
    if order.engine == "spark":
        from checker.batch.spark import session, waves  # noqa: PLC0415

        parts = len(waves(work))
        spark = session(order.master, lang)  # before anything is written: it may not be there
    begin(order.folder, identity(work, columns, options, order.engine), parts, lang, order.restart)
    there = _done(order.folder)
    if there:
        err(say("corpus-resumed", lang, path=order.folder, done=there, left=parts - there))
    if order.engine == "spark":
        from checker.batch.spark import run_spark  # noqa: PLC0415

        try:
            run_spark(work, columns, options, order.folder, spark)
        finally:
            spark.stop()
    else:
        from checker.batch.local import run_local  # noqa: PLC0415

        with progress(parts - there, lang) as bar:
            run_local(work, columns, options, order.folder, order.jobs, lambda part: bar.step())
    return _told(work, lang)


def _told(work: Plan, lang: str) -> bool:
    """Say what was not read; whether nothing is to be said of a file that should have been."""
    if work.skipped:
        kinds = ", ".join(f"{suffix or '-'} {n}" for suffix, n in work.skipped)
        err(say("corpus-skipped", lang, kinds=clean(kinds)))
    for line in work.trouble:
        err(clean(line))
    return not work.trouble


def _done(folder: Path) -> int:
    from checker.batch.dataset import done, waves_done  # noqa: PLC0415

    return len(done(folder)) + waves_done(folder)


def _show(folder: Path, form: str, lang: str) -> None:
    from checker.batch.run import parts_of  # noqa: PLC0415
    from checker.batch.summary import as_json, as_text, summarise  # noqa: PLC0415

    parts, there = parts_of(folder, lang), _done(folder)
    if there < parts:
        err(say("corpus-unfinished", lang, done=there, parts=parts))
    found = summarise(folder)
    out(as_json(found, there, parts) if form == "json" else as_text(found, lang))
