"""Floor 5: rule packs: folders of rules and words that come with installed Python packages.

A package offers one by an entry point of the group `checker.rules`; its value names the package whose folder is meant:

    [project.entry-points."checker.rules"]
    newsroom = "newsroom_rules"
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.lexicon import shipped_rules
from checker.terminal import Trouble
from checker.texts import say

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "checker.rules"


class Pack(NamedTuple):
    """One pack: the name of its entry point, the distribution with its version, and its folders."""

    name: str
    home: str
    folders: tuple[Path, ...]

    def holds(self, line: str) -> bool:
        """Whether a path, or a line that starts with one, lies in this pack."""
        return any(line.startswith(str(folder) + os.sep) for folder in self.folders)

    def __str__(self) -> str:
        return f"{self.name} ({self.home})" if self.home else self.name


def installed(lang: str) -> tuple[Pack, ...]:
    """All packs that are installed, by name. Trouble with one line for each that cannot be used."""
    if not _any(sys.path):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - it parses what every package says of itself

    packs: list[Pack] = []
    troubles: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        home = f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
        pack = Pack(entry.name, home, ())
        try:
            packs.append(Pack(entry.name, home, _folders(entry, lang)))
        except Trouble as trouble:
            troubles.append(say("pack-broken", lang, pack=pack, why=trouble))
    if troubles:
        raise Trouble("\n".join(troubles))
    return tuple(packs)


def _any(places: Iterable[str]) -> bool:
    """Whether some package that can be imported may offer a pack: a look that most runs can leave it at.

    Where packages need not be folders (archives, finders of other tools), importlib must look.
    """
    others = [finder for finder in sys.meta_path if getattr(finder, "__name__", "") != "PathFinder"]
    if any(hasattr(finder, "find_distributions") for finder in others):
        return True
    for place in places:
        try:
            names = [name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info"))]
        except NotADirectoryError:
            return True
        except OSError:  # a place that is not there, or that nobody may read
            continue
        for name in names:
            try:
                with open(os.path.join(place, name, "entry_points.txt"), "rb") as file:
                    if GROUP.encode() in file.read():
                        return True
            except OSError:  # most packages have none
                continue
    return False


def _folders(entry: EntryPoint, lang: str) -> tuple[Path, ...]:
    """The folders of the package that an entry point names; the package itself is not imported."""
    from importlib.util import find_spec  # noqa: PLC0415

    module = entry.value.partition(":")[0].strip()
    try:
        spec = find_spec(module)
    except Exception as error:  # the parent of a dotted name is imported: anything may happen there
        raise Trouble(say("pack-no-import", lang, name=module, why=" ".join(str(error).split()))) from None
    if spec is None:
        raise Trouble(say("pack-no-module", lang, name=module))
    places = list(spec.submodule_search_locations or ())
    if not places and "." in module and spec.origin:
        # A module inside a package stands for the folder that it is in; one on its own would mean all of site-packages.
        places = [str(Path(spec.origin).parent)]
    if not places:
        raise Trouble(say("pack-no-folder", lang, name=module))
    folders = tuple(Path(place).resolve() for place in places)
    if not any(found.is_file() for folder in folders for found in folder.rglob("*.yaml")):
        raise Trouble(say("pack-empty", lang, path=folders[0]))
    return folders


def folders(isolated: bool, lang: str) -> tuple[Path, ...]:
    """The folders of all packs, none with --isolated. Trouble as `installed` says."""
    return () if isolated else tuple(folder for pack in installed(lang) for folder in pack.folders)


def told(lines: Iterable[str], isolated: bool, lang: str) -> str:
    """Faults of rule files for people: a line for each, but one for a whole pack, since its user cannot mend it."""
    packs = () if isolated else installed(lang)
    said: list[str] = []
    of_pack: dict[str, list[str]] = {}
    for line in lines:
        pack = next((pack for pack in packs if pack.holds(line)), None)
        if pack is None:
            said.append(line)
        else:
            of_pack.setdefault(str(pack), []).append(line)
    said += [say("pack-faults", lang, pack=pack, n=len(own), first=own[0]) for pack, own in of_pack.items()]
    return "\n".join(said)


def origin(path: str, packs: Sequence[Pack], lang: str) -> str:
    """Where a rule is from: the tool itself, a pack, or its own file."""
    if not path or str(path).startswith(str(shipped_rules()) + os.sep):
        return say("pack-shipped", lang)
    return next((pack.name for pack in packs if pack.holds(path)), path)
