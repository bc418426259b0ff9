"""What is known of one number in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, Self

from checker.model.document import Span
from checker.model.interval import Interval

Kind = Literal[
    "quantity",  # a number with a unit or measure word, or a bare count
    "money",
    "percent",
    "permille",
    "points",  # percentage points
    "multiple",  # 倍
    "tenths",  # 成
    "doubling",  # 番
    "fraction",  # 三分之二
    "ratio",  # 1:15, 7.1:37.8:55.1
    "range",  # two ends, one unit
    "date",
    "time",
    "duration",  # 3年, 为期一周: time as a length
    "year",  # a calendar year
    "ordinal",  # 第三
    "marker",  # 一是, （二）, 3., 第一章, 亮点1: numbers a part of the text
    "name",  # a numeral inside a name or a fixed phrase
    "identifier",  # document numbers, telephone numbers, codes
]

Role = Literal[
    "level",  # how much there is, or was done
    "change",  # by how much it differs from another time: 同比增加6亿元, 高出3个百分点
    "rate",  # growth in relative terms: 增长6.2%, 增长2倍
    "share",  # part of a whole: 占65%
    "average",  # per head, per day: 人均, 日均
    "multiple",  # as a multiple of another: 是…的3倍
    "bound",  # a threshold that names a class, not a measurement: 66人以上的大班额, 亿元以上项目
    "price",  # a unit price: 每人500元
    "base",  # the amount of an earlier time, with which another is compared: 比上年的30万元
    "none",
]

Hedge = Literal[
    "",
    "about",
    "near",
    "over",
    "under",
    "at_least",
    "at_most",
    "some",
    "half",
    "between",
]  # 约 | 近 | 超/余/多/以上 | 不足 | 不少于 | 不超过 | 数百/几十/十几 | 一半/过半 | 两三


@dataclass(frozen=True, slots=True)
class Topic:
    """What a number measures, as far as the words around it say; every part may be empty.

    subject: the words that name the measure. scope: 全市, 城区, 农村 ... period: year and sub-period as a
    normal form ("2024", "2024Q1", "2024-03"). modality: "" for a fact, else plan | target | forecast.
    """

    subject: str = ""
    scope: str = ""
    period: str = ""
    modality: str = ""


NOWHERE = Span(0, 0)


class Source(Protocol):
    """What knows more of the quantities of a document than has been asked for."""

    def fill(self, quantity: Quantity, name: str) -> None:
        """Set the field `name` of a quantity, and others that come with it (see `putting`)."""


class _Later:
    """Room for where the fields of a quantity come from that are not set yet."""

    __slots__ = ("_source",)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Asked only for a slot without a value. A copy or a pickle takes the fields, and so has them all.
            try:
                source = _Later._source.__get__(self)
            except AttributeError:
                raise AttributeError(name) from None
            source.fill(self, name)
            return object.__getattribute__(self, name)


@dataclass(frozen=True, slots=True)
class Quantity(_Later):
    """One number of a text. Made by `quantify`, never edited.

    span, surface   place in the document's text and what stands there: number, scale, unit; a hedge
                    that touches it (近 3 余 以上) included. `document.text[q.span] == q.surface`.
    at              the same place in `document.reading`.
    digits          span in the document's text of the numeral with its scale word alone (1.76万).
    number          value in `unit`, scale folded in: 1.76万个 -> 17600; None if only bounds are known.
    step            worth of the last written digit, scale folded in: 1.76万 -> 100.
    round_step      worth of the last written digit that is not zero: 5000 -> 1000, 1.50万 -> 1000.
    hedge           what kind of approximation is said.
    hard, expected  intervals of values in `unit`: what can be at all, what a careful writer means.
    unit            unit as printed, scale taken out: 个, 元, 人次, %, 个百分点.
    dimension       what it may be compared with: "currency:CNY", "count:人", "length", "percent" ...
    factor          value in the dimension's base unit = value in `unit` * factor (公顷 -> 10000 m²).
    role            what the number does in its clause. direction: +1 rise, -1 fall, 0 not said.
    parts           sub-values: both ends of a range, terms of a ratio, (year, month, day) of a date
                    with 0 for a part that is not written, (hour, minute) of a time.
    style           for markers and ordinals the form they take, with N for the number: "N是", "（N）", "第N章".
    noun            the word or two right after the unit that name the thing counted: 33个罚款事项 -> 罚款事项.
    hedged_by       the words that hedge it, as written.
    said            what is read there, where that is not the surface: without a tag or a line's end in it.
    said_digits     place of `digits` in `said`.
    """

    index: int
    span: Span
    at: Span
    digits: Span
    surface: str
    kind: Kind
    number: Decimal | None
    step: Decimal
    round_step: Decimal
    hedge: Hedge
    hard: Interval
    expected: Interval
    unit: str = ""
    dimension: str = ""
    factor: Fraction = Fraction(1)
    role: Role = "none"
    direction: int = 0
    parts: tuple[Decimal, ...] = ()
    style: str = ""
    noun: str = ""
    hedged_by: str = ""
    topic: Topic = Topic()
    said: str = ""
    said_digits: Span = NOWHERE

    @property
    def shown(self) -> str:
        """The number for people, in one piece."""
        return self.said or self.surface

    @property
    def shown_digits(self) -> Span:
        """Place in `shown` of the numeral with its scale word."""
        start, end = self.digits
        return self.said_digits if self.said else Span(start - self.span.start, end - self.span.start)

    @property
    def written(self) -> str:
        """The numeral with its scale word alone, as printed."""
        return self.shown[slice(*self.shown_digits)]

    @property
    def mantissa(self) -> str:
        """Its Arabic digits and decimal point (1,760.5万 -> 1760.5); empty where they are no number."""
        digits = "".join(c for c in self.written if c in "0123456789.").strip(".")
        return digits if digits.count(".") < 2 else ""

    def altered(self, number: Decimal | None, hard: Interval, expected: Interval) -> Quantity:
        """The same quantity with another value. All else is taken over when it is asked for."""
        one = _NEW(Quantity)
        _put_source(one, _Altered(self))
        for put, value in zip(_VALUE, (self.index, self.kind, number, hard, expected), strict=True):
            put(one, value)
        return one

    @property
    def base_expected(self) -> Interval:
        """Expected interval in the dimension's base unit."""
        return self.expected.scaled(self.factor)


