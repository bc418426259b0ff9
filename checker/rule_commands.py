"""Floor 6: `checker rules ...`: the rules as a table, a page, a test run, a skeleton, a schema."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from checker import packs
from checker.api import Checker
from checker.config import Config
from checker.examples import run_examples
from checker.lexicon import shipped_rules
from checker.model.report import Report
from checker.rulebook import Draft, rule_to_page, schema, skeleton
from checker.rulebook.draft import FIRST_CODE
from checker.rulebook.marks import MarkError, split_marks
from checker.setup import cards, prepare
from checker.terminal import Trouble
from checker.texts import cause, did_you_mean, say
from checker.width import clean, in_columns

OWN = "own"  # family of the rules people write for themselves
SCHEMA = "rule.schema.json"


def table(config: Config, columns: int) -> str:
    """All rules, one line each: code, id, severity, kind, where it is from, title."""
    all_cards = cards(prepare(config), config.lang)
    if not all_cards:
        return say("r-none", config.lang) + "\n"
    head = tuple(say(f"r-{key}", config.lang) for key in ("code", "id", "severity", "kind", "from", "title"))
    installed = () if config.isolated else packs.installed(config.lang)
    rows = [
        head,
        *((c.code, c.id, c.severity, c.kind, packs.origin(c.path, installed, config.lang), c.title) for c in all_cards),
    ]
    return "\n".join([*in_columns(rows), "", say("r-count", config.lang, n=len(all_cards))]) + "\n"


def page(config: Config, name: str) -> str:
    """The page of one rule, and its file."""
    checker = prepare(config)
    rule = next((r for r in checker.rules if name in (r.id, r.code)), None)
    if rule is None:
        every = sorted(word for r in checker.rules for word in (r.id, r.code))
        said = say("no-rule", config.lang, option="rules show", name=name)
        raise Trouble(said + did_you_mean(name, every, config.lang))
    where = f"\n{say('r-path', config.lang)}{say('colon', config.lang)}{rule.path}\n" if rule.path else ""
    return rule_to_page(rule, config.lang) + where


def test(config: Config, path: str | None) -> tuple[str, int]:
    """Run the examples of all rules, or of those under a path; the report, and how many failed."""
    if path is not None:
        config = _with_rules(config, Path(path))
    checker = prepare(config)
    here = None if path is None else Path(path).resolve()
    chosen = [r for r in checker.rules if here is None or (r.path and _under(Path(r.path).resolve(), here))]
    if not chosen:
        raise Trouble(say("r-none", config.lang) if path is None else say("r-none-there", config.lang, path=path))
    lines, total, failed = [], 0, 0
    for rule in chosen:
        results = run_examples(rule, checker)
        if not results:
            lines.append(say("r-no-examples", config.lang, rule=rule.id))
        for result in results:
            total += 1
            if not result.ok:
                failed += 1
                lines.append(
                    say(
                        "r-example",
                        config.lang,
                        rule=rule.id,
                        kind=result.kind,
                        number=result.number,
                        detail=result.detail,
                    )
                )
                lines.append(f"    {' '.join(result.text.split())}")
    said = say("r-failed" if failed else "r-passed", config.lang, rules=len(chosen), n=total, failed=failed)
    return "\n".join([*lines, said]) + "\n", failed


def _with_rules(config: Config, path: Path) -> Config:
    """The path loaded as more rules, unless it is loaded anyway: it lies among the loaded ones, or they in it."""
    if not path.exists():
        raise Trouble(clean(str(path)) + say("colon", config.lang) + say("missing", config.lang))
    here = path.resolve()
    loaded = [folder.resolve() for folder in (shipped_rules(), *config.rules)]
    if any(_under(here, folder) or _under(folder, here) for folder in loaded):
        return config
    return replace(config, rules=(*config.rules, path))


def _under(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


class Author:
    """What a new rule needs to know of the rules that there are, and the checks of what its author answers."""

    def __init__(self, config: Config) -> None:
        self.lang = config.lang
        self.checker: Checker = prepare(config)
        house = Path("rules") / config.lang
        self.folder = house / OWN if house.is_dir() else Path()

    def wrong_id(self, name: str) -> str:
        """What is wrong with an id, or nothing."""
        try:
            skeleton(name)
        except ValueError:
            return say("r-bad-name", self.lang, name=name)
        taken = any(name == r.id for r in self.checker.rules) or self.path(name).exists()
        return say("r-exists", self.lang, name=name) if taken else ""

    def path(self, name: str) -> Path:
        """The file of a rule."""
        return self.folder / f"{name}.yaml"

    def wrong_example(self, text: str) -> str:
        """What is wrong with an example, or nothing."""
        try:
            plain, _ = split_marks(text)
        except MarkError:
            return say("new-marks", self.lang)
        if not plain.strip():
            return say("new-empty", self.lang)
        return "" if self._read(plain).quantities else say("new-number", self.lang)

    def plain(self, text: str) -> str:
        """The example without marks."""
        return split_marks(text)[0]

    def numbers(self, text: str) -> str:
        """The numbers that are read in an example, for its author to see."""
        report = self._read(self.plain(text))
        return say("new-read", self.lang, numbers=say("and", self.lang).join(q.surface for q in report.quantities))

    def marked(self, text: str) -> str:
        """The example with its marks; one without any gets them at every number."""
        plain, marks = split_marks(text)
        if marks:
            return text
        pieces, at = [], 0
        for start, end in sorted(tuple(q.span) for q in self._read(plain).quantities):
            if start >= at:
                pieces += [plain[at:start], "«", plain[start:end], "»"]
                at = end
        return "".join([*pieces, plain[at:]])

    def code(self) -> str:
        """A code that no rule has, nor any in the folder."""
        taken = {r.code for r in self.checker.rules}
        for path in self.folder.glob("*.yaml"):
            taken.update(re.findall(r"^code:\s*(\w+)", path.read_text("utf-8", "replace"), re.MULTILINE))
        letters, first = re.fullmatch(r"([A-Z]+)([0-9]+)", FIRST_CODE).groups()  # type: ignore[union-attr]
        return next(code for n in range(int(first), 1000) if (code := f"{letters}{n}") not in taken)

    def schema(self) -> str:
        """The path from the folder to the JSON Schema of rules, if it lies there or up to three folders above."""
        here = self.folder.resolve()
        for depth, up in enumerate([here, *here.parents][:4]):
            if (up / SCHEMA).is_file():
                return "../" * depth + SCHEMA
        return ""

    def _read(self, text: str) -> Report:
        return self.checker.check(text, source="example.md", markdown=True)


def new(author: Author, draft: Draft) -> str:
    """Write a commented rule: into rules/<language>/own/ where there is such a folder, else here."""
    if wrong := author.wrong_id(draft.id):
        raise Trouble(wrong)
    path = author.path(draft.id)
    text = skeleton(replace(draft, code=author.code(), schema=author.schema()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Trouble(say("r-exists", author.lang, name=path)) from None
    except OSError as error:
        raise Trouble(say("cannot-write", author.lang, path=path, why=cause(error, author.lang))) from None
    return say("r-written", author.lang, path=path) + "\n"


def schema_text() -> str:
    """JSON Schema of rule files."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
