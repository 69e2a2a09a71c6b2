"""What staff are told about a lead: its clock, ways to reach the person, the figures above the list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic.models import ClinicProfile, calendar
from leads import desk
from leads.actions import change_status
from leads.models import Lead
from tests.factories import MONDAY_NOON, LeadFactory, StaffFactory
from tests.leads.conftest import Ask

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "state", "label"),
    [
        (0, "ok", "0 min"),
        (14, "ok", "14 min"),
        (16, "soon", "16 min"),
        (30, "soon", "30 min"),
        (31, "late", "31 min, late"),
        (60 * 5, "late", "5 h, late"),
        (60 * 24 * 4, "late", "4 days, late"),
    ],
)
def test_the_clock_of_someone_who_waits(minutes: int, state: str, label: str) -> None:
    clock = desk.clock_of(LeadFactory.build(), MONDAY_NOON + minutes * MINUTE)

    assert (clock.state, clock.label) == (state, label)


def test_the_clock_stops_at_the_first_contact() -> None:
    lead = LeadFactory.build(status="contacted", first_contacted_at=MONDAY_NOON + 11 * MINUTE)

    assert desk.clock_of(lead, MONDAY_NOON + timedelta(days=9)) == desk.Clock("done", "answered in 11 min")


def test_the_clock_of_what_was_lost_unanswered_says_nothing() -> None:
    assert desk.clock_of(LeadFactory.build(status="lost"), MONDAY_NOON).label == "–"


def test_the_clock_of_what_is_held_stands() -> None:
    lead = LeadFactory.build(status="held", held_because="The trap")

    assert desk.clock_of(lead, MONDAY_NOON + timedelta(days=9)).state == "held"


@pytest.mark.django_db
def test_the_clock_stands_still_at_night(clinic: ClinicProfile, ask: Ask) -> None:
    # 9:50pm, answered by 10:20 the next morning.
    lead = ask(received_at=MONDAY_NOON + 590 * MINUTE).lead

    clock = desk.clock_of(lead, lead.reply_due_at, calendar())

    assert (clock.label, clock.spent) == ("30 min", 100)


@pytest.mark.django_db
def test_the_clock_starts_anew_when_the_person_asks_again(ask: Ask) -> None:
    staff, later = StaffFactory.create(), MONDAY_NOON + timedelta(days=1)
    change_status(lead=ask().lead, status="contacted", by=staff, at=MONDAY_NOON + MINUTE)
    lead = ask(received_at=later).lead
    assert desk.clock_of(lead, later + 5 * MINUTE).label == "5 min"

    change_status(lead=lead, status="contacted", by=staff, at=later + 7 * MINUTE)

    assert desk.clock_of(Lead.objects.get(pk=lead.pk), later + timedelta(days=3)).label == "answered in 7 min"


def test_every_way_that_was_given_is_offered_and_the_chosen_one_stands_out() -> None:
    lead = LeadFactory.build(phone="+971501234567", email="sara@mail.example", contact_method="phone")

    ways = desk.contacts(lead, ClinicProfile())

    assert [(way.url.split("?")[0], way.is_asked_for) for way in ways] == [
        ("https://wa.me/971501234567", False),
        ("tel:+971501234567", True),
        ("mailto:sara@mail.example", False),
    ]


def test_a_way_that_was_not_given_is_not_offered() -> None:
    ways = desk.contacts(LeadFactory.build(email=""), ClinicProfile())

    assert not [way for way in ways if way.url.startswith("mailto:")]


def test_the_first_words_carry_the_reference() -> None:
    lead = LeadFactory.build(name="Sara Ahmed", reference="KH7F3Q49")

    words = desk.opener(lead, ClinicProfile())

    assert words.startswith("Hello Sara, this is Khusla about your request KH 7F3Q 49.")


@pytest.mark.django_db
def test_the_figures_of_an_empty_list_are_no_trouble(clinic: ClinicProfile) -> None:
    figures = desk.numbers(MONDAY_NOON, calendar())

    assert [figure.value for figure in figures] == ["0", "–", "–", "–"]


@pytest.mark.django_db
def test_the_figures_count_who_waits_and_how_soon_we_answer(ask: Ask) -> None:
    staff = StaffFactory.create()
    for number, minutes in enumerate((10, 20, 50)):
        lead = ask(phone=f"+97150123456{number}").lead
        change_status(lead=lead, status="booked", by=staff, at=MONDAY_NOON + minutes * MINUTE)
    ask(phone="+971501234569", received_at=MONDAY_NOON + 50 * MINUTE)
    ask(name="Robot", held_because="The trap")

    waiting, median, in_time, visits = desk.numbers(MONDAY_NOON + 60 * MINUTE, calendar())

    assert (waiting.value, waiting.note, waiting.is_bad) == ("1", "oldest 10 min", False)
    assert (median.value, median.note) == ("20 min", "3 replies")
    assert (in_time.value, in_time.note) == ("67%", "2 of 3")
    assert (visits.value, visits.note) == ("75%", "3 of 4")
