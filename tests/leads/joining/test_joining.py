"""Two leads of one person become one and are parted again; nothing that was sent is lost on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client

from leads import actions, references
from leads.actions import add_note, change_status
from leads.asked import Agreed, CameFrom
from leads.consent import Wording
from leads.joining import actions as joining
from leads.joining.actions import CannotJoin, CannotSplit, merge_leads, split_request
from leads.models import ConsultationRequest, Event, FormerLead, Lead
from leads.own.actions import add_message
from leads.privacy.persons import person_of
from tests.factories import (
    MONDAY_NOON,
    ConsultationRequestFactory,
    LeadFactory,
    ScreeningFactory,
    StaffFactory,
    TreatmentFactory,
)
from tests.leads.conftest import CONTACT, Ask

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = MONDAY_NOON + timedelta(hours=2)
NEWS = Agreed(contact=CONTACT, marketing=Wording("News, too.", "2026-11"), language="en")


def below(rows: list[Model]) -> Iterator[Model]:
    """Every row of these and of all that hangs on them."""
    for row in rows:
        yield row
        for relation in row._meta.related_objects:
            hanging = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
            yield from below(list(hanging))


def hanging_on(lead: Lead) -> set[tuple[str, int]]:
    """What belongs to a lead, itself and the records of joining left out."""
    left_out = {Lead, FormerLead}
    return {(row._meta.label, row.pk) for row in below([lead]) if type(row) not in left_out}


@pytest.fixture
def sara(ask: Ask) -> Lead:
    """A lead with everything a lead may have."""
    lead = ask(email="sara@mail.example", message="My crown.", came_from=CameFrom("/faq/"), agreed=NEWS).lead
    ScreeningFactory.create(request=lead.requests.get())
    add_note(lead=lead, note="Called.", by=StaffFactory.create(), at=MONDAY_NOON)
    return lead


@pytest.fixture
def again(ask: Ask) -> Lead:
    """The same person under a fuller name, with a note of their own."""
    lead = ask(name="Sara bint Ahmed", received_at=LATER, message="Me again.", agreed=NEWS).lead
    add_note(lead=lead, note="Prefers mornings.", by=StaffFactory.create(), at=LATER)
    return lead


def joined(lead: Lead, other: Lead) -> Lead:
    return merge_leads(lead=lead, other=other, by=StaffFactory.create(), at=LATER + MINUTE)


def parted(request: ConsultationRequest) -> Lead:
    return split_request(request=request, by=StaffFactory.create(), at=LATER + 2 * MINUTE)


# Joining


def test_everything_of_both_stands_on_the_joined_lead(sara: Lead, again: Lead) -> None:
    before = hanging_on(sara) | hanging_on(again)

    lead = joined(sara, again)

    told = {("leads.Event", lead.events.get(kind="merged").pk)}
    assert hanging_on(lead) == before | told
    assert list(Lead.objects.all()) == [lead]
    assert {label for label, _pk in before} == {
        "leads.ConsultationRequest", "leads.Consent", "leads.Attribution", "leads.Event",
        "leads.Delivery", "leads.Screening",
    }  # fmt: skip


def test_every_table_that_hangs_on_a_lead_is_moved() -> None:
    hanging = {relation.related_model for relation in Lead._meta.related_objects}
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Lead
    }

    assert hanging == pointing


def test_joining_is_written_down_with_who_and_when(sara: Lead, again: Lead) -> None:
    staff, reference = StaffFactory.create(), again.reference_display

    merge_leads(lead=sara, other=again, by=staff, at=LATER)

    event = sara.events.get(kind=Event.Kind.MERGED)
    assert (event.by, event.at, event.text) == (staff, LATER, f"{reference} became part of this lead")


def test_both_references_find_the_joined_lead(sara: Lead, again: Lead) -> None:
    reference = again.reference

    lead = joined(sara, again)

    assert list(Lead.objects.matching(reference)) == [lead]
    assert Lead.objects.by_reference(reference) == Lead.objects.by_reference(sara.reference) == lead
    assert reference in person_of(lead).references


def test_a_reference_that_was_joined_is_not_given_again(
    sara: Lead, again: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = again.reference
    joined(sara, again)
    offered = iter([reference, sara.reference, "KH7F3Q49"])
    monkeypatch.setattr(references, "new", lambda: next(offered))

    assert actions.new_reference() == "KH7F3Q49"


@pytest.mark.parametrize(
    ("one", "other", "becomes"),
    [
        ("new", "contacted", "new"),
        ("contacted", "new", "new"),
        ("booked", "contacted", "booked"),
        ("lost", "attended", "attended"),
        ("held", "lost", "lost"),
        ("held", "new", "new"),
        ("held", "held", "held"),
    ],
)
def test_the_more_pressing_status_counts(one: str, other: str, becomes: str) -> None:
    answered = {"first_contacted_at": MONDAY_NOON, "held_because": "Casino"}
    leads = [LeadFactory.create(status=status, **answered) for status in (one, other)]

    assert joined(*leads).status == becomes


@pytest.mark.parametrize("turned", [False, True])
def test_the_clock_counts_from_the_earliest_unanswered_request(turned: bool, sara: Lead, again: Lead) -> None:  # noqa: FBT001  a table's column
    lead = joined(again, sara) if turned else joined(sara, again)

    assert (lead.received_at, lead.reply_due_at) == (MONDAY_NOON, MONDAY_NOON + 30 * MINUTE)


def test_an_answered_request_does_not_set_the_clock(sara: Lead, again: Lead) -> None:
    change_status(lead=sara, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)

    lead = joined(sara, again)

    assert (lead.status, lead.received_at, lead.first_contacted_at) == ("new", LATER, None)


def test_a_way_to_reach_them_is_not_lost(ask: Ask) -> None:
    prp = TreatmentFactory.create(slug="prp")
    one = ask().lead
    other = ask(phone="", email="sara@mail.example", contact_method="email", treatment="prp").lead

    lead = joined(one, other)

    assert (lead.phone, lead.email, lead.treatment) == ("+971501234567", "sara@mail.example", prp)


def test_a_lead_is_not_joined_with_itself(sara: Lead) -> None:
    with pytest.raises(CannotJoin):
        joined(sara, sara)


def test_a_lead_that_has_gone_cannot_be_joined(sara: Lead, again: Lead) -> None:
    gone = Lead.objects.get(pk=again.pk)
    joined(sara, again)

    with pytest.raises(CannotJoin):
        joined(sara, gone)


@pytest.mark.django_db(transaction=True)
def test_two_who_join_the_same_leads_at_once_join_them_once(sara: Lead, again: Lead) -> None:
    staff, refused = StaffFactory.create(), []

    def join(lead: Lead, other: Lead) -> None:
        try:
            merge_leads(lead=lead, other=other, by=staff, at=LATER)
        except CannotJoin:
            refused.append(lead)
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=pair) for pair in ((sara, again), (again, sara))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(refused) == 1
    assert Lead.objects.get().requests.count() == 2


# Splitting


def test_undoing_a_join_puts_everything_back(sara: Lead, again: Lead) -> None:
    of_sara, of_again, reference = hanging_on(sara), hanging_on(again), again.reference
    request = again.requests.get()

    lead = joined(sara, again)
    other = parted(ConsultationRequest.objects.get(pk=request.pk))

    assert hanging_on(other) == of_again | {("leads.Event", other.events.get(kind="split").pk)}
    assert hanging_on(lead) - of_sara == {
        ("leads.Event", event.pk) for event in lead.events.filter(kind__in=["merged", "split"])
    }
    assert (other.reference, other.name, other.received_at) == (reference, "Sara bint Ahmed", LATER)
    lead.refresh_from_db()
    assert (lead.name, lead.status, lead.received_at) == ("Sara Ahmed", "new", MONDAY_NOON)
    assert not FormerLead.objects.exists()


def test_undoing_a_join_stops_the_clock_of_who_was_answered(sara: Lead, again: Lead) -> None:
    change_status(lead=sara, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)
    request = again.requests.get()

    lead = joined(sara, again)
    other = parted(ConsultationRequest.objects.get(pk=request.pk))

    lead.refresh_from_db()
    assert (lead.status, lead.first_contacted_at) == ("contacted", MONDAY_NOON + MINUTE)
    assert (other.status, other.received_at) == ("new", LATER)


@pytest.mark.parametrize(
    ("stays", "joins"),
    [("contacted", "booked"), ("lost", "attended"), ("new", "booked"), ("contacted", "new"), ("held", "new")],
)
def test_undoing_a_join_gives_each_its_status_back(stays: str, joins: str) -> None:
    answered = {"first_contacted_at": MONDAY_NOON + MINUTE, "held_because": "Casino"}
    lead, other = (LeadFactory.create(status=status, **answered) for status in (stays, joins))
    kept, request = (ConsultationRequestFactory.create(lead=one) for one in (lead, other))

    joined(lead, other)
    back = parted(ConsultationRequest.objects.get(pk=request.pk))

    assert (kept.lead.status, back.status) == (stays, joins)
    assert ConsultationRequest.objects.get(pk=kept.pk).lead.status == stays


def test_a_status_given_since_the_join_stays() -> None:
    lead, other = (
        LeadFactory.create(status="contacted", first_contacted_at=MONDAY_NOON + MINUTE) for _one in "ab"
    )
    ConsultationRequestFactory.create(lead=lead)
    request = ConsultationRequestFactory.create(lead=other)
    joined(lead, other)
    change_status(lead=lead, status="booked", by=StaffFactory.create(), at=LATER)

    parted(ConsultationRequest.objects.get(pk=request.pk))

    assert Lead.objects.get(pk=lead.pk).status == "booked"


@pytest.fixture
def mixed_up(sara: Lead, ask: Ask) -> ConsultationRequest:
    """A request by Sara's sister of the same name, on Sara's lead."""
    return ask(message="For my sister.", received_at=LATER, email="sister@mail.example")


def test_a_request_gets_a_lead_of_its_own_with_all_that_hangs_on_it(
    sara: Lead, mixed_up: ConsultationRequest
) -> None:
    hanging = {(row._meta.label, row.pk) for row in below([mixed_up])}

    other = parted(mixed_up)

    assert hanging_on(other) == hanging | {("leads.Event", other.events.get().pk)}
    assert other.reference != sara.reference
    assert (other.name, other.email) == ("Sara Ahmed", "sister@mail.example")
    sara.refresh_from_db()
    assert sara.email == "sara@mail.example"


def test_what_came_through_a_request_s_own_page_goes_with_it(mixed_up: ConsultationRequest) -> None:
    add_message(request=mixed_up, message="It is I", at=LATER)

    parted = split_request(request=mixed_up, by=StaffFactory.create(), at=LATER)

    assert [event.text for event in parted.events.filter(kind=Event.Kind.MESSAGE)] == ["It is I"]


def test_splitting_is_written_down_on_both_with_who_and_when(
    sara: Lead, mixed_up: ConsultationRequest
) -> None:
    staff = StaffFactory.create()

    other = split_request(request=mixed_up, by=staff, at=LATER)

    events = [lead.events.get(kind=Event.Kind.SPLIT) for lead in (sara, other)]
    assert {(event.by, event.at) for event in events} == {(staff, LATER)}
    assert [event.text for event in events] == [
        f"{other.reference_display} was split off",
        f"Split off from {sara.reference_display}",
    ]


def test_each_waits_since_its_own_request(sara: Lead, mixed_up: ConsultationRequest) -> None:
    other = parted(mixed_up)

    sara.refresh_from_db()
    assert (sara.status, sara.received_at) == ("new", MONDAY_NOON)
    assert (other.status, other.received_at, other.reply_due_at) == ("new", LATER, LATER + 30 * MINUTE)


def test_the_clock_moves_on_when_the_earliest_is_split_off(sara: Lead, mixed_up: ConsultationRequest) -> None:
    first = sara.requests.earliest("received_at")

    other = parted(first)

    sara.refresh_from_db()
    assert (sara.received_at, other.received_at) == (LATER, MONDAY_NOON)


@pytest.mark.parametrize(("minutes", "status"), [(1, "new"), (180, "contacted")])
def test_who_was_answered_before_the_request_came_waits(
    sara: Lead, mixed_up: ConsultationRequest, minutes: int, status: str
) -> None:
    answered_at = MONDAY_NOON + minutes * MINUTE
    Lead.objects.filter(pk=sara.pk).update(status="booked", first_contacted_at=answered_at)

    assert parted(mixed_up).status == status


def test_what_is_held_stays_held(ask: Ask) -> None:
    ask(held_because="Casino")
    request = ask(held_because="Casino", message="More")

    other = parted(request)

    assert (other.status, other.held_because) == ("held", "Casino")


def test_the_only_request_cannot_be_split_off(sara: Lead) -> None:
    with pytest.raises(CannotSplit):
        parted(sara.requests.get())


def test_a_request_that_went_elsewhere_meanwhile_is_not_split_off(mixed_up: ConsultationRequest) -> None:
    seen_before = ConsultationRequest.objects.get(pk=mixed_up.pk)
    parted(mixed_up)

    with pytest.raises(CannotSplit):
        parted(seen_before)


@pytest.mark.django_db(transaction=True)
def test_half_a_join_is_none(sara: Lead, again: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_values: Any, **_named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(joining, "_tell", fail)
    with pytest.raises(RuntimeError):
        joined(sara, again)

    assert Lead.objects.count() == 2
    assert not FormerLead.objects.exists()


# On staff's screens


def page_of(lead: Lead, part: str = "change") -> str:
    return f"/admin/leads/lead/{lead.pk}/{part}/"


def test_a_lead_s_page_leads_to_joining_and_splitting(
    reception: Client, sara: Lead, again: Lead, mixed_up: ConsultationRequest
) -> None:
    page = reception.get(page_of(sara)).content.decode()

    assert f'href="{page_of(sara, "merge")}?with={again.reference}"' in page
    assert f'href="{page_of(sara, f"split/{mixed_up.pk}")}"' in page


def test_reception_is_told_what_will_happen_and_then_joins(
    reception: Client, sara: Lead, again: Lead
) -> None:
    asked = reception.get(f"{page_of(sara, 'merge')}?with={again.reference}").content.decode()
    assert "Join these two leads?" in asked
    assert Lead.objects.count() == 2

    answer = reception.post(page_of(sara, "merge"), {"with": again.reference}, follow=True)

    assert "The two leads are one." in answer.content.decode()
    assert list(Lead.objects.all()) == [sara]


@pytest.mark.parametrize("reference", ["", "KH999999", "nonsense"])
def test_a_reference_that_is_none_joins_nothing(reception: Client, sara: Lead, reference: str) -> None:
    answer = reception.get(f"{page_of(sara, 'merge')}?with={reference}", follow=True)

    assert "There is no other lead with this reference." in answer.content.decode()


def test_reception_is_told_what_will_happen_and_then_splits(
    reception: Client, sara: Lead, mixed_up: ConsultationRequest
) -> None:
    address = page_of(sara, f"split/{mixed_up.pk}")
    assert "Give this request a lead of its own?" in reception.get(address).content.decode()

    answer = reception.post(address, follow=True)

    assert "The request has a lead of its own." in answer.content.decode()
    assert Lead.objects.count() == 2


def test_the_page_of_a_split_says_when_a_lead_comes_back(reception: Client, sara: Lead, again: Lead) -> None:
    reference, request = again.reference_display, again.requests.get()
    joined(sara, again)

    page = reception.get(page_of(sara, f"split/{request.pk}")).content.decode()

    assert f"It came with {reference}" in page


def test_the_only_request_stays(reception: Client, sara: Lead) -> None:
    answer = reception.post(page_of(sara, f"split/{sara.requests.get().pk}"), follow=True)

    assert "there is nothing to split" in answer.content.decode()


@pytest.mark.parametrize("part", ["merge", "split/1"])
def test_an_editor_may_do_neither(editor: Client, sara: Lead, part: str) -> None:
    assert editor.get(page_of(sara, part)).status_code == 403
    assert editor.post(page_of(sara, part)).status_code == 403


def test_a_request_of_another_lead_is_not_found(reception: Client, sara: Lead, again: Lead) -> None:
    assert reception.get(page_of(sara, f"split/{again.requests.get().pk}")).status_code == 404
    assert reception.get("/admin/leads/lead/999/merge/?with=KH7F3Q49").status_code == 404
