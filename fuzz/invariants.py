"""What must be true of every document, every number and every report, whatever was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.lexicon import Lexicon
from checker.model.document import HIDDEN, Document
from checker.model.quantity import Quantity
from checker.model.report import Location, Report
from checker.quantify.vocabulary import vocabulary
from fuzz.surface import require

_DIGITS = re.compile("[0-9０-９]+")


def document(made: Document) -> None:
    """A document as a reader must make it: every place inside the text, in order, nothing lost between blocks."""
    text, at = made.text, 0
    for block in made.blocks:
        require(at <= block.span.start < block.span.end <= len(text), f"block {block.span} is out of order")
        at = block.span.end
    homeless(made)
    require([b.article for b in made.blocks] == sorted(b.article for b in made.blocks), "articles are out of order")
    at = 0
    for span in made.dropped:
        require(at <= span.start < span.end <= len(text), f"dropped {span} is out of order")
        at = span.end
    for block in (b for b in made.blocks if b.kind in HIDDEN):
        inside = any(s.start <= block.span.start and block.span.end <= s.end for s in made.dropped)
        require(inside, f"hidden block {block.span} is read")
    for name, spans in (("comment", made.comments), ("anchor", [span for span, _ in made.anchors])):
        at = 0
        for start, end in spans:
            require(at <= start <= end <= len(text), f"{name} {start, end} is out of order")
            at = end
    for table in made.tables:
        for cell in table.cells:
            inside = table.span.start <= cell.span.start <= cell.span.end <= table.span.end
            require(inside, f"cell {cell.span} is outside its table {table.span}")
            require(cell.row >= 0 and cell.column >= 0 and cell.rows > 0 and cell.columns > 0, "a cell without a place")
    reading(made)
    for offset in range(0, len(text) + 1, 1 + len(text) // 50):
        line, column = made.place(offset)
        span = made.line_span(line)
        require(span.start + column - 1 == offset, f"line and column of {offset} do not lead back")


def homeless(made: Document) -> None:
    """No character that is read, of words or numbers, stands between blocks: nobody would look at it."""
    at, read = 0, made.reading
    for start, end in (*(block.span for block in made.blocks), (len(made.text), len(made.text))):
        between = read.text[read.place(at) : read.place(start)] if at < start else ""
        require(not any(c.isalnum() for c in between), f"{between[:40]!r} at {at} is in no block")
        at = end


def reading(made: Document) -> None:
    """What is read leads back to the text as it stands in the file."""
    read, text = made.reading, made.text
    swapped = {span.start: said for span, said in made.read_as}
    kept = len(text) - sum(b - a for a, b in made.dropped) - sum(b - a - len(said) for (a, b), said in made.read_as)
    require(len(read.text) == kept, "the reading has characters that are not in the file, or lacks some")
    for i in range(0, len(read.text), 1 + len(read.text) // 300):
        origin = read.origin(i)
        wanted = swapped.get(origin, text[origin : origin + 1])
        require(read.text[i] == wanted, f"the reading at {i} is not the text at {origin}")


def quantities(made: Document, found: Sequence[Quantity], lexicon: Lexicon) -> None:
    """Numbers: in order, apart, what stands there is what is said; no run of digits is passed over in silence."""
    read, end = made.reading.text, 0
    for index, q in enumerate(found):
        require(q.index == index, "a number with the index of another")
        require(end <= q.at.start < q.at.end <= len(read), f"number {q.at} overlaps the one before it")
        require(made.text[q.span.start : q.span.end] == q.surface, f"{q.surface!r} is not what stands at {q.span}")
        require(
            q.span.start <= q.digits.start <= q.digits.end <= q.span.end, f"the digits of {q.surface!r} are outside"
        )
        require(q.step > 0 and q.round_step > 0, f"{q.surface!r} has no step")
        require(q.factor > 0, f"{q.surface!r} has no factor")
        require(q.hard.contains(q.expected) or q.hard.meets(q.expected), f"{q.surface!r} is meant to be what it is not")
        end = q.at.end
    hidden = vocabulary(lexicon).hidden.of(read)
    places = [*(q.at for q in found), *hidden]
    for run in _DIGITS.finditer(read):
        said = any(a < run.end() and run.start() < b for a, b in places)
        require(said, f"the digits {run[0]!r} at {run.start()} are in no number")


def report(made: Report) -> None:
    """Every place of a report is a place of its document, and holds what it is said to hold."""
    for finding in (*made.findings, *(s.finding for s in made.suppressed)):
        for place in finding.places:
            _place(place, made.document)
        require(finding.message and finding.title and finding.fingerprint, f"{finding.rule} says nothing")
    for relation in made.relations:
        for place in relation.spans:
            _place(place, made.document)
        require(all(0 <= i < len(made.quantities) for i in relation.quantities), f"{relation.rule} binds no number")
    require(0 <= made.bound <= len(made.quantities), "more numbers are bound than there are")
    require(0 <= made.contradicted <= len(made.quantities), "more numbers are contradicted than there are")


def _place(place: Location, made: Document) -> None:
    start, end = place.span
    require(0 <= start <= end <= len(made.text), f"{place.label} at {place.span} is outside the text")
    stands = made.text[start:end]
    require(place.text == stands, f"{place.label} says {place.text!r} where {stands!r} stands")
