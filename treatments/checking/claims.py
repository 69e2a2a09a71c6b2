"""Claims and their sources: claims without a usable one, and figures of effect that are no claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from treatments.checking.amounts import number_of
from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.rulebook import Kind, Rulebook
from treatments.checking.sentences import Sentence
from treatments.checking.words import words_of

USABLE = frozenset("AB")
CITED = re.compile(r"[\[(](?P<keys>[A-Z]{2}\d{1,3}(?:\s*(?:,|;|and|to)\s*[A-Z]{2}\d{1,3})*)[\])]")
PER_AREA = re.compile(r"\bcm\s?[2²]|سم\s?[2²]", re.IGNORECASE)
NO_FIGURE = frozenset({"one"})  # "one trial" counts nothing
KEY = re.compile(r"[A-Z]{2}\d{1,3}")


@dataclass(frozen=True)
class Evidence:
    """What texts may rest on: the figures of each claim, and the confidence of each reference."""

    claims: Sequence[frozenset[float]] = ()
    references: Mapping[str, str] = field(default_factory=dict)

    def carries(self, figures: frozenset[float]) -> bool:
        """Whether one claim holds all these figures."""
        return any(figures <= claim for claim in self.claims)


def figures_in(text: str) -> frozenset[float]:
    """Every number of a text."""
    return _figures(Sentence(text))


def claims_without_reference(document: Document, book: Rulebook) -> Iterator[Finding]:
    """A claim that rests on nothing, or on memory alone."""
    rule = book.built_in("claim-without-reference")
    if rule and document.source_grades is not None and USABLE.isdisjoint(document.source_grades):
        place, sentence = next(document.sentences(), (document.place, Sentence("")))
        yield Finding(place, sentence.text, rule.name, Severity(rule.severity), rule.message)


def figures_without_claim(document: Document, book: Rulebook, evidence: Evidence) -> Iterator[Finding]:
    """Figures of effect or harm in free text that neither a claim nor a cited source carries."""
    if document.source_grades is not None:
        return
    rules = list(book.of_kind(Kind.FIGURE, language=document.language))
    for place, sentence in document.sentences():
        for compiled in rules:
            if book.meets(compiled, sentence) and not _is_carried(sentence, evidence):
                rule = compiled.rule
                yield Finding(place, sentence.text, rule.name, Severity(rule.severity), rule.message)


def bad_citations(document: Document, book: Rulebook, evidence: Evidence) -> Iterator[Finding]:
    """Sources cited by a key that nobody knows, or that is from memory."""
    rule = book.built_in("unusable-reference")
    for place, sentence in document.sentences() if rule else ():
        for key in _cited(sentence):
            if rule and evidence.references.get(key, "") not in USABLE:
                message = f"{rule.message} ({key})"
                yield Finding(place, sentence.text, rule.name, Severity(rule.severity), message)


def _is_carried(sentence: Sentence, evidence: Evidence) -> bool:
    cited = _cited(sentence)
    if cited and all(evidence.references.get(key, "") in USABLE for key in cited):
        return True
    figures = _figures(sentence)
    return not figures or evidence.carries(figures)


def _cited(sentence: Sentence) -> list[str]:
    return [key for match in CITED.finditer(sentence.text) for key in KEY.findall(match["keys"])]


def _figures(sentence: Sentence) -> frozenset[float]:
    words = words_of(PER_AREA.sub(" ", CITED.sub(" ", sentence.raw)))
    numbers = (number_of(word) for word in words if not word.is_printed and word.text not in NO_FIGURE)
    return frozenset(number for number in numbers if number is not None)
