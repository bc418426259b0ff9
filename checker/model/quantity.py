"""What is known of one number in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Quantity:
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

    @property
    def base_expected(self) -> Interval:
        """Expected interval in the dimension's base unit."""
        return self.expected.scaled(self.factor)
