"""Word lists: `words/*.yaml` files -> one frozen `Lexicon`, passed as a value.

A file has two keys. `lists:` maps a name to a list of strings; `tables:` maps a name to any nesting of
mappings and lists whose leaves are strings. Names are snake_case and unique over all files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checker.yamlfiles import yaml_files

if TYPE_CHECKING:
    import yaml

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TEXT = "tag:yaml.org,2002:str"
MOST_BYTES = 1_000_000  # of a file
MOST_WORDS = 20_000  # of one list, or rows of a table
LONGEST_WORD = 200
DEEPEST = 6  # lists and mappings within each other
# Other control signs, and the private signs that stand for numbers where patterns read, are in no text.
_BANNED = "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]"


class LexiconError(ValueError):
    """A word file that cannot be used; the message starts with file:line:column."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words of a language. Hashed by identity: what is compiled from it is cached per object."""

    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Any]

    def words(self, name: str) -> tuple[str, ...]:
        """The list `name`; an absent list is empty, so that a language may leave one out."""
        return self.lists.get(name, ())

    def table(self, name: str) -> Mapping[str, Any]:
        """The table `name`; an absent table is empty."""
        found: Mapping[str, Any] = self.tables.get(name, MappingProxyType({}))
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return _thawed, (dict(self.lists), _thaw(self.tables))


def load_lexicon(folders: Sequence[Path]) -> Lexicon:
    """Merge every `words/*.yaml` below the folders. Raises LexiconError naming file and line."""
    lists: dict[str, tuple[str, ...]] = {}
    tables: dict[str, Any] = {}
    homes: dict[str, tuple[Path, Path]] = {}
    read: set[Path] = set()
    for folder, path in ((home, path) for home in folders for path in _word_files(Path(home))):
        if path.resolve() in read:
            continue
        read.add(path.resolve())
        for kind, name, node in _entries(path):
            value: Any = _strings(path, node) if kind == "lists" else _frozen(path, node)
            into: dict[str, Any] = lists if kind == "lists" else tables
            if name in homes:
                home, root = homes[name]
                # Two packs may bring the same list; other words under its name would change the rules of one of them.
                if root == folder or into.get(name) != value:
                    raise _error(path, node, f"{name} is already in {home}")
            homes[name] = path, folder
            into[name] = value
    return Lexicon(MappingProxyType(lists), MappingProxyType(tables))


def word_folder(rule: Path) -> Path | None:
    """The folder `words` that goes with a single rule file: beside it, or beside the folder of its family."""
    return next((up / "words" for up in rule.resolve().parents[:2] if (up / "words").is_dir()), None)


def _word_files(folder: Path) -> list[Path]:
    found = []
    for path, wrong in yaml_files(folder, links=folder == shipped_rules()):
        if path.parent.name == "words" or (folder.name == "words" and path.parent == folder):
            if wrong:
                raise LexiconError(f"{path}:1: {wrong}")
            found.append(path)
    return found


