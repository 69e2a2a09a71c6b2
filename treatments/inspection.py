"""Checks the stored content, one row of it, or a file, against the stored rules, facts and claims."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from django.core.cache import cache
from django.db import models
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from treatments import texts
from treatments.checking.articles import read_article
from treatments.checking.checks import Known, check
from treatments.checking.claims import Evidence, figures_in
from treatments.checking.contradictions import Facts, FactValue
from treatments.checking.documents import Document
from treatments.checking.findings import Finding
from treatments.checking.rulebook import Rule, Rulebook
from treatments.keys import Keys
from treatments.models import (
    QUESTIONS,
    AcceptedFinding,
    EditorialRule,
    Fact,
    GlossaryTerm,
    Page,
    Question,
    Reference,
    Topic,
    Treatment,
)
from treatments.tokens import Library

A_DAY = 24 * 60 * 60


def inspect_everything() -> list[Finding]:
    """Every finding in the stored texts."""
    return [finding for finding, _row in inspect_all_rows()]


def inspect_all_rows() -> list[tuple[Finding, models.Model | None]]:
    """Every finding in the stored texts, with the row in which it is mended; none for a broken rule."""
    stored = list(texts.everything())
    rows = {place: row for row, document in stored for place in document.places()}
    found = AcceptedFinding.objects.settle(_checked([document for _row, document in stored], known()))
    return [(finding, rows.get(finding.place)) for finding in found]


def _checked(documents: Sequence[Document], held_against: Known) -> list[Finding]:
    """What the checker says, which takes seconds: remembered by all that it rests on, so it is never stale."""
    rests_on = [
        documents,
        (held_against.book.rules, held_against.book.treatments, held_against.today),
        (held_against.facts.values, held_against.evidence.references),
        (vars(held_against.addresses), vars(held_against.tokens), held_against.printed),
    ]
    name = f"findings-{sha256(repr(rests_on).encode()).hexdigest()}"
    found: list[Finding] | None = cache.get(name)
    if found is None:
        found = check(documents, held_against)
        cache.set(name, found, A_DAY)
    return found


def inspect_row(row: models.Model) -> list[Finding]:
    """Every finding in one page, question, claim, passage or other row, as it is stored."""
    return AcceptedFinding.objects.settle(check(texts.documents_of(row), known()))


def inspect_as_read(page: Page) -> list[Finding]:
    """Every finding in a page and in what it prints: all that a doctor stands by who has read it."""
    collected = _collected_on(page)
    answers = [row.answer for row in collected if isinstance(row, Question)]
    bodies = (row.body for row in page.sections.all())
    library = Library.of([*page.key_facts, page.standfirst, *bodies, *answers], is_cited=False)
    approvals = [row for rows in library.approvals.values() for row in rows]
    rows = [page, *collected, *library.passages.values(), *library.claims.values(), *approvals]
    documents = [document for row in rows for document in texts.documents_of(row)]
    return AcceptedFinding.objects.settle(check(documents, known()))


def _collected_on(page: Page) -> list[Question | GlossaryTerm]:
    """The rows that a page is made from: questions or words explained; none for an article."""
    if page.kind != Page.Kind.COLLECTION:
        return []
    return list(Question.objects.published() if page.slug == QUESTIONS else GlossaryTerm.objects.all())


def inspect_page(kind: str, slug: str) -> list[Finding]:
    """Every finding in one page.

    Raises:
        Page.DoesNotExist: there is no such page.
    """
    return inspect_row(Page.objects.get(kind=kind, slug=slug))


def inspect_text(text: str, place: str, language: str = "") -> list[Finding]:
    """Every finding in the text of a file.

    Raises:
        BadArticle: the values at its head cannot be read.
    """
    return check([read_article(text, place, language)], known())


def known() -> Known:
    """What texts are held against."""
    rules = tuple(EditorialRule.objects.active().written())
    claims = texts.claims()
    return Known(
        book=_rulebook(rules, tuple(Treatment.objects.values_list("slug", flat=True))),
        today=timezone.localdate(),
        facts=Facts(_fact_values(), claims),
        evidence=Evidence(
            claims=[figures_in(claim.parts[0].text) for claim in claims],
            references=dict(Reference.objects.values_list("key", "confidence")),
        ),
        addresses=SiteAddresses(),
        tokens=Keys(),
        printed=texts.printed(),
    )


@lru_cache(maxsize=2)
def _rulebook(rules: tuple[Rule, ...], treatments: tuple[str, ...]) -> Rulebook:
    """The rules made ready; kept until an editor changes one."""
    return Rulebook(rules, treatments)


def _fact_values() -> list[FactValue]:
    rows = Fact.objects.select_related("treatment")
    return [FactValue(row.topic, row.treatment.slug if row.treatment else "", row.printed) for row in rows]


class SiteAddresses:
    """The addresses of the site, with the anchors of its pages and answers."""

    def __init__(self) -> None:
        pages = Page.objects.published().prefetch_related("sections")
        self._anchors = {page.get_absolute_url(): frozenset(texts.anchors_of(page)) for page in pages}
        answers = Question.objects.published().values_list("slug", flat=True)
        topics = (f"topic-{slug}" for slug in Topic.objects.values_list("slug", flat=True))
        words = GlossaryTerm.objects.values_list("slug", flat=True)
        self._anchors |= {
            reverse("treatments:faq"): frozenset([*answers, *topics]),
            reverse("treatments:glossary"): frozenset(words),
        }

    def has(self, path: str) -> bool:
        """Whether a page answers there."""
        if path in self._anchors:
            return True
        try:
            match = resolve(path)
        except Resolver404:
            return False
        # The view of pages takes any slug; it finds the pages above and no other.
        return "kind" not in match.kwargs

    def anchors(self, path: str) -> frozenset[str] | None:
        """The anchors of a page, or None where they are not known."""
        return self._anchors.get(path)
