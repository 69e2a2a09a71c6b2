"""The Flesch-Kincaid grade."""

from __future__ import annotations

import pytest

from treatments.checking.readability import grade_of, syllables
from treatments.checking.sentences import sentences_of


@pytest.mark.parametrize(
    ("word", "count"),
    [("hair", 1), ("scalp", 1), ("doctor", 2), ("makes", 1), ("needle", 2), ("medical", 3), ("radiation", 4)],
)
def test_beats_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_words_read_at_a_low_grade_and_long_ones_at_a_high_one() -> None:
    easy = grade_of(list(sentences_of("We look at your scalp. You ask us what you want. " * 12)))
    hard = grade_of(
        list(
            sentences_of(
                "Pharmacological intervention necessitates comprehensive dermatological evaluation. " * 20
            )
        )
    )

    assert easy is not None
    assert hard is not None
    assert easy < 4
    assert hard > 12


def test_too_little_text_has_no_grade() -> None:
    assert grade_of(list(sentences_of("A few words."))) is None


def test_headings_do_not_count() -> None:
    assert grade_of(list(sentences_of("## " + "word " * 120))) is None
