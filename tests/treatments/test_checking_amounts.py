"""Lengths of time and other amounts: two days, 48 hours and يومين are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.checking.amounts import amount_of, amounts_in
from treatments.checking.measures import Amount
from treatments.checking.words import words_of

TOKENS = [
    "2",
    "a",
    "few",
    "48",
    "to",
    "or",
    "days",
    "week",
    "second",
    "every",
    "after",
    "the",
    "أسبوع",
    "بعد",
]
DAY, WEEK, MONTH = 24.0, 168.0, 30.4 * 24


def amount(text: str) -> Amount:
    found = amount_of(text)
    assert found, text
    return found


@pytest.mark.parametrize(
    ("text", "measure", "low", "high"),
    [
        ("48 hours", "time", 48, 48),
        ("two days", "time", 48, 48),
        ("twenty four hours", "time", 24, 24),
        ("24 to 48 hours", "time", 24, 48),
        ("a day or two", "time", DAY, 2 * DAY),
        ("week five", "time", 5 * WEEK, 5 * WEEK),
        ("the second month", "time", 2 * MONTH, 2 * MONTH),
        ("the same day", "time", 0, 0),
        ("the morning after", "time", DAY, DAY),
        ("before bed", "time", 0, 0),
        ("the week before your visit", "time", WEEK, WEEK),
        ("1.5 mm", "length", 1.5, 1.5),
        ("2 cm", "length", 20, 20),
        ("three sessions", "sessions", 3, 3),
        ("100 hairs", "hairs", 100, 100),
        ("يومين", "time", 48, 48),
        ("٤٨ ساعة", "time", 48, 48),
        ("بعد أسبوع", "time", WEEK, WEEK),
        ("الأسبوع الخامس", "time", 5 * WEEK, 5 * WEEK),
        ("في الأسبوع السابق", "time", WEEK, WEEK),
        ("ثلاث جلسات", "sessions", 3, 3),
        ("أربع وعشرين ساعة", "time", 24, 24),
    ],
)
def test_an_amount_is_read(text: str, measure: str, low: float, high: float) -> None:
    found = amount(text)

    assert (found.measure, found.low, found.high) == (measure, low, high)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("up to 7 days", "up to"),
        ("at least 3 months", "at least"),
        ("3 months or more", "at least"),
        ("7 days", ""),
    ],
)
def test_a_bound_is_read(text: str, bound: str) -> None:
    assert amount(text).bound == bound


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "40 years old",
        "10 years of experience",
        "the days after",
        "a second visit",
        "يوم الزيارة",
        "5%",
    ],
)
def test_what_is_no_wait_is_not_read(text: str) -> None:
    assert amount_of(text) is None


def test_a_few_days_is_vague_and_every_3_months_is_a_rate() -> None:
    assert amount("a few days").is_vague
    assert amount("every 3 months").is_rate
    assert not amount("3 months").is_rate


@pytest.mark.parametrize("text", ["Rest for a day or two", "استرح يوما أو يومين"])
def test_a_day_or_two_is_vague(text: str) -> None:
    found = amount(text)

    assert (found.low, found.high, found.is_vague) == (DAY, 2 * DAY, True)


@pytest.mark.parametrize("text", ["stay in for the first days", "أجل الموعد إلى يوم آخر"])
def test_the_first_days_and_another_day_are_no_length_of_time(text: str) -> None:
    assert amount_of(text) is None


def test_what_a_token_printed_is_right_by_its_source() -> None:
    assert amounts_in(words_of("Wait \ue01048 hours\ue011.")) == []


@given(st.lists(st.sampled_from(TOKENS)))
def test_any_row_of_words_is_read(row: list[str]) -> None:
    words = words_of(" ".join(row))

    assert all(0 <= found.start < found.end <= len(words) for found in amounts_in(words))
