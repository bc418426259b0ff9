"""The pages of the rules as files, so that any editor can open them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from checker.lsp.checked import Rules
from checker.rulebook import rule_to_page


class Pages:
    """Pages are written when they are first pointed at, into a folder that goes with the session."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._written: dict[tuple[int, str], str] = {}

    def uri(self, rules: Rules, name: str) -> str | None:
        """URI of the page of a rule (by its id); None if there is no such rule or no place to write to."""
        key = (rules.serial, name)
        if key not in self._written:
            rule = next((r for r in rules.checker.rules if r.id == name), None)
            if rule is None:
                return None
            try:
                self._folder = self._folder or Path(tempfile.mkdtemp(prefix="checker-pages-"))
                path = self._folder / f"{rule.id}.md"
                path.write_text(rule_to_page(rule, rules.lang), encoding="utf-8", newline="\n")
            except OSError:
                return None
            self._written[key] = path.as_uri()
        return self._written[key]

    def close(self) -> None:
        """Remove what was written."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
            self._written.clear()
