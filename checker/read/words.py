"""The words that the readers need, as one frozen value. They live in rules/<language>/words/page.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

_DIGIT_MARKS = (
    "{digit}.{digit}.{digit} ",
    "{digit}.{digit} ",
    "{digit}.|{digit}．|{digit}、",
    "({digit})|（{digit}）|{digit})|{digit}）",
    "{circled}",
)

_PAGE_NUMBERS = (
    "{digit}",
    "-{digit}-",
    "–{digit}–",
    "—{digit}—",
    "{digit}/{digit}",
    "Page {digit}",
    "Page {digit} of {digit}",
)


@dataclass(frozen=True, slots=True)
class PageWords:
    """Word lists for the structure of a page; all empty by default, save the marks and numbers that need no word.

    heading_marks   numbering styles from the outermost to the innermost; `|` parts equal ones; the places
                    are {cjk} {capital} {digit} {any} {circled}; a final space asks for white space
    numerals        the characters that {cjk} may hold;  capitals: those of {capital}
    page_tail       lines that open the tail of a web page
    byline          a line that starts so (after a bullet) names authors, sources, editors
    byline_end      a line that ends so tells where a speech was held
    offices         a short line "<office> <name>" names the speaker
    caption         a line that starts so names a picture or a table
    furniture       a line that starts so is a button or a counter of a web page
    dateline        how the first line of a news item starts; … is a gap of up to twenty characters
    digest          a title with such a word is that of a collection
    continuation    no paragraph starts so: the line goes on from the one before
    unit_label      what stands before the unit of a table
    page_number     what a page number looks like, {digit} being the number; white space does not count
    continued       a short line with such a word says that a table goes on from the page before
    heading_styles  names of styles, before their level, that make a heading of a paragraph (Word's own are known)
    """

    heading_marks: tuple[str, ...] = _DIGIT_MARKS
    numerals: str = ""
    capitals: str = ""
    page_tail: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    byline_end: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    digest: tuple[str, ...] = ()
    continuation: tuple[str, ...] = ()
    unit_label: tuple[str, ...] = ()
    page_number: tuple[str, ...] = _PAGE_NUMBERS
    continued: tuple[str, ...] = ()
    heading_styles: tuple[str, ...] = ()
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = tuple(getattr(self, one.name) for one in fields(self) if one.init)
        object.__setattr__(self, "_hash", hash(words))

    def __hash__(self) -> int:
        """Worked out once: what is compiled from the words is looked up at every line."""
        return self._hash

    @classmethod
    def from_lists(cls, lists: Mapping[str, Iterable[str]]) -> PageWords:
        """From the `lists:` of a word file; other lists in it are left alone. Character lists are joined."""
        given: dict[str, object] = {}
        for one in fields(cls):
            if one.init and one.name in lists:
                words = tuple(lists[one.name])
                given[one.name] = "".join(words) if one.name in ("numerals", "capitals") else words
        return cls(**given)  # type: ignore[arg-type]
