"""Whether a sentence sounds like an advert or like sober advice: weighed against examples that an editor can change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import exp, log, sqrt

from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.rulebook import Rule, Rulebook
from treatments.checking.sentences import Sentence
from treatments.checking.words import Word

RULE, SECOND_OPINION = "advert-tone", "second-opinion"  # one rule of each for each language: advert-tone-en
FEWEST_WORDS = 5  # fewer say too little of their tone
UNSEEN = 0.5  # how often a clue counts that one of the two kinds of example never uses
ROUNDS, STEP, SURE = 2, 0.5, 0.02  # how weights are corrected: rounds, size of a step, error that is let be
FARTHEST = 5  # words over which a "not" changes what it stands before
_NEGATIONS = """
not no never without nobody none nothing neither nor cannot
لا لم لن ليس ليست بدون دون بلا غير ما مو ولا ولم ولن وليس فلا فلم فلن
"""
NEGATIONS = frozenset(_NEGATIONS.split())
QUOTED = re.compile(r"[\"“«][^\"“”«»]+[\"”»]")
Clues = frozenset[str]


class Tone:
    """What clues weigh: above nothing when adverts use them more than sober texts do.

    Weights start from how often each kind of example uses a clue. Examples that are then judged wrongly
    correct the weights of their clues, in the same order every time.
    """

    def __init__(self, adverts: Iterable[str], sober: Iterable[str]) -> None:
        loud, calm = ([_clues(Sentence(text)) for text in texts] for texts in (adverts, sober))
        self._weights = _first_weights(loud, calm)
        self._correct(_mixed(loud, calm))

    def of(self, sentence: Sentence) -> float:
        """How much a sentence sounds like an advert; a long one weighs no more than a short one.

        What it quotes is left out when enough is said about the quotation.
        """
        about = Sentence(QUOTED.sub(" ", sentence.raw)) if QUOTED.search(sentence.raw) else sentence
        return self._weigh(_clues(about if about.length >= FEWEST_WORDS else sentence))

    def _weigh(self, clues: Clues) -> float:
        return sum(self._weights.get(clue, 0.0) for clue in clues) / sqrt(len(clues) + 1)

    def _correct(self, examples: Sequence[tuple[Clues, bool]]) -> None:
        moved: dict[str, float] = defaultdict(float)
        for _round in range(ROUNDS):
            for clues, is_advert in examples:
                error = 1 / (1 + exp(-self._weigh(clues))) - is_advert
                if abs(error) > SURE:
                    self._move(clues, error / sqrt(len(clues) + 1), moved)

    def _move(self, clues: Clues, error: float, moved: dict[str, float]) -> None:
        """Take a step against the error; the more a clue has moved, the smaller its steps."""
        for clue in clues:
            moved[clue] += error * error
            self._weights[clue] -= STEP * error / sqrt(moved[clue])


def adverts(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Sentences that sound like an advert although no rule names their words."""
    rule = book.built_in(f"{RULE}-{document.language}", document.language)
    tone = _tone(rule, book)
    for place, sentence in document.sentences() if tone else ():
        if rule and tone and _is_told(sentence, book) and tone.of(sentence) > float(rule.allowed):
            yield Finding(place, sentence.text, rule.name, Severity(rule.severity), rule.message)


def sounds_sober(sentence: Sentence, language: str, book: Rulebook) -> bool:
    """Whether a sentence sounds so sober that the phrase a rule found in it is likely to stand by chance."""
    opinion = book.built_in(f"{SECOND_OPINION}-{language}", language)
    tone = _tone(book.built_in(f"{RULE}-{language}", language), book)
    if opinion is None or tone is None or sentence.length < FEWEST_WORDS:
        return False
    return tone.of(sentence) < float(opinion.allowed)


def _tone(rule: Rule | None, book: Rulebook) -> Tone | None:
    if rule is None:
        return None
    return book.made_once(rule, lambda: Tone(rule.looks_for.splitlines(), rule.unless.splitlines()))


def _is_told(sentence: Sentence, book: Rulebook) -> bool:
    """Whether it is a whole sentence that says something itself."""
    is_whole = sentence.length >= FEWEST_WORDS and not sentence.is_heading and not sentence.is_joined
    is_said = not book.denials.is_asked_or_reported(sentence)
    return is_whole and is_said and not book.denials.denies_as_a_whole(sentence)


def _first_weights(loud: Sequence[Clues], calm: Sequence[Clues]) -> dict[str, float]:
    in_loud, in_calm = (Counter(clue for clues in texts for clue in clues) for texts in (loud, calm))
    base = log((len(calm) + 1) / (len(loud) + 1))
    return {
        clue: log(in_loud[clue] + UNSEEN) - log(in_calm[clue] + UNSEEN) + base for clue in in_loud | in_calm
    }


def _mixed(loud: Sequence[Clues], calm: Sequence[Clues]) -> list[tuple[Clues, bool]]:
    """Examples of both kinds evenly mixed, so that neither has the last word."""
    placed = [
        (nth / len(texts), is_advert, clues)
        for is_advert, texts in ((True, loud), (False, calm))
        for nth, clues in enumerate(texts)
    ]
    return [(clues, is_advert) for _place, is_advert, clues in sorted(placed, key=lambda item: item[:2])]


def _clues(sentence: Sentence) -> Clues:
    """Its words, its pairs of words, its pairs with one word between, and its words after a "not"."""
    words = ["#" if word.text[0].isdigit() else word.text for word in sentence.words]
    stems = ["#" if word.text[0].isdigit() else min(word.forms, key=_length) for word in sentence.words]
    framed = pairwise(["^", *stems, "$"])
    return frozenset(
        {
            *words,
            *(f"{first} {second}" for first, second in framed),
            *(f"{first} _ {second}" for first, second in zip(stems, stems[2:], strict=False)),
            *_denied(sentence.words),
        }
    )


def _length(form: str) -> tuple[int, str]:
    return len(form), form


def _denied(words: Sequence[Word]) -> Iterator[str]:
    for place, word in enumerate(words):
        if word.text in NEGATIONS:
            following = words[place + 1 : place + 1 + FARTHEST]
            yield from (f"not {other.text}" for other in following if other.clause == word.clause)
