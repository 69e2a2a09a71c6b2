"""Texts cut into sentences, with their lines and what leads in to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.checking.sentences import sentences_of, split


def raws(text: str) -> list[str]:
    return [sentence.raw for sentence in sentences_of(text) if not sentence.is_joined]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Dr. Test saw 1.5 mm, e.g. here. Two.", 2),
        ("هذه جملة. هل هذه ثانية؟ نعم.", 3),
        ("No stop at the end", 1),
        ("", 0),
    ],
)
def test_a_paragraph_is_cut_at_full_stops(text: str, count: int) -> None:
    assert len(list(split(text))) == count


def test_headings_items_and_cells_stand_alone() -> None:
    text = "## A heading {#here}\n\nWords.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |"

    found = list(sentences_of(text))

    assert [sentence.raw.strip() for sentence in found] == [
        "A heading",
        "Words.",
        "one",
        "two",
        "a",
        "b",
        "c",
        "d",
    ]
    assert found[0].is_heading


def test_a_sentence_over_two_lines_is_one() -> None:
    first = "This is a long line of text that goes on and on until it is wide enough"

    assert raws(f"{first}\nand ends here. Then another.") == [f"{first} and ends here.", "Then another."]


def test_a_finding_can_point_to_the_line() -> None:
    assert [sentence.line for sentence in sentences_of("One.\n\nTwo.", first_line=5)] == [5, 7]


def test_an_item_knows_the_words_that_lead_in_to_it() -> None:
    *_lead, item = sentences_of("Walk away if a clinic:\n\n- promises a cure")

    assert item.lead
    assert item.lead.raw == "Walk away if a clinic:"


def test_a_question_and_its_short_answer_are_also_read_as_one() -> None:
    joined = [sentence.raw for sentence in sentences_of("Side effects? None at all.") if sentence.is_joined]

    assert joined == ["Side effects: None at all."]


@pytest.mark.parametrize(
    "text", ["Is it safe? No.", "Is it safe? It depends on your health and on many other things."]
)
def test_a_no_and_a_long_answer_are_not_joined(text: str) -> None:
    assert not any(sentence.is_joined for sentence in sentences_of(text))


def test_marks_of_markdown_are_not_words() -> None:
    assert raws("**Bold** and [a link](/faq/) and `code`.") == ["Bold and a link and code."]


@given(st.text(st.sampled_from("ab .?!\n-|#*[]()1:"), max_size=80))
def test_any_text_is_cut_without_losing_letters(text: str) -> None:
    letters = [char for char in "".join(raws(text)) if char in "ab"]

    assert len(letters) >= sum(char in "ab" for char in text) - text.count("(") * 80
