"""Cuts Markdown or plain text into lines with their numbers, and lines into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from treatments.checking.amounts import amounts_in
from treatments.checking.measures import Amount
from treatments.checking.words import PRINTED_MARKS, Word, count_words, words_of

HEADING = re.compile(r"^\s*#{1,6}\s+(?P<words>.*?)\s*(?:\{#[a-z0-9-]+\})?\s*#*$")
ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
FENCE = re.compile(r"^\s*(?:```|~~~|:::|\+\+\+$|---$|\|?[\s:|-]+\|?$|!\[[^\]]*\]\([^)]*\)\s*$)")
LINK = re.compile(r"!?\[(?P<words>[^\]]*)\]\([^)]*\)")
TAG = re.compile(r"<[^>\n]{1,200}>")
EMPHASIS = re.compile(r"(?<![^\W_])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![^\W_])|`|\*\*")
# A full stop ends a sentence before a blank and a letter that may begin one, unless it ends a short form.
STOP = re.compile(r"(?P<stop>[.!?؟…]+[\"'”’)\]»\ue011]*)(?=\s+[\"'“‘(\[«\ue010]*[^\Wa-z_]|\s*$)")
SHORT_FORM = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|dr|mr|mrs|ms|st|fig|prof|inc|ltd)|\b[A-Z])\.$", re.IGNORECASE
)
SHORT_ANSWER = 8  # words
WIDE = 60  # a line this long may go on in the next one
END = re.compile(r"[.!?؟:;؛…][\"'”’)\]»\ue011*_]*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its line, whether it is a heading, and what leads in to it when it is an item of a list.

    A question and its short answer are also read as one sentence, which is then a joined one.
    """

    raw: str
    line: int = 0
    is_heading: bool = False
    lead: Sentence | None = None
    is_joined: bool = False

    @cached_property
    def text(self) -> str:
        """As a reader sees it."""
        return PRINTED_MARKS.sub("", self.raw)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words with their base forms."""
        return words_of(self.raw)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each base form stands."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            for form in word.forms:
                found.setdefault(form, []).append(place)
        return found

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every base form of every word."""
        return frozenset(self.places)

    @cached_property
    def amounts(self) -> list[Amount]:
        """The lengths of time and other amounts it states, but not those that a token printed."""
        return amounts_in(self.words)

    @cached_property
    def remembered(self) -> dict[tuple[object, str], dict[int, set[int]]]:
        """Where the entries of word lists stand in it, as far as somebody has looked."""
        return {}

    @property
    def length(self) -> int:
        """How many words a reader counts."""
        return count_words(self.raw)

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text.rstrip("\"'”’»)* ").endswith(("?", "؟"))


def sentences_of(text: str, first_line: int = 1) -> Iterator[Sentence]:
    """Every sentence, heading, item and cell of a text."""
    heading = lead = None
    for block in _blocks(text, first_line):
        asked: Sentence | None = None
        for raw in split(block.words):
            sentence = Sentence(raw, block.line, block.is_heading, lead or heading if block.is_item else None)
            yield sentence
            if asked and _answers(sentence):
                yield Sentence(f"{asked.raw.rstrip('?؟ ')}: {raw}", block.line, is_joined=True)
            asked = sentence if sentence.is_question else None
        if block.is_heading:
            heading, lead = Sentence(block.words), None
        elif not block.is_item:
            lead = Sentence(block.words) if block.words.endswith(":") else None


def _answers(sentence: Sentence) -> bool:
    """Whether a sentence is the short answer by which an advert turns its own question into a claim."""
    first = sentence.words[0].text if sentence.words else "no"
    return (
        sentence.length <= SHORT_ANSWER
        and not sentence.is_question
        and first not in {"no", "not", "it", "لا", "ليس"}
    )


def split(block: str) -> Iterator[str]:
    """The sentences of one paragraph."""
    start = 0
    for match in STOP.finditer(block):
        candidate = block[start : match.end()]
        if SHORT_FORM.search(candidate) and match.end() < len(block):
            continue
        if candidate.strip():
            yield candidate.strip()
        start = match.end()
    if block[start:].strip():
        yield block[start:].strip()


def plain(line: str) -> str:
    """A line of Markdown without its marks."""
    line = LINK.sub(lambda match: match["words"], line)
    return EMPHASIS.sub("", TAG.sub(" ", line)).strip()


@dataclass(frozen=True)
class _Block:
    line: int
    words: str
    is_heading: bool = False
    is_item: bool = False


def _blocks(text: str, first_line: int) -> Iterator[_Block]:
    """Paragraphs, items, headings and cells."""
    open_line, is_item, lines = 0, False, list[str]()
    for number, line in enumerate(text.splitlines(), first_line):
        item = ITEM.match(line)
        alone = bool(_is_cell(line) or HEADING.match(line) or _is_gap(line))
        if lines and (alone or item or not _goes_on(lines[-1])):
            yield _Block(open_line, plain(" ".join(lines)), is_item=is_item)
            lines = []
        if alone:
            yield from _standing_alone(line, number)
        else:
            open_line, is_item = (open_line, is_item) if lines else (number, bool(item))
            lines.append(ITEM.sub("", line).strip())
    if lines:
        yield _Block(open_line, plain(" ".join(lines)), is_item=is_item)


def _standing_alone(line: str, number: int) -> Iterator[_Block]:
    """A heading, or the cells of a row; nothing for a gap."""
    heading = HEADING.match(line)
    if heading:
        yield _Block(number, plain(heading["words"]), is_heading=True)
    elif _is_cell(line):
        yield from (_Block(number, plain(cell)) for cell in line.strip().strip("|").split("|"))


def _is_cell(line: str) -> bool:
    return line.lstrip().startswith("|") and not FENCE.match(line)


def _is_gap(line: str) -> bool:
    return not line.strip() or bool(FENCE.match(line))


def _goes_on(line: str) -> bool:
    return len(line) >= WIDE and not END.search(line)
