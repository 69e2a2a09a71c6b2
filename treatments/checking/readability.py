"""The Flesch-Kincaid grade of English text: the school year that reads it with ease."""

from __future__ import annotations

import re
from collections.abc import Sequence

from treatments.checking.sentences import Sentence

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?:[^laeiouy]e|[^aeiouy]es|[^aeioudty]ed)$")
TWO_SOUNDS = re.compile(r"ia(?!n|l)|io(?!n|us)|eo|ua|iu|ying|[aeiouy]ing\b")
ENOUGH_WORDS = 100  # a grade of less text says little


def grade_of(sentences: Sequence[Sentence]) -> float | None:
    """The grade, or None for too little text."""
    whole = [sentence for sentence in sentences if not (sentence.is_heading or sentence.is_joined)]
    words = [word for sentence in whole for word in WORD.findall(sentence.text)]
    if len(words) < ENOUGH_WORDS:
        return None
    beats = sum(map(syllables, words))
    return 0.39 * len(words) / len(whole) + 11.8 * beats / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many beats a word has."""
    word = word.lower()
    count = len(VOWELS.findall(word)) + len(TWO_SOUNDS.findall(word))
    if SILENT_E.search(word):
        count -= 1
    return max(1, count)
