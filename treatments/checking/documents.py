"""A text to check, with what is known of it: its place, its language, its treatment, its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from treatments.checking.sentences import Sentence, sentences_of


@dataclass(frozen=True)
class Part:
    """A field or section: its place within the document, its text with tokens printed, and as written."""

    place: str
    text: str
    written: str = ""
    is_prose: bool = True
    is_composed: bool = True  # its tokens are printed; they are not in a title
    first_line: int = 0

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, headings, items and cells."""
        found = sentences_of(self.text, self.first_line or 1)
        return tuple(sentence for sentence in found if sentence.words)


@dataclass(frozen=True)
class Document:
    """A page, a question, a claim or a file.

    What does not hold for it is empty; `is_reviewed` and `source_grades` are then None.
    """

    place: str
    language: str
    parts: tuple[Part, ...]
    title: str = ""
    kind: str = ""
    slug: str = ""
    treatments: frozenset[str] = frozenset()
    address: str = ""
    anchors: tuple[str, ...] = ()
    tokens: frozenset[str] = frozenset()
    is_reviewed: bool | None = None
    next_review_on: date | None = None
    source_grades: tuple[str, ...] | None = None
    untranslated: tuple[str, ...] = ()

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Every sentence with its place."""
        for part in self.parts:
            for sentence in part.sentences:
                yield self.place_of(part, sentence), sentence

    def places(self) -> Iterator[str]:
        """Every place in reading order: the document, its parts or lines."""
        yield self.place
        for part in self.parts:
            if part.first_line:
                last = part.first_line + part.written.count("\n")
                yield from (f"{self.place}:{line}" for line in range(part.first_line, last + 1))
            else:
                yield f"{self.place} {part.place}".rstrip()

    def place_at(self, part: Part, offset: int) -> str:
        """The place of what stands at an offset in a part as written."""
        if part.first_line:
            return f"{self.place}:{part.first_line + part.written.count(chr(10), 0, offset)}"
        return f"{self.place} {part.place}".rstrip()

    def place_of(self, part: Part, sentence: Sentence) -> str:
        """Where a reader of the report looks: file and line, or page and section."""
        if part.first_line:
            return f"{self.place}:{sentence.line}"
        return f"{self.place} {part.place}".rstrip()
