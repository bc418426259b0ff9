"""Every surface with what hypothesis proposes for it; and that the targets see what they are there to see."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("pygls", reason="pygls is not installed")

from checker.api import Checker
from checker.config import Config
from checker.judge.compiled import compile_rule
from checker.model.document import Block, Document, Span
from checker.quantify import numbers
from checker.rulebook import load_rule_text
from fuzz import invariants
from fuzz.languages import SAMPLE, rule_of
from fuzz.mutation import fresh, mutate, strategy
from fuzz.shapes import rezip, unzip
from fuzz.surface import Defect, Surface, TooSlow
from fuzz.targets import SURFACES
from fuzz.texts import checker

EXAMPLES = {"numeral": 200, "pattern-syntax": 200, "expression-syntax": 200, "expression": 100, "baseline": 100}
FEW = 4  # of surfaces that take long


@pytest.mark.parametrize("name", SURFACES)
def test_nothing_breaks(name: str) -> None:
    surface = SURFACES[name]
    surface.warm()

    @settings(
        max_examples=EXAMPLES.get(name, 20 if surface.cost < 5 else FEW),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy(surface))
    def run(data: bytes) -> None:
        surface.run(data)

    run()


@pytest.mark.parametrize("name", SURFACES)
def test_seeds_are_sound(name: str) -> None:
    for seed in SURFACES[name].seeds:
        SURFACES[name].run(seed)


@pytest.mark.parametrize("match", SURFACES["pattern"].seeds)
def test_the_rules_under_test_are_rules(match: bytes) -> None:
    """Else the targets would only ever see refusals."""
    rule = load_rule_text(rule_of(match.decode(), "never"), "rules/zh/own/own.yaml", checker().lexicon, strict=False)
    assert rule.readings == ("never",)


def test_assertions_are_judged() -> None:
    text = rule_of("{a} ... @of_which (... {b})+", "a == sum(b)")
    rule = load_rule_text(text, "rules/zh/own/own.yaml", checker().lexicon, strict=False)
    lexicon = checker().lexicon
    own = Checker((rule,), Config(), lexicon, (compile_rule(rule, lexicon),), checker().page_words)
    assert [r.verdict for r in own.check(SAMPLE, markdown=True).relations] == ["fails"]


def planted(target: object, **more: object) -> Surface:
    return Surface("planted", target, lambda: [b"12", "甲".encode()], ("34",), **more)  # type: ignore[arg-type]


def test_a_hang_is_seen_even_if_it_is_swallowed() -> None:
    def spins(data: bytes) -> None:
        while True:
            pass

    def swallows(data: bytes) -> None:
        try:
            spins(data)
        except BaseException:
            return

    for target in (spins, swallows):
        with pytest.raises(TooSlow):
            planted(target).run(b"x", slack=0.05)
    assert planted(spins).limit(b"x" * 300_000) == pytest.approx(3)


def test_a_warning_is_seen() -> None:
    with pytest.raises(Defect, match="a warning on standard error: UserWarning: x"):
        planted(lambda data: warnings.warn("x", stacklevel=1)).run(b"")


def test_broken_documents_and_numbers_are_seen() -> None:
    with pytest.raises(Defect, match="in no block"):
        invariants.document(Document("x", "甲乙", (Block("paragraph", Span(0, 1)),)))
    with pytest.raises(Defect, match="out of order"):
        invariants.document(Document("x", "甲", (Block("paragraph", Span(0, 2)),)))
    lexicon = checker().lexicon
    document = Document("x", "小学31所，初中12所")
    found = numbers(document.text, lexicon)
    invariants.quantities(document, found, lexicon)
    with pytest.raises(Defect, match="in no number"):
        invariants.quantities(document, found[:1], lexicon)
    with pytest.raises(Defect, match="is not what stands"):
        invariants.quantities(document, [replace(found[0], surface="32所"), found[1]], lexicon)


def test_a_report_with_a_wrong_place_is_seen() -> None:
    report = checker().check("全县共有学校48所，其中小学31所、初中12所、高中7所。")
    invariants.report(report)
    finding = report.findings[0]
    for wrong in (replace(finding.primary, text="47所"), replace(finding.primary, span=Span(0, 10**6))):
        with pytest.raises(Defect):
            invariants.report(replace(report, findings=(replace(finding, primary=wrong),)))


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_mutations_stay_within_bounds(random: Random) -> None:
    for name in ("numeral", "rules", "bundle"):
        surface = SURFACES[name]
        for made in (mutate(surface, random.choice(surface.seeds), random), fresh(surface, random)):
            assert len(made) <= surface.most
    assert mutate(planted(print), b"", random, 5) is not None


def test_parts_of_archives_are_changed_and_not_their_packing() -> None:
    surface, random = SURFACES["bundle"], Random(1)
    made = [mutate(surface, surface.seeds[0], random) for _ in range(40)]
    assert sum(zipfile.is_zipfile(io.BytesIO(data)) for data in made) > 25
    assert unzip(rezip([("a", b"1"), ("b", b"2")])) == [("a", b"1"), ("b", b"2")]
    assert unzip(b"PK no archive") is None
