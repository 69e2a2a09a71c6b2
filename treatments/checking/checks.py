"""Runs every check over some documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from treatments.checking import claims, links, structure, tone
from treatments.checking.claims import Evidence
from treatments.checking.contradictions import Facts, contradictions
from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.markup import Slip
from treatments.checking.rulebook import SENTENCE_KINDS, Compiled, Kind, Rulebook
from treatments.checking.sentences import Sentence


class AnyAddress:
    """Takes every link on trust."""

    def has(self, path: str) -> bool:
        """Yes."""
        return True

    def anchors(self, path: str) -> frozenset[str] | None:
        """Not known."""
        return None


class AnyToken:
    """Takes every token on trust."""

    def slips_in(self, text: str) -> Iterable[Slip]:
        """None."""
        return ()


@dataclass(frozen=True)
class Known:
    """What texts are held against."""

    book: Rulebook
    today: date
    facts: Facts = field(default_factory=Facts)
    evidence: Evidence = field(default_factory=Evidence)
    addresses: links.Addresses = field(default_factory=AnyAddress)
    tokens: links.Tokens = field(default_factory=AnyToken)
    printed: Mapping[str, str] = field(default_factory=dict)  # words for tokens, as they are written


def check(documents: Sequence[Document], known: Known) -> list[Finding]:
    """Every finding in reading order, each once."""
    found: dict[Finding, None] = {}
    for document in documents:
        found.update(dict.fromkeys(_of_document(document, known)))
    found.update(dict.fromkeys(contradictions(documents, known.book, known.facts)))
    found.update(dict.fromkeys(_broken(known.book)))
    order = {place: nth for nth, place in enumerate(_places(documents))}
    return sorted(found, key=lambda finding: order.get(finding.place, len(order)))


def _places(documents: Sequence[Document]) -> Iterator[str]:
    """Every place in reading order, each once."""
    places = (place for document in documents for place in document.places())
    return iter(dict.fromkeys(places))


def _broken(book: Rulebook) -> Iterator[Finding]:
    for key, problem in book.broken.items():
        yield Finding(
            f"rule {key}", "", key, Severity.ERROR, f"This rule cannot be read and was left out. {problem}"
        )


def broken_rules(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Sentences with words and claims that the rules bar."""
    rules = list(book.of_kind(*SENTENCE_KINDS, language=document.language))
    for place, sentence in document.sentences():
        for compiled in rules:
            if book.meets(compiled, sentence) and not _is_doubtful(compiled, sentence, document, book):
                rule = compiled.rule
                yield Finding(place, sentence.text, rule.name, Severity(rule.severity), rule.message)


def _is_doubtful(compiled: Compiled, sentence: Sentence, document: Document, book: Rulebook) -> bool:
    """Whether the tone speaks against what a rule found; it has no say on safety and on strict rules."""
    rule = compiled.rule
    if rule.is_strict or rule.kind == Kind.ABSOLUTE:
        return False
    return tone.sounds_sober(sentence, document.language, book)


def _of_document(document: Document, known: Known) -> Iterator[Finding]:
    book = known.book
    yield from broken_rules(document, book)
    yield from claims.claims_without_reference(document, book)
    yield from claims.figures_without_claim(document, book, known.evidence)
    yield from claims.bad_citations(document, book, known.evidence)
    yield from tone.adverts(document, book)
    yield from structure.long_sentences(document, book)
    yield from structure.reading_grade(document, book)
    yield from structure.missing_parts(document, book)
    yield from structure.page_words(document, book, known.printed)
    yield from structure.silences(document, book)
    yield from links.dead_links(document, book, known.addresses)
    yield from links.gaps(document, book, known.tokens)
    yield from structure.silent_images(document, book)
    yield from structure.crowded_warnings(document, book)
    yield from structure.reviews_due(document, book, known.today)
    yield from structure.untranslated(document, book)
