"""`checker server`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

from checker.cli.options import Ignore, Isolated, Language, Level, Option, RuleFiles, Select
from checker.terminal import Trouble, err, language
from checker.texts import say


def server(
    stdio: Annotated[bool, Option("--stdio", None, "help.stdio")] = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: Level = None,
    rules: RuleFiles = None,
    isolated: Isolated = False,
    lang: Language = None,
) -> int:
    spoken = language(lang)
    try:
        from checker.lsp import Settings, serve  # noqa: PLC0415
    except ImportError as error:
        package = (error.name or "").split(".")[0]
        if package == "checker" or not package:
            raise
        raise Trouble(say("lsp-missing", spoken, name=package)) from None
    if sys.stdin.isatty():
        err(say("lsp-waiting", spoken))
    settings = Settings(
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        severity=tuple(severity or ()),
        rules=tuple(os.path.abspath(rule) for rule in rules or ()),
        isolated=isolated,
        lang=lang,
    )
    # The protocol's own codes: 0 after a client that said good-bye, 1 after one that was just gone.
    return 0 if serve(settings) else 1
