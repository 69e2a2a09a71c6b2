"""What holds for a whole text: its parts, images, length of sentences, grade, review, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.phrases import spans
from treatments.checking.readability import grade_of
from treatments.checking.rulebook import PAGE_WORDS, Compiled, Kind, Rule, Rulebook
from treatments.checking.sentences import sentences_of
from treatments.checking.words import ARABIC_SCRIPT, LATIN_SCRIPT

IMAGE = re.compile(r"!\[(?P<text>[^\]]*)\]\([^)]*\)|<img\b(?P<attributes>[^>]*)>", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*([\"'])\s*(?!\1)\S")
PART = re.compile(r"#[a-z0-9-]+|\{[a-z]+:[a-z0-9/-]+\}")
TOKEN = re.compile(r"\{[a-z]+(?::[a-z0-9_/-]+)?\}")
# Not among the words of a page: what stands above them, and what only lists and search engines show.
ABOVE_THE_WORDS = frozenset({"title", "name", "description", "question"})
SUBJECT_WORDS = 100  # an article shorter than this cannot be said to leave something out
SUBJECT_SENTENCES = 3
SUBJECT_SHARE = 0.15


def _finding(rule: Rule, place: str, sentence: str, detail: str = "") -> Finding:
    return Finding(place, sentence, rule.name, Severity(rule.severity), f"{rule.message} {detail}".rstrip())


def long_sentences(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Sentences over the limit of words."""
    rule = book.built_in("sentence-words", document.language)
    if rule:
        for place, sentence in document.sentences():
            if sentence.length > int(rule.allowed) and not sentence.is_joined:
                yield _finding(rule, place, sentence.text, f"It has {sentence.length} words.")


def reading_grade(document: Document, book: Rulebook) -> Iterator[Finding]:
    """A text above the grade."""
    rule = book.built_in("reading-grade", document.language)
    prose = [sentence for part in document.parts if part.is_prose for sentence in part.sentences]
    grade = grade_of(prose) if rule and document.language == "en" else None
    if rule and grade is not None and grade > float(rule.allowed):
        yield _finding(rule, document.place, document.title, f"It reads at grade {grade:.1f}.")


def missing_parts(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Sections and passages that a page of its kind must have."""
    for rule in book.rules:
        if rule.kind == Kind.ANATOMY and _applies(rule, document):
            present = {f"#{anchor}" for anchor in document.anchors} | document.tokens
            missing = [part for part in PART.findall(rule.looks_for) if part not in present]
            if missing:
                yield _finding(rule, document.place, document.title, f"Missing: {', '.join(missing)}.")


def _applies(rule: Rule, document: Document) -> bool:
    """Whether a rule is for pages of this kind, or for this page."""
    return rule.applies_to in {document.kind, f"{document.kind}/{document.slug}"}


def page_words(document: Document, book: Rulebook, printed: Mapping[str, str]) -> Iterator[Finding]:
    """A page or answer that is shorter or longer than the limits for its kind."""
    if not document.kind:
        return
    for rule in book.rules:
        if rule.kind == Kind.BUILT_IN and rule.key.startswith(PAGE_WORDS) and _applies(rule, document):
            count = own_words(document, printed)
            if rule.limits and not rule.limits[0] <= count <= rule.limits[1]:
                yield _finding(rule, document.place, document.title, f"It prints {count} of its own.")


def own_words(document: Document, printed: Mapping[str, str]) -> int:
    """The words a page prints, without those that boxes and tables shared by several pages bring in."""
    told = (part.written for part in document.parts if part.place not in ABOVE_THE_WORDS)
    texts = (TOKEN.sub(lambda match: printed.get(match[0], ""), text) for text in told)
    sentences = (sentence for text in texts for sentence in sentences_of(text))
    return sum(sentence.length for sentence in sentences if not sentence.is_joined)


def silences(document: Document, book: Rulebook) -> Iterator[Finding]:
    """What an article on a subject must say and nowhere says; pages with tokens are held to their parts."""
    sentences = [sentence for _place, sentence in document.sentences()]
    if document.tokens or document.address or sum(item.length for item in sentences) < SUBJECT_WORDS:
        return
    for compiled in book.of_kind(Kind.MISSING, language=document.language):
        if _is_about(document, compiled) and not any(
            spans(compiled.groups[-1], sentence, compiled.index) for sentence in sentences
        ):
            yield _finding(compiled.rule, document.place, document.title)


def _is_about(document: Document, compiled: Compiled) -> bool:
    sentences = [sentence for _place, sentence in document.sentences()]
    met = sum(bool(spans(compiled.groups[0], sentence, compiled.index)) for sentence in sentences)
    return met >= max(SUBJECT_SENTENCES, SUBJECT_SHARE * len(sentences))


def silent_images(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Images without words for those who do not see them."""
    rule = book.built_in("image-without-text")
    for part in document.parts if rule else ():
        for match in IMAGE.finditer(part.written):
            has_text = (match["text"] or "").strip() or ALT.search(match["attributes"] or "")
            if rule and not has_text:
                yield _finding(rule, document.place_at(part, match.start()), match[0])


def crowded_warnings(document: Document, book: Rulebook) -> Iterator[Finding]:
    """More warning boxes than a reader heeds; the keys of such passages begin with "warning"."""
    rule = book.built_in("warning-boxes")
    boxes = [token for token in document.tokens if token.startswith("{passage:warning")]
    if rule and len(boxes) > int(rule.allowed):
        yield _finding(rule, document.place, document.title, f"It has {len(boxes)}.")


def reviews_due(document: Document, book: Rulebook, today: date) -> Iterator[Finding]:
    """Pages that no doctor has read, or whose next reading is due within the days the rule names."""
    never, due = book.built_in("never-reviewed"), book.built_in("review-due")
    if never and document.is_reviewed is False:
        yield _finding(never, document.place, document.title)
    soon = due and document.next_review_on and document.next_review_on <= today + timedelta(int(due.allowed))
    if due and soon:
        yield _finding(due, document.place, document.title, f"Due on {document.next_review_on}.")


def untranslated(document: Document, book: Rulebook) -> Iterator[Finding]:
    """Fields that are empty in a language of the site, and sentences left in the other script."""
    rule = book.built_in("not-translated")
    if not rule:
        return
    for name in document.untranslated:
        yield _finding(rule, f"{document.place} {name}", document.title)
    own, other = (ARABIC_SCRIPT, LATIN_SCRIPT) if document.language == "ar" else (LATIN_SCRIPT, ARABIC_SCRIPT)
    for place, sentence in document.sentences():
        if (
            len(sentence.words) > SUBJECT_SENTENCES
            and other.search(sentence.text)
            and not own.search(sentence.text)
        ):
            yield _finding(rule, place, sentence.text)
