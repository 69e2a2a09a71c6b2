"""One truth, printed many times: what staff change in one place shows on every page that prints it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from clinic.models import ClinicProfile
from tests.treatments.test_admin import sent_by, sent_by_set
from treatments.inspection import inspect_everything, inspect_row
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
    Reference,
    TimelineEntry,
    Treatment,
)
from treatments.uses import Place, Uses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_start")]


def change(browser: Client, row: models.Model, **values: str) -> None:
    """Open a row in the admin, or the row it is a part of, change some fields, and save."""
    holder = Place(row).holder
    page = reverse(f"admin:treatments_{holder._meta.model_name}_change", args=[holder.pk])
    context: Any = browser.get(page).context
    sent = sent_by(context["adminform"].form)
    forms = [form for entry in context["inline_admin_formsets"] for form in entry.formset.forms]
    for entry in context["inline_admin_formsets"]:
        sent |= sent_by_set(entry.formset)
    prefix = next((f"{form.prefix}-" for form in forms if form.instance == row), "")
    response = browser.post(page, sent | {f"{prefix}{name}": value for name, value in values.items()})
    assert response.status_code == 302, response.context["adminform"].form.errors


def addresses(row: models.Model) -> set[str]:
    """Where visitors read what a row says: the pages, answers and tables that print it, also by a passage."""
    found: set[str] = set()
    for place in Uses().of(row):
        match place.holder:
            case Page() | Question() as printed:
                found.add(printed.get_absolute_url().partition("#")[0])
            case ComparisonRow():
                found.add("/compare/")
            case Period():
                found.add(Page.objects.get(sections__anchor="months").get_absolute_url())
            case other:
                found |= addresses(other)
    return found


def test_a_changed_fact_shows_wherever_it_is_printed_and_the_checker_agrees(
    manager: Client, client: Client
) -> None:
    fact = Fact.objects.get(topic="hair-wash", treatment=None)
    pages = addresses(fact)
    assert len(pages) > 2

    change(manager, fact, cautious="96 hours")

    assert [page for page in pages if "96 hours" not in client.get(page).content.decode()] == []
    assert not any(finding.is_error for finding in inspect_everything())


def test_a_changed_claim_and_its_source_show_wherever_they_are_printed(
    manager: Client, client: Client
) -> None:
    claim = Claim.objects.get(key="mn-network")
    reference = Reference.objects.get(key="MN6")
    pages = addresses(claim)
    assert pages

    change(manager, reference, citation="Test AB. A review with another title. 2026.")

    shown = [*pages, reverse("treatments:evidence")]
    assert [page for page in shown if "another title" not in client.get(page).content.decode()] == []


def sure_of(page: str, claim: Claim) -> str:
    """Under which certainty a page lists what a claim says."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    label = ""
    for entry in document.iterfind(".//dl[@class='c-certainties__list']/*"):
        if entry.tag == "dt":
            label = "".join(entry.itertext())
        elif "".join(entry.itertext()) in {claim.text, claim.short}:
            return label
    return ""


def test_a_changed_certainty_shows_wherever_the_claim_is_printed_and_the_checker_agrees(
    manager: Client, client: Client
) -> None:
    claim = Claim.objects.get(key="mn-network")
    pages = addresses(claim)
    before = {sure_of(client.get(page).content.decode(), claim) for page in pages}

    change(manager, claim, certainty="high")

    after = {sure_of(client.get(page).content.decode(), claim) for page in pages}
    assert "Certainty: High" not in before
    assert "" not in before
    assert after == {"Certainty: High"}
    assert not any(finding.is_error for finding in inspect_everything())


def test_a_claim_whose_source_turns_out_to_be_from_memory_is_a_fault_at_once(manager: Client) -> None:
    claim = Claim.objects.get(key="mn-network")
    for source in claim.references.all():
        change(manager, source, confidence="C")

    (found,) = inspect_row(claim)

    assert found.rule.startswith("claim-without-reference")
    assert found.is_error


def everything_public(client: Client) -> dict[str, str]:
    """Every address of the map with its page, and the feed."""
    # A site in preview has an empty map; a live one asks its staff for a code.
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)
    places = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.PREVIEW)
    assert len(places) > len(Page.objects.published())
    paths = [urlsplit(place).path for place in places]
    return {path: client.get(path).content.decode() for path in [*paths, "/feed.xml"]}


Marked = dict[str, tuple[models.Model, str, str, set[str]]]


