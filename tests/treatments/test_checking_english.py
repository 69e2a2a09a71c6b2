"""Base forms of English words."""

from __future__ import annotations

import pytest

from treatments.checking import english


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("guarantees", "guarantee"),
        ("guaranteed", "guarantee"),
        ("therapies", "therapy"),
        ("stopped", "stop"),
        ("stopping", "stop"),
        ("curing", "cure"),
        ("tried", "try"),
        ("visibly", "visib"),
        ("safely", "safe"),
        ("patient's", "patient"),
        ("boxes", "box"),
        ("added", "add"),
    ],
)
def test_a_form_leads_to_its_base(word: str, base: str) -> None:
    assert base in english.forms(word)


@pytest.mark.parametrize(("word", "other"), [("this", "thi"), ("thing", "th"), ("red", "r"), ("bus", "bu")])
def test_a_word_that_only_looks_like_a_form_stays_whole(word: str, other: str) -> None:
    assert other not in english.forms(word)


@pytest.mark.parametrize(
    ("written", "read"),
    [("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("you'll", "you will")],
)
def test_contractions_are_written_out(written: str, read: str) -> None:
    assert english.unfold(written) == read
