"""When a sentence does not claim what its words say: it denies, reports or asks."""

from __future__ import annotations

from collections.abc import Sequence

from treatments.checking.patterns import Index
from treatments.checking.phrases import Span
from treatments.checking.sentences import Sentence

# The word lists this module reads, kept with the rules so that an editor can add to them.
NEAR, NEXT, FAR = "denies", "denies-next-word", "denies-sentence"
NOT_A_DENIAL, REPORTED, SELLING_QUESTION = "denies-nothing", "reports", "selling-question"
LISTS = (NEAR, NEXT, FAR, NOT_A_DENIAL, REPORTED, SELLING_QUESTION)
REACH = {NEAR: 5, NEXT: 1}  # words over which a "not" and a "without" hold


class Denials:
    """Reads the lists once, and judges what was found in a sentence."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def is_denied(self, sentence: Sentence, span: Span, own: Sequence[Span] = ()) -> bool:
        """Whether what stands in `span` is denied; negations inside `own` are part of what was looked for."""
        masks = [*own, *self._spans(NOT_A_DENIAL, sentence)]
        return (
            self._is_negated(sentence, span, masks, NEAR)
            or self._is_negated(sentence, span, masks, NEXT)
            or self._is_denied_afar(sentence, span)
        )

    def is_asked_or_reported(self, sentence: Sentence, own: Sequence[Span] = ()) -> bool:
        """Whether the sentence asks, tells what others say, or is an item under words that do.

        What stands inside `own` is part of what was looked for and reports nothing.
        """
        if sentence.is_question and not self._spans(SELLING_QUESTION, sentence):
            return True
        if sentence.lead and (self._spans(REPORTED, sentence.lead) or self._spans(FAR, sentence.lead)):
            return True
        return any(not _is_within(span, own) for span in self._spans(REPORTED, sentence))

    def denies_as_a_whole(self, sentence: Sentence) -> bool:
        """Whether it says that something is not known, not shown or not so."""
        return bool(self._spans(FAR, sentence))

    def _spans(self, name: str, sentence: Sentence) -> list[Span]:
        if not self._index.has(name):
            return []
        places = self._index.places(name, sentence)
        return [(start, end) for start, ends in places.items() for end in ends]

    def _is_negated(self, sentence: Sentence, span: Span, masks: list[Span], name: str) -> bool:
        words = sentence.words
        for start, end in self._spans(name, sentence):
            is_before = end <= span[0] and span[0] - end <= REACH[name]
            if not is_before or any(first <= start < last for first, last in masks):
                continue
            if words[start].part == words[span[0]].part:
                return True
        return False

    def _is_denied_afar(self, sentence: Sentence, span: Span) -> bool:
        """A denial of the whole sentence; but what follows a "but" is not denied by what came before it."""
        words = sentence.words
        return any(
            words[start].clause >= words[span[0]].clause and not (span[0] <= start and end <= span[1])
            for start, end in self._spans(FAR, sentence)
        )


def _is_within(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
