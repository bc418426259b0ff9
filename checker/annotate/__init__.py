"""Floor 6: Report + original bytes -> the same document with comments, as a copy next to the original."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.annotate.comment import ChangedError
from checker.annotate.docx import annotate_docx
from checker.annotate.pdf import annotate_pdf
from checker.annotate.xlsx import annotate_xlsx
from checker.gather import reason
from checker.model.report import Report
from checker.report.run import Run
from checker.terminal import Trouble, write_file
from checker.texts import say
from checker.walk import COPY, in_bundle

__all__ = ["ANNOTATORS", "Copies", "annotate_docx", "annotate_pdf", "annotate_xlsx", "copies", "copy_name"]

ANNOTATORS: Mapping[str, Callable[[bytes, Report, str], bytes]] = {
    ".docx": annotate_docx, ".pdf": annotate_pdf, ".xlsx": annotate_xlsx, ".xlsm": annotate_xlsx,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copies:
    """Lines to say about the copies; `failed`: some could not be written."""

    lines: tuple[str, ...]
    failed: bool


def copy_name(path: str) -> str:
    """report.docx -> report.checked.docx, in the same folder."""
    stem, suffix = os.path.splitext(path)
    return stem + COPY + suffix


def copies(run: Run) -> Copies:
    """Write a copy with comments for each document of a kind that can be annotated. Originals are only read."""
    said: list[str] = []
    others: list[str] = []
    packed: list[str] = []
    failed = False
    for checked in run.documents:
        if in_bundle(checked.path)[1]:
            packed.append(checked.path)
            continue
        annotate = ANNOTATORS.get(os.path.splitext(checked.path)[1].lower())
        if annotate is None or not os.path.isfile(checked.path):
            others.append(checked.path)
            continue
        try:
            target = copy_name(checked.path)
            write_file(target, annotate(Path(checked.path).read_bytes(), checked.report, run.lang), run.lang)
            said.append(say("annotated", run.lang, path=target, n=len(checked.report.findings)))
        except Trouble as trouble:
            said.append(str(trouble))
            failed = True
        except Exception as error:  # one copy's failure is one line
            why = say(error.key, run.lang) if isinstance(error, ChangedError) else reason(error, run.lang)
            said.append(say("annotate-failed", run.lang, path=checked.path, why=why))
            failed = True
    if others:
        kinds = ", ".join(suffix[1:] for suffix in ANNOTATORS)
        said.append(say("annotate-kind", run.lang, kinds=kinds, names=", ".join(others)))
    if packed:
        said.append(say("annotate-packed", run.lang, names=", ".join(packed)))
    return Copies(tuple(said), failed)
