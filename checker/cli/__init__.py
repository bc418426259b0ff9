"""Floor 7: the command line. Options in, exit code out; nothing else decides one.

0 nothing at or above --fail-on; 1 findings; 2 something could not be done, which wins over 1. A run that was ended
before it came to its end gives what shells give for the signal: 130 for Ctrl-C, 143 for SIGTERM, 141 when its
reader has gone away.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    # A report makes many small things that live long: looking for rings costs a fifth. Much is made on the way in, too.
    gc.set_threshold(50_000, 20, 50)
    from checker.cli.front import run  # noqa: PLC0415

    words = list(sys.argv[1:] if arguments is None else arguments)
    code = run(words)
    if arguments is None and words[:1] == ["lint"]:
        # All memory goes at once: the interpreter need not look for rings as it ends. Not after `corpus`, since DuckDB
        # would complain of what it finds alive then.
        gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
