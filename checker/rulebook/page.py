"""A rule -> its page: what `checker rules show` prints and what the manual is made of."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Final

from checker.model.rule import Example, Guard, Rule

EXAMPLE_KINDS: Final = ("holds", "fails", "abstains", "silent")
_KEYS: Final = tuple(name for name in Guard._fields if name not in ("reason", "slip_excepted", "widen", "place"))


@functools.cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    return _own("labels.yaml")


@functools.cache
def _reasons() -> Mapping[str, Mapping[str, str]]:
    return _own("reasons.yaml")


def _own(name: str) -> Mapping[str, Mapping[str, str]]:
    """A file of this room."""
    from importlib.resources import files  # noqa: PLC0415

    from checker.rulebook.source import read_source  # noqa: PLC0415 - YAML is only for who asks for these words

    texts: Mapping[str, Mapping[str, str]] = read_source(
        files("checker.rulebook").joinpath(name).read_text("utf-8"), name
    ).data
    return texts


def reason_in_words(reason: str, lang: str) -> str:
    """A guard's reason as a person says it; of a rule of strangers, the reason as it is written."""
    return _reasons().get(reason, {}).get(lang, reason)


def rule_to_page(rule: Rule, lang: str) -> str:
    """Markdown page of a rule in `zh` or `en`: title, what it asserts, why, guards, standard, examples with «marks».

    An unknown language gives Chinese, as everywhere.
    """
    lang = lang if lang in _labels() else "zh"
    words = _labels()[lang]
    lines = [f"# {rule.title[lang]}", "", f"`{rule.id}`", ""]
    for key, value in (("code", rule.code), ("severity", rule.severity), ("kind", rule.kind), ("scope", rule.scope)):
        lines.append(f"- {words[key]}: {value}")
    if rule.classes:
        lines.append(f"- {words['class']}: {', '.join(rule.classes)}")
    lines += ["", f"## {words['readings' if len(rule.readings) > 1 else 'assertion']}", ""]
    lines += [_code(reading) for reading in rule.readings]
    lines += ["", f"> {rule.message[lang]}", "", f"## {words['why']}", "", rule.why.strip()]
    if rule.patterns:
        lines += ["", f"## {words['patterns']}", ""]
        lines += [_code(p.match) + (f" ({words['weak']})" if p.cue == "weak" else "") for p in rule.patterns]
    if rule.unless:
        lines += ["", f"## {words['unless']}", "", *(_excuse(g, lang) for g in rule.unless)]
    if rule.norm:
        lines += ["", f"## {words['norm']}", "", rule.norm.strip()]
    if rule.examples:
        lines += ["", f"## {words['examples']}"]
        for kind in EXAMPLE_KINDS:
            lines += _examples([e for e in rule.examples if e.kind == kind], words[kind], lang)
    return "\n".join(lines) + "\n"


def marked(example: Example) -> str:
    """The text of an example with its «marks» put back."""
    pieces: list[str] = []
    at = 0
    for start, end in example.marks:
        pieces += [example.text[at:start], "«", example.text[start:end], "»"]
        at = end
    return "".join(pieces) + example.text[at:]


def _code(text: str) -> str:
    """A list item of code; two backticks where the text has one."""
    ticks = "``" if "`" in text else "`"
    return f"- {ticks}{text}{ticks}"


def _excuse(guard: Guard, lang: str) -> str:
    """A guard as an item of a list: its reason in words, then how it is written."""
    said = reason_in_words(guard.reason, lang)
    shown = f"`{guard.reason}`" if said == guard.reason else f"{said} (`{guard.reason}`)"
    return f"- {shown}: `{_guard(guard)}`"


def _guard(guard: Guard) -> str:
    """A guard as it is written in the file, without its reason."""

    def parts() -> Iterator[str]:
        for key in _KEYS:
            value = getattr(guard, key)
            if value is not None:
                shown = f"[{', '.join(value)}]" if isinstance(value, tuple) else value
                yield f"{'in' if key == 'within' else key}: {shown}"
        if guard.slip_excepted:
            yield "except: slip"
        if guard.widen:
            yield "effect: widen"

    return ", ".join(parts())


def _examples(examples: list[Example], heading: str, lang: str) -> list[str]:
    if not examples:
        return []
    lines = ["", f"### {heading}"]
    for example in examples:
        # Fenced, because tables and headings may stand in an example.
        fence = "````" if "```" in example.text else "```"
        note = example.message or (reason_in_words(example.reason, lang) if example.reason else None)
        lines += ["", f"{fence}text", marked(example).strip("\n"), fence, *(["", f"→ {note}"] if note else [])]
    return lines
