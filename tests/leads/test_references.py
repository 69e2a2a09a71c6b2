"""References can be said on the phone and typed back."""

from __future__ import annotations

import pytest

from leads import references


def test_the_alphabet_has_no_look_alikes() -> None:
    assert not set("0O1IL5S2Z8BUV") & set(references.ALPHABET)
    assert len(set(references.ALPHABET)) == len(references.ALPHABET)


def test_a_new_reference_is_made_of_the_alphabet() -> None:
    body = references.new().removeprefix("KH")

    assert len(body) == references.LENGTH
    assert set(body) <= set(references.ALPHABET)


def test_new_references_differ() -> None:
    assert len({references.new() for _place in range(500)}) > 490


def test_for_reading_puts_it_in_groups() -> None:
    assert references.for_reading("KH7F3Q49") == "KH 7F3Q 49"


def test_as_typed_reads_back_what_was_printed() -> None:
    reference = references.new()

    assert references.as_typed(references.for_reading(reference)) == reference


@pytest.mark.parametrize(
    "typed", ["KH7F3Q49", "kh 7f3q 49", " KH-7F3Q-49 ", "kh.7f3q.49", "KH\u00a07F3Q\u00a049"]
)
def test_as_typed_takes_what_people_say(typed: str) -> None:
    assert references.as_typed(typed) == "KH7F3Q49"
