"""Whoever answers is reminded once in time, the manager is told once of a delay, and nobody after that."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail

from clinic.models import ClinicProfile
from leads import chores
from leads.actions import change_status
from leads.models import Delivery, Lead
from leads.outbox.deliveries import send_next
from leads.outbox.emails import compose
from leads.outbox.reminders import write_reminders
from tests.factories import (
    MONDAY_NOON,
    ConsultationRequestFactory,
    DeliveryFactory,
    SpecialHoursFactory,
    StaffFactory,
)
from tests.leads.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
MINUTE = timedelta(minutes=1)
SECRETS = ("Sara", "Ahmed", "501234567", "50 123", "sara@mail", "crown", "hair")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026, in Dubai time. The 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=4)


def written() -> list[str]:
    return list(
        Delivery.objects.filter(kind__in=["reminder", "late"]).order_by("pk").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("minutes", "kinds"),
    [(0, []), (19, []), (20, ["reminder"]), (30, ["reminder"]), (31, ["late"])],
)
def test_two_thirds_of_the_time_then_all_of_it(ask: Ask, minutes: int, kinds: list[str]) -> None:
    ask()

    write_reminders(MONDAY_NOON + minutes * MINUTE)

    assert written() == kinds


def test_each_is_written_once(ask: Ask) -> None:
    ask()

    for minute in range(90):
        write_reminders(MONDAY_NOON + minute * MINUTE)

    assert written() == ["reminder", "late"]


@pytest.mark.parametrize("status", ["contacted", "booked", "attended", "lost"])
def test_nobody_is_reminded_of_what_was_answered(ask: Ask, status: str) -> None:
    change_status(lead=ask().lead, status=status, by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)

    assert write_reminders(MONDAY_NOON + 60 * MINUTE) == 0


def test_what_is_held_reminds_nobody(ask: Ask) -> None:
    ask(held_because="Casino")

    assert write_reminders(MONDAY_NOON + 60 * MINUTE) == 0


def test_an_answer_calls_off_what_was_not_sent_yet(ask: Ask) -> None:
    lead = ask().lead
    write_reminders(MONDAY_NOON + 20 * MINUTE)

    change_status(lead=lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON + 21 * MINUTE)

    assert written() == []
    assert lead.requests.get().deliveries.get().kind == "staff-alert"


def test_an_answer_leaves_what_was_sent_in_the_books(ask: Ask) -> None:
    request = ask()
    DeliveryFactory.create(request=request, kind="reminder", state="sent", sent_at=MONDAY_NOON)

    change_status(lead=request.lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON)

    assert written() == ["reminder"]


def test_an_answer_at_this_moment_wins(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = ask().lead
    seen_before = [Lead.objects.get(pk=lead.pk)]
    change_status(lead=lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON + MINUTE)
    monkeypatch.setattr("leads.outbox.reminders._waiting", lambda _now: seen_before)

    assert write_reminders(MONDAY_NOON + 60 * MINUTE) == 0


def test_who_asks_again_before_an_answer_does_not_start_it_anew(ask: Ask) -> None:
    ask()
    write_reminders(MONDAY_NOON + 20 * MINUTE)
    ask(message="Hello?", received_at=MONDAY_NOON + 25 * MINUTE)

    write_reminders(MONDAY_NOON + 26 * MINUTE)

    assert written() == ["reminder"]


def test_who_asks_again_after_an_answer_has_a_clock_of_their_own(ask: Ask) -> None:
    lead = ask().lead
    write_reminders(MONDAY_NOON + 20 * MINUTE)
    lead.requests.get().deliveries.update(state="sent", sent_at=MONDAY_NOON)
    change_status(lead=lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON + 21 * MINUTE)
    later = MONDAY_NOON + timedelta(days=1)
    ask(message="One more thing", received_at=later)

    write_reminders(later + 20 * MINUTE)

    assert written() == ["reminder", "reminder"]


def test_what_has_been_late_for_days_is_no_news(ask: Ask) -> None:
    ask()

    assert write_reminders(MONDAY_NOON + timedelta(days=2)) == 0


@pytest.mark.parametrize(
    ("asked", "not_yet", "reminded"),
    [
        # Ten minutes before closing; ten more the next morning.
        (at(23, 21, 50), at(24, 10, 9), at(24, 10, 10)),
        # In the night.
        (at(24, 3), at(24, 10, 19), at(24, 10, 20)),
        # Saturday evening; Sunday is closed.
        (at(28, 21, 50), at(30, 10, 9), at(30, 10, 10)),
    ],
)
def test_nothing_comes_nearer_while_the_clinic_is_closed(
    ask: Ask, asked: datetime, not_yet: datetime, reminded: datetime
) -> None:
    ask(received_at=asked)

    assert write_reminders(not_yet) == 0
    assert write_reminders(reminded) == 1


def test_a_holiday_counts_for_nothing(ask: Ask) -> None:
    SpecialHoursFactory.create(name="Eid Al Fitr", first_on=date(2026, 11, 24), last_on=date(2026, 11, 26))
    ask(received_at=at(23, 21, 50))

    assert write_reminders(at(26, 21)) == 0
    assert write_reminders(at(27, 10, 10)) == 1


def test_ramadan_hours_count_as_they_are(ask: Ask) -> None:
    SpecialHoursFactory.create(
        name="Ramadan",
        first_on=date(2026, 11, 20),
        last_on=date(2026, 11, 28),
        opens=time(20),
        closes=time(1),
    )
    ask(received_at=at(23, 12))

    assert write_reminders(at(23, 20, 19)) == 0
    assert write_reminders(at(23, 20, 20)) == 1


def test_the_chores_remind(ask: Ask) -> None:
    ask()

    chores.do_all(MONDAY_NOON + 20 * MINUTE)

    assert written() == ["reminder"]


# What they say, and to whom


@pytest.fixture(params=["reminder", "late"])
def told(request: pytest.FixtureRequest, ask: Ask) -> Delivery:
    """What is sent about a request with everything in it."""
    sent = ask(email="sara@mail.example", noticed="crown", message="My hair.")
    return DeliveryFactory.create(request=sent, kind=request.param)


def test_a_reminder_names_nobody(told: Delivery) -> None:
    message = compose(told)

    assert not [secret for secret in SECRETS if secret in f"{message.subject}\n{message.body}"]
    assert told.request.lead.reference_display in message.subject


def test_a_reminder_says_when_the_reply_was_promised_in_dubai_time(told: Delivery) -> None:
    body = compose(told).body

    assert "Received at 12:00 on 23 November 2026, Dubai time." in body
    assert "12:30pm, Monday 23 November, Dubai time." in body
    assert f"/admin/leads/lead/{told.request.lead_id}/change/" in body


def test_it_goes_where_alerts_go_unless_told_otherwise(told: Delivery) -> None:
    assert compose(told).recipients() == ["reception@khusla.example"]


def test_reminders_go_to_the_owner_and_delays_to_the_manager(told: Delivery) -> None:
    ClinicProfile.objects.update(reminders_email="owner@clinic.example", late_email="manager@clinic.example")

    meant = {"reminder": "owner@clinic.example", "late": "manager@clinic.example"}
    assert compose(told).recipients() == [meant[told.kind]]


def test_the_worker_sends_it_once() -> None:
    request = ConsultationRequestFactory.create()
    write_reminders(MONDAY_NOON + 20 * MINUTE)

    while send_next(MONDAY_NOON + 20 * MINUTE):
        write_reminders(MONDAY_NOON + 21 * MINUTE)

    assert [message.subject for message in mail.outbox] == [f"Answer soon: {request.lead.reference_display}"]