def rows_to_mark() -> Marked:
    """A row of each kind: the field to change, its new text around a word, and the addresses that print it."""
    claim = Claim.objects.get(key="mn-network")
    fact = Fact.objects.get(topic="hair-wash", treatment=None)
    prp = Treatment.objects.get(slug="prp")
    page = Page.objects.get(kind="treatment", slug="prp")
    section = page.sections.get(anchor="unknowns")
    own = page.get_absolute_url()
    question = Question.objects.featured()[0]
    cell = ComparisonCell.objects.get(row__key="where", treatment=prp)
    entry = TimelineEntry.objects.get(text__startswith="Not known. We cite no trial of this pair")
    months = Page.objects.get(sections__anchor="months").get_absolute_url()
    approval = Approval.objects.filter(treatment__slug="exosomes")[0]
    passage = Passage.objects.get(key="emergency")
    term = GlossaryTerm.objects.get(slug="allergy")
    sources = {*addresses(claim), "/evidence/"}
    return {
        "claim": (
            claim,
            "text",
            "A review ranked the {}.",
            {"/treatments/microneedling/", "/treatments/minoxidil/"},
        ),
        "short": (
            claim,
            "short",
            "The {} of a review",
            {"/compare/", "/treatments/prp/", "/compare/fue-or-fut/"},
        ),
        "source": (Reference.objects.get(key="MN6"), "citation", "Test AB. The {}. 2026.", sources),
        "fact": (fact, "cautious", "the {}", addresses(fact)),
        "rating": (prp, "summary", "Your own blood, the {}.", {"/", "/treatments/"}),
        "approval": (approval, "status", "The {} has said nothing.", {"/treatments/exosomes/"}),
        "passage": (passage, "heading", "Call the {} if:", addresses(passage)),
        "word": (term, "meaning", "What we call the {}.", {"/glossary/"}),
        "cell": (cell, "text", "In the {}", {"/compare/", "/compare/exosomes-or-prp/"}),
        "entry": (entry, "text", "The {} is not known.", {months}),
        "question": (question, "question", "What is the {}?", {"/", "/faq/"}),
        "answer": (question, "answer", "We call it the {}.", {"/", "/faq/"}),
        "title": (page, "title", "PRP and the {}", {own, "/feed.xml"}),
        "description": (page, "description", "PRP, and what the {} is.", {own, "/feed.xml"}),
        "standfirst": (page, "standfirst", "PRP is made of the {}.", {own}),
        "section": (section, "body", "Nobody has counted the {}.", {own}),
    }


def found_by_search(client: Client, word: str) -> bool:
    return "<mark>" in client.get("/search/", {"q": word}).content.decode()


def test_what_is_changed_shows_wherever_it_is_printed_and_the_old_words_stand_nowhere(
    manager: Client, client: Client
) -> None:
    rows = rows_to_mark()
    for word in ("quokka", "wombat"):
        for name, (row, field, text, _paths) in rows.items():
            change(manager, row, **{field: text.format(f"{word}{name}")})
        pages = everything_public(client)

        unchanged = [
            (name, path)
            for name, (_row, _field, _text, paths) in rows.items()
            for path in paths
            if f"{word}{name}" not in pages[path]
        ]
        assert unchanged == []
        assert [
            name
            for name in ("claim", "answer", "section", "word", "entry")
            if not found_by_search(client, f"{word}{name}")
        ] == []

    assert [path for path, html in pages.items() if "quokka" in html] == []
    assert not found_by_search(client, "quokkaclaim")
    assert_machines_read_it(pages)


def assert_machines_read_it(pages: dict[str, str]) -> None:
    """What is shared, and what search engines read, says what the page says."""
    structured = {
        path: " ".join(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL))
        for path, html in pages.items()
    }
    assert "wombattitle" in structured["/treatments/prp/"]
    assert "wombatstandfirst" in structured["/treatments/prp/"]
    assert "wombatsource" in structured["/treatments/microneedling/"]
    assert "wombatquestion" in structured["/faq/"]
    assert "wombatanswer" in structured["/faq/"]
    metas = " ".join(re.findall("<meta [^>]*>", pages["/treatments/prp/"]))
    assert metas.count("wombatdescription") >= 2
    assert "wombattitle" in metas


def test_the_evidence_library_names_every_page_on_which_a_source_stands(client: Client) -> None:
    uses = {
        (path.partition("#")[0], source.reference.key)
        for source in client.get("/evidence/").context["sources"]
        for _name, path in source.uses
    }
    paths = {path for path, _key in uses} | {page.get_absolute_url() for page in Page.objects.published()}

    printed = {
        (path, entry.reference.key) for path in paths for entry in client.get(path).context["references"]
    }

    # The sources of verdicts stand in the comparison once two are chosen.
    assert printed - uses == set()
    assert {path for path, _key in uses - printed} <= {"/compare/"}
