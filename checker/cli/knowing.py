"""What a run says and writes of baselines, and `checker init`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from checker.cli.options import Argument, Language
from checker.terminal import Trouble, err, language
from checker.texts import cause, say

if TYPE_CHECKING:
    from checker.desk import Desk
    from checker.report import Run


def keep(run: Run, desk: Desk) -> tuple[Run, list[str]]:
    """Write the findings of a run into their baselines: (the run in which they are known, lines to say)."""
    from checker.baselines import as_known, save_baseline  # noqa: PLC0415
    from checker.sift.baseline import DEFAULT  # noqa: PLC0415

    groups: dict[Path, list[str]] = {}
    reports = {checked.path: checked.report for checked in run.documents}
    for name in reports:
        groups.setdefault(desk.book(name).config.baseline or Path(DEFAULT), []).append(name)
    lines = []
    for path, names in groups.items():
        found = {name: (reports[name], desk.book(name).roster) for name in names}
        done = save_baseline(path, found, run.lang)
        reports |= {name: as_known(reports[name], str(path)) for name in names}
        lines.append(say("base-written", run.lang, path=path, n=done.count, added=done.added, dropped=done.dropped))
    return replace(run, documents=tuple(c._replace(report=reports[c.path]) for c in run.documents)), lines


def lost(desk: Desk) -> list[str]:
    """A line for each baseline that knows documents which are no longer there."""
    from checker.baselines import lost_files  # noqa: PLC0415

    lines = []
    for path, baseline in desk.baselines().items():
        names = lost_files(path, baseline)
        if names:
            lines.append(say("base-lost-files", desk.config.lang, path=path, names=", ".join(names)))
    return lines


def init(
    folder: Annotated[str, Argument("[FOLDER]", "help.init-folder")] = ".",
    lang: Language = None,
) -> int:
    from checker.walk import SETTINGS  # noqa: PLC0415

    spoken = language(lang)
    path = os.path.normpath(os.path.join(folder, SETTINGS))
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(say("init-config", spoken))
    except FileExistsError:
        raise Trouble(say("init-exists", spoken, path=path)) from None
    except OSError as error:
        raise Trouble(say("cannot-write", spoken, path=path, why=cause(error, spoken))) from None
    err(say("init-written", spoken, path=path))
    return 0
