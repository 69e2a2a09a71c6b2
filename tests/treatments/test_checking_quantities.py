"""The words for numbers and units: each reads as one thing only, in the spelling in which texts are read."""

from __future__ import annotations

import pytest

from treatments.checking import quantities
from treatments.checking.words import unfold


@pytest.mark.parametrize(
    "table", [quantities.UNITS, quantities.PAIRS, quantities.NUMBERS, quantities.MOMENTS]
)
def test_every_word_is_written_as_texts_are_read(table: dict[str, object]) -> None:
    assert [word for word in table if unfold(word) != word] == []


def test_a_month_has_more_days_than_four_weeks_and_a_year_twelve_months() -> None:
    weeks, months = quantities.MONTH / quantities.WEEK, quantities.YEAR / quantities.MONTH

    assert weeks == pytest.approx(4.3, rel=0.02)
    assert months == pytest.approx(12, rel=0.01)


@pytest.mark.parametrize(("pair", "unit"), [("يومين", "يوم"), ("جلستين", "جلسه")])
def test_a_pair_is_two_of_its_unit(pair: str, unit: str) -> None:
    one, two = quantities.UNITS[unit], quantities.PAIRS[pair]

    assert two == (one[0], 2 * one[1])
