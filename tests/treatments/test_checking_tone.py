"""The tone of an advert is heard by examples, in sentences that say something themselves."""

from __future__ import annotations

import pytest

from tests.treatments.checking import book, document, found_in, rule, sentence, words
from treatments.checking.tone import Tone

LOUD = ["Enjoy amazing hair today", "Amazing hair for everybody here", "Enjoy thick hair for ever"]
CALM = [
    "A doctor looks at your scalp",
    "The doctor asks about your health",
    "Hair can fall out after a fever",
]
TONE = rule(
    "advert-tone-en",
    "built-in",
    language="en",
    severity="warning",
    allowed="0.5",
    looks_for="\n".join(LOUD),
    unless="\n".join(CALM),
)


def test_a_sentence_weighs_as_its_words_do_in_the_examples() -> None:
    tone = Tone(LOUD, CALM)

    assert tone.of(sentence("Enjoy amazing hair for ever")) > 0.5
    assert tone.of(sentence("The doctor looks at your health")) < 0
    assert tone.of(sentence("Quite other things altogether")) == 0


def test_numbers_are_alike() -> None:
    tone = Tone(["Only 3 places left"], ["A study of hair"])

    assert tone.of(sentence("Only 9 places left")) == tone.of(sentence("Only 3 places left"))


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Enjoy amazing hair for everybody.", True),
        ("The doctor asks about your scalp.", False),
        ("Amazing hair.", False),
        ("## Enjoy amazing hair for everybody", False),
        ("Do you enjoy amazing hair today?", False),
        ("Some adverts say enjoy amazing hair today.", False),
        ("Nobody knows who will enjoy amazing hair today.", False),
    ],
)
def test_only_a_whole_sentence_that_says_it_is_found(text: str, *, is_found: bool) -> None:
    lists = (words("reports", "some adverts say"), words("denies-sentence", "nobody knows"))

    found = found_in(document(text), rules=book(TONE, *lists))

    assert [finding.rule for finding in found] == ["advert-tone-en"] * is_found


def test_another_language_has_its_own_examples() -> None:
    assert found_in(document("Enjoy amazing hair for everybody.", language="ar"), rules=book(TONE)) == []
