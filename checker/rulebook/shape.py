"""The shape of a rule file as pydantic models: the one description behind loading and the JSON Schema.

The descriptions are the language's documentation in short (docs/rule-language.md) and show up in editors.
Only shape stands here: what names must exist and what fits together is in `check.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from checker.model.quantity import Hedge, Kind, Role
from checker.model.report import Severity
from checker.model.rule import Cue, RuleKind, Scope

T = TypeVar("T")


class _OneOrMany:
    """A list that may be written as its single item; the JSON Schema shows both."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many.get("items", {}), many]}


def _listed(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


OneOrMany: TypeAlias = Annotated[list[T], BeforeValidator(_listed), _OneOrMany()]


class Shape(BaseModel):
    """A mapping with known keys only; scalars are not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class _ShortForm(Shape):
    """A mapping that may be written as the text of its first key alone."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {next(iter(cls.model_fields)): value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core))]}


class BothLanguages(Shape):
    zh: str = Field(description="in Chinese", min_length=1)
    en: str = Field(description="in English", min_length=1)


class SeriesShape(Shape):
    """The series of marks that a number opens."""

    style: OneOrMany[str] = Field(
        default=[],
        description="forms of the marks, with N for the number (default: every form); `;` clauses, `-` list items",
    )
    level: Literal["inline", "heading", "any", "caption"] = Field(
        default="inline", description="marks in the text, headings, both, or all marks of a style that open a paragraph"
    )


class SlotShape(Shape):
    role: OneOrMany[Role] = Field(default=[], description="what the number does in its clause; one or several")
    kind: OneOrMany[Kind] = Field(default=[], description="kinds of number; default: every kind with a magnitude")
    unit: OneOrMany[str] = Field(default=[], description="the unit as printed, one or several, or @list")
    like: str | None = Field(default=None, description="another slot: same dimension")
    many: str | None = Field(
        default=None, description="`2..` or `2..8`: several numbers, in text order", pattern=r"^[0-9]+\.\.([0-9]+)?$"
    )
    candidates: Literal["sentence", "paragraph", "section", "document"] | None = Field(
        default=None, description="before an error, every other number there that fits the slot is tried too"
    )
    near: str | None = Field(
        default=None, description="@table.k: a candidate's clause must have that column's word of the row that matched"
    )
    open_end: bool = Field(default=False, description="the list may end before the last number that fits")
    items: bool = Field(default=False, description="an enumeration of words; count(list) is how many")
    series: SeriesShape | None = Field(default=None, description="the series of marks that the number opens")
    numeral: Literal["chinese", "digits"] | None = Field(default=None, description="how it must be written")
    form: OneOrMany[str] = Field(
        default=[], description="the form that `checker numbers` shows: day, weekday, quarter, years …"
    )
    min: int | None = Field(default=None, description="least value")
    max: int | None = Field(default=None, description="greatest value")
    unhedged: bool = Field(default=False, description="only a number without a hedge")
    hedge: OneOrMany[Hedge] = Field(
        default=[], description="only a number with such a hedge: about, near, over, under …"
    )
    axis: str | None = Field(default=None, description="tables: total, leaf, of_which, or @list for a header")
    where: Literal["heading", "body"] | None = Field(default=None, description="facts: heading or body")


class PatternShape(_ShortForm):
    match: str = Field(description="the pattern (docs/rule-language.md, section 3)", min_length=1)
    cue: Cue = Field(default="strong", description="weak lowers a finding by one level")
    scope: Scope | None = Field(default=None, description="how far this pattern may reach")
    holds_only: bool = Field(default=False, description="the pattern may confirm, never accuse")
    firm: bool = Field(
        default=False, description="the pattern names its owner for certain: no other candidate is tried"
    )


class GuardShape(Shape):
    """When the relation abstains."""

    reason: str = Field(description="why, in kebab-case; kept in the ledger")
    open_list: str | None = Field(default=None, description="slot: a sign of an open list follows its last member")
    word: str | None = Field(default=None, description="a word, or @list")
    within: Literal["clause", "sentence", "paragraph", "section", "document"] | None = Field(
        default=None, alias="in", description="the word stands anywhere in it"
    )
    before: str | None = Field(default=None, description="slot: the word stands right before it")
    after: str | None = Field(default=None, description="slot: the word stands right after it")
    between: list[str] | None = Field(
        default=None, description="two slots: the word stands between them", min_length=2, max_length=2
    )
    when: str | None = Field(default=None, description="the expression may be true")
    hedged: str | None = Field(default=None, description="slot: the number is hedged")
    other_owner: str | None = Field(
        default=None, description="the expression may be true with another candidate of a slot with candidates"
    )
    foreign: list[str] | None = Field(
        default=None,
        description="two slots: the words right before the first name something that the clause of the second does not",
        min_length=2,
        max_length=2,
    )
    restart: list[str] | None = Field(
        default=None,
        description="a total and its parts: behind a semicolon a part opens a new statement, with parts of its own or "
        "a word of the total's clause",
        min_length=2,
        max_length=2,
    )
    nearer: list[str] | None = Field(
        default=None,
        description="two slots: another amount stands in a clause of its own between them",
        min_length=2,
        max_length=2,
    )
    mixed: str | None = Field(default=None, description="a slot whose members are of several measures in turn")
    exception: Literal["slip"] | None = Field(
        default=None, alias="except", description="slip: no excuse when one slip of one number closes the sum"
    )
    effect: Literal["widen"] | None = Field(
        default=None, description="widen: not silent, but every operand is half a unit of its last digit wider"
    )


class SameShape(Shape):
    """What must agree between two statements of one measure."""

    subject: float | None = Field(
        default=None, description="how much of the shorter subject must be in the other, 0 to 1", ge=0, le=1
    )
    certain: float | None = Field(
        default=None, description="below this likeness a finding needs one slip that explains it", ge=0, le=1
    )
    likely: float | None = Field(
        default=None, description="from this likeness on a slip of a number of two digits explains", ge=0, le=1
    )
    period: bool = Field(default=False, description="the period must agree")
    scope: bool = Field(default=False, description="the scope must agree")
    modality: bool = Field(default=False, description="plan, target, forecast or fact must agree")


class SlipShape(Shape):
    """A likely mistake of this rule."""

    condition: str = Field(alias="assert", description="what the wrong number would satisfy")
    name: BothLanguages = Field(description="how to call the mistake")


class FailShape(_ShortForm):
    text: str = Field(description="exactly one finding; «» are the places it must name, all of them", min_length=1)
    message: str | None = Field(default=None, description="what the finding must say")


class AbstainShape(Shape):
    text: str = Field(description="the rule binds, but a guard makes it abstain", min_length=1)
    reason: str | None = Field(default=None, description="the guard's reason")


class ExamplesShape(Shape):
    holds: OneOrMany[str] = Field(default=[], description="the rule binds and the relation holds; at least two")
    fails: OneOrMany[FailShape] = Field(default=[], description="exactly one finding each; at least two")
    abstains: OneOrMany[AbstainShape] = Field(default=[], description="a guard makes the relation abstain")
    silent: OneOrMany[str] = Field(default=[], description="the rule does not bind at all; at least one")


class RuleShape(Shape):
    """One rule of checker: which numbers belong together, and what must be true of them."""

    id: str = Field(description="kebab-case; the file's name")
    code: str = Field(
        description="capitals (CHK: shipped) and three digits; unique; never reused", pattern=r"^[A-Z]{2,8}[0-9]{3}$"
    )
    severity: Severity = Field(description="the most that a finding of this rule can be")
    classes: OneOrMany[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]] = Field(
        default=[], alias="class", description="the classes of mistakes that it finds, in snake_case"
    )
    title: BothLanguages = Field(description="the rule's name for people")
    kind: RuleKind = Field(description="prose, outline, table or facts (section 4)")
    scope: Scope = Field(default="sentence", description="how far a binding may reach")
    slots: dict[str, SlotShape] = Field(description="what is bound (section 2)", min_length=1)
    patterns: OneOrMany[PatternShape] = Field(default=[], description="surfaces of the relation in text (section 3)")
    unless: list[GuardShape] = Field(default=[], description="guards: when the relation abstains (section 5)")
    assertion: str | None = Field(default=None, alias="assert", description="what must be true (section 6)")
    readings: list[str] | None = Field(default=None, description="assertions of which one is enough", min_length=1)
    slips: list[SlipShape] = Field(default=[], description="likely mistakes: named when their assertion may hold")
    given: str | None = Field(
        default=None, description="what a candidate must meet to be one; the next takes its place"
    )
    primary: str | None = Field(default=None, description="slot to point at when no culprit is known")
    diagnose: bool = Field(default=True, description="false: no slip is searched for")
    each: Literal["column", "row"] | None = Field(default=None, description="table: bind in each column or row")
    pairs: Literal["headline", "restated", "equal", "cells", "tables", "units"] | None = Field(
        default=None, description="facts: which places are compared"
    )
    same: SameShape | None = Field(default=None, description="facts: what must agree between the two places")
    message: BothLanguages = Field(description="{slot}, {expression}, {expected} and {gap} are filled in")
    why: str = Field(description="the rule's page: what it means, when it is right to ignore it", min_length=1)
    norm: str | None = Field(default=None, description="a standard that asks for it")
    examples: ExamplesShape = Field(description="they run as tests (section 7)")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule file, for editors (yaml-language-server) and other tools."""
    made = RuleShape.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "checker rule",
        **{key: value for key, value in made.items() if key != "title"},
        "oneOf": [{"required": ["assert"]}, {"required": ["readings"]}],
    }


def keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys that the mapping at `path` of a rule file may have; empty for a free or unknown mapping."""
    shape: Any = RuleShape
    for step in path:
        if isinstance(shape, type) and issubclass(shape, Shape):
            field = next((f for n, f in shape.model_fields.items() if (f.alias or n) == step), None)
            shape = field.annotation if field else None
        else:
            shape = _inner(shape)
        while shape is not None and not isinstance(shape, type) and type(None) in getattr(shape, "__args__", ()):
            shape = next(a for a in shape.__args__ if a is not type(None))
    if not (isinstance(shape, type) and issubclass(shape, Shape)):
        return []
    return [field.alias or name for name, field in shape.model_fields.items()]


def _inner(annotation: Any) -> Any:
    """What stands in a list or a mapping: its last type argument."""
    arguments = getattr(annotation, "__args__", ())
    return arguments[-1] if arguments else None
