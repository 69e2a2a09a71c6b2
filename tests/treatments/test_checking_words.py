"""Words as rules meet them: one spelling, base forms, clauses, in English and Arabic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.checking.words import count_words, forms_of, language_of, unfold, words_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Don't", "do not"),
        ("It’s 50 per cent", "it is 50%"),
        ("a hundred per cent", "100%"),
        ("مُضمون", "مضمون"),
        ("٤٨ ساعة", "48 ساعه"),
        ("٥٠٪", "50%"),
    ],
)
def test_one_spelling_for_what_is_written_in_several_ways(written: str, read: str) -> None:
    assert unfold(written) == read


def test_every_word_has_its_base_forms() -> None:
    (word,) = words_of("guaranteed")

    assert "guarantee" in word.forms
    assert "مضمون" in forms_of(unfold("والمضمونة"))
    assert forms_of("1,000") == {"1,000", "1000"}


def test_clauses_end_at_strong_stops_and_turns_and_parts_at_commas() -> None:
    words = words_of("It is mild, not severe, but it hurts (a little)")
    place = {word.text: (word.clause, word.part) for word in words}

    assert place["mild"][0] == place["severe"][0] != place["hurts"][0]
    assert place["mild"][1] != place["not"][1]
    assert place["little"][0] != place["hurts"][0]


def test_what_a_token_printed_is_marked() -> None:
    printed = {word.text for word in words_of("Wait \ue01048 hours\ue011 or more") if word.is_printed}

    assert printed == {"48", "hours"}


@pytest.mark.parametrize(
    ("text", "count"), [("Two words", 2), ("One - two", 2), ("\ue01048 hours\ue011", 2), ("", 0)]
)
def test_words_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("text", "language"),
    [("Hair loss", "en"), ("تساقط الشعر", "ar"), ("تساقط الشعر PRP", "ar"), ("", "en"), ("123", "en")],
)
def test_the_language_is_read_off_the_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert all(word.text and word.forms for word in words_of(text))
