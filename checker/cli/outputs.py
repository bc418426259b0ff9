"""Where a result goes: one format for standard output or a file, and any number of files in formats of their own.

`--output FORMAT:FILE` puts the format where its file is named, so that the two cannot be paired wrongly; `--format X
--output FILE` keeps its meaning. What goes to standard output is not lost when a machine's copy is asked for besides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from checker.terminal import Trouble, choice, err, is_terminal, needs_folder, out, write_file
from checker.texts import say


class Goal(NamedTuple):
    """One report to write. `path`: None for standard output."""

    form: str
    path: str | None = None


def goals(
    forms: Sequence[str], outputs: Sequence[str], known: Sequence[str], lang: str, filed: Collection[str] = ()
) -> tuple[Goal, ...]:
    """The reports that were asked for, the one of --format first. Trouble for what cannot be meant.

    `filed`: the formats of `known` that are no text and need a file.
    """
    if len(forms) > 1:
        raise Trouble(say("one-format", lang, form=forms[-1]))
    form = choice("--format", forms[0], known, lang) if forms else ""
    plain, extra = [], []
    for word in outputs:
        head, colon, rest = word.partition(":")
        # A format that there is not is a slip, unless it may be a drive letter or stands behind a folder.
        if colon and re.fullmatch("[a-z]{2,}", head):
            if not rest:
                raise Trouble(say("no-file", lang, name=word))
            extra.append(Goal(choice("--output", head, known, lang), None if rest == "-" else rest))
        else:
            plain.append(Goal(form or "text", None if word == "-" else word))
    if not plain and (form or all(goal.path for goal in extra)):
        plain = [Goal(form or ("rich" if is_terminal() else "text"))]
    wanted = (*plain, *extra)
    for goal in wanted:
        if goal.path is None and goal.form in filed:
            raise Trouble(say("needs-file", lang, form=goal.form))
    _once([goal.path for goal in wanted], lang)
    return wanted


def _once(paths: Sequence[str | None], lang: str) -> None:
    """Trouble if two reports go to one place: the second would wipe out the first."""
    places = [path and os.path.abspath(path) for path in paths]
    for i, place in enumerate(places):
        if place in places[:i] and (place is None or not os.path.exists(place) or os.path.isfile(place)):
            raise Trouble(say("same-output", lang, path=paths[i] or say("standard-output", lang)))


def reachable(wanted: Sequence[Goal], lang: str) -> tuple[Goal, ...]:
    """Without those whose folder is not there, each told at once. Trouble if none is left: nothing need be checked."""
    left = []
    for goal in wanted:
        try:
            needs_folder(goal.path, lang)
            left.append(goal)
        except Trouble as trouble:
            if len(wanted) == 1:
                raise
            err(str(trouble))
    if not left:
        raise Trouble(say("no-output", lang))
    return tuple(left)


def deliver(content: str | bytes, path: str | None, lang: str) -> bool:
    """Write a result to its file, or text to standard output; whether it could be written (if not, that is said)."""
    if path is None:
        assert isinstance(content, str)  # `goals` lets nothing else through
        out(content)
        return True
    try:
        write_file(path, content, lang)
    except Trouble as trouble:
        err(str(trouble))
        return False
    return True


def own_files(wanted: Sequence[Goal]) -> frozenset[str]:
    """Real paths of the files to be written: a folder that holds them must not have them checked."""
    return frozenset(os.path.realpath(goal.path) for goal in wanted if goal.path)
