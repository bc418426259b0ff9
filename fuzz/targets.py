"""All surfaces by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fuzz import files, knowing, languages, seeds, session, texts, vocabulary
from fuzz.shapes import rezip, unpacked, unzip
from fuzz.surface import Surface

PACKED = {"split": unzip, "join": rezip, "weight": unpacked, "most": 200_000}

_ALL = (
    Surface("numeral", texts.numerals, seeds.numerals, vocabulary.words("numerals"), most=80, cost=0.02),
    Surface("extract", texts.extraction, seeds.sentences, vocabulary.words("sentences"), cost=2),
    Surface("marks", texts.marks, seeds.marks, vocabulary.words("marks"), cost=3),
    Surface("check-text", texts.check_text, seeds.reports, vocabulary.words("sentences"), most=1500, cost=25),
    Surface("check-markdown", texts.check_markdown, seeds.reports, vocabulary.words("markdown"), most=1500, cost=25),
    Surface("read-text", files.text, seeds.encoded, vocabulary.words("pages"), most=1500, cost=1),
    Surface("read-markdown", files.markdown, seeds.reports, vocabulary.words("markdown"), most=1500, cost=2),
    Surface("read-html", files.html, seeds.pages, vocabulary.words("html"), most=2000, cost=3),
    Surface("read-csv", files.csv, seeds.tables, vocabulary.words("csv"), most=1000, cost=2),
    Surface("read-docx", files.docx, seeds.word_files, vocabulary.words("docx"), cost=10, **PACKED),  # type: ignore[arg-type]
    Surface("read-xlsx", files.xlsx, seeds.workbooks, vocabulary.words("xlsx"), cost=8, **PACKED),  # type: ignore[arg-type]
    Surface("read-pdf", files.pdf, seeds.pdf_files, vocabulary.words("pdf"), most=20_000, cost=8),
    Surface("bundle", files.bundle, seeds.bundles, vocabulary.words("pages"), cost=5, **PACKED),  # type: ignore[arg-type]
    Surface(
        "pattern-syntax", languages.pattern_syntax, seeds.patterns, vocabulary.words("patterns"), most=300, cost=0.03
    ),
    Surface("pattern", languages.pattern, seeds.patterns, vocabulary.words("patterns"), most=300, cost=15),
    Surface(
        "expression-syntax", languages.expression_syntax, seeds.expressions, vocabulary.words("expressions"), cost=0.1
    ),
    Surface("expression", languages.expression, seeds.expressions, vocabulary.words("expressions"), cost=0.3),
    Surface("assertion", languages.assertion, seeds.assertions, vocabulary.assertions(), cost=15),
    Surface("rules", languages.rules, seeds.rule_files, vocabulary.words("rules"), most=4000, cost=10),
    Surface("words", languages.words, seeds.word_lists, vocabulary.words("yaml"), cost=0.3),
    Surface("config", knowing.config, seeds.configs, vocabulary.words("config"), cost=0.3),
    Surface("side-file", knowing.side_file, seeds.side_files, vocabulary.words("side"), cost=0.5),
    Surface("baseline", knowing.baseline, seeds.baselines, vocabulary.words("baseline"), cost=0.05),
    Surface("cache", knowing.cache_entry, seeds.entries, vocabulary.words("json"), most=6000, cost=0.5),
    Surface("lsp", session.session, seeds.sessions, vocabulary.words("lsp"), most=4000, cost=15),
)
SURFACES: Mapping[str, Surface] = MappingProxyType({one.name: one for one in _ALL})
