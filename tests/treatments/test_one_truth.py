"""One truth, printed many times: what staff change in one place shows on every page that prints it."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.treatments.test_admin import sent_by, sent_by_set
from treatments.inspection import inspect_everything, inspect_row
from treatments.models import Claim, Fact, Page, Question, Reference
from treatments.uses import Uses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_start")]


def change(browser: Client, row: models.Model, **values: str) -> None:
    """Open a row in the admin, change some fields, and save."""
    page = reverse(f"admin:treatments_{row._meta.model_name}_change", args=[row.pk])
    context: Any = browser.get(page).context
    sent = sent_by(context["adminform"].form)
    for entry in context["inline_admin_formsets"]:
        sent |= sent_by_set(entry.formset)
    response = browser.post(page, sent | values)
    assert response.status_code == 302, response.context["adminform"].form.errors


def addresses(row: models.Model) -> set[str]:
    """Where visitors read what a row says: the pages and answers that print it, also through a passage."""
    found: set[str] = set()
    for place in Uses().of(row):
        holder = place.holder
        if isinstance(holder, Page | Question):
            found.add(holder.get_absolute_url().partition("#")[0])
        else:
            found |= addresses(holder)
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
