"""The database refuses nonsense, the querysets read what they say, and nothing prints a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from factory.django import DjangoModelFactory

from leads.models import Lead
from tests.factories import (
    MONDAY_NOON,
    AccessFactory,
    AttributionFactory,
    ConsentFactory,
    ConsultationRequestFactory,
    DeliveryFactory,
    ErasureFactory,
    EventFactory,
    LeadFactory,
    PhotoFactory,
    RetentionRunFactory,
    ScreeningFactory,
)

pytestmark = pytest.mark.django_db

# For every constraint, a row that breaks it and nothing else.
NONSENSE: dict[str, tuple[type[DjangoModelFactory[Any]], dict[str, Any]]] = {
    "lead_status_is_known": (LeadFactory, {"status": "asleep"}),
    "lead_has_a_name": (LeadFactory, {"name": ""}),
    "held_lead_says_why": (LeadFactory, {"status": "held"}),
    "lead_phone_is_e164": (LeadFactory, {"phone": "0501234567"}),
    "lead_answered_by_email_has_one": (LeadFactory, {"contact_method": "email"}),
    "lead_answered_by_phone_has_one": (LeadFactory, {"phone": "", "email": "sara@mail.example"}),
    "lead_reply_is_due_after_it_came": (LeadFactory, {"reply_due_at": MONDAY_NOON - timedelta(seconds=1)}),
    "lead_answered_has_a_first_contact": (LeadFactory, {"status": "contacted"}),
    "request_can_be_answered": (ConsultationRequestFactory, {"phone": "", "email": ""}),
    "consent_purpose_is_known": (ConsentFactory, {"purpose": "anything"}),
    "status_event_says_which": (EventFactory, {"kind": "status", "from_status": "new"}),
    "note_says_something": (EventFactory, {"text": ""}),
    "screening_without_traces_has_none": (ScreeningFactory, {"has_traces": False, "text": "a"}),
    "message_says_something_about_a_request": (EventFactory, {"kind": "message"}),
    "a_request_has_five_photos_at_most": (PhotoFactory, {"number": 6}),
    "delivery_is_sent_at_a_moment": (DeliveryFactory, {"state": "sent"}),
    "access_is_of_a_known_kind": (AccessFactory, {"what": "guessed"}),
    "erasure_has_a_digest": (ErasureFactory, {"digest": ""}),
    "refused_retention_erases_nothing": (RetentionRunFactory, {"refused_because": "clock", "erased": 1}),
}


@pytest.mark.parametrize("constraint", NONSENSE)
def test_the_database_refuses(constraint: str) -> None:
    factory, values = NONSENSE[constraint]

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory.create(**values)


def test_every_check_of_these_models_is_tested() -> None:
    checks = {
        constraint.name
        for model in apps.get_app_config("leads").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }

    assert checks == {*NONSENSE, "lead_can_be_reached"}


def test_the_database_refuses_a_lead_that_cannot_be_reached() -> None:
    # The rules about ways to answer forbid it as well; which of them speaks is the database's choice.
    refusal = "lead_can_be_reached|lead_answered_by_phone_has_one"

    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        LeadFactory.create(phone="", email="")


@pytest.mark.parametrize("status", ["contacted", "booked", "attended"])
def test_the_database_refuses_an_answer_without_a_first_contact(status: str) -> None:
    with pytest.raises(IntegrityError, match="lead_answered_has_a_first_contact"), transaction.atomic():
        LeadFactory.create(status=status)


def test_the_database_refuses_a_moment_of_sending_for_what_is_not_sent() -> None:
    with pytest.raises(IntegrityError, match="delivery_is_sent_at_a_moment"), transaction.atomic():
        DeliveryFactory.create(state="waiting", sent_at=MONDAY_NOON)


def test_the_database_refuses_a_reference_twice() -> None:
    LeadFactory.create(reference="KH7F3Q49")

    with pytest.raises(IntegrityError, match="reference"), transaction.atomic():
        LeadFactory.create(reference="KH7F3Q49")


def test_the_database_refuses_a_request_twice() -> None:
    request = ConsultationRequestFactory.create()

    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        ConsultationRequestFactory.create(key=request.key)


def test_the_database_refuses_two_consents_for_one_purpose() -> None:
    consent = ConsentFactory.create()

    with pytest.raises(IntegrityError, match="purpose"), transaction.atomic():
        ConsentFactory.create(request=consent.request)


def test_the_database_refuses_to_owe_a_message_twice() -> None:
    delivery = DeliveryFactory.create()

    with pytest.raises(IntegrityError, match="kind"), transaction.atomic():
        DeliveryFactory.create(request=delivery.request)


def test_the_database_refuses_to_tell_of_an_event_twice() -> None:
    event = EventFactory.create()
    delivery = DeliveryFactory.create(event=event)

    with pytest.raises(IntegrityError, match="kind"), transaction.atomic():
        DeliveryFactory.create(event=event, request=delivery.request)


@pytest.mark.parametrize("same", ["number", "digest"])
def test_the_database_refuses_a_photo_twice(same: str) -> None:
    photo = PhotoFactory.create(number=1)
    values = {"number": 2, same: getattr(photo, same)}

    with pytest.raises(IntegrityError, match=same), transaction.atomic():
        PhotoFactory.create(request=photo.request, **values)


def test_the_database_refuses_two_origins_of_one_request() -> None:
    attribution = AttributionFactory.create()

    with pytest.raises(IntegrityError, match="request"), transaction.atomic():
        AttributionFactory.create(request=attribution.request)


@pytest.mark.parametrize(
    "factory",
    [
        LeadFactory,
        ConsultationRequestFactory,
        ConsentFactory,
        AttributionFactory,
        EventFactory,
        DeliveryFactory,
    ],
)
def test_a_row_prints_as_its_number(factory: type[DjangoModelFactory[Any]]) -> None:
    row = factory.create()

    assert str(row).split()[-1] == str(row.pk)
    assert len(str(row).split()) == 2
    assert repr(row) == f"<{type(row).__name__}: {row}>"


# Reads


def test_by_urgency_puts_the_unanswered_first_and_the_newest_on_top() -> None:
    hour = timedelta(hours=1)
    answered = LeadFactory.create(
        status="contacted", received_at=MONDAY_NOON + 2 * hour, first_contacted_at=MONDAY_NOON + 3 * hour
    )
    older = LeadFactory.create(received_at=MONDAY_NOON)
    newer = LeadFactory.create(received_at=MONDAY_NOON + hour)

    assert list(Lead.objects.by_urgency()) == [newer, older, answered]


def test_waiting_are_those_nobody_answered() -> None:
    waiting = LeadFactory.create()
    LeadFactory.create(status="lost")
    LeadFactory.create(status="held", held_because="The trap")

    assert list(Lead.objects.waiting()) == [waiting]


def test_open_leaves_out_the_lost() -> None:
    LeadFactory.create(status="lost")

    assert not Lead.objects.open().exists()


@pytest.mark.parametrize(
    "typed",
    [
        "sara",
        "SARA",
        "Ahmed",
        "sara   ahmed",
        "saraahmed",
        "050 123",
        "0501234567",
        "+971 50",
        "+971501234567",
        "00971 50 123 4567",
        "٠٥٠ ١٢٣",
        "sara.a@mail",
        "KH7F3Q49",
        "kh 7f3q 49",
        "KH-7F3Q-49",
        "  ",
    ],
)
def test_matching_finds_a_lead_however_it_is_typed(typed: str) -> None:
    lead = LeadFactory.create(
        name="Sara Ahmed", phone="+971501234567", email="sara.a@mail.example", reference="KH7F3Q49"
    )

    assert list(Lead.objects.matching(typed)) == [lead]


@pytest.mark.parametrize("typed", ["أحمد", "احمد", "مُحَمَّد", "عبدالله", "عبد الله"])
def test_matching_reads_arabic_however_it_is_spelt(typed: str) -> None:
    lead = LeadFactory.create(name="محمد عبد الله أحمد")

    assert list(Lead.objects.matching(typed)) == [lead]


@pytest.mark.parametrize("typed", ["سارة", "ساره", "سَارة احمد", "إحمد", "مصطفى", "مصطفي", "مُصـطفى"])
def test_matching_finds_a_name_by_letters_that_writers_exchange(typed: str) -> None:
    lead = LeadFactory.create(name="سارة أحمد مصطفى")

    assert list(Lead.objects.matching(typed)) == [lead]


@pytest.mark.parametrize("typed", ["omar", "055 999", "KH7F3Q44", "123", "...", "\u0301", "%", "_", "'"])
def test_matching_finds_nobody_else(typed: str) -> None:
    LeadFactory.create(name="Sara Ahmed", phone="+971501234567", reference="KH7F3Q49")

    assert not Lead.objects.matching(typed).exists()


def test_sharing_contact_finds_the_family() -> None:
    lead = LeadFactory.create(phone="+971501234567", email="sara@mail.example")
    same_number = LeadFactory.create(phone="+971501234567")
    same_address = LeadFactory.create(email="sara@mail.example")
    LeadFactory.create()

    assert set(Lead.objects.sharing_contact(lead)) == {same_number, same_address}


def test_sharing_contact_does_not_join_those_without_an_address() -> None:
    lead = LeadFactory.create(email="")
    LeadFactory.create(email="")

    assert not Lead.objects.sharing_contact(lead).exists()


def test_of_person_needs_a_number_or_an_address() -> None:
    LeadFactory.create(name="Sara", email="")

    assert not Lead.objects.of_person(name_key="sara", phone="", email="").exists()


def test_a_lead_is_late_when_the_promise_has_passed() -> None:
    lead = LeadFactory.build()

    assert not lead.is_late(lead.reply_due_at)
    assert lead.is_late(lead.reply_due_at + timedelta(seconds=1))


def test_an_answered_lead_is_never_late() -> None:
    lead = LeadFactory.build(status="contacted", first_contacted_at=MONDAY_NOON)

    assert not lead.is_late(MONDAY_NOON + timedelta(days=3))
