"""Every stored text as a document for the checker: tokens printed, places named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import slugify

from treatments.checking.documents import Document, Part
from treatments.checking.sentences import HEADING
from treatments.checking.words import PRINTED_FROM, PRINTED_TO
from treatments.models import (
    Approval,
    Claim,
    ComparisonCell,
    ComparisonRow,
    Fact,
    GlossaryTerm,
    Page,
    Passage,
    Period,
    Question,
    TimelineEntry,
    Treatment,
)
from treatments.rendering import box_of
from treatments.tokens import COMPOSED, TOKEN, fact_name, tokens_in

LANGUAGE = "en"  # of the stored texts, until pages are kept in a second language
# What the templates of a page add to the anchors of its sections.
ADDED_ANCHORS = ("contents", "references", "review")
PLAIN = ("title", "description", "aims")  # of a page: printed as they stand
NOT_SET = "to be confirmed with you"


def everything() -> Iterator[tuple[models.Model, Document]]:
    """Every stored row with texts that a visitor may read, and its document."""
    reader = Reader()
    for rows in _stored():
        for row in rows:
            yield row, reader.document_of(row)


def documents_of(row: models.Model) -> list[Document]:
    """The documents of a row: one, or one for each of its parts where only these hold texts."""
    parts = PARTS.get(type(row))
    reader = Reader()
    if parts is None:
        return [reader.document_of(row)]
    return [reader.document_of(part) for part in getattr(row, parts).select_related("treatment")]


def claims() -> list[Document]:
    """Every claim."""
    return [_claim(Reader(facts={}), row) for row in _claim_rows()]


def printed() -> dict[str, str]:
    """What stands for tokens in the words of a page itself; shared boxes and tables are not among them."""
    told = {f"{{fact:{fact_name(row)}}}": row.printed or NOT_SET for row in _facts()}
    for claim in Claim.objects.all():
        told |= {f"{{claim:{claim.key}}}": claim.text, f"{{short:{claim.key}}}": claim.short or claim.text}
    return told


def anchors_of(page: Page) -> Iterator[str]:
    """Every place in a page that a link may name."""
    yield from ADDED_ANCHORS
    for section in page.sections.all():
        yield section.anchor
        headings = (HEADING.match(line) for line in section.body.splitlines())
        yield from (slugify(heading["words"]) for heading in headings if heading)
        yield from (box_of(token.key) for token in tokens_in(section.body) if token.kind == "passage")


class Reader:
    """Makes documents of rows, with the facts they print at hand."""

    def __init__(self, facts: dict[str, str] | None = None) -> None:
        if facts is None:
            facts = {fact_name(row): row.printed for row in _facts()}
        self._facts = facts

    def document_of(self, row: models.Model) -> Document:
        """The document of a row of any kind that holds texts."""
        return BUILDERS[type(row)](self, row)

    def part(self, place: str, text: str, *, is_composed: bool = True) -> Part:
        """A part with its tokens printed: facts by their value; claims and passages stand at their own place."""
        printed = TOKEN.sub(lambda match: self._printed(match[0]), text)
        return Part(place, printed, text, is_composed=is_composed)

    def of_fields(self, row: models.Model, place: str, *names: str, **more: Any) -> Document:
        """A row whose texts are fields."""
        texts = [(name, getattr(row, name)) for name in names if getattr(row, name)]
        composed = COMPOSED.get(type(row), ())
        return Document(
            place=place,
            language=LANGUAGE,
            parts=tuple(
                self.part(name.replace("_", " "), text, is_composed=name in composed) for name, text in texts
            ),
            title=str(row),
            tokens=tokens_of(text for _name, text in texts),
            untranslated=_untranslated(row),
            **more,
        )

    def _printed(self, written: str) -> str:
        token = next(tokens_in(written))
        if token.kind == "fact":
            return f"{PRINTED_FROM}{self._facts.get(token.key) or NOT_SET}{PRINTED_TO}"
        return f"{PRINTED_FROM}us{PRINTED_TO}" if token.kind == "clinic" else ""


def tokens_of(texts: Iterable[str]) -> frozenset[str]:
    """The tokens of some texts, as written."""
    return frozenset(token.written for text in texts for token in tokens_in(text))


def _page(reader: Reader, page: Page) -> Document:
    heads = [(name, getattr(page, name)) for name in ("title", "description", "standfirst", "aims")]
    keys = [("key facts", text) for text in page.key_facts]
    bodies = [(f"#{row.anchor}", f"## {row.heading}\n\n{row.body}") for row in page.sections.all()]
    texts = [*heads, *keys, *bodies]
    review = page.review
    return Document(
        place=f"page {page.kind}/{page.slug}",
        language=LANGUAGE,
        parts=tuple(reader.part(place, text, is_composed=place not in PLAIN) for place, text in texts),
        title=page.title,
        kind=page.kind,
        slug=page.slug,
        treatments=_slugs(page.treatment, page.left, page.right),
        address=page.get_absolute_url(),
        anchors=tuple(anchors_of(page)),
        tokens=tokens_of(text for _place, text in texts),
        is_reviewed=review is not None,
        next_review_on=review.next_due_on if review else None,
        untranslated=_untranslated(page),
    )


def _claim(reader: Reader, claim: Claim) -> Document:
    grades = tuple(source.reference.confidence for source in claim.sources.all())
    place, treatments = f"claim {claim.key}", _slugs(claim.treatment)
    return reader.of_fields(claim, place, "text", "short", source_grades=grades, treatments=treatments)


def _question(reader: Reader, question: Question) -> Document:
    place = f"question {question.slug}"
    return reader.of_fields(question, place, "question", "answer", kind="question", slug=question.slug)


def _passage(reader: Reader, passage: Passage) -> Document:
    return reader.of_fields(passage, f"passage {passage.key}", "heading", "body")


def _fact(reader: Reader, fact: Fact) -> Document:
    """A fact's label; its value is what others are held against."""
    return reader.of_fields(fact, f"fact {fact_name(fact)}", "label")


