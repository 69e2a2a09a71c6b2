"""The evidence library: every source, and which pages lean on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from treatments.models import Approval, Claim, Fact, Page, Passage, Question, Reference
from treatments.tokens import fact_name, tokens_in

Use = tuple[str, str]


@dataclass(frozen=True)
class Source:
    """A reference as the library lists it, with the pages that lean on it (name, address)."""

    reference: Reference
    uses: list[Use]


@dataclass(frozen=True)
class Shelf:
    """How much stands on a topic: controlled trials and reviews, and everything."""

    topic: str
    strong: int
    total: int


def shelf(*, topic: str, kind: str) -> dict[str, Any]:
    """The library, cut to one topic and one kind of source where these are known."""
    references = list(Reference.objects.all())
    topics = list(dict.fromkeys(reference.topic for reference in references))
    topic = topic if topic in topics else ""
    kind = kind if kind in Reference.Kind.values else ""
    uses = _uses()
    chosen = [
        Source(reference, sorted(uses.get(reference.key, set())))
        for reference in references
        if topic in {"", reference.topic} and kind in {"", reference.kind}
    ]
    return {
        "sources": chosen,
        "shelves": _shelves(references),
        "topics": topics,
        "kinds": Reference.Kind.choices,
        "topic": topic,
        "kind": kind,
        "count": len(chosen),
        "crumbs": [(gettext("Home"), reverse("home")), (gettext("Our references"), None)],
    }


def _shelves(references: list[Reference]) -> list[Shelf]:
    """Treatments alone: guidance, rules and publishing are no evidence of effect."""
    total = Counter(reference.topic for reference in references)
    strong = Counter(
        reference.topic
        for reference in references
        if reference.kind in {Reference.Kind.TRIAL, Reference.Kind.REVIEW}
    )
    return [Shelf(topic, strong[topic], count) for topic, count in total.items() if strong[topic]]


def _uses() -> dict[str, set[Use]]:
    """For each reference, the pages on which a reader meets it."""
    cited = _cited_by_token()
    uses: dict[str, set[Use]] = {}
    for use, text in _texts():
        for token in tokens_in(text):
            for key in cited.get(f"{token.kind}:{token.key}", ()):
                uses.setdefault(key, set()).add(use)
    return uses


def _cited_by_token() -> dict[str, set[str]]:
    """For each token that can be printed, the references it brings."""
    cited: dict[str, set[str]] = {}
    for claim in Claim.objects.prefetch_related("references"):
        keys = {reference.key for reference in claim.references.all()}
        cited[f"claim:{claim.key}"] = cited[f"short:{claim.key}"] = keys
    for fact in Fact.objects.select_related("treatment").prefetch_related("references"):
        cited[f"fact:{fact_name(fact)}"] = {reference.key for reference in fact.references.all()}
    for approval in Approval.objects.select_related("treatment").prefetch_related("references"):
        keys = {reference.key for reference in approval.references.all()}
        cited.setdefault(f"approvals:{approval.treatment.slug}", set()).update(keys)
    for passage in Passage.objects.all():
        inner = (cited.get(f"{token.kind}:{token.key}", set()) for token in tokens_in(passage.body))
        cited[f"passage:{passage.key}"] = set().union(*inner)
    return cited


def _texts() -> Iterator[tuple[Use, str]]:
    for page in Page.objects.published().prefetch_related("sections"):
        use = (page.name, page.get_absolute_url())
        yield from ((use, text) for text in page.key_facts)
        yield from ((use, section.body) for section in page.sections.all())
    for question in Question.objects.published():
        yield (gettext("Questions"), reverse("treatments:faq")), question.answer
