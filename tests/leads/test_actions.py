"""Whatever is asked is kept once and whole; whatever staff do is kept with who and when."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import Model

from clinic.models import ClinicProfile
from leads import actions
from leads.actions import NothingToChange, add_note, change_status
from leads.asked import Agreed, CameFrom
from leads.consent import Wording
from leads.models import Attribution, Consent, ConsultationRequest, Delivery, Event, Lead
from tests.factories import MONDAY_NOON, LeadFactory, SpecialHoursFactory, StaffFactory, TreatmentFactory
from tests.leads.conftest import CONTACT, Ask

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


def rows() -> dict[str, int]:
    """How many rows each table holds that a request fills."""
    filled = (Lead, ConsultationRequest, Consent, Attribution, Event, Delivery)
    return {model.__name__: model._default_manager.count() for model in filled}


# What is kept


def test_record_request_keeps_the_person_as_a_lead(ask: Ask) -> None:
    lead = ask(email="sara@mail.example").lead

    assert lead.status == Lead.Status.NEW
    assert (lead.name, lead.phone, lead.email) == ("Sara Ahmed", "+971501234567", "sara@mail.example")
    assert (lead.contact_method, lead.language) == ("whatsapp", "en")
    assert lead.received_at == MONDAY_NOON


def test_record_request_keeps_everything_that_was_asked(ask: Ask) -> None:
    prp = TreatmentFactory.create(slug="prp")
    told = {
        "email": "sara@mail.example",
        "phone_typed": "050 123 4567",
        "noticed": "crown",
        "preferred_time": "evening",
        "message": "After 6pm.",
    }

    request = ask(**told, treatment="prp")

    kept = ConsultationRequest.objects.values().get(pk=request.pk)
    assert told.items() <= kept.items()
    assert kept["treatment_id"] == request.lead.treatment_id == prp.pk


def test_record_request_keeps_the_exact_words_of_consent(ask: Ask) -> None:
    request = ask(agreed=Agreed(contact=Wording("Ich stimme zu.", "2019-01"), language="ar"))

    consent = request.consents.get()
    assert (consent.wording, consent.version, consent.language) == ("Ich stimme zu.", "2019-01", "ar")
    assert (consent.purpose, consent.given_at) == ("contact", MONDAY_NOON)


def test_record_request_keeps_consent_to_news_apart(ask: Ask) -> None:
    news = Wording("News, too.", "2026-11")

    request = ask(agreed=Agreed(contact=CONTACT, marketing=news, language="en"))

    assert dict(request.consents.values_list("purpose", "wording")) == {
        "contact": CONTACT.text,
        "marketing": news.text,
    }


def test_record_request_keeps_where_it_came_from(ask: Ask) -> None:
    request = ask(came_from=CameFrom(landing_page="/faq/", referrer="https://a.example/", utm_source="news"))

    assert request.attribution.landing_page == "/faq/"
    assert request.attribution.referrer == "https://a.example/"
    assert request.attribution.utm_source == "news"


def test_record_request_writes_history(ask: Ask) -> None:
    event = ask().lead.events.get()

    assert (event.kind, event.at, event.by) == (Event.Kind.RECEIVED, MONDAY_NOON, None)


def test_record_request_owes_an_alert_to_staff(ask: Ask) -> None:
    delivery = ask().deliveries.get()

    assert (delivery.kind, delivery.state) == (Delivery.Kind.STAFF_ALERT, Delivery.State.WAITING)
    assert delivery.try_at == MONDAY_NOON


def test_record_request_owes_a_copy_to_those_who_gave_an_address(ask: Ask) -> None:
    request = ask(email="sara@mail.example")

    assert set(request.deliveries.values_list("kind", flat=True)) == {"staff-alert", "receipt"}


def test_an_address_that_is_typed_again_and_again_gets_no_more_copies_for_a_day(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "COPIES_IN_A_DAY", 2)

    times = [timedelta(0), MINUTE, 2 * MINUTE, timedelta(days=1, minutes=2)]
    asked = [
        ask(email="sara@mail.example", name=f"Person {count}", received_at=MONDAY_NOON + after)
        for count, after in enumerate(times)
    ]

    assert [request.deliveries.filter(kind="receipt").count() for request in asked] == [1, 1, 0, 1]
    assert [request.deliveries.filter(kind="staff-alert").count() for request in asked] == [1] * 4


def test_copies_are_counted_by_the_address_that_each_request_named(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "COPIES_IN_A_DAY", 1)
    addresses = ["sara@mail.example", "other@mail.example", "sara@mail.example"]

    asked = [
        ask(email=email, message=f"Message {count}", received_at=MONDAY_NOON + count * MINUTE)
        for count, email in enumerate(addresses)
    ]

    assert len({request.lead_id for request in asked}) == 1
    assert [request.deliveries.filter(kind="receipt").count() for request in asked] == [1, 1, 0]


def test_a_treatment_that_has_gone_is_no_reason_to_lose_a_request(ask: Ask) -> None:
    assert ask(treatment="gone").treatment is None


# All or nothing


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Lead, ConsultationRequest, Consent, Attribution, Event, Delivery])
def test_what_cannot_be_kept_whole_is_not_kept_at_all(ask: Ask, model: type[Model]) -> None:
    insert = f'INSERT INTO "{model._meta.db_table}"'

    def fail(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(insert):
            raise OperationalError("disk full")
        return execute(sql, *arguments)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        ask(email="sara@mail.example")

    assert not any(rows().values())


@pytest.mark.django_db(transaction=True)
def test_a_request_that_could_not_be_kept_can_be_sent_again(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_owed_deliveries", _raise)
        with pytest.raises(OperationalError):
            ask(request_key=KEY)

    ask(request_key=KEY)

    assert rows() == dict.fromkeys(rows(), 1)


def _raise(*_arguments: Any) -> None:
    raise OperationalError("disk full")


# Once


def test_the_same_request_with_the_same_key_is_the_same_row(ask: Ask) -> None:
    first = ask(request_key=KEY)

    assert ask(request_key=KEY, received_at=MONDAY_NOON + timedelta(days=9)) == first
    assert rows() == dict.fromkeys(rows(), 1)


def test_the_same_key_with_other_words_is_another_request_on_the_same_lead(ask: Ask) -> None:
    first = ask(request_key=KEY)

    second = ask(request_key=KEY, message="And another thing.")

    assert second != first
    assert second.lead == first.lead


def test_the_same_key_from_another_person_is_another_lead(ask: Ask) -> None:
    first = ask(request_key=KEY)

    second = ask(request_key=KEY, name="Omar Ali", phone="+971507654321")

    assert second.lead != first.lead
    assert second.name == "Omar Ali"


def test_without_a_key_the_same_words_within_ten_minutes_are_the_same_row(ask: Ask) -> None:
    first = ask()

    assert ask(received_at=MONDAY_NOON + 9 * MINUTE) == first
    assert rows() == dict.fromkeys(rows(), 1)


@pytest.mark.parametrize("second", range(0, 600, 60))
def test_the_ten_minutes_start_with_the_request_and_not_with_the_clock(ask: Ask, second: int) -> None:
    at = MONDAY_NOON + timedelta(seconds=second)

    first = ask(received_at=at)

    assert ask(received_at=at + 9 * MINUTE) == first


@pytest.mark.parametrize("minutes", [11, 19, 60])
def test_without_a_key_the_same_words_later_are_another_request(ask: Ask, minutes: int) -> None:
    first = ask(received_at=MONDAY_NOON + MINUTE)

    second = ask(received_at=MONDAY_NOON + MINUTE + minutes * MINUTE)

    assert second != first
    assert second.lead == first.lead


def test_without_a_key_other_words_are_another_request(ask: Ask) -> None:
    assert ask() != ask(message="And another thing.")


# The same person


@pytest.mark.parametrize("name", ["Sara Ahmed", "sara  ahmed", "SARA AHMED"])
def test_the_same_person_asking_again_joins_their_lead(ask: Ask, name: str) -> None:
    lead = ask().lead

    again = ask(name=name, message="Any news?", received_at=MONDAY_NOON + 5 * MINUTE)

    assert again.lead == lead
    assert [event.kind for event in lead.events.all()] == ["received", "repeated"]
    assert again.deliveries.count() == 1


def test_the_same_person_is_known_by_their_address(ask: Ask) -> None:
    lead = ask(email="sara@mail.example").lead

    again = ask(phone="", email="sara@mail.example", contact_method="email")

    assert again.lead == lead


def test_asking_again_with_a_new_number_keeps_both_where_they_were_given(ask: Ask) -> None:
    first = ask(email="sara@mail.example")

    again = ask(phone="+971507654321", email="sara@mail.example")

    assert again.lead.phone == "+971507654321"
    assert first.phone == "+971501234567"


def test_asking_again_brings_the_lead_up_to_date(ask: Ask) -> None:
    prp = TreatmentFactory.create(slug="prp")
    ask()

    lead = ask(contact_method="phone", language="ar", treatment="prp").lead

    assert (lead.contact_method, lead.language, lead.treatment) == ("phone", "ar", prp)


def test_asking_again_does_not_make_a_wait_look_shorter(ask: Ask) -> None:
    due = ask().lead.reply_due_at

    again = ask(message="Hello?", received_at=MONDAY_NOON + 20 * MINUTE)

    assert again.lead.received_at == MONDAY_NOON
    assert again.lead.reply_due_at == due


@pytest.mark.parametrize("status", ["contacted", "booked", "attended"])
def test_asking_again_reopens_the_lead_and_starts_a_new_clock(ask: Ask, status: str) -> None:
    lead = ask().lead
    change_status(lead=lead, status=status, by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)
    later = MONDAY_NOON + timedelta(days=1)

    lead = ask(received_at=later).lead

    assert lead.status == Lead.Status.NEW
    assert (lead.received_at, lead.reply_due_at) == (later, later + 30 * MINUTE)
    event = lead.events.last()
    assert event is not None
    assert (event.kind, event.from_status, event.to_status) == ("repeated", status, "new")


def test_the_second_clock_is_stopped_by_a_second_answer(ask: Ask) -> None:
    staff = StaffFactory.create()
    change_status(lead=ask().lead, status="contacted", by=staff, at=MONDAY_NOON + MINUTE)
    later = MONDAY_NOON + timedelta(days=1)
    lead = ask(received_at=later).lead

    change_status(lead=lead, status="contacted", by=staff, at=later + 7 * MINUTE)

    lead.refresh_from_db()
    assert lead.first_reply_took == 7 * MINUTE


def test_a_lost_lead_is_left_alone_when_the_person_asks_again(ask: Ask) -> None:
    lost = ask().lead
    change_status(lead=lost, status="lost", by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)

    again = ask(message="I am back.", received_at=MONDAY_NOON + timedelta(days=30))

    assert again.lead != lost
    assert again.lead.status == Lead.Status.NEW


def test_another_name_on_the_same_number_is_another_lead(ask: Ask) -> None:
    sara = ask().lead

    omar = ask(name="Omar Ahmed").lead

    assert omar != sara
    assert list(Lead.objects.sharing_contact(sara)) == [omar]


def test_the_same_name_on_another_number_is_another_lead(ask: Ask) -> None:
    assert ask().lead != ask(phone="+971507654321").lead


@pytest.mark.django_db(transaction=True)
def test_a_status_given_while_the_person_asks_again_is_not_lost(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, staff = ask().lead, StaffFactory.create()
    marked = threading.Event()
    save = Lead.save

    def mark() -> None:
        change_status(lead=lead, status="contacted", by=staff, at=MONDAY_NOON + MINUTE)
        marked.set()
        connection.close()

    def save_late(row: Lead, **options: Any) -> None:
        # Between the read and the write of the second request, someone marks the lead.
        if threading.current_thread() is threading.main_thread():
            colleague.start()
            marked.wait(timeout=1)
        save(row, **options)

    colleague = threading.Thread(target=mark)
    monkeypatch.setattr(Lead, "save", save_late)
    ask(message="Hello?")
    colleague.join(timeout=30)

    lead.refresh_from_db()
    assert lead.status == "contacted"
    assert lead.first_contacted_at == MONDAY_NOON + MINUTE


# What looks like spam


def test_what_looks_like_spam_is_kept_and_says_why(ask: Ask) -> None:
    lead = ask(held_because="The trap was filled").lead

    assert (lead.status, lead.held_because) == (Lead.Status.HELD, "The trap was filled")
    assert lead.requests.count() == 1


def test_nobody_is_written_to_about_what_looks_like_spam(ask: Ask) -> None:
    request = ask(email="sara@mail.example", held_because="The trap was filled")

    assert not request.deliveries.exists()


def test_release_keeps_the_times_of_the_request(ask: Ask) -> None:
    lead = ask(held_because="The trap was filled").lead

    change_status(lead=lead, status="new", by=StaffFactory.create(), at=MONDAY_NOON + 90 * MINUTE)

    lead.refresh_from_db()
    assert lead.status == Lead.Status.NEW
    assert (lead.received_at, lead.reply_due_at) == (MONDAY_NOON, MONDAY_NOON + 30 * MINUTE)
    assert lead.held_because == "The trap was filled"
    assert lead.is_late(MONDAY_NOON + 90 * MINUTE)


def test_a_release_owes_one_address_no_more_copies_than_a_day_allows(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "COPIES_IN_A_DAY", 2)
    for count in range(4):
        lead = ask(
            email="sara@mail.example", message=f"Message {count}", held_because="The trap was filled"
        ).lead

    change_status(lead=lead, status="new", by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)

    assert Delivery.objects.filter(kind="receipt").count() == 2


def test_a_person_who_was_held_and_asks_again_is_heard(ask: Ask) -> None:
    ask(held_because="The trap was filled")

    again = ask(message="Did you get it?", received_at=MONDAY_NOON + timedelta(hours=1))

    assert again.lead.status == Lead.Status.NEW
    assert again.deliveries.count() == 1


def test_spam_after_spam_stays_held(ask: Ask) -> None:
    ask(held_because="The trap was filled")

    again = ask(message="Buy now", held_because="The trap was filled")

    assert again.lead.status == Lead.Status.HELD
    assert not again.deliveries.exists()


def test_what_looks_like_spam_stands_beside_a_lead_that_waits(ask: Ask) -> None:
    waiting = ask().lead

    spam = ask(message="Buy now", held_because="The trap was filled")

    waiting.refresh_from_db()
    assert waiting.status == Lead.Status.NEW
    assert waiting.requests.count() == 1
    assert (spam.lead.status, spam.deliveries.count()) == (Lead.Status.HELD, 0)


def test_spam_after_spam_leaves_nothing_behind_once_it_is_counted(ask: Ask) -> None:
    lead = ask(held_because="The trap was filled").lead

    ask(message="Buy now", held_because="The trap was filled")

    assert [event.kind for event in lead.events.all()] == [Event.Kind.RECEIVED]


def test_who_asks_again_joins_the_lead_that_is_not_held(ask: Ask) -> None:
    heard = ask().lead
    ask(message="Buy now", held_because="The trap was filled", received_at=MONDAY_NOON + MINUTE)

    again = ask(message="Hello?", received_at=MONDAY_NOON + 2 * MINUTE)

    assert again.lead == heard


# When an answer is due


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026, in Dubai time. The 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=4)


@pytest.mark.parametrize(
    ("asked_at", "due_at"),
    [
        (at(23, 12), at(23, 12, 30)),
        (at(23, 9), at(23, 10, 30)),
        (at(23, 9, 59), at(23, 10, 30)),
        (at(23, 21, 30), at(23, 22)),
        (at(23, 21, 45), at(24, 10, 15)),
        (at(23, 22), at(24, 10, 30)),
        (at(23, 23, 59), at(24, 10, 30)),
        # Saturday evening counts on to Monday, since Sunday is closed.
        (at(28, 21, 45), at(30, 10, 15)),
        (at(29, 12), at(30, 10, 30)),
    ],
)
def test_a_reply_is_due_after_half_an_hour_of_opening(ask: Ask, asked_at: datetime, due_at: datetime) -> None:
    assert ask(received_at=asked_at).lead.reply_due_at == due_at


def test_a_reply_is_not_due_on_a_holiday(ask: Ask) -> None:
    SpecialHoursFactory.create(first_on=at(24, 12).date(), last_on=at(25, 12).date())

    assert ask(received_at=at(23, 21, 45)).lead.reply_due_at == at(26, 10, 15)


def test_a_reply_is_due_by_the_promise_of_the_profile(ask: Ask) -> None:
    ClinicProfile.objects.update(reply_minutes=90)

    assert ask().lead.reply_due_at == MONDAY_NOON + 90 * MINUTE


def test_a_clinic_without_hours_owes_a_reply_within_a_day(ask: Ask) -> None:
    apps.get_model("clinic.OpeningHours").objects.all().delete()

    assert ask().lead.reply_due_at == MONDAY_NOON + timedelta(days=1)


# What staff do


def test_change_status_says_who_and_when() -> None:
    lead, staff = LeadFactory.create(), StaffFactory.create()

    event = change_status(lead=lead, status="lost", by=staff, at=MONDAY_NOON)

    lead.refresh_from_db()
    assert lead.status == "lost"
    assert (event.kind, event.by, event.at) == ("status", staff, MONDAY_NOON)
    assert (event.from_status, event.to_status) == ("new", "lost")


@pytest.mark.parametrize("status", ["contacted", "booked", "attended"])
def test_change_status_stops_the_clock_at_the_first_contact(status: str) -> None:
    lead = LeadFactory.create()

    change_status(lead=lead, status=status, by=StaffFactory.create(), at=MONDAY_NOON + 12 * MINUTE)

    lead.refresh_from_db()
    assert lead.first_reply_took == 12 * MINUTE


def test_change_status_stops_the_clock_once() -> None:
    lead, staff = LeadFactory.create(), StaffFactory.create()

    change_status(lead=lead, status="contacted", by=staff, at=MONDAY_NOON + MINUTE)
    change_status(lead=lead, status="booked", by=staff, at=MONDAY_NOON + 9 * MINUTE)

    lead.refresh_from_db()
    assert lead.first_contacted_at == MONDAY_NOON + MINUTE


def test_change_status_to_lost_stops_no_clock() -> None:
    lead = LeadFactory.create()

    change_status(lead=lead, status="lost", by=StaffFactory.create(), at=MONDAY_NOON)

    lead.refresh_from_db()
    assert lead.first_contacted_at is None


def test_change_status_refuses_the_status_it_has() -> None:
    lead = LeadFactory.create()

    with pytest.raises(NothingToChange):
        change_status(lead=lead, status="new", by=StaffFactory.create(), at=MONDAY_NOON)

    assert not lead.events.exists()


def test_change_status_looks_at_the_lead_as_it_is_now() -> None:
    lead, staff = LeadFactory.create(), StaffFactory.create()
    seen_before = Lead.objects.get(pk=lead.pk)
    change_status(lead=lead, status="contacted", by=staff, at=MONDAY_NOON)

    with pytest.raises(NothingToChange):
        change_status(lead=seen_before, status="contacted", by=staff, at=MONDAY_NOON + MINUTE)


def test_add_note_says_who_and_when() -> None:
    lead, staff = LeadFactory.create(), StaffFactory.create()

    event = add_note(lead=lead, note="Called.\r\nNo answer.", by=staff, at=MONDAY_NOON)

    assert (event.kind, event.by, event.at) == ("note", staff, MONDAY_NOON)
    assert event.text == "Called.\nNo answer."


def test_history_stays_when_an_account_goes() -> None:
    lead, staff = LeadFactory.create(), StaffFactory.create()
    add_note(lead=lead, note="Called.", by=staff, at=MONDAY_NOON)

    staff.delete()

    assert lead.events.get().text == "Called."


# News no longer wanted


def test_news_is_stopped_and_who_said_so_is_kept(ask: Ask) -> None:
    agreed = Agreed(contact=CONTACT, language="en", marketing=Wording("News.", "2026-11"))
    lead, staff = ask(agreed=agreed).lead, StaffFactory.create()

    event = actions.withdraw_marketing(lead=lead, at=MONDAY_NOON + MINUTE, by=staff)

    assert (event.kind, event.by, event.at) == ("withdrawn", staff, MONDAY_NOON + MINUTE)
    withdrawn = Consent.objects.get(purpose="marketing").withdrawn_at
    assert withdrawn == MONDAY_NOON + MINUTE
    assert Consent.objects.get(purpose="contact").withdrawn_at is None


def test_news_is_stopped_for_every_request_that_agreed(ask: Ask) -> None:
    agreed = Agreed(contact=CONTACT, language="en", marketing=Wording("News.", "2026-11"))
    lead = ask(agreed=agreed).lead
    ask(agreed=agreed, message="Again.")

    actions.withdraw_marketing(lead=lead, at=MONDAY_NOON + MINUTE)

    assert not Consent.objects.filter(purpose="marketing", withdrawn_at=None).exists()
    assert lead.events.get(kind="withdrawn").by is None


def test_news_that_was_never_wanted_is_not_stopped(ask: Ask) -> None:
    lead = ask().lead

    with pytest.raises(NothingToChange):
        actions.withdraw_marketing(lead=lead, at=MONDAY_NOON + MINUTE)

    assert not lead.events.filter(kind="withdrawn").exists()
