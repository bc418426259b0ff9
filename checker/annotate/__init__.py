"""Floor 6: Report + original bytes -> the same document with comments, as a copy next to the original."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checker.annotate.comment import ChangedError
from checker.annotate.docx import annotate_docx
from checker.annotate.pdf import annotate_pdf
from checker.annotate.xlsx import annotate_xlsx
from checker.gather import reason
from checker.model.report import Report
from checker.report.run import Checked
from checker.terminal import Trouble, write_file
from checker.texts import say
from checker.walk import COPY, in_bundle

__all__ = ["ANNOTATORS", "Copy", "annotate_docx", "annotate_pdf", "annotate_xlsx", "copy", "copy_name", "told"]

ANNOTATORS: Mapping[str, Callable[[bytes, Report, str], bytes]] = {
    ".docx": annotate_docx, ".pdf": annotate_pdf, ".xlsx": annotate_xlsx, ".xlsm": annotate_xlsx,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of the copy of one document: a line to say, or why there cannot be one (`no`)."""

    path: str
    line: str = ""
    failed: bool = False
    no: Literal["", "annotate-kind", "annotate-packed"] = ""


def copy_name(path: str) -> str:
    """report.docx -> report.checked.docx, in the same folder."""
    stem, suffix = os.path.splitext(path)
    return stem + COPY + suffix


def copy(checked: Checked, lang: str) -> Copy:
    """Write a copy with comments of a document, if it is of a kind that can be annotated. The original is only read."""
    path = checked.path
    if in_bundle(path)[1]:
        return Copy(path, no="annotate-packed")
    annotate = ANNOTATORS.get(os.path.splitext(path)[1].lower())
    if annotate is None or not os.path.isfile(path):
        return Copy(path, no="annotate-kind")
    try:
        target = copy_name(path)
        write_file(target, annotate(Path(path).read_bytes(), checked.report, lang), lang)
        return Copy(path, say("annotated", lang, path=target, n=len(checked.report.findings)))
    except Trouble as trouble:
        return Copy(path, str(trouble), failed=True)
    except Exception as error:  # one copy's failure is one line
        why = say(error.key, lang) if isinstance(error, ChangedError) else reason(error, lang)
        return Copy(path, say("annotate-failed", lang, path=path, why=why), failed=True)


def told(copies: Sequence[Copy], lang: str) -> Iterator[str]:
    """Lines to say about the copies."""
    yield from (copy.line for copy in copies if copy.line)
    kinds = ", ".join(suffix[1:] for suffix in ANNOTATORS)
    for key in ("annotate-kind", "annotate-packed"):
        names = [copy.path for copy in copies if copy.no == key]
        if names:
            yield say(key, lang, kinds=kinds, names=", ".join(names))
