"""Slips in braces and boxes: each is found at its place, and good marks are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.checking.markup import braces_in, slips_in


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "It says {claim:mn-network} and {clinic:phone}.",
        "::: do\n- rest\n:::",
        "::: dont \r\n- do not rub\r\n:::\r\n\r\n::: steps\r\n1. **One**\r\n:::",
        "A ratio of 1:2, and ten o'clock: 10:00.",
    ],
)
def test_good_marks_are_left_alone(text: str) -> None:
    assert list(slips_in(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It says {claim:mn-network and more.", "brace without its partner"),
        ("It says claim:mn-network} and more.", "brace without its partner"),
        ("It says {claim:a {claim:b}", "brace without its partner"),
        ("{claim:mn-\nnetwork}", "brace without its partner"),
        ("::: do\n- rest", "“::: do” is never closed"),
        ("::: do\n- rest\n\n::: dont\n- do not rub\n:::", "“::: do” is never closed"),
        ("- rest\n:::", "closes a box that was never opened"),
        ("::: dos\n- rest\n:::", "“::: dos” opens no box we know"),
        (":: do\n- rest\n", "“:: do” opens no box we know"),
        ("  ::: do\n- rest\n", "at the start of a line"),
    ],
)
def test_a_slip_is_found(text: str, words: str) -> None:
    messages = [slip.message for slip in slips_in(text)]

    assert any(words in message for message in messages), messages


def test_a_slip_is_found_where_it_stands() -> None:
    (slip,) = slips_in("A line.\n{claim:fine}\nAn {open one.")

    assert slip.offset == len("A line.\n{claim:fine}\nAn ")


def test_every_token_of_a_text_printed_as_it_stands_is_named() -> None:
    messages = [slip.message for slip in braces_in("{fact:a} and {fact:b}")]

    assert len(messages) == 2
    assert "{fact:b}" in messages[1]


@given(st.text(st.sampled_from("{}:/# \n\rdont"), max_size=60))
def test_every_slip_lies_within_its_text(text: str) -> None:
    assert all(0 <= slip.offset < len(text) for slip in slips_in(text))
