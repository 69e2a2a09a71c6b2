"""Phrases made ready, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from treatments.checking import amounts
from treatments.checking.sentences import Sentence

Span = tuple[int, int]
Forms = frozenset[str]


class Lists(Protocol):
    """The word lists that phrases name."""

    @property
    def stops(self) -> Forms:
        """Words that no … passes over."""

    def ends(self, name: str, sentence: Sentence, start: int) -> Iterable[int]:
        """Where an entry of a list that starts at this word ends."""


# From a place in a sentence to the places where what it looks for ends.
Step = Callable[[Sentence, Lists, int], Iterable[int]]


@dataclass(frozen=True)
class Choice:
    """One item of a phrase: its step, the forms it may start with, and forms of which one must be there."""

    step: Step
    starts: Forms | None
    anchors: Forms | None


@dataclass(frozen=True, eq=False)
class Phrase:
    """One alternative."""

    written: str
    steps: tuple[Step, ...]
    starts: Forms | None
    anchors: Forms | None


class Phrases:
    """Alternatives, any one of which is enough; looked up by the words they start with."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.all = list(phrases)
        self._by_start: dict[str, list[Phrase]] = {}
        self._anywhere: list[Phrase] = []
        for phrase in self.all:
            if phrase.starts is None:
                self._anywhere.append(phrase)
            for form in phrase.starts or ():
                self._by_start.setdefault(form, []).append(phrase)

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def anchors(self) -> Forms | None:
        """The forms of which a sentence must hold one to hold any of them; None when any sentence may."""
        sets = [phrase.anchors for phrase in self.all if phrase.anchors is not None]
        return frozenset().union(*sets) if len(sets) == len(self.all) else None

    def candidates(self, sentence: Sentence) -> Iterator[tuple[Phrase, Iterable[int]]]:
        """The phrases worth a look, with the places where each may start."""
        for form, places in sentence.places.items():
            for phrase in self._by_start.get(form, ()):
                yield phrase, places
        for phrase in self._anywhere:
            yield phrase, range(len(sentence.words))


def spans(phrases: Phrases, sentence: Sentence, lists: Lists) -> set[Span]:
    """Where any of the phrases stands in a sentence: first word, and the word after its last."""
    found: set[Span] = set()
    for phrase, places in phrases.candidates(sentence):
        if phrase.anchors is None or not phrase.anchors.isdisjoint(sentence.forms):
            for start in places:
                found.update((start, end) for end in follow(phrase.steps, sentence, lists, start))
    return found


def follow(steps: Iterable[Step], sentence: Sentence, lists: Lists, start: int) -> Iterable[int]:
    """Where a sequence of steps from a place ends."""
    places: Iterable[int] = (start,)
    for step in steps:
        places = {end for place in places for end in step(sentence, lists, place)}
        if not places:
            return ()
    return places


def in_any_form(wanted: Forms, sentence: Sentence, _lists: Lists, place: int) -> Iterable[int]:
    """A word in any of its forms."""
    words = sentence.words
    return (place + 1,) if place < len(words) and not wanted.isdisjoint(words[place].forms) else ()


def exactly(wanted: str, sentence: Sentence, _lists: Lists, place: int) -> Iterable[int]:
    """A word as written."""
    words = sentence.words
    return (place + 1,) if place < len(words) and words[place].text == wanted else ()


def any_of(choices: list[Step], sentence: Sentence, lists: Lists, place: int) -> Iterable[int]:
    """One of several items."""
    return {end for step in choices for end in step(sentence, lists, place)}


def skip(most: int, sentence: Sentence, lists: Lists, place: int) -> Iterable[int]:
    """Up to so many words of the clause, but never past a "not": it would turn the meaning over."""
    yield place
    clause = sentence.words[place - 1].clause
    for word in sentence.words[place : place + most]:
        if word.text in lists.stops or word.clause != clause:
            break
        place += 1
        yield place


def listed(name: str, sentence: Sentence, lists: Lists, place: int) -> Iterable[int]:
    """An entry of a word list."""
    return lists.ends(name, sentence, place)


def figure(kind: str, sentence: Sentence, _lists: Lists, place: int) -> Iterable[int]:
    """A number, a percentage or a length of time."""
    words = sentence.words
    if kind == "<time>":
        return [
            amount.end for amount in sentence.amounts if amount.start == place and amount.measure == "time"
        ]
    if place >= len(words):
        return ()
    is_percent = words[place].text.endswith("%")
    is_number = amounts.number_of(words[place]) is not None
    return (place + 1,) if (is_percent if kind == "<percent>" else is_number) else ()
