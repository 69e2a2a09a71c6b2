"""What machines read of the library's pages (schema.org), from the same rows that the pages print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clinic.signboard import Signboard
from clinic.structured import Node, absolute, as_json, breadcrumbs, clinic_in_short
from treatments.models import Page, Review, Treatment
from treatments.rendering import NumberedReference

TYPE_OF_TREATMENT = {
    Treatment.Kind.PROCEDURE: "MedicalProcedure",
    Treatment.Kind.SURGERY: "SurgicalProcedure",
    Treatment.Kind.MEDICINE: "Drug",
    Treatment.Kind.DEVICE: "MedicalDevice",
    Treatment.Kind.NONE: "MedicalTherapy",
}
# Marks and drawings, which are no words of a sentence.
UNSAID = re.compile(r"<(sup|svg)\b.*?</\1>", re.DOTALL)
BLOCK_END = re.compile(r"</(p|li|h[1-6]|td|th|div|dd|dt|section)>")


def article(
    page: Page,
    clinic: Signboard,
    crumbs: Iterable[tuple[str, str | None]],
    standfirst: SafeString,
    references: list[NumberedReference],
) -> SafeString:
    """A page of the library. Who reviewed it, and when, only where a review says so."""
    node: Node = {
        "@type": "WebPage" if page.kind == Page.Kind.ABOUT else "MedicalWebPage",
        "url": absolute(page.get_absolute_url()),
        "name": page.title,
        "description": plain(standfirst),
        "inLanguage": get_language(),
        "publisher": clinic_in_short(clinic),
        **_made(page),
    }
    if page.kind != Page.Kind.ABOUT:
        node["medicalAudience"] = {"@type": "Patient"}
    if about := _about(page):
        node["about"] = about
    if references:
        node["citation"] = [_citation(reference) for reference in references]
    return as_json(node, breadcrumbs(crumbs))


def questions(
    answers: Iterable[tuple[str, SafeString]],
    crumbs: Iterable[tuple[str, str | None]],
    page: Page | None = None,
) -> SafeString:
    """Questions and their answers, as many as the page shows, and how the page was made."""
    entities = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": plain(html)}}
        for question, html in answers
    ]
    node: Node = {"@type": "FAQPage", "inLanguage": get_language(), "mainEntity": entities}
    made = _made(page) if page else {}
    return as_json({**node, **made} if entities else None, breadcrumbs(crumbs))


def words_explained(page: Page, crumbs: Iterable[tuple[str, str | None]]) -> SafeString:
    """The glossary, and how it was made."""
    node = {"@type": "MedicalWebPage", "name": page.title, "inLanguage": get_language(), **_made(page)}
    return as_json(node, breadcrumbs(crumbs))


def _made(page: Page) -> Node:
    """When a page was written and last changed, and who reviewed it if anybody has."""
    days = {
        "datePublished": page.written_on.isoformat(),
        "dateModified": page.last_changed_on.isoformat(),
    }
    return {**days, **(_reviewed(page.review) if page.review else {})}


def plain(html: str) -> str:
    """HTML as words, a line for each paragraph and item."""
    lines = BLOCK_END.sub("\n", UNSAID.sub("", html.replace("\n", " "))).split("\n")
    words = (" ".join(unescape(strip_tags(line)).split()) for line in lines)
    return "\n".join(line for line in words if line)


def _reviewed(review: Review) -> Node:
    reviewer = review.reviewer
    licence = {"@type": "PropertyValue", "name": "DHA licence", "value": reviewer.licence_number}
    person = {"@type": "Person", "name": reviewer.name, "jobTitle": reviewer.role, "identifier": licence}
    return {"lastReviewed": review.reviewed_on.isoformat(), "reviewedBy": person}


def _about(page: Page) -> list[Node]:
    """What a page is about, by the names that stand on it."""
    if page.kind == Page.Kind.HAIR_LOSS:
        return [{"@type": "MedicalCondition", "name": page.name}]
    if page.treatment:
        return [_treatment(page.treatment, page.name)]
    return [_treatment(one, one.name) for one in (page.left, page.right) if one]


def _treatment(treatment: Treatment, name: str) -> Node:
    return {"@type": TYPE_OF_TREATMENT[Treatment.Kind(treatment.kind)], "name": name}


def _citation(reference: NumberedReference) -> Node:
    links = reference.reference.links
    node = {"@type": "CreativeWork", "name": reference.reference.citation}
    return {**node, "url": links[0][1]} if links else node
