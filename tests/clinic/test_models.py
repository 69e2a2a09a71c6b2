"""The database refuses nonsense about the clinic, and what is stored makes a calendar."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.models import PLACEHOLDER_PHONE, ClinicProfile, Person, calendar, validate_phone
from tests.factories import ClinicProfileFactory, OpeningHoursFactory, PersonFactory, SpecialHoursFactory
from tests.nonsense import refused_by

pytestmark = pytest.mark.django_db

APPROVAL = {
    "advert_approval_number": "A-1",
    "advert_approval_from": date(2026, 1, 1),
    "advert_approval_to": date(2026, 12, 31),
}

# For every constraint, a row that breaks it and nothing else.
NONSENSE: dict[str, tuple[type[DjangoModelFactory[Any]], dict[str, Any]]] = {
    "there_is_one_clinic_profile": (ClinicProfileFactory, {"pk": 2}),
    "staff_are_written_to_in_a_known_language": (ClinicProfileFactory, {"staff_language": "fr"}),
    "clinic_is_in_preview_or_live": (ClinicProfileFactory, {"mode": "asleep"}),
    "clinic_replies_within_5_minutes_to_a_day": (ClinicProfileFactory, {"reply_minutes": 4}),
    "advert_approval_has_number_and_both_dates": (
        ClinicProfileFactory,
        {**APPROVAL, "advert_approval_number": ""},
    ),
    "opening_hours_fall_on_a_weekday": (OpeningHoursFactory, {"weekday": 7}),
    "special_hours_end_on_or_after_their_first_day": (SpecialHoursFactory, {"last_on": date(2026, 12, 1)}),
    "special_hours_have_both_times_or_none": (SpecialHoursFactory, {"opens": time(10)}),
}


@pytest.mark.parametrize("constraint", NONSENSE)
def test_the_database_refuses(constraint: str) -> None:
    factory, values = NONSENSE[constraint]

    with refused_by(constraint):
        factory.create(**values)


def test_every_constraint_of_these_models_is_tested() -> None:
    constraints = {
        constraint.name
        for model in apps.get_app_config("clinic").get_models()
        for constraint in model._meta.constraints
    }

    # The last two are tested beside what they are for.
    assert constraints == {*NONSENSE, "a_day_opens_once_at_a_given_time", "app_secret_says_something"}


def test_the_database_refuses_a_second_span_that_starts_with_another() -> None:
    OpeningHoursFactory.create(weekday=0, opens=time(10), closes=time(14))

    with refused_by("a_day_opens_once_at_a_given_time"):
        OpeningHoursFactory.create(weekday=0, opens=time(10), closes=time(18))


@pytest.mark.parametrize(
    "changes",
    [
        {"advert_approval_from": None},
        {"advert_approval_to": None},
        {"advert_approval_to": date(2026, 1, 1)},
        {"advert_approval_from": None, "advert_approval_to": None},
    ],
)
def test_the_database_refuses_an_approval_that_is_not_whole(changes: dict[str, Any]) -> None:
    with refused_by("advert_approval_has_number_and_both_dates"):
        ClinicProfileFactory.create(**{**APPROVAL, **changes})


def test_the_database_keeps_a_whole_approval() -> None:
    profile = ClinicProfileFactory.create(**APPROVAL)

    assert profile.advert_approval_number == "A-1"


@pytest.mark.parametrize("minutes", [5, 24 * 60])
def test_the_longest_and_the_shortest_promise_are_kept(minutes: int) -> None:
    assert ClinicProfileFactory.create(reply_minutes=minutes).reply_promise == timedelta(minutes=minutes)


def test_the_longest_promise_is_a_day() -> None:
    with refused_by("clinic_replies_within_5_minutes_to_a_day"):
        ClinicProfileFactory.create(reply_minutes=24 * 60 + 1)


def test_the_database_refuses_a_closing_time_alone() -> None:
    with refused_by("special_hours_have_both_times_or_none"):
        SpecialHoursFactory.create(closes=time(10))


def test_current_makes_the_placeholder_once() -> None:
    first = ClinicProfile.objects.current()
    second = ClinicProfile.objects.current()

    assert first == second
    assert first.is_preview
    assert ClinicProfile.objects.count() == 1


def test_the_placeholder_can_be_saved_in_the_admin_as_it_is() -> None:
    profile = ClinicProfile.objects.current()

    profile.full_clean(exclude=["went_live_at", "went_live_by"])

    assert profile.phone == PLACEHOLDER_PHONE


@pytest.mark.parametrize("number", ["0501234567", "+971 50 123 4567", "+97150123456", "call us"])
def test_the_clinics_own_number_must_be_whole(number: str) -> None:
    with pytest.raises(ValidationError, match="full number with its country code"):
        validate_phone(number)


def test_a_chat_about_a_request_carries_its_reference_and_nothing_else() -> None:
    profile = ClinicProfileFactory.build(whatsapp="+971501234567")

    assert (
        profile.whatsapp_url_about("KH 7F3Q 49")
        == "https://wa.me/971501234567?text=My%20reference%20is%20KH%207F3Q%2049."
    )


def test_the_calendar_holds_the_week_as_stored() -> None:
    OpeningHoursFactory.create(weekday=0, opens=time(16), closes=time(20))
    OpeningHoursFactory.create(weekday=0, opens=time(9), closes=time(13))

    week = calendar().weekly

    assert dict(week) == {0: [(time(9), time(13)), (time(16), time(20))]}


def test_a_holiday_inside_special_hours_is_a_holiday() -> None:
    today = timezone.localdate()
    SpecialHoursFactory.create(name="Eid", first_on=today + timedelta(days=20))
    SpecialHoursFactory.create(
        name="Ramadan",
        first_on=today,
        last_on=today + timedelta(days=29),
        opens=time(20),
        closes=time(2),
    )

    special = calendar().special

    assert special[today + timedelta(days=19)] == [(time(20), time(2))]
    assert special[today + timedelta(days=20)] == []
    assert special[today + timedelta(days=21)] == [(time(20), time(2))]
    assert len(special) == 30


def test_special_hours_long_past_are_left_out() -> None:
    long_ago = timezone.localdate() - timedelta(days=60)
    SpecialHoursFactory.create(first_on=long_ago)

    assert not calendar().special


def test_special_hours_by_mistake_a_century_long_stay_cheap() -> None:
    spell = SpecialHoursFactory.build(first_on=date(2026, 1, 1), last_on=date(2126, 1, 1))

    assert len(spell.days) == 367


@pytest.mark.parametrize(
    ("changes", "is_shown"),
    [
        ({}, True),
        ({"licence_number": ""}, False),
        ({"is_present": False}, False),
        ({"licence_expires_on": date(2000, 1, 1)}, False),
        ({"licence_expires_on": date(2100, 1, 1)}, True),
    ],
)
def test_only_people_at_work_with_a_valid_licence_are_shown(changes: dict[str, Any], is_shown: bool) -> None:  # noqa: FBT001  a table's column
    person = PersonFactory.create(**changes)

    assert (person in Person.objects.shown()) is is_shown


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Dr. Layla Hassan", "LH"),
        ("Dr Omar", "O"),
        ("Sara Al Mansoori", "SA"),
        ("د. ليلى حسن", "دل"),
        ("", ""),
    ],
)
def test_initials_stand_in_for_a_portrait(name: str, initials: str) -> None:
    assert PersonFactory.build(name=name).initials == initials


def test_rows_say_what_they_are() -> None:
    spell = SpecialHoursFactory.build(name="Eid", first_on=date(2026, 3, 20), last_on=date(2026, 3, 22))

    assert str(OpeningHoursFactory.build()) == "Monday 10:00 – 22:00"
    assert str(spell) == "Eid (2026-03-20 – 2026-03-22)"
    assert str(PersonFactory.build(name="Dr Layla")) == "Dr Layla"
    assert str(ClinicProfileFactory.build(name="Khusla")) == "Khusla"


def test_refused_by_tells_one_constraint_from_another() -> None:
    with pytest.raises(AssertionError), refused_by("another_constraint"):
        OpeningHoursFactory.create(weekday=7)


def test_refused_by_fails_when_nothing_is_refused() -> None:
    with pytest.raises(pytest.fail.Exception), refused_by("opening_hours_fall_on_a_weekday"):
        OpeningHoursFactory.create(weekday=6)


def test_refused_by_leaves_the_transaction_usable() -> None:
    with refused_by("opening_hours_fall_on_a_weekday"):
        OpeningHoursFactory.create(weekday=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHoursFactory.create(weekday=8)
    assert calendar().weekly == {}


def test_special_hours_of_the_same_days_add_up() -> None:
    days = {"first_on": date(2026, 12, 2), "last_on": date(2026, 12, 3)}
    SpecialHoursFactory.create(**days, opens=time(10), closes=time(14))
    SpecialHoursFactory.create(**days, opens=time(17), closes=time(22))

    with time_machine.travel("2026-11-20"):
        spans = calendar().spans_on(date(2026, 12, 3))

    assert spans == [(time(10), time(14)), (time(17), time(22))]
