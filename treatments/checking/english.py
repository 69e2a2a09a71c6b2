"""The base forms an English word may come from: guaranteed and guarantees both come from guarantee."""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = "aeiou"
SHORTEST = 2  # letters a stem has at least
SHORT = 4  # a stem this long needs no proof that its ending was one
CONTRACTIONS = (
    (re.compile(r"\b(can)not\b"), r"\1 not"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'(re|ve|d|m)\b"), ""),
    (re.compile(r"\b(it|that|there|what|here)'s\b"), r"\1 is"),
)


def unfold(text: str) -> str:
    """Lower case, straight quotes, contractions written out."""
    text = text.lower().replace("’", "'").replace("‘", "'")
    for pattern, written_out in CONTRACTIONS:
        text = pattern.sub(written_out, text)
    return text


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """The word and every base form it may come from."""
    word = word.removesuffix("'s").removesuffix("'")
    found = {word, *without_s(word), *_without_ending(word, "ed"), *_without_ending(word, "ing")}
    if word.endswith("ly") and len(word) > SHORT:
        found.add(word[:-2])
    return frozenset(found)


def without_s(word: str) -> set[str]:
    """The singular of a plural, the verb of he does."""
    if word.endswith("ies") and len(word) > SHORT:
        return {f"{word[:-3]}y"}
    if word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
        return {word[:-2], word[:-1]}
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= SHORT:
        return {word[:-1]}
    return set()


def _without_ending(word: str, ending: str) -> set[str]:
    stem = word.removesuffix(ending)
    if stem == word or len(stem) < SHORTEST or not any(letter in VOWELS + "y" for letter in stem):
        return set()
    found = {f"{stem}e"}
    if stem.endswith("i"):
        found.add(f"{stem[:-1]}y")
    if stem[-1] == stem[-2]:
        found.add(stem[:-1])
    if len(stem) >= SHORT or stem[-1] == stem[-2] or _ends_long(stem):
        found.add(stem)
    return found


def _ends_long(stem: str) -> bool:
    """Whether a short stem would not have doubled its last letter: add, end, aim, but not cut."""
    return stem[-2] not in VOWELS or stem[-3:-2] in tuple(VOWELS) or stem[-1] in "wxy"
