"""The tone of an advert is heard by examples, in sentences that say something themselves."""

from __future__ import annotations

from typing import Any

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


def test_the_same_examples_always_weigh_the_same() -> None:
    assert Tone(LOUD, CALM).of(sentence("Enjoy hair today")) == Tone(LOUD, CALM).of(
        sentence("Enjoy hair today")
    )


def test_an_example_that_its_words_betray_corrects_their_weight() -> None:
    betrayed = "Enjoy amazing hair care advice"

    corrected = Tone(LOUD, [*CALM, betrayed])

    assert corrected.of(sentence(betrayed)) < Tone(LOUD, CALM).of(sentence(betrayed))
    assert corrected.of(sentence(LOUD[0])) > 0


def test_a_word_after_a_not_weighs_for_itself() -> None:
    tone = Tone(["It suits everyone"], ["It does not suit everyone"])

    assert tone.of(sentence("It does not suit everyone")) < 0 < tone.of(sentence("It suits everyone"))


def test_what_a_sentence_quotes_weighs_nothing_beside_what_it_says_of_it() -> None:
    tone = Tone(LOUD, CALM)

    assert tone.of(sentence("“Amazing hair” is what a doctor asks about")) < 0
    assert tone.of(sentence("“Amazing hair for everybody” today")) > 0


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


SECOND_OPINION = rule("second-opinion-en", "built-in", language="en", allowed="-0.1")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("The doctor looks at your amazing scalp.", False),
        ("Enjoy amazing hair for everybody.", True),
        ("Amazing scalp.", True),
    ],
)
def test_a_rule_counts_for_nothing_in_a_sentence_that_sounds_sober(text: str, *, is_found: bool) -> None:
    found = found_in(document(text), rules=book(TONE, SECOND_OPINION, rule(looks_for="amazing")))

    assert ("hype" in [finding.rule for finding in found]) is is_found


@pytest.mark.parametrize("values", [{"is_strict": True}, {"kind": "absolute-safety"}])
def test_a_strict_rule_and_a_rule_on_safety_count_however_sober_it_sounds(values: dict[str, Any]) -> None:
    firm = rule(looks_for="amazing", **values)

    found = found_in(
        document("The doctor looks at your amazing scalp."), rules=book(TONE, SECOND_OPINION, firm)
    )

    assert [finding.rule for finding in found] == ["hype"]


def test_without_examples_or_a_limit_there_is_no_second_opinion() -> None:
    text = document("The doctor looks at your amazing scalp.")

    assert found_in(text, rules=book(SECOND_OPINION, rule(looks_for="amazing"))) != []
    assert found_in(text, rules=book(TONE, rule(looks_for="amazing"))) != []


def test_another_language_has_its_own_examples() -> None:
    assert found_in(document("Enjoy amazing hair for everybody.", language="ar"), rules=book(TONE)) == []
