"""Floor 6: `checker rules ...`: the rules as a table, a page, a test run, a skeleton, a schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from checker.config import Config
from checker.examples import run_examples
from checker.lexicon import shipped_rules
from checker.rulebook import rule_to_page, schema, skeleton
from checker.setup import cards, prepare
from checker.terminal import Trouble, guess
from checker.texts import cause, say
from checker.width import in_columns

OWN = "own"  # family of the rules people write for themselves


def table(config: Config, columns: int) -> str:
    """All rules, one line each: code, id, severity, kind, title."""
    all_cards = cards(prepare(config), config.lang)
    if not all_cards:
        return say("r-none", config.lang) + "\n"
    head = tuple(say(f"r-{key}", config.lang) for key in ("code", "id", "severity", "kind", "title"))
    rows = [head, *((c.code, c.id, c.severity, c.kind, c.title) for c in all_cards)]
    return "\n".join([*in_columns(rows), "", say("r-count", config.lang, n=len(all_cards))]) + "\n"


def page(config: Config, name: str) -> str:
    """The page of one rule, and its file."""
    checker = prepare(config)
    rule = next((r for r in checker.rules if name in (r.id, r.code)), None)
    if rule is None:
        every = sorted(word for r in checker.rules for word in (r.id, r.code))
        said = say("no-rule", config.lang, option="rules show", name=name)
        raise Trouble(said + guess(name, every, config.lang))
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
    said = say("r-failed" if failed else "r-passed", config.lang, n=total, failed=failed)
    return "\n".join([*lines, said]) + "\n", failed


def _with_rules(config: Config, path: Path) -> Config:
    """The path loaded as more rules, unless it is loaded anyway: it lies among the loaded ones, or they in it."""
    if not path.exists():
        raise Trouble(str(path) + say("colon", config.lang) + say("missing", config.lang))
    here = path.resolve()
    loaded = [folder.resolve() for folder in (shipped_rules(), *config.rules)]
    if any(_under(here, folder) or _under(folder, here) for folder in loaded):
        return config
    return replace(config, rules=(*config.rules, path))


def _under(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def new(config: Config, name: str) -> str:
    """Write a commented skeleton: into rules/<language>/own/ where there is such a folder, else here."""
    try:
        text = skeleton(name)
    except ValueError:
        raise Trouble(say("r-bad-name", config.lang, name=name)) from None
    if any(name == r.id for r in prepare(config).rules):
        raise Trouble(say("r-exists", config.lang, name=name))
    house = Path("rules") / config.lang
    folder = house / OWN if house.is_dir() else Path()
    path = folder / f"{name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Trouble(say("r-exists", config.lang, name=path)) from None
    except OSError as error:
        raise Trouble(say("cannot-write", config.lang, path=path, why=cause(error, config.lang))) from None
    return say("r-written", config.lang, path=path) + "\n"


def schema_text() -> str:
    """JSON Schema of rule files."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
