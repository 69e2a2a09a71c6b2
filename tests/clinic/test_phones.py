"""Phone numbers: as people type them, as they are kept, as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic import phones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+971 50 123 4567", "+971501234567"),
        ("0501234567", "+971501234567"),
        ("050 123 4567", "+971501234567"),
        ("050-123-4567", "+971501234567"),
        ("(050) 123 4567", "+971501234567"),
        ("501234567", "+971501234567"),
        ("00971501234567", "+971501234567"),
        ("00971 50 123 4567", "+971501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "+971501234567"),
        ("+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "+971501234567"),
        ("۰۵۰۱۲۳۴۵۶۷", "+971501234567"),
        ("\u202a+971 50 123 4567\u202c", "+971501234567"),
        ("+971\u00a050\u00a0123\u00a04567", "+971501234567"),
        ("+44 7700 900123", "+447700900123"),
        ("+966 50 123 4567", "+966501234567"),
        ("04 330 0000", "+97143300000"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_typed(typed: str, kept: str) -> None:
    assert phones.to_e164(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "+",
        "call me",
        "050 123 456",
        "050 123 45678",
        "050 123 4567 ext 5",
        "0501234567x",
        "+971 50 123",
        "+999 123 456 789",
        "+44 7700 90012",
        "٠٥٠١٢",
        "00",
        "0" * 5000,
        "5" * 5000,
        "+" * 5000,
        "🙂",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(phones.NotAPhoneNumber):
        phones.to_e164(typed)


def test_the_country_chosen_is_the_one_a_number_is_read_in() -> None:
    assert phones.to_e164("07700 900123", "GB") == "+447700900123"


@pytest.mark.parametrize("typed", ["+971501234567", "00971501234567"])
def test_a_country_code_typed_beats_the_country_chosen(typed: str) -> None:
    assert phones.to_e164(typed, "GB") == "+971501234567"


@given(st.text(max_size=200))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        kept = phones.to_e164(typed)
    except phones.NotAPhoneNumber:
        return
    assert kept.startswith("+")
    assert kept[1:].isascii()
    assert kept[1:].isdigit()
    assert phones.to_e164(kept) == kept


@pytest.mark.parametrize(
    ("kept", "printed"),
    [
        ("+971501234567", "+971 50 123 4567"),
        ("+97143300000", "+971 4 330 0000"),
        ("+447700900123", "+44 7700 900123"),
        ("no number", "no number"),
        ("", ""),
    ],
)
def test_a_number_is_printed_with_its_spaces(kept: str, printed: str) -> None:
    assert phones.for_reading(kept) == printed


def test_a_masked_number_shows_its_beginning_and_its_end() -> None:
    assert phones.masked("+971501234567") == "+971 50 ••• ••67"


@pytest.mark.parametrize(("typed", "digits"), [("+971 50", "97150"), ("٠٥٠", "050"), ("no number", "")])
def test_digits_are_found_in_every_script(typed: str, digits: str) -> None:
    assert phones.digits_of(typed) == digits
