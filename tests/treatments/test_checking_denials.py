"""A sentence that denies, asks or reports does not claim what its words say."""

from __future__ import annotations

import pytest

from tests.treatments.checking import book, document, found_in, meets, rule, words
from treatments.checking.denials import LISTS

DENIALS = (
    words("denies", "not, never, nobody, لا"),
    words("denies-next-word", "no, without"),
    words("denies-sentence", "no evidence, nobody knows, not known"),
    words("denies-nothing", "not only"),
    words("reports", "some adverts say, a myth"),
    words("selling-question", "why wait"),
)


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("It is a miracle.", True),
        ("It is not a miracle.", False),
        ("It is not only a miracle.", True),
        ("Nobody here would ever in his whole life call it a miracle.", True),
        ("It is not cheap, it is a miracle.", True),
        ("It is not cheap but a miracle.", True),
        ("There is no miracle.", False),
        ("There is no very great miracle.", True),
        ("There is no evidence that it is what many would call a miracle.", False),
        ("There is no evidence of harm but it is a miracle.", True),
        ("Is it a miracle?", False),
        ("Why wait for a miracle?", True),
        ("Some adverts say that it is a miracle.", False),
        ("لا miracle", False),
    ],
)
def test_only_a_sentence_that_claims_it_is_found(text: str, *, is_met: bool) -> None:
    assert meets("miracle", text, *DENIALS) is is_met


def test_a_strict_rule_is_not_excused_by_a_denial() -> None:
    assert meets("miracle", "It is not a miracle.", *DENIALS, is_strict=True)


def test_a_no_that_the_rule_looks_for_denies_nothing() -> None:
    assert meets("no\n+\nmiracle", "No and a miracle.", *DENIALS)


def test_a_report_that_the_rule_looks_for_reports_nothing() -> None:
    assert meets("risk\n+\na myth", "Every risk of it is a myth.", *DENIALS, is_strict=True)
    assert not meets("risk\n+\nevery", "Every risk of it is a myth.", *DENIALS, is_strict=True)


def test_an_item_under_words_that_report_is_a_report() -> None:
    rules = book(rule(looks_for="miracle"), *DENIALS)

    assert found_in(document("Some adverts say:\n\n- it is a miracle"), rules=rules) == []
    assert found_in(document("We say:\n\n- it is a miracle"), rules=rules) != []


def test_without_its_lists_nothing_is_denied() -> None:
    assert meets("miracle", "It is not a miracle.")
    assert {row.key for row in DENIALS} == set(LISTS)
