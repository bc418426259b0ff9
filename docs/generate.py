"""Writes docs/rules (one page for each shipped rule, and an index), rules/rule.schema.json, and the first line of rule
files, by which editors find that schema; then generate_reference.py beside it, which writes docs/reference and the
pictures. Run it after every change of a rule, of the rule language, the command line or the wire format (it needs the
extra `test`):

    python docs/generate.py

tests/test_docs_rules.py compares what is there with `pages()`, `schema()` and `headed()`.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
RULES = ROOT / "rules"
SCHEMA = RULES / "rule.schema.json"
SHOWN = 6  # words of a list; those added at its end change no page


def pages() -> dict[str, str]:
    """File name -> Markdown, of all pages."""
    from checker.lexicon import load_lexicon, shipped_rules  # noqa: PLC0415
    from checker.rulebook import load_rules  # noqa: PLC0415

    lexicon = load_lexicon([shipped_rules()])
    rules = sorted(load_rules([shipped_rules()], lexicon), key=lambda r: (r.family, r.code))
    made = {f"{rule.id}.md": _page(rule, lexicon) for rule in rules}
    made["README.md"] = _index(rules)
    return made


def _page(rule: Any, lexicon: Any) -> str:
    from checker.rulebook import rule_to_page  # noqa: PLC0415

    page: str = rule_to_page(rule, "en").replace(f"`{rule.id}`", f"{rule.title['zh']} · `{rule.id}`", 1)
    written = " ".join([*(p.match for p in rule.patterns), *(g.word or "" for g in rule.unless)])
    names = dict.fromkeys(re.findall(r"@([a-z_0-9]+(?:\.[0-9])?)", written))
    words = [f"- `@{name}`: {said}" for name in names if (said := _words(name, lexicon))]
    if words:
        page += "\n## Words\n\n" + "\n".join(words) + "\n"
    home = f"rules/{rule.language}/{rule.family}/{rule.id}.yaml"
    return page + f"\n---\n\n[All rules](README.md) · [{home}](../../{home})\n"


def _words(name: str, lexicon: Any) -> str:
    """The first words of a list, or of a column of a table."""
    table, _, column = name.partition(".")
    if column:
        rows = lexicon.table(table)
        rows = rows.values() if isinstance(rows, Mapping) else rows
        cells = [row[int(column)] for row in rows]
        found = [word for cell in cells for word in ([cell] if isinstance(cell, str) else cell)]
    else:
        found = list(lexicon.words(name))
    found = list(dict.fromkeys(found))
    return "、".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")


def _index(rules: list[Any]) -> str:
    lines = [
        "# Rules",
        "",
        f"{len(rules)} rules. Made by `docs/generate.py` from `rules/`; do not edit. How a rule is written:",
        "[the rule language](../rule-language.md).",
    ]
    for family, members in groupby(rules, key=lambda r: r.family):
        lines += ["", f"## {family}", "", "| rule | code | severity | kind | title | 标题 | class |"]
        lines.append("|---|---|---|---|---|---|---|")
        for r in members:
            cells = (f"[{r.id}]({r.id}.md)", r.code, r.severity, r.kind, r.title["en"], r.title["zh"])
            lines.append(f"| {' | '.join((*cells, ', '.join(r.classes)))} |")
    return "\n".join(lines) + "\n"


def schema() -> str:
    """The JSON Schema of rule files, as a file."""
    from checker.rulebook import schema as made  # noqa: PLC0415

    return json.dumps(made(), ensure_ascii=False, indent=2) + "\n"


def headed(path: Path) -> str:
    """The text of a rule file with the line that leads editors to the schema."""
    from checker.rulebook import schema_line  # noqa: PLC0415

    text = path.read_text(encoding="utf-8")
    body = re.sub(r"\A# yaml-language-server:.*\n", "", text)
    up = "../" * (len(path.relative_to(RULES).parts) - 1)
    return schema_line(up + SCHEMA.name) + body


def rule_files() -> list[Path]:
    """All rule files; word lists are none."""
    return sorted(path for path in RULES.rglob("*.yaml") if path.parent.name != "words")


def main() -> None:
    SCHEMA.write_text(schema(), encoding="utf-8", newline="\n")
    for path in rule_files():
        path.write_text(headed(path), encoding="utf-8", newline="\n")
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(made)} pages in {FOLDER}\n")
    runpy.run_path(str(ROOT / "docs" / "generate_reference.py"))["main"]()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
