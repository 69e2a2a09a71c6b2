"""Typed text is cleaned, and keeps its meaning."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads import text

ANY_TEXT = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_clean_makes_every_line_break_a_plain_one(line_break: str) -> None:
    assert text.clean(f"one{line_break}two") == "one\ntwo"


@pytest.mark.parametrize("mark", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_clean_drops_what_cannot_be_shown(mark: str) -> None:
    assert text.clean(f"on{mark}e") == "one"


@pytest.mark.parametrize("mark", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_has_unprintable_notices_what_clean_drops(mark: str) -> None:
    assert text.has_unprintable(f"on{mark}e")


@pytest.mark.parametrize("typed", ["one\r\ntwo", "a\ttab", "عبد الله", "😀", "a\u200fb", ""])
def test_has_unprintable_lets_people_type(typed: str) -> None:
    assert not text.has_unprintable(typed)


@pytest.mark.parametrize("mark", ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e"])
def test_clean_drops_marks_that_turn_the_direction_over(mark: str) -> None:
    assert text.clean(f"{mark}invoice{mark}") == "invoice"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u200c", "\u200d", "\u2067"])
def test_clean_keeps_the_marks_that_arabic_and_persian_need(mark: str) -> None:
    assert text.clean(f"a{mark}b") == f"a{mark}b"


def test_clean_composes_accents() -> None:
    assert text.clean("Rene\u0301") == "René"


def test_clean_strips_blanks_at_the_ends() -> None:
    assert text.clean("\u00a0 \n one \u3000\t") == "one"


def test_one_line_makes_every_run_of_blanks_a_space() -> None:
    assert text.one_line("  Sara \r\n\t  Ahmed\u00a0 ") == "Sara Ahmed"


@given(ANY_TEXT)
def test_clean_text_is_clean(typed: str) -> None:
    cleaned = text.clean(typed)

    assert text.clean(cleaned) == cleaned
    assert not text.has_unprintable(cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()


@pytest.mark.parametrize(
    "typed",
    [
        "", " \u3000", "\u200b", "\u200f\u2060", "\ufeff", "\u3164", "\u2800", "\u115f", "\u1160", "\uffa0",
        "\ufe0f", "\u034f", "\u0301", "\u00ad", "\U000e0041", "\u3164 \u200b\u2800",
    ],
)  # fmt: skip
def test_marks_without_a_shape_show_nothing(typed: str) -> None:
    assert text.shows_nothing(typed)


@pytest.mark.parametrize("typed", ["a", "ب", "مُ", "한", "\u3164a", "\u2801", "😀", "1", "?"])
def test_whatever_has_a_shape_shows(typed: str) -> None:
    assert not text.shows_nothing(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sara Ahmed", "  SARA   ahmed "),
        ("René", "RENE"),
        ("Straße", "STRASSE"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("عبد الله", "عبدالله"),
        ("سارة", "ساره"),
        ("إيمان", "ايمان"),
        ("مصطفى", "مصطفي"),
        ("آمنة", "امنه"),
        ("ٱلاء", "الاء"),
        ("فؤاد رائد", "فواد رايد"),
        ("محـــمد", "محمد"),
        ("علی کریم", "علي كريم"),
        ("ہاشم", "هاشم"),
        ("Gate ٧", "Gate 7"),
        ("O'Neill", "O\u2019Neill"),
        ("Al-Sayed", "Al Sayed"),
    ],
)
def test_name_key_is_the_same_for_ways_to_write_one_name(one: str, other: str) -> None:
    assert text.name_key(one) == text.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Sara", "Sarah"), ("علي", "عالي"), ("سارة", "سارا"), ("राम", "रमा"), ("😀", "😎")]
)
def test_name_key_tells_names_apart(one: str, other: str) -> None:
    assert text.name_key(one) != text.name_key(other)


@pytest.mark.parametrize("letter", ["한", "ﷺ", "ß", "ΐ", "a", "😀"])
def test_name_key_of_the_longest_name_fits_its_column(letter: str) -> None:
    assert 0 < len(text.name_key(letter * 120)) <= 240


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Sara Ahmed", "Sara"),
        ("Omar", "Omar"),
        ("عبد الله أحمد", "عبد الله"),
        ("عبد", "عبد"),
        ("Abu Bakr", "Abu Bakr"),
    ],
)
def test_people_are_called_by_what_is_a_name(name: str, called: str) -> None:
    assert text.called(name) == called
