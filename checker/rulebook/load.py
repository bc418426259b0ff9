"""Rule files -> frozen rules, or all their mistakes at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from checker.lexicon import shipped_rules
from checker.model.rule import ANY_STYLE, Example, Guard, Pattern, Place, Rule, Slip, Slot
from checker.rulebook.check import check
from checker.rulebook.errors import RuleError, RuleErrors
from checker.rulebook.limits import MOST_RULES, oversized
from checker.rulebook.marks import split_marks
from checker.rulebook.shape import GuardShape, RuleShape, SlotShape
from checker.rulebook.source import MAX_BYTES, KeyPath, Source, read_source
from checker.rulebook.validate import validate
from checker.rulebook.words import Words
from checker.yamlfiles import NO_FILE, yaml_files

WORDS_FOLDER = "words"


def load_rules(paths: Sequence[Path], lexicon: Words, strict: bool = True) -> tuple[Rule, ...]:
    """The rules of files and folders (read recursively, `words/` left out), in the order of the paths.

    `strict`: the least numbers of examples are asked for. Raises RuleErrors with every mistake of every file, ids and
    codes that two files share included.
    """
    errors: list[RuleError] = []
    loaded: list[tuple[Rule, Source]] = []
    for path in _files(paths, errors):
        text = _text(path, errors)
        if text is None:
            continue
        source = read_source(text, path)
        rule, found = _rule(source, lexicon, strict)
        errors.extend(found)
        if rule is not None:
            loaded.append((rule, source))
    for key in ("id", "code"):
        first: dict[str, Source] = {}
        for rule, source in loaded:
            value: str = getattr(rule, key)
            other = first.setdefault(value, source)
            if other is not source:
                told = f'the {key} "{value}" is taken by {other.place((key,))}'
                errors.append(RuleError(source.place((key,)), told, f"a {key} of its own"))
    if errors:
        raise RuleErrors(errors)
    return tuple(rule for rule, _ in loaded)


def load_rule_text(text: str, path: Path | str, lexicon: Words, strict: bool = True) -> Rule:
    """The rule that the text of one file says; `path` gives its id, family and language. Raises RuleErrors."""
    rule, errors = _rule(read_source(text, path), lexicon, strict)
    if errors or rule is None:
        raise RuleErrors(errors)
    return rule


def _files(paths: Iterable[Path], errors: list[RuleError]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            for file, wrong in yaml_files(path, links=path == shipped_rules()):
                if WORDS_FOLDER in file.relative_to(path).parts[:-1]:
                    continue
                if wrong:
                    errors.append(RuleError(Place(str(file), 1, 1), wrong))
                else:
                    found.setdefault(file.resolve(), file)
        elif path.is_file():
            found.setdefault(path.resolve(), path)
        else:
            errors.append(RuleError(Place(str(path), 1, 1), NO_FILE if path.exists() else "no such file or folder"))
        if len(found) > MOST_RULES:
            errors.append(RuleError(Place(str(path), 1, 1), "too many rule files", f"at most {MOST_RULES}"))
            return []
    return list(found.values())


def _text(path: Path, errors: list[RuleError]) -> str | None:
    """The text of a file, or None with the reason in `errors`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            errors.append(RuleError(Place(str(path), 1, 1), f"the file is larger than {MAX_BYTES} bytes"))
            return None
        return data.decode("utf-8-sig")
    except OSError as error:
        errors.append(RuleError(Place(str(path), 1, 1), f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        errors.append(RuleError(Place(str(path), line, 1), "the file is not UTF-8", "UTF-8"))
    return None


def _rule(source: Source, words: Words, strict: bool) -> tuple[Rule | None, list[RuleError]]:
    errors = list(source.errors)
    if source.data is None and errors:
        return None, errors
    if large := oversized(source):
        return None, [*errors, *large]
    shape, bad = validate(source, errors)
    if shape is None:
        return None, errors
    errors.extend(check(source, shape, bad, words, strict))
    # A rule with mistakes elsewhere still takes its id and code, so that a clash is told in the same run.
    usable = not {("id",), ("code",)} & bad
    try:
        return (_frozen(shape, source) if usable else None), errors
    except ValueError:
        return None, errors


def _frozen(shape: RuleShape, source: Source) -> Rule:
    """The rule as the engine takes it. Its mappings are plain dicts, so that rules can cross to other processes."""
    parts = Path(source.path).parts
    same = shape.same.model_dump(exclude_unset=True) if shape.same is not None else {}
    readings = shape.readings if shape.readings is not None else [shape.assertion or ""]
    return Rule(
        id=shape.id,
        code=shape.code,
        severity=shape.severity,
        title=shape.title.model_dump(),
        kind=shape.kind,
        family=parts[-2] if len(parts) > 1 else "",
        path=source.path,
        slots={name: _slot(name, slot) for name, slot in shape.slots.items()},
        message=shape.message.model_dump(),
        why=shape.why,
        readings=tuple(readings),
        given=shape.given,
        scope=shape.scope,
        patterns=_patterns(shape, source),
        unless=tuple(_guard(guard, source.place(("unless", n))) for n, guard in enumerate(shape.unless)),
        slips=tuple(
            Slip(s.condition, s.name.model_dump(), source.place(("slips", n))) for n, s in enumerate(shape.slips)
        ),
        primary=shape.primary,
        diagnose=shape.diagnose,
        each=shape.each,
        pairs=shape.pairs,
        same={key: value for key, value in same.items() if value is not None},
        norm=shape.norm,
        classes=tuple(shape.classes),
        language=parts[-3] if len(parts) > 2 and len(parts[-3]) == 2 else "zh",
        examples=_examples(shape, source),
    )


def _slot(name: str, slot: SlotShape) -> Slot:
    least, most = 1, 1 if slot.many is None else None
    if slot.many is not None:
        low, _, high = slot.many.partition("..")
        least, most = int(low), int(high) if high else None
    series = slot.series
    styles = tuple(series.style) or (ANY_STYLE,) if series is not None else ()
    return Slot(
        name=name,
        roles=tuple(slot.role),
        kinds=tuple(slot.kind),
        units=tuple(slot.unit),
        like=slot.like,
        least=least,
        most=most,
        candidates=slot.candidates,
        near=slot.near,
        open_end=slot.open_end,
        items=slot.items,
        series=styles,
        level=series.level if series is not None else "inline",
        numeral=slot.numeral,
        forms=tuple(slot.form),
        min=slot.min,
        max=slot.max,
        unhedged=slot.unhedged,
        hedges=tuple(slot.hedge),
        axis=slot.axis,
        where=slot.where,
    )


def _patterns(shape: RuleShape, source: Source) -> tuple[Pattern, ...]:
    def place(n: int) -> Place:
        return source.place(("patterns", n, "match"))

    return tuple(
        Pattern(entry.match, entry.cue, entry.scope, entry.holds_only, entry.firm, place(n))
        for n, entry in enumerate(shape.patterns)
    )


def _guard(guard: GuardShape, place: Place) -> Guard:
    return Guard(
        reason=guard.reason,
        open_list=guard.open_list,
        word=guard.word,
        within=guard.within,
        before=guard.before,
        after=guard.after,
        between=(guard.between[0], guard.between[1]) if guard.between is not None else None,
        when=guard.when,
        hedged=guard.hedged,
        other_owner=guard.other_owner,
        foreign=(guard.foreign[0], guard.foreign[1]) if guard.foreign is not None else None,
        restart=(guard.restart[0], guard.restart[1]) if guard.restart is not None else None,
        nearer=(guard.nearer[0], guard.nearer[1]) if guard.nearer is not None else None,
        mixed=guard.mixed,
        slip_excepted=guard.exception == "slip",
        widen=guard.effect == "widen",
        place=place,
    )


def _examples(shape: RuleShape, source: Source) -> tuple[Example, ...]:
    def place(kind: str, n: int) -> Place:
        path: KeyPath = ("examples", kind, n)
        return source.place(path)

    examples = shape.examples
    made = [Example("holds", text, place=place("holds", n)) for n, text in enumerate(examples.holds)]
    for n, fails in enumerate(examples.fails):
        text, marks = split_marks(fails.text)
        made.append(Example("fails", text, marks, message=fails.message, place=place("fails", n)))
    for n, abstains in enumerate(examples.abstains):
        made.append(Example("abstains", abstains.text, reason=abstains.reason, place=place("abstains", n)))
    made.extend(Example("silent", text, place=place("silent", n)) for n, text in enumerate(examples.silent))
    return tuple(made)
