"""What matches a query, and how well: stems, synonyms and slips of the pen, over entries in memory."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from typing import Generic, TypeVar

from django.utils.html import strip_tags

from treatments.starter import FOLDER
from treatments.words import stems

TITLE_WEIGHT = 6
HEADING_WEIGHT = 3
CLOSE_ENOUGH = 0.72
SHORTEST_GUESSED = 4
REFERENCE_MARK = re.compile(r"<sup class=\"c-cite\">.*?</sup>", re.DOTALL)
# What a word counts for when the text holds only another word for the same thing.
SYNONYM = 0.6

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Entry(Generic[Thing]):
    """Something that can be found, how much each stem counts in it, and what it counts for."""

    thing: Thing
    weights: Counter[str]
    rank: float = 1.0


@dataclass(frozen=True)
class Asked:
    """A query as the index understands it: each word with its synonyms, and a misspelt one read anew."""

    words: list[tuple[str, set[str]]]
    read_as: str

    @property
    def stems(self) -> set[str]:
        """Every stem that counts as found."""
        return {stem for _word, same in self.words for stem in same}


def plain(html: str) -> str:
    """Text without tags and reference marks."""
    return " ".join(unescape(strip_tags(REFERENCE_MARK.sub("", html))).split())


def weigh(text: str, title: str, heading: str = "") -> Counter[str]:
    """How much each stem counts: most in the title, above all at its head, then in the heading."""
    weights = Counter(stems(text))
    titled = stems(title)
    for stem in titled + titled[:1]:
        weights[stem] += TITLE_WEIGHT
    for stem in stems(heading):
        weights[stem] += HEADING_WEIGHT
    return weights


class Index(Generic[Thing]):
    """Every entry, and how telling each stem is."""

    def __init__(self, entries: list[Entry[Thing]]) -> None:
        self.entries = entries
        seen = Counter(stem for entry in entries for stem in entry.weights)
        self.rarity = {stem: math.log(1 + len(entries) / count) for stem, count in seen.items()}

    def understood(self, query: str) -> Asked:
        """The words of a query with their synonyms; one the index does not know, as the nearest it knows."""
        words, read_as = [], []
        for typed in dict.fromkeys(stems(query)):
            word = typed if _same(typed) & self.rarity.keys() else self._nearest(typed)
            words.append((word, _same(word)))
            if word != typed:
                read_as.append(word)
        return Asked(words, " ".join(filter(None, read_as)))

    def ranked(self, asked: Asked) -> list[Thing]:
        """What holds the words asked for, best first."""
        scored = [(self._score(entry, asked), entry.thing) for entry in self.entries]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        return [thing for _score, thing in best]

    def complete(self, asked: Asked) -> list[Thing]:
        """Those that hold every word asked for, best first."""
        whole = [
            entry for entry in self.entries if all(same & entry.weights.keys() for _, same in asked.words)
        ]
        things = {id(entry.thing) for entry in whole}
        return [thing for thing in self.ranked(asked) if id(thing) in things]

    def _nearest(self, stem: str) -> str:
        """The known stem it was most likely meant for, or ""."""
        if len(stem) < SHORTEST_GUESSED:
            return ""
        near = get_close_matches(stem, self.rarity, n=1, cutoff=CLOSE_ENOUGH)
        return near[0] if near else ""

    def _score(self, entry: Entry[Thing], asked: Asked) -> float:
        met = [self._met(entry, word, same) for word, same in asked.words]
        found = sum(1 for worth in met if worth)
        if not found:
            return 0.0
        return sum(met) * (found / len(met)) ** 2 * entry.rank

    def _met(self, entry: Entry[Thing], word: str, same: set[str]) -> float:
        own = self.rarity.get(word, 0.0) * _presence(entry, word)
        # A rare word for a common thing is no better a match than the common one.
        rarity = min((self.rarity[stem] for stem in same if stem in self.rarity), default=0.0)
        return max(own, SYNONYM * rarity * max(_presence(entry, stem) for stem in same))


def _presence(entry: Entry[Thing], stem: str) -> float:
    """From 0 for none towards 1 for much of it."""
    weight = entry.weights.get(stem, 0)
    return weight / (weight + 2.0)


def _same(stem: str) -> set[str]:
    """A stem and those that mean the same."""
    return _synonyms().get(stem, {stem})


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, set[str]]:
    """Stem -> the stems that mean the same. A phrase counts by each of its words that is its own."""
    groups = tomllib.loads((FOLDER / "synonyms.toml").read_text("utf-8"))["groups"]
    table: dict[str, set[str]] = {}
    for group in groups:
        same = _stems_of(group)
        for stem in same:
            table.setdefault(stem, {stem}).update(same)
    return table


def _stems_of(words: Iterable[str]) -> set[str]:
    return {stem for word in words for stem in stems(word)}
