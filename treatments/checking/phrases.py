"""The little language in which rules say what to look for, and the search for it in a sentence.

One alternative a line, or several between commas. A line with only + means "and". Inside an alternative:

    risk            the word in any of its forms: risks, المخاطر
    "risk"          the word as written and no other form
    risk/danger     either word; side-effect/risk joins the two words of one side with a hyphen
    no … risk       up to four words between; …2 up to two
    @harm           any entry of the word list called harm
    <number> <percent> <time>   a figure, a percentage, a length of time
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from treatments.checking import amounts, english
from treatments.checking.sentences import Sentence
from treatments.checking.words import Word, unfold

GAP = re.compile(r"^(?:…|\.\.\.)(?P<most>\d{0,2})$")
NAME = re.compile(r"^@(?P<name>[a-z0-9-]+)$")
FIGURES = ("<number>", "<percent>", "<time>")
EXACT = re.compile(r'^"(?P<word>[^"]+)"$')
WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?%?")
USUAL_GAP = 4
STOPS = "stops-a-gap"
SEPARATORS = re.compile(r"[,،\n]")

Span = tuple[int, int]
Step = Callable[[Sentence, "Index", int], Iterable[int]]


class BadPattern(ValueError):
    """A pattern that cannot be read; the text says which part, and why."""


@dataclass(frozen=True)
class Phrase:
    """One alternative: its steps, and the base forms of which a sentence must hold one to be worth a look."""

    written: str
    steps: tuple[Step, ...]
    anchors: frozenset[str] | None


class Index:
    """The word lists that rules name, and where their entries stand in the sentence at hand."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._written = lists
        self._phrases: dict[str, list[Phrase]] = {}
        self._opening: set[str] = set()
        self._found: dict[str, dict[int, set[int]]] = {}
        self._sentence: Sentence | None = None

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words that no … passes over."""
        return frozenset(unfold(self._written.get(STOPS, "")).replace(",", " ").split())

    def has(self, name: str) -> bool:
        """Whether there is such a list."""
        return name in self._written

    def phrases(self, name: str) -> list[Phrase]:
        """The entries of a list.

        Raises:
            BadPattern: there is no such list, or it holds itself.
        """
        if name not in self._written:
            raise BadPattern(f"There is no word list called @{name}.")
        if name in self._opening:
            raise BadPattern(f"The word list @{name} holds itself.")
        if name not in self._phrases:
            self._opening.add(name)
            self._phrases[name] = list(alternatives(self._written[name], self))
            self._opening.remove(name)
        return self._phrases[name]

    def ends(self, name: str, sentence: Sentence, start: int) -> Iterable[int]:
        """Where an entry of a list that starts at this word ends."""
        if self._sentence is not sentence:
            self._sentence, self._found = sentence, {}
        if name not in self._found:
            places: dict[int, set[int]] = {}
            for first, last in spans(self.phrases(name), sentence, self):
                places.setdefault(first, set()).add(last)
            self._found[name] = places
        return self._found[name].get(start, ())


def groups(pattern: str, index: Index) -> list[list[Phrase]]:
    """The groups of a pattern: a sentence must hold one alternative of each."""
    parts = re.split(r"^\s*\+\s*$", pattern, flags=re.MULTILINE)
    found = [list(alternatives(part, index)) for part in parts]
    if not all(found):
        raise BadPattern("A + stands between two groups of words; one of them is empty.")
    return found


def alternatives(text: str, index: Index) -> Iterator[Phrase]:
    """The phrases of one group."""
    for written in SEPARATORS.split(text):
        if written.strip():
            yield _phrase(written.strip(), index)


def spans(phrases: Iterable[Phrase], sentence: Sentence, index: Index) -> Iterator[Span]:
    """Where any of the phrases stands in a sentence: first word, and the word after its last."""
    for phrase in phrases:
        if phrase.anchors is not None and phrase.anchors.isdisjoint(sentence.forms):
            continue
        for start in range(len(sentence.words)):
            for end in _ends(phrase.steps, sentence, index, start):
                yield start, end


def _ends(steps: tuple[Step, ...], sentence: Sentence, index: Index, start: int) -> set[int]:
    places = {start}
    for step in steps:
        places = {end for place in places for end in step(sentence, index, place)}
        if not places:
            break
    return places


def _phrase(written: str, index: Index) -> Phrase:
    steps: list[Step] = []
    anchors: frozenset[str] | None = None
    for item in written.split():
        gap = GAP.match(item)
        if gap:
            steps.append(partial(_skip, int(gap["most"] or USUAL_GAP)))
            continue
        for choice in _choices(item, index):
            steps.append(choice.step)
            # The rarest words are the best anchors; the shortest set stands in for them.
            if choice.anchors is not None and (anchors is None or len(choice.anchors) < len(anchors)):
                anchors = choice.anchors
    if not steps or GAP.match(written.split()[0]) or GAP.match(written.split()[-1]):
        raise BadPattern(f"“{written}”: … stands between words, not at an end.")
    return Phrase(written, tuple(steps), anchors)


@dataclass(frozen=True)
class _Choice:
    step: Step
    anchors: frozenset[str] | None


def _choices(item: str, index: Index) -> Iterator[_Choice]:
    """The steps of one item: most make one, a hyphenated word makes several."""
    if "/" in item and not item.startswith("<"):
        yield _either([_sequence(list(_choices(part, index))) for part in item.split("/") if part])
    elif name := NAME.match(item):
        listed = index.phrases(name["name"])
        anchors = [phrase.anchors for phrase in listed]
        known = None if None in anchors else frozenset().union(*(forms for forms in anchors if forms))
        yield _Choice(partial(_listed, name["name"]), known)
    elif item in FIGURES:
        yield _Choice(partial(_figure, item), None)
    elif exact := EXACT.match(item):
        yield _Choice(partial(_exact, unfold(exact["word"])), None)
    else:
        yield from (_word(word) for word in _plain_words(item))


def _plain_words(item: str) -> list[str]:
    if re.search(r'[@<>+"{}\[\]|*\\]', item):
        raise BadPattern(f"“{item}” cannot be read: check @, <, quotes and *.")
    words = WORD.findall(unfold(item))
    if not words:
        raise BadPattern(f"“{item}” holds no word.")
    return words


def _word(word: str) -> _Choice:
    wanted = {word, *english.without_s(word)}
    if re.match("[\u0621-\u064a]", word):
        wanted |= {word.removeprefix("ال")} if len(word) > USUAL_GAP else set()
        wanted |= {form[:-1] for form in list(wanted) if form.endswith("ه") and len(form) > USUAL_GAP}
    return _Choice(partial(_in_any_form, frozenset(wanted)), frozenset(wanted))


def _sequence(choices: list[_Choice]) -> _Choice:
    """Hyphenated words of one side of a /, as one choice."""
    if len(choices) == 1:
        return choices[0]
    anchors = min((choice.anchors for choice in choices if choice.anchors is not None), key=len, default=None)
    return _Choice(partial(_one_after_another, tuple(choice.step for choice in choices)), anchors)


def _one_after_another(
    steps: tuple[Step, ...], sentence: Sentence, index: Index, place: int
) -> Iterable[int]:
    return _ends(steps, sentence, index, place)


def _either(choices: list[_Choice]) -> _Choice:
    anchors = [choice.anchors for choice in choices]
    known = None if None in anchors else frozenset().union(*(forms for forms in anchors if forms))
    return _Choice(partial(_any_of, [choice.step for choice in choices]), known)


def _any_of(steps: list[Step], sentence: Sentence, index: Index, place: int) -> Iterable[int]:
    return {end for step in steps for end in step(sentence, index, place)}


def _in_any_form(wanted: frozenset[str], sentence: Sentence, _index: Index, place: int) -> Iterable[int]:
    words = sentence.words
    return (place + 1,) if place < len(words) and not wanted.isdisjoint(words[place].forms) else ()


def _exact(wanted: str, sentence: Sentence, _index: Index, place: int) -> Iterable[int]:
    words = sentence.words
    return (place + 1,) if place < len(words) and words[place].text == wanted else ()


def _skip(most: int, sentence: Sentence, index: Index, place: int) -> Iterable[int]:
    """Up to so many words, but never past a "not": it would turn the meaning over."""
    yield place
    for word in sentence.words[place : place + most]:
        if word.text in index.stops:
            break
        place += 1
        yield place


def _listed(name: str, sentence: Sentence, index: Index, place: int) -> Iterable[int]:
    return index.ends(name, sentence, place)


def _figure(kind: str, sentence: Sentence, _index: Index, place: int) -> Iterable[int]:
    words: tuple[Word, ...] = sentence.words
    if place >= len(words):
        return ()
    if kind == "<time>":
        return [amount.end for amount in amounts.times_in(words) if amount.start == place]
    is_number = amounts.number_of(words[place]) is not None
    is_percent = words[place].text.endswith("%")
    return (place + 1,) if (is_percent if kind == "<percent>" else is_number) else ()
