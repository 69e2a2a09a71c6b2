"""Whether a sentence sounds like an advert: its words are weighed against examples that an editor can change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import log, sqrt

from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.rulebook import Rulebook
from treatments.checking.sentences import Sentence
from treatments.checking.words import words_of

RULE = "advert-tone"  # one rule for each language: advert-tone-en
FEWEST_WORDS = 5  # fewer say too little of their tone
UNSEEN = 0.5  # how often a word counts that one of the two kinds of example never uses


class Tone:
    """What words weigh: above nothing when adverts use them more than sober texts do."""

    def __init__(self, adverts: Iterable[str], sober: Iterable[str]) -> None:
        self._weights = _weights(list(adverts), list(sober))

    def of(self, sentence: Sentence) -> float:
        """How much a sentence sounds like an advert; a long one weighs no more than a short one."""
        clues = set(_clues(sentence.text))
        return sum(self._weights.get(clue, 0.0) for clue in clues) / sqrt(len(clues) + 1)


def adverts(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Sentences that sound like an advert although no rule names their words."""
    rule = book.built_in(f"{RULE}-{document.language}", document.language)
    if rule is None:
        return
    tone = book.made_once(rule, lambda: Tone(rule.looks_for.splitlines(), rule.unless.splitlines()))
    for place, sentence in document.sentences():
        if _is_told(sentence, book) and tone.of(sentence) > float(rule.allowed):
            yield Finding(place, sentence.text, rule.name, Severity(rule.severity), rule.message)


def _is_told(sentence: Sentence, book: Rulebook) -> bool:
    """Whether it is a whole sentence that says something itself."""
    is_whole = sentence.length >= FEWEST_WORDS and not sentence.is_heading and not sentence.is_joined
    is_said = not book.denials.is_asked_or_reported(sentence)
    return is_whole and is_said and not book.denials.denies_as_a_whole(sentence)


def _weights(adverts: list[str], sober: list[str]) -> Mapping[str, float]:
    loud, calm = (Counter(clue for text in texts for clue in set(_clues(text))) for texts in (adverts, sober))
    return {
        clue: log((loud[clue] + UNSEEN) / (len(adverts) + 1)) - log((calm[clue] + UNSEEN) / (len(sober) + 1))
        for clue in loud | calm
    }


def _clues(text: str) -> Iterator[str]:
    """Its words, its pairs of words, and its pairs with one word between; every number is alike."""
    words = ["#" if word.text[0].isdigit() else word.text for word in words_of(text)]
    yield from words
    framed = ["^", *words, "$"]
    yield from (f"{first} {second}" for first, second in pairwise(framed))
    yield from (f"{first} _ {second}" for first, second in zip(words, words[2:], strict=False))
