"""What the tests of the page share: a parser that keeps what matters, documents of every shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from fakes import PARTS, quantity
from hypothesis import strategies as st

from checker.model.document import Block, BlockKind, Document, Span
from checker.model.quantity import Quantity
from checker.model.report import Report
from checker.report import Checked, Run

VOID = frozenset({"meta", "link", "input", "br"})
Attributes = dict[str, str | None]


@dataclass
class _Open:
    name: str
    attributes: Attributes
    text: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A page, parsed: `elements` in order of their ends, `texts` of documents, `numbers` by document and index."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes, str]] = []
        self.texts: dict[str, str] = {}
        self.numbers: dict[int, list[tuple[str, str]]] = {}
        self._open: list[_Open] = []
        self.feed(page)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        if tag in VOID:
            self.elements.append((tag, dict(attrs), ""))
        else:
            self._open.append(_Open(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        for element in self._open:
            # The words of a <summary> are the page's, not those of the document around it.
            if not (any(o.name == "summary" for o in self._open) and element.attributes.get("class") == "text"):
                element.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"no comment stands in a page: {data[:80]!r}")

    def handle_endtag(self, tag: str) -> None:
        element = self._open.pop()
        assert element.name == tag, (element.name, tag)
        said, attributes = "".join(element.text), element.attributes
        self.elements.append((tag, attributes, said))
        if attributes.get("class") == "text":
            self.texts[attributes["id"] or ""] = said
        if attributes.get("data-n"):
            name, state = (attributes["class"] or "").split()
            assert name == "n"
            self.numbers.setdefault(int(attributes["data-n"] or ""), []).append((state, said))

    def all(self, name: str, **wanted: str) -> list[tuple[Attributes, str]]:
        """Elements of a name with these attributes; `_` stands for `-`, one at the end is left out."""
        pairs = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
        return [
            (attributes, said)
            for tag, attributes, said in self.elements
            if tag == name and all(attributes.get(key) == value for key, value in pairs.items())
        ]


KINDS: tuple[BlockKind, ...] = (
    "heading", "paragraph", "item", "table", "caption", "code", "meta", "comment", "tail",
)  # fmt: skip
HOSTILE = ["</script>", "<!--", "-->", "]]>", '"', "'", "&lt;", "&#13;", "\u2028", "\u2029", "\r\n", "\r", "\n", "\x0b",
           "\x85", "\u202e", "\ufeff", "𠮷", "3𠮷", "48所", "，", " ", "a", "<b onclick=x>"]  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report about a document of any structure: blocks, dropped stretches, stretches read as another character."""
    text = "".join(draw(st.lists(st.sampled_from(HOSTILE) | st.characters(exclude_categories=["Cs"], min_codepoint=1),
                                 max_size=30)))  # fmt: skip

    def spans() -> list[Span]:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
        return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]

    blocks = tuple(
        Block(draw(st.sampled_from(KINDS)), span, draw(st.integers(0, 9)), draw(st.sampled_from(["", "-", "1."])))
        for span in spans()
    )
    veils = [(span, draw(st.sampled_from([None, "|", "\n", "万"]))) for span in spans()]
    document = Document(
        "any",
        text,
        blocks,
        dropped=tuple(span for span, said in veils if said is None),
        read_as=tuple((span, said) for span, said in veils if said is not None),
    )
    numbers: list[Quantity] = []
    for i, span in enumerate(spans()):
        here = text[span.start : span.end]
        numbers.append(quantity(i, here, here, "1", span=span, at=span, digits=span))
    return Report(document, tuple(numbers), (), ())


def one(report: Report, path: str = "报告.txt", **more: object) -> Run:
    """A run over one report."""
    return Run((Checked(path, report),), **more)  # type: ignore[arg-type]


__all__ = ["PARTS", "Page", "one", "reports"]
