"""The evidence library: every source, and which pages lean on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext

from clinic.structured import as_json, breadcrumbs
from treatments.listing import FOR_WOMEN, ON_CARD
from treatments.menus import Menus
from treatments.models import (
    Approval,
    ClaimReference,
    ComparisonCell,
    DirectComparison,
    Fact,
    Listing,
    Page,
    Passage,
    Question,
    Reference,
    TimelineEntry,
    Treatment,
)
from treatments.pages import TABLE_AFTER, TIMELINE_AFTER
from treatments.tokens import tokens_in

Use = tuple[str, str]

TREATMENT_OF_TOPIC = {
    "Microneedling": "microneedling",
    "PRP": "prp",
    "Exosomes": "exosomes",
    "Minoxidil": "minoxidil",
    "Finasteride": "finasteride",
    "Low-level light": "low-level-light",
    "Hair transplant": "hair-transplant",
}
# The tokens that bring the references of each kind of row.
TOKENS_OF_KIND = {"claim": ("claim", "short"), "fact": ("fact",), "approval": ("approvals",)}


@dataclass(frozen=True)
class Source:
    """A reference as the library lists it, with the pages that lean on it (name, address)."""

    reference: Reference
    uses: list[Use]


@dataclass(frozen=True)
class Shelf:
    """What a treatment stands on: its rating, and how many sources of which kind."""

    topic: str
    evidence_level: int
    evidence_label: str
    trials: int
    reviews: int
    others: int


def shelf(*, topic: str, kind: str) -> dict[str, Any]:
    """The library, cut to one topic and one kind of source where these are known."""
    references = list(Reference.objects.all())
    topics = list(dict.fromkeys(reference.topic for reference in references))
    topic = topic if topic in topics else ""
    kind = kind if kind in Reference.Kind.values else ""
    pages = list(Page.objects.published().with_due_days().prefetch_related("sections"))
    uses = _uses(pages)
    chosen = [
        Source(reference, sorted(uses.get(reference.key, set())))
        for reference in references
        if topic in {"", reference.topic} and kind in {"", reference.kind}
    ]
    crumbs: list[tuple[str, str | None]] = [
        (gettext("Home"), reverse("home")),
        (gettext("Our references"), None),
    ]
    return {
        "sources": chosen,
        "shelves": _shelves(references),
        "topics": [(name, name) for name in topics],
        "kinds": Reference.Kind.choices,
        "topic": topic,
        "kind": kind,
        "count": len(chosen),
        "menus": Menus.beside(pages),
        "crumbs": crumbs,
        "structured": as_json(breadcrumbs(crumbs)),
    }


def _shelves(references: list[Reference]) -> list[Shelf]:
    """One for each treatment that has a topic of its own."""
    kinds = {(reference.topic, reference.kind): 0 for reference in references}
    for reference in references:
        kinds[reference.topic, reference.kind] += 1
    topics = {slug: topic for topic, slug in TREATMENT_OF_TOPIC.items()}
    shelves = []
    for treatment in Treatment.objects.filter(slug__in=topics):
        topic = topics[treatment.slug]
        trials = kinds.get((topic, Reference.Kind.TRIAL), 0)
        reviews = kinds.get((topic, Reference.Kind.REVIEW), 0)
        everything = sum(count for (of, _kind), count in kinds.items() if of == topic)
        level, label = treatment.evidence_level, treatment.evidence_label
        shelves.append(Shelf(topic, level, label, trials, reviews, everything - trials - reviews))
    return shelves


def _uses(pages: list[Page]) -> dict[str, set[Use]]:
    """For each reference, the pages on which a reader meets it."""
    cited = _cited_by_token()
    uses: dict[str, set[Use]] = {}
    for use, text in _texts(pages):
        for token in tokens_in(text):
            for key in cited.get(f"{token.kind}:{token.key}", ()):
                uses.setdefault(key, set()).add(use)
    return uses


def _cited_by_token() -> dict[str, set[str]]:
    """For each token that can be printed, the references it brings."""
    cited: dict[str, set[str]] = defaultdict(set)
    for kind, name, key in _citations():
        for token in TOKENS_OF_KIND[kind]:
            cited[f"{token}:{name}"].add(key)
        treatment, slash, _topic = name.partition("/")
        if slash:
            cited[f"facts:{treatment}"].add(key)
    _spread(cited)
    return cited


def _spread(cited: dict[str, set[str]]) -> None:
    """Add what passages and approvals bring by the tokens in them, also by way of one another."""
    names = {"passage": "key", "approvals": "treatment__slug"}
    written = {
        kind: Concat(Value(f"{kind}:"), name, output_field=CharField()) for kind, name in names.items()
    }
    passages = Passage.objects.order_by().values_list(written["passage"], "body")
    approvals = Approval.objects.order_by().values_list(written["approvals"], "status")
    nesting = list(passages.union(approvals, all=True))
    before = -1
    while before != (before := sum(map(len, cited.values()))):
        for name, text in nesting:
            for token in tokens_in(text):
                cited[name] |= cited[f"{token.kind}:{token.key}"]


def _citations() -> Iterator[tuple[str, str, str]]:
    """What kind of row, its name in tokens, and the key of a reference it cites: all in one query."""
    claims = ClaimReference.objects.order_by()
    facts: QuerySet[Any] = Fact.references.through._default_manager.order_by()
    approvals: QuerySet[Any] = Approval.references.through._default_manager.order_by()
    none = Value("", output_field=CharField())
    rows = claims.values_list(Value("claim"), "claim__key", none, "reference__key").union(
        facts.values_list(Value("fact"), "fact__topic", "fact__treatment__slug", "reference__key"),
        approvals.values_list(Value("approval"), "approval__treatment__slug", none, "reference__key"),
        all=True,
    )
    for kind, name, treatment, key in rows:
        yield kind, f"{treatment}/{name}" if treatment else name, key


def _texts(pages: list[Page]) -> Iterator[tuple[Use, str]]:
    cells = list(ComparisonCell.objects.values_list("treatment", "treatment__in_matrix", "text", "row__key"))
    months = list(TimelineEntry.objects.values_list("text", flat=True))
    for page in pages:
        use = (page.name, page.get_absolute_url())
        sections = page.sections.all()
        anchors = {section.anchor for section in sections}
        both = {page.left_id, page.right_id} if TABLE_AFTER in anchors else set()
        tables = [text for treatment, _in_matrix, text, _row in cells if treatment in both]
        tables += months if TIMELINE_AFTER in anchors else []
        own = [page.standfirst, *page.key_facts, *(section.body for section in sections)]
        yield from ((use, text) for text in [*own, *tables])
    yield from _collected(cells)


def _collected(cells: list[tuple[int, bool, str, str]]) -> Iterator[tuple[Use, str]]:
    """What stands on the pages that are made from many rows."""
    compare = (gettext("Compare"), reverse("treatments:compare"))
    index = (gettext("Treatments"), reverse("treatments:index"))
    yield from ((compare, text) for _treatment, in_matrix, text, _row in cells if in_matrix)
    yield from ((index, text) for *_treatment, text, row in cells if row in (*ON_CARD, FOR_WOMEN))
    verdicts = DirectComparison.objects.order_by().values_list(Value("compare"), "claim__key")
    listings = Listing.objects.order_by().values_list(Value("index"), "claim__key")
    for place, key in verdicts.union(listings):
        yield index if place == "index" else compare, f"{{claim:{key}}}"
    for question in Question.objects.published():
        yield (gettext("Questions"), reverse("treatments:faq")), question.answer