def shipped_rules() -> Path:
    """The folder of the rules that come with checker: inside an installed wheel, else the repository's."""
    package = Path(__file__).parent
    inside = package / "shipped" / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The shipped word lists, loaded once."""
    return load_lexicon([shipped_rules()])


def _entries(path: Path) -> list[tuple[str, str, yaml.Node]]:
    """(lists or tables, name, node) for each entry of a file."""
    import yaml  # noqa: PLC0415 - not for a run that has its words from the cache

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LexiconError(f"{path}:1: the file is larger than {MOST_BYTES} bytes")
        root = _Composer(path, data.decode("utf-8-sig")).root()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:  # a sign that no YAML may hold
        raise LexiconError(f"{path}:1: not YAML: {' '.join(str(error).split())}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}:{line}: the file is not UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{path}:1: cannot be read: {error.strerror}") from error
    if root is None:
        return []
    found: list[tuple[str, str, yaml.Node]] = []
    for key, section in _pairs(path, root):
        if key not in ("lists", "tables"):
            raise _error(path, section, f"unknown key {key!r}; a word file has lists: and tables:")
        for name, node in _pairs(path, section):
            if not _NAME.match(name):
                raise _error(path, node, f"{name!r} is not snake_case")
            found.append((key, name, node))
    return found


def _is(node: yaml.Node, kind: str) -> bool:
    """Whether a node is a mapping, sequence or scalar, asked without yaml itself."""
    return getattr(node, "id", "") == kind


class _Composer:
    """Nodes of a word file, without what could make a small file large: depth, anchors, aliases and tags.

    PyYAML's own composer would follow them, and dies of a file that is nested very deeply.
    """

    def __init__(self, path: Path, text: str) -> None:
        import yaml  # noqa: PLC0415 - not for a run that has its words from the cache

        self.path, self.yaml = path, yaml
        self.loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        # Looked for in each word only where there may be one: written as it is, or as an escape.
        self.hidden = "\\" in text or re.search(_BANNED, text) is not None

    def root(self) -> yaml.Node | None:
        """The one document of the file, None if it is empty. Raises LexiconError and YAMLError."""
        root: yaml.Node | None = None
        while (event := self.loader.get_event()) is not None:
            if isinstance(event, self.yaml.DocumentStartEvent):
                if root is not None:
                    raise self.stop(event, "a second document in one file")
                root = self.node(self.loader.get_event(), 1)
        return root

    def stop(self, event: yaml.Event, problem: str) -> LexiconError:
        mark: Any = event.start_mark
        return LexiconError(f"{self.path}:{mark.line + 1}:{mark.column + 1}: {problem}")

    def node(self, event: Any, depth: int) -> yaml.Node:
        """The node that starts with an event."""
        mark: Any = event.start_mark
        if isinstance(event, self.yaml.AliasEvent) or event.anchor is not None:
            raise self.stop(event, "anchors and aliases are not allowed in a word file")
        if event.tag not in (None, "!"):
            raise self.stop(event, f"the tag {event.tag!r} is not allowed in a word file")
        if depth > DEEPEST:
            raise self.stop(event, f"nested deeper than {DEEPEST} levels")
        if isinstance(event, self.yaml.ScalarEvent):
            tag = self.loader.resolve(self.yaml.ScalarNode, event.value, event.implicit)
            if len(event.value) > LONGEST_WORD:
                raise self.stop(event, f"a word of {len(event.value)} characters; at most {LONGEST_WORD}")
            if self.hidden and (hidden := re.search(_BANNED, event.value)) is not None:
                raise self.stop(event, f"the word holds the character U+{ord(hidden[0]):04X}, which is in no text")
            return self.yaml.ScalarNode(tag, event.value, mark)
        if isinstance(event, self.yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self.loader.get_event(), self.yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            self.few(event, len(items))
            return self.yaml.SequenceNode("", items, mark)
        pairs = []
        while not isinstance(inner := self.loader.get_event(), self.yaml.MappingEndEvent):
            pairs.append((self.node(inner, depth + 1), self.node(self.loader.get_event(), depth + 1)))
        self.few(event, len(pairs))
        return self.yaml.MappingNode("", pairs, mark)

    def few(self, event: yaml.Event, entries: int) -> None:
        if entries > MOST_WORDS:
            raise self.stop(event, f"{entries} entries; at most {MOST_WORDS}")


def _pairs(path: Path, node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    if not _is(node, "mapping"):
        raise _error(path, node, "a mapping is wanted here")
    pairs = [(_string(path, key), value) for key, value in node.value]
    seen: set[str] = set()
    for name, value in pairs:
        if name in seen:
            raise _error(path, value, f"{name!r} is said twice")
        seen.add(name)
    return pairs


def _string(path: Path, node: yaml.Node) -> str:
    if not _is(node, "scalar") or node.tag != _TEXT:
        raise _error(path, node, "a string is wanted here; put it in quotes")
    return str(node.value)


def _strings(path: Path, node: yaml.Node) -> tuple[str, ...]:
    if not _is(node, "sequence"):
        raise _error(path, node, "a list of strings is wanted here")
    return tuple(_string(path, item) for item in node.value)


def _frozen(path: Path, node: yaml.Node) -> Any:
    """Mapping -> read-only mapping, list -> tuple, leaf -> str."""
    if _is(node, "mapping"):
        return MappingProxyType({name: _frozen(path, value) for name, value in _pairs(path, node)})
    if _is(node, "sequence"):
        return tuple(_frozen(path, item) for item in node.value)
    return _string(path, node)


def _error(path: Path, node: yaml.Node, problem: str) -> LexiconError:
    mark = node.start_mark
    return LexiconError(f"{path}:{mark.line + 1}:{mark.column + 1}: {problem}")


def _thaw(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _thaw(item) for name, item in value.items()}
    return value


def _refrozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({name: _refrozen(item) for name, item in value.items()})
    return value


def _thawed(lists: dict[str, tuple[str, ...]], tables: dict[str, Any]) -> Lexicon:
    return Lexicon(MappingProxyType(lists), _refrozen(tables))
