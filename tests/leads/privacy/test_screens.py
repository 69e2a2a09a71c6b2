"""Managers take out and erase a person's data; who looked at a lead is written down for them alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from leads.asked import Agreed
from leads.consent import Wording
from leads.models import Access, ConsultationRequest, Lead
from leads.privacy import access
from tests.factories import AccessFactory, ErasureFactory, LeadFactory, RetentionRunFactory
from tests.leads.conftest import CONTACT, Ask

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/lead/"
LEDGERS = ["access", "erasure", "retentionrun"]


def page_of(lead: Lead, part: str = "change") -> str:
    return f"{LIST}{lead.pk}/{part}/"


def who(browser: Client) -> User:
    return User.objects.get(pk=browser.session["_auth_user_id"])


@pytest.fixture
def wants_news(ask: Ask) -> ConsultationRequest:
    """A request whose sender agreed to news."""
    return ask(agreed=Agreed(contact=CONTACT, language="en", marketing=Wording("News.", "2026-11")))


# Who looked


def test_opening_a_lead_is_written_down(reception: Client) -> None:
    lead = LeadFactory.create()

    reception.get(page_of(lead))

    assert Access.objects.values_list("what", "lead_number", "by").get() == (
        "viewed",
        lead.pk,
        who(reception).pk,
    )


@pytest.mark.parametrize("way", ["note", "status", "merge", "erase"])
def test_seeing_a_lead_beside_its_page_is_written_down_once(manager: Client, ask: Ask, way: str) -> None:
    lead, other = ask().lead, ask(name="Omar Ahmed").lead
    seen = {lead.pk, other.pk} if way == "merge" else {lead.pk}

    for _time in range(2):
        if way in {"note", "status"}:
            assert manager.post(page_of(lead, way), {}).status_code == 422
        else:
            assert manager.get(page_of(lead, way), {"with": other.reference}).status_code == 200

    numbers = Access.objects.filter(what="viewed").values_list("lead_number", flat=True)
    assert sorted(numbers) == sorted(seen)


def test_photos_on_a_page_that_was_just_opened_are_the_same_look(reception: Client) -> None:
    lead = LeadFactory.create()
    reception.get(page_of(lead))

    access.note_glimpse(leads=[lead.pk], by=who(reception), at=timezone.now())

    assert Access.objects.count() == 1
    access.note_glimpse(leads=[lead.pk], by=who(reception), at=timezone.now() + access.ONE_LOOK)
    assert Access.objects.count() == 2


def test_being_refused_is_no_look(editor: Client) -> None:
    editor.get(page_of(LeadFactory.create()))

    assert not Access.objects.exists()


def test_writing_it_down_costs_one_question_to_the_database(
    reception: Client, ask: Ask, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    lead = ask().lead
    reception.get(page_of(lead))

    with django_assert_max_num_queries(40) as seen:
        reception.get(page_of(lead))

    assert sum("leads_access" in query["sql"] for query in seen.captured_queries) == 1


@pytest.mark.parametrize("ledger", LEDGERS)
def test_managers_read_what_is_written_down(manager: Client, ledger: str) -> None:
    for factory in (AccessFactory, ErasureFactory, RetentionRunFactory):
        row = factory.create()
        if row._meta.model_name == ledger:
            number = row.pk

    assert manager.get(f"/admin/leads/{ledger}/").status_code == 200
    assert manager.get(f"/admin/leads/{ledger}/{number}/change/").status_code == 200


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("role", ["reception", "editor"])
def test_nobody_else_reads_it(request: pytest.FixtureRequest, role: str, ledger: str) -> None:
    assert request.getfixturevalue(role).get(f"/admin/leads/{ledger}/").status_code == 403


@pytest.mark.parametrize("ledger", LEDGERS)
def test_nobody_changes_it(manager: Client, ledger: str) -> None:
    AccessFactory.create()

    assert manager.get(f"/admin/leads/{ledger}/add/").status_code == 403
    manager.post(
        f"/admin/leads/{ledger}/", {"action": "delete_selected", "_selected_action": [1], "post": "yes"}
    )
    assert Access.objects.exists()


# Everything about a person


def test_a_manager_takes_everything_out_and_it_is_written_down(manager: Client, ask: Ask) -> None:
    lead = ask(message="It falls out.").lead
    before = ask(name="sara ahmed", message="An earlier one.").lead

    answer = manager.post(page_of(lead, "export"))

    archived = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "It falls out." in archived.read("everything.json").decode()
    assert lead.reference in answer["Content-Disposition"]
    assert "Sara" not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    exported = set(
        Access.objects.filter(what="exported", by=who(manager)).values_list("lead_number", flat=True)
    )
    assert exported == {lead.pk, before.pk}


def test_reading_the_address_of_an_export_takes_nothing_out(manager: Client) -> None:
    lead = LeadFactory.create()

    assert manager.get(page_of(lead, "export"))["Location"] == page_of(lead)
    assert not Access.objects.exists()


def test_a_manager_erases_a_person_in_two_steps(manager: Client, ask: Ask) -> None:
    lead = ask().lead
    assert page_of(lead, "erase") in manager.get(page_of(lead)).content.decode()

    asked = manager.get(page_of(lead, "erase")).content.decode()

    assert lead.reference_display in asked
    assert Lead.objects.exists()
    assert manager.post(page_of(lead, "erase"), follow=True).content.decode().count("Erased: 1 lead.") == 1
    assert not Lead.objects.exists()
    assert Access.objects.filter(what="erased", lead_number=lead.pk, by=who(manager)).exists()


@pytest.mark.parametrize("part", ["export", "erase"])
@pytest.mark.parametrize("role", ["reception", "editor"])
def test_nobody_else_may(request: pytest.FixtureRequest, role: str, part: str) -> None:
    lead, browser = LeadFactory.create(), request.getfixturevalue(role)

    assert browser.post(page_of(lead, part)).status_code == 403
    assert browser.get(page_of(lead, part)).status_code == 403
    assert Lead.objects.exists()


@pytest.mark.parametrize("part", ["export", "erase", "stop-news"])
def test_a_lead_that_is_not_there_is_not_found(manager: Client, part: str) -> None:
    assert manager.post(f"{LIST}4711/{part}/").status_code == 404


@pytest.mark.parametrize("part", ["export", "erase"])
def test_reception_is_offered_neither(reception: Client, part: str) -> None:
    lead = LeadFactory.create()

    assert page_of(lead, part) not in reception.get(page_of(lead)).content.decode()


# News


def test_reception_stops_news(reception: Client, wants_news: ConsultationRequest) -> None:
    lead = wants_news.lead
    assert page_of(lead, "stop-news") in reception.get(page_of(lead)).content.decode()

    page = reception.post(page_of(lead, "stop-news"), follow=True).content.decode()

    assert "No more news for them" in page
    assert "taken back" in page
    assert page_of(lead, "stop-news") not in page
    assert lead.events.get(kind="withdrawn").by == who(reception)


def test_news_stopped_twice_is_stopped_once(reception: Client, wants_news: ConsultationRequest) -> None:
    reception.post(page_of(wants_news.lead, "stop-news"))

    page = reception.post(page_of(wants_news.lead, "stop-news"), follow=True).content.decode()

    assert "nothing was changed" in page
    assert wants_news.lead.events.filter(kind="withdrawn").count() == 1


def test_nothing_is_offered_to_those_who_get_no_news(reception: Client, ask: Ask) -> None:
    lead = ask().lead

    assert page_of(lead, "stop-news") not in reception.get(page_of(lead)).content.decode()
    assert reception.get(page_of(lead, "stop-news"))["Location"] == page_of(lead)