class _Altered(NamedTuple):
    """Where a quantity with another value has all else from."""

    old: Quantity

    def fill(self, quantity: Quantity, name: str) -> None:
        if name not in _PUT:
            raise AttributeError(name)
        _PUT[name](quantity, getattr(self.old, name))


class Columns(NamedTuple):
    """What the masked text needs of every quantity, one list for each field; `starts`, `ends` are those of `at`."""

    kinds: list[Kind]
    roles: list[Role]
    dimensions: list[str]
    styles: list[str]
    starts: list[int]
    ends: list[int]


class Quantities(tuple[Quantity, ...]):
    """The quantities of a document, in text order, with the columns that are asked of all of them."""

    columns: Columns

    @classmethod
    def of(cls, quantities: Iterable[Quantity]) -> Self:
        """From quantities as they are."""
        made = cls(quantities)
        made.columns = Columns(
            [q.kind for q in made],
            [q.role for q in made],
            [q.dimension for q in made],
            [q.style for q in made],
            [q.at.start for q in made],
            [q.at.end for q in made],
        )
        return made

    @classmethod
    def waiting(cls, source: Source, columns: Columns) -> Self:
        """Quantities that fill their fields from `source` when they are asked for them."""
        made = cls(map(_NEW, repeat(Quantity, len(columns.kinds))))
        for index, (quantity, kind) in enumerate(zip(made, columns.kinds, strict=True)):
            _put_source(quantity, source)
            _put_index(quantity, index)
            _put_kind(quantity, kind)
        made.columns = columns
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Quantities.of, (tuple(self),)


Put = Callable[[Quantity, object], None]


def putting(*names: str) -> tuple[Put, ...]:
    """What sets these fields of a quantity that waits for them, one function each. For its source alone."""
    return tuple(vars(Quantity)[name].__set__ for name in names)


# Setting a slot through its descriptor is what a frozen class leaves, and twice as fast as object.__setattr__.
_NEW = object.__new__
_put_source = vars(_Later)["_source"].__set__
_PUT = {field.name: putting(field.name)[0] for field in fields(Quantity)}
_put_index, _put_kind = putting("index", "kind")
_VALUE = putting("index", "kind", "number", "hard", "expected")
