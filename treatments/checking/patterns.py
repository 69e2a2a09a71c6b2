"""The little language in which rules say what to look for.

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
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial

from treatments.checking import english, phrases
from treatments.checking.phrases import Choice, Forms, Phrase, Phrases, Step
from treatments.checking.sentences import Sentence
from treatments.checking.words import unfold

GAP = re.compile(r"^(?:…|\.\.\.)(?P<most>\d{0,2})$")
NAME = re.compile(r"^@(?P<name>[a-z0-9-]+)$")
EXACT = re.compile(r'^"(?P<word>[^"]+)"$')
FIGURES = ("<number>", "<percent>", "<time>")
WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?%?")
NO_WORD = re.compile(r'[@<>+"{}\[\]|*\\]')
AND = re.compile(r"^\s*\+\s*$", re.MULTILINE)
SEPARATORS = re.compile(r"[,،\n]")
SUPERLATIVE = re.compile("^الا...$")
USUAL_GAP = 4
STOPS = "stops-a-gap"


class BadPattern(ValueError):
    """A pattern that cannot be read; the text says which part, and why."""


class Index:
    """The word lists that rules name, and where their entries stand in the sentence at hand."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._written = lists
        self._phrases: dict[str, Phrases] = {}
        self._opening: set[str] = set()

    @cached_property
    def stops(self) -> Forms:
        """Words that no … passes over."""
        return frozenset(unfold(self._written.get(STOPS, "")).replace(",", " ").split())

    def has(self, name: str) -> bool:
        """Whether there is such a list."""
        return name in self._written

    def phrases(self, name: str) -> Phrases:
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
            try:
                self._phrases[name] = alternatives(self._written[name], self)
            finally:
                self._opening.remove(name)
        return self._phrases[name]

    def ends(self, name: str, sentence: Sentence, start: int) -> Iterable[int]:
        """Where an entry of a list that starts at this word ends."""
        return self.places(name, sentence).get(start, ())

    def places(self, name: str, sentence: Sentence) -> Mapping[int, set[int]]:
        """Where entries of a list stand in a sentence: the ends of those that start at each word."""
        # Remembered by the sentence, not here: two threads may check two texts at once.
        found = sentence.remembered.get((self, name))
        if found is None:
            found = {}
            for first, last in phrases.spans(self.phrases(name), sentence, self):
                found.setdefault(first, set()).add(last)
            sentence.remembered[self, name] = found
        return found


def groups(pattern: str, index: Index) -> list[Phrases]:
    """The groups of a pattern: a sentence must hold one alternative of each.

    Raises:
        BadPattern: a part cannot be read.
    """
    found = [alternatives(part, index) for part in AND.split(pattern)]
    if not all(found):
        raise BadPattern("A + stands between two groups of words; one of them is empty.")
    return found


def alternatives(text: str, index: Index) -> Phrases:
    """The phrases of one group."""
    return Phrases(_phrase(written.strip(), index) for written in SEPARATORS.split(text) if written.strip())


def _phrase(written: str, index: Index) -> Phrase:
    steps: list[Step] = []
    choices: list[Choice] = []
    items = written.split()
    if GAP.match(items[0]) or GAP.match(items[-1]):
        raise BadPattern(f"“{written}”: … stands between words, not at an end.")
    for item in items:
        gap = GAP.match(item)
        if gap:
            steps.append(partial(phrases.skip, int(gap["most"] or USUAL_GAP)))
            continue
        for choice in _choices(item, index):
            steps.append(choice.step)
            choices.append(choice)
    return Phrase(written, tuple(steps), choices[0].starts, _fewest(choices))


def _fewest(choices: Iterable[Choice]) -> Forms | None:
    """The shortest set of forms stands in for a phrase: most sentences hold none of them."""
    return min((choice.anchors for choice in choices if choice.anchors is not None), key=len, default=None)


def _choices(item: str, index: Index) -> Iterator[Choice]:
    """The steps of one item: most make one, a hyphenated word makes several."""
    if "/" in item and not item.startswith("<"):
        yield _either([_sequence(list(_choices(part, index))) for part in item.split("/") if part])
    elif name := NAME.match(item):
        yield Choice(partial(phrases.listed, name["name"]), None, index.phrases(name["name"]).anchors)
    elif item in FIGURES:
        yield Choice(partial(phrases.figure, item), None, None)
    elif exact := EXACT.match(item):
        word = unfold(exact["word"])
        yield Choice(partial(phrases.exactly, word), frozenset({word}), frozenset({word}))
    else:
        yield from (_word(word) for word in _plain_words(item))


def _plain_words(item: str) -> list[str]:
    words = [] if NO_WORD.search(item) else WORD.findall(unfold(item))
    if not words:
        raise BadPattern(f"“{item}” cannot be read: check @, <, quotes and *.")
    return words


def _word(word: str) -> Choice:
    wanted = {word, *english.without_s(word)}
    if re.match("[\u0621-\u064a]", word) and len(word) > USUAL_GAP:
        # الأفضل is "the best", أفضل may be "better": the article makes the difference.
        if not SUPERLATIVE.match(word):
            wanted.add(word.removeprefix("ال"))
        wanted |= {form.removesuffix("ه") for form in wanted if len(form) > USUAL_GAP}
    forms = frozenset(wanted)
    return Choice(partial(phrases.in_any_form, forms), forms, forms)


def _sequence(choices: list[Choice]) -> Choice:
    """The hyphenated words of one side of a /, as one choice."""
    if len(choices) == 1:
        return choices[0]
    steps = tuple(choice.step for choice in choices)
    return Choice(partial(phrases.follow, steps), choices[0].starts, _fewest(choices))


def _either(choices: list[Choice]) -> Choice:
    return Choice(
        partial(phrases.any_of, [choice.step for choice in choices]),
        _all_of([choice.starts for choice in choices]),
        _all_of([choice.anchors for choice in choices]),
    )


def _all_of(sets: list[Forms | None]) -> Forms | None:
    known = [forms for forms in sets if forms is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None
