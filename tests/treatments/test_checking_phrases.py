"""Phrases made ready, and where they stand in a sentence."""

from __future__ import annotations

from tests.treatments.checking import sentence
from treatments.checking.patterns import Index, alternatives
from treatments.checking.phrases import spans


def spans_of(pattern: str, text: str, **lists: str) -> set[tuple[int, int]]:
    index = Index(lists)
    return spans(alternatives(pattern, index), sentence(text), index)


def test_a_phrase_is_found_wherever_it_stands() -> None:
    assert spans_of("no risk", "No risk here, and no risk there.") == {(0, 2), (4, 6)}


def test_a_gap_gives_every_end() -> None:
    assert spans_of("no … risk", "No great risk or small risk.") == {(0, 3), (0, 6)}


def test_an_entry_of_a_list_is_found_with_all_its_words() -> None:
    assert spans_of("without @harm", "It works without side effects.", harm="side effect, scar") == {(2, 5)}


def test_a_list_of_phrases_that_may_start_anywhere_has_no_anchor() -> None:
    assert alternatives("<number> hairs", Index({})).anchors == frozenset({"hairs", "hair"})
    assert alternatives("<number>", Index({})).anchors is None


def test_no_phrases_are_found_in_no_words() -> None:
    assert spans_of("risk", "") == set()
