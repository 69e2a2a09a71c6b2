"""A file read as a document: with values at its head or without, in either language."""

from __future__ import annotations

import pytest

from treatments.checking.articles import BadArticle, read_article

TOML = """+++
title = "PRP"
kind = "treatment"
slug = "prp"
treatment = "prp"
standfirst = "What it is. {fact:wash}"
key_facts = ["One fact.", "Another."]
+++
## What it is {#what}

Your own plasma {claim:prp-works}.
"""


def test_values_between_plus_signs_are_read() -> None:
    article = read_article(TOML, "prp.md")

    assert (article.title, article.kind, article.slug) == ("PRP", "treatment", "prp")
    assert article.treatments == {"prp"}
    assert article.anchors == ("what",)
    assert article.tokens == {"{fact:wash}", "{claim:prp-works}"}


def test_the_head_is_read_as_text_too_and_a_title_prints_no_tokens() -> None:
    parts = {part.place: part for part in read_article(TOML, "prp.md").parts}

    assert [sentence.raw for sentence in parts["standfirst"].sentences] == ["What it is."]
    assert parts["standfirst"].is_composed
    assert not parts["title"].is_composed


def test_a_finding_points_into_the_file() -> None:
    found = {sentence.raw: place for place, sentence in read_article(TOML, "prp.md").sentences()}

    assert found["What it is"] == "prp.md:9"


def test_values_between_dashes_are_read() -> None:
    article = read_article('---\ntitle: "PRP"\nkind: treatment\n---\nText.', "prp.md")

    assert (article.title, article.kind) == ("PRP", "treatment")


def test_plain_text_takes_its_title_from_its_first_heading() -> None:
    assert read_article("Text.\n\n# Hair\n\nMore.", "a.txt").title == "Hair"
    assert read_article("Text.", "a.txt").title == ""


@pytest.mark.parametrize(
    ("text", "given", "language"), [("Hair.", "", "en"), ("شعر.", "", "ar"), ("Hair.", "ar", "ar")]
)
def test_the_language_is_given_or_read_off_the_letters(text: str, given: str, language: str) -> None:
    assert read_article(text, "a.txt", given).language == language


def test_a_mark_at_the_start_and_other_line_ends_are_no_matter() -> None:
    assert [s.raw for _place, s in read_article("\ufeffOne.\r\n\r\nTwo.", "a.txt").sentences()] == [
        "One.",
        "Two.",
    ]


def test_a_head_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadArticle, match="cannot be read"):
        read_article("+++\ntitle = \n+++\nText.", "a.md")
