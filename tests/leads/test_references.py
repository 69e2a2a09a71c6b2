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


def test_a_reference_is_found_by_what_was_printed() -> None:
    for _nth in range(200):
        reference = references.new()

        assert references.meant_by(references.for_reading(reference)) == [reference]
        assert references.meant_by(reference.removeprefix("KH")) == [reference]


@pytest.mark.parametrize(
    "typed",
    [
        "KH7F3Q49", "kh 7f3q 49", " KH-7F3Q-49 ", "kh.7f3q.49", "KH\u00a07F3Q\u00a049", "ＫＨ７Ｆ３Ｑ４９",
        "7F3Q49", "7f3q 49", "7f3q-49", "kh_7f3q_49", "٧f٣q ٤٩", "#7F3Q49",
    ],
)  # fmt: skip
def test_a_reference_is_found_by_what_people_say(typed: str) -> None:
    assert references.as_typed(typed) == "KH7F3Q49"
    assert references.meant_by(typed) == ["KH7F3Q49"]


@pytest.mark.parametrize(
    "typed", ["KH 7F3O 49", "7f30 49", "2F3Q49", "IF3Q49", "lf3q-49", "7FBQ49", "7F8Q 49"]
)
def test_a_mark_that_is_never_given_stands_for_those_it_looks_like(typed: str) -> None:
    assert "KH7F3Q49" in references.meant_by(typed)


def test_a_reference_that_itself_starts_with_kh_is_found_both_ways() -> None:
    assert references.meant_by("KH A3F4") == ["KHKHA3F4"]
    assert references.meant_by("KH KHA3 F4") == ["KHKHA3F4"]


@pytest.mark.parametrize(
    "typed", ["", "KH", "7F3Q4", "7F3Q499", "Sara Ahmed", "0501234567", "O0I1L0", "عبدالله"]
)
def test_what_is_no_reference_finds_none(typed: str) -> None:
    assert references.meant_by(typed) == []


def test_every_look_alike_stands_for_marks_that_are_given() -> None:
    assert not set(references.LOOK_ALIKES) & set(references.ALPHABET)
    assert set("".join(references.LOOK_ALIKES.values())) <= set(references.ALPHABET)
