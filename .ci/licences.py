"""The licences of all that is installed beside this Python: none may be one that would bind this project (GPL, AGPL).

Prints what it cannot tell. Exit code 1 if a package has such a licence and no other to choose.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions

FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|MPL|Mozilla Public|ISC|PSF|Python Software Foundation|Unlicense|Public Domain|Zlib|HPND"
    r"|CNRI|LGPL|Lesser General Public)",
    re.IGNORECASE,
)
BINDING = re.compile(r"(?<!L)\b(AGPL|GPL)|(?<!Lesser )General Public Licen[sc]e", re.IGNORECASE)


def licence(found: Distribution) -> str:
    """All that a package says of its licence, in short."""
    about = found.metadata
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    first = (about.get("License") or "").strip().splitlines()[:1]
    return "; ".join(filter(None, [about.get("License-Expression"), *first, *classifiers]))


def main() -> int:
    said = {found.metadata["Name"]: licence(found) for found in distributions()}
    bad = {name: text for name, text in said.items() if BINDING.search(text) and not FREE.search(text)}
    unknown = [name for name, text in said.items() if not FREE.search(text) and name not in bad]
    for name, text in sorted(bad.items()):
        print(f"{name}: {text}: such a licence may not be depended on")
    if unknown:
        print(f"no licence is said by: {', '.join(sorted(unknown))}")
    print(f"{len(said)} packages, {len(bad)} with a licence that binds")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
