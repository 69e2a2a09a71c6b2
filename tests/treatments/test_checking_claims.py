"""Claims and their sources, and figures that belong in a claim."""

from __future__ import annotations

from typing import Any

import pytest

from tests.treatments.checking import book, document, found_in, rule
from treatments.checking.claims import Evidence, figures_in

RULES = book(
    rule("claim-without-reference", "built-in"),
    rule("unusable-reference", "built-in"),
    rule("figure", "figure-without-claim", looks_for="<number> more hairs, <percent>"),
)
EVIDENCE = Evidence(claims=[figures_in("107 more hairs at 1 year.")], references={"MN4": "A", "MN5": "C"})


def keys(text: str, **values: Any) -> list[str]:
    found = found_in(document(text, **values), rules=RULES, evidence=EVIDENCE)
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("grades", "is_found"), [((), True), (("C",), True), (("C", "B"), False), (("A",), False), (None, False)]
)
def test_a_claim_rests_on_a_source_that_was_seen(grades: tuple[str, ...] | None, *, is_found: bool) -> None:
    assert ("claim-without-reference" in keys("It may help.", source_grades=grades)) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("It gave 107 more hairs.", False),
        ("It gave 300 more hairs.", True),
        ("It gave 300 more hairs [MN4].", False),
        ("It gave 300 more hairs [MN5].", True),
        ("It helped 90% of them.", True),
        ("It grew hair.", False),
        ("It gave 107 more hairs per cm2.", False),
        ("One trial found 107 more hairs per cm².", False),
        ("It gave 2 more hairs per cm2.", True),
    ],
)
def test_a_figure_of_effect_is_carried_by_a_claim_or_a_cited_source(text: str, *, is_found: bool) -> None:
    assert ("figure" in keys(text)) is is_found


def test_the_text_of_a_claim_may_state_its_figures() -> None:
    assert keys("It gave 300 more hairs.", source_grades=("A",)) == []


def test_what_a_fact_printed_is_no_figure_of_the_text() -> None:
    assert keys("It gave \ue010300\ue011 more hairs.") == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("So it is [MN4].", False), ("So it is [MN5].", True), ("So it is (XX9; MN4).", True)],
)
def test_a_cited_source_is_one_we_have_and_have_seen(text: str, *, is_found: bool) -> None:
    assert ("unusable-reference" in keys(text)) is is_found


def test_every_number_of_a_text_is_a_figure() -> None:
    assert figures_in("From 1,000 to 12.5, two of them [MN4].") == {1000, 12.5, 2}