def _approval(reader: Reader, row: Approval) -> Document:
    return reader.of_fields(row, f"approval {row.treatment.slug}/{row.place}", "status")


def _cell(reader: Reader, cell: ComparisonCell) -> Document:
    place = f"comparison {cell.row.key}/{cell.treatment.slug}"
    return reader.of_fields(cell, place, "text", treatments=_slugs(cell.treatment))


def _entry(reader: Reader, entry: TimelineEntry) -> Document:
    place = f"timeline {entry.treatment.slug}/{entry.period.label}"
    return reader.of_fields(entry, place, "text", treatments=_slugs(entry.treatment))


def _term(reader: Reader, term: GlossaryTerm) -> Document:
    return reader.of_fields(term, f"glossary {term.slug}", "meaning")


def _treatment(reader: Reader, row: Treatment) -> Document:
    place = f"treatment {row.slug}"
    return reader.of_fields(row, place, "summary", "evidence_note", treatments=_slugs(row))


BUILDERS: dict[type[models.Model], Callable[[Reader, Any], Document]] = {
    Page: _page,
    Question: _question,
    Claim: _claim,
    Passage: _passage,
    Fact: _fact,
    Approval: _approval,
    ComparisonCell: _cell,
    TimelineEntry: _entry,
    GlossaryTerm: _term,
    Treatment: _treatment,
}

# Rows without texts of their own: the name of their parts.
PARTS: dict[type[models.Model], str] = {ComparisonRow: "cells", Period: "entries"}


def _stored() -> Iterator[models.QuerySet[Any]]:
    pages = Page.objects.published().select_related("treatment", "left", "right")
    yield pages.prefetch_related("sections", "reviews")
    yield Question.objects.published()
    yield _claim_rows()
    yield Passage.objects.all()
    yield _facts()
    yield Approval.objects.select_related("treatment")
    yield ComparisonCell.objects.select_related("row", "treatment")
    yield TimelineEntry.objects.select_related("period", "treatment")
    yield GlossaryTerm.objects.all()
    yield Treatment.objects.all()


def _facts() -> models.QuerySet[Fact]:
    return Fact.objects.select_related("treatment")


def _claim_rows() -> models.QuerySet[Claim]:
    return Claim.objects.select_related("treatment").prefetch_related("sources__reference")


def _slugs(*treatments: Treatment | None) -> frozenset[str]:
    return frozenset(treatment.slug for treatment in treatments if treatment)


def _untranslated(row: models.Model) -> tuple[str, ...]:
    """Fields empty in a language of the site: text_ar beside text, once the site has both."""
    names = {field.name for field in row._meta.get_fields()}
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    pairs = ((name, f"{name}_{code}") for name in names for code in others)
    empty = (own for name, own in pairs if own in names and getattr(row, name) and not getattr(row, own))
    return tuple(sorted(empty))
