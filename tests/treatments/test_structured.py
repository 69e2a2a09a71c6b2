"""What machines read of the library: types, dates, sources, and a reviewer only where there was a review."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    ClaimFactory,
    PageFactory,
    QuestionFactory,
    ReferenceFactory,
    ReviewFactory,
    SectionFactory,
    TreatmentFactory,
)
from tests.promises import Seen
from treatments.models import Page
from treatments.structured import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def told(client: Client, address: str) -> dict[str, Any]:
    """What the page tells machines, by type."""
    page = Seen(address, 200, client.get(address).content.decode())
    return {node["@type"]: node for node in page.structured}


def article(client: Client, page: Page) -> dict[str, Any]:
    node: dict[str, Any] = told(client, page.get_absolute_url())["MedicalWebPage"]
    return node


def test_an_article_says_what_it_is_and_when_it_was_written(client: Client) -> None:
    page = PageFactory.create(title="A page", standfirst="In *short*.", written_on=date(2026, 1, 2))

    node = article(client, page)

    assert node["url"] == f"http://127.0.0.1:8000{page.get_absolute_url()}"
    assert (node["name"], node["description"]) == ("A page", "In short.")
    assert (node["inLanguage"], node["datePublished"]) == ("en", "2026-01-02")
    assert node["publisher"]["name"] == "Khusla"
    assert node["medicalAudience"] == {"@type": "Patient"}


def test_nobody_reviewed_what_has_no_review(client: Client) -> None:
    assert not {"lastReviewed", "reviewedBy"} & set(article(client, PageFactory.create()))


def test_the_review_is_told_as_recorded(client: Client) -> None:
    review = ReviewFactory.create(reviewed_on=date(2026, 5, 5), page__written_on=date(2026, 1, 1))

    node = article(client, review.page)

    assert node["lastReviewed"] == node["dateModified"] == "2026-05-05"
    assert node["reviewedBy"]["name"] == review.reviewer.name
    assert node["reviewedBy"]["jobTitle"] == review.reviewer.role
    assert node["reviewedBy"]["identifier"]["value"] == review.reviewer.licence_number


@pytest.mark.parametrize(
    ("kind", "schema_type"),
    [
        ("procedure", "MedicalProcedure"),
        ("surgery", "SurgicalProcedure"),
        ("medicine", "Drug"),
        ("device", "MedicalDevice"),
        ("none", "MedicalTherapy"),
    ],
)
def test_a_treatment_is_told_by_its_kind(client: Client, kind: str, schema_type: str) -> None:
    page = PageFactory.create(treatment=TreatmentFactory.create(kind=kind), name="Name in menus")

    assert article(client, page)["about"] == [{"@type": schema_type, "name": "Name in menus"}]


def test_a_comparison_is_about_both(client: Client) -> None:
    left, right = TreatmentFactory.create(name="Left One"), TreatmentFactory.create(name="Right One")
    page = PageFactory.create(kind="comparison", treatment=None, left=left, right=right)

    assert [about["name"] for about in article(client, page)["about"]] == ["Left One", "Right One"]


def test_a_page_on_hair_loss_is_about_a_condition(client: Client) -> None:
    page = PageFactory.create(kind="hair-loss", treatment=None, name="Shedding")

    assert article(client, page)["about"] == [{"@type": "MedicalCondition", "name": "Shedding"}]


def test_a_page_about_us_is_no_medical_page(client: Client) -> None:
    page = PageFactory.create(kind="about", treatment=None)

    node = told(client, page.get_absolute_url())["WebPage"]

    assert not {"medicalAudience", "about"} & set(node)


def test_sources_are_told_as_printed(client: Client) -> None:
    linked, unlinked = ReferenceFactory.create(doi="10.1/x"), ReferenceFactory.create(doi="")
    claim = ClaimFactory.create(references=[linked, unlinked])
    page = PageFactory.create(key_facts=[f"{{claim:{claim.key}}}"])

    first, second = article(client, page)["citation"]

    assert (first["name"], first["url"]) == (linked.citation, "https://doi.org/10.1/x")
    assert (second["name"], "url" in second) == (unlinked.citation, bool(unlinked.links))


def test_a_page_says_where_it_stands(client: Client) -> None:
    page = PageFactory.create(name="Some page")
    SectionFactory.create(page=page)

    crumbs = told(client, page.get_absolute_url())["BreadcrumbList"]["itemListElement"]

    assert [crumb["name"] for crumb in crumbs] == ["Home", "Treatments", "Some page"]


def test_the_questions_are_told_with_their_answers(client: Client) -> None:
    claim = ClaimFactory.create(text="It may sting.", references=[ReferenceFactory.create()])
    QuestionFactory.create(
        question="Does it hurt?", answer=f"A little.\n\n- {{claim:{claim.key}}}\n- Ask us."
    )

    (entity,) = told(client, "/faq/")["FAQPage"]["mainEntity"]

    assert entity["name"] == "Does it hurt?"
    assert entity["acceptedAnswer"]["text"] == "A little.\nIt may sting.\nAsk us."


def test_a_search_without_answers_tells_no_questions(client: Client) -> None:
    QuestionFactory.create(question="Does it hurt?")

    assert set(told(client, "/faq/?q=nothing-like-it")) == {"BreadcrumbList"}


def test_no_answer_can_end_the_element(client: Client) -> None:
    QuestionFactory.create(question="</script><script>alert(1)</script>?")

    html = client.get("/faq/").content.decode()

    assert "<script>alert" not in html
    assert json.loads(html.split('ld+json">')[1].split("</script>")[0])


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two\nthree"),
        ('<p>One<sup class="c-cite"><a>1</a></sup>.</p>', "One."),
        ("<ul><li>One</li>\n<li>Two</li></ul>", "One\nTwo"),
        ("", ""),
    ],
)
def test_plain_is_what_a_reader_reads(html: str, words: str) -> None:
    assert plain(html) == words
