"""The clinic's hours in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.html import strip_tags

from clinic import signboard
from clinic.hours import Calendar, Span
from clinic.models import ClinicProfile
from clinic.signboard import Signboard

DUBAI = ZoneInfo("Asia/Dubai")
HOURS = Calendar(weekly={day: [(time(10), time(22))] for day in range(6)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 in Dubai; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=DUBAI)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(0), "12am"),
        (time(0, 5), "12:05am"),
        (time(9, 30), "9:30am"),
        (time(12), "12pm"),
        (time(20, 40), "8:40pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_a_time_is_said_as_people_say_it(moment: time, said: str) -> None:
    assert signboard.clock(moment) == said


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([], "Closed"),
        ([(time(10), time(22))], "10am to 10pm"),
        ([(time(9), time(13)), (time(16), time(20, 30))], "9am to 1pm, 4pm to 8:30pm"),
        ([(time(20), time(2))], "8pm to 2am"),
    ],
)
def test_a_days_hours_are_said_in_words(spans: list[Span], said: str) -> None:
    assert signboard.spans_label(spans) == said


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (2, "on Wednesday"),
        (6, "on Sunday"),
        (7, "on Monday 30 November"),
        (-1, "on Sunday 22 November"),
        (-30, "on Saturday 24 October"),
    ],
)
def test_a_day_is_said_as_seen_from_today(distance: int, said: str) -> None:
    today = date(2026, 11, 23)

    assert signboard.day_label(today + timedelta(days=distance), today) == said


def test_days_that_run_alike_stand_together() -> None:
    assert signboard.opening_lines(HOURS) == [
        ("Monday to Saturday", "10am to 10pm"),
        ("Sunday", "Closed"),
    ]


def test_days_that_differ_stand_apart() -> None:
    hours = Calendar(weekly={0: [(time(10), time(22))], 2: [(time(10), time(22))]})

    assert signboard.opening_lines(hours) == [
        ("Monday", "10am to 10pm"),
        ("Tuesday", "Closed"),
        ("Wednesday", "10am to 10pm"),
        ("Thursday to Sunday", "Closed"),
    ]


def test_holidays_and_ramadan_hours_are_said_two_weeks_ahead() -> None:
    today = date(2026, 11, 23)
    ramadan = {date(2026, 12, 7) + timedelta(days=number): [(time(10), time(16))] for number in range(30)}
    hours = Calendar(weekly=HOURS.weekly, special={date(2026, 12, 2): [], **ramadan})

    coming = signboard.coming_lines(hours, today)

    assert [(strip_tags(one.days), one.hours) for one in coming] == [
        ("Wednesday 2 December", "Closed"),
        ("7 December to 5 January", "10am to 4pm"),
    ]
    assert coming[1].days.startswith('<time datetime="2026-12-07">7 December</time> to ')
    assert signboard.coming_lines(hours, today - timedelta(days=14)) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(23, 12), "Open until 10pm"),
        (at(23, 9), "Closed, opens today at 10am"),
        (at(23, 22), "Closed, opens tomorrow at 10am"),
        (at(28, 22), "Closed, opens on Monday at 10am"),
    ],
)
def test_the_signboard_says_whether_the_doors_are_open(now: datetime, said: str) -> None:
    assert signboard.open_now_label(HOURS, now) == said


def test_a_clinic_without_hours_is_closed() -> None:
    assert signboard.open_now_label(Calendar(weekly={}), at(23, 12)) == "Closed"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (at(23, 20, 40), "By 8:40pm today"),
        (at(24, 10, 30), "By 10:30am tomorrow"),
        (at(30, 10, 30), "By 10:30am on Monday 30 November"),
    ],
)
def test_a_reply_is_promised_as_a_clock_time(due: datetime, said: str) -> None:
    assert signboard.reply_by_label(due, at(23, 12)) == said


@time_machine.travel(at(23, 12), tick=False)
def test_templates_see_the_profile_and_the_hours(clinic: ClinicProfile) -> None:
    ClinicProfile.objects.update(phone="+97143300000")

    board = Signboard.of_today()

    assert board.name == "Khusla"
    assert board.phone_display == "+971 4 330 0000"
    assert board.today_label == "10am to 10pm"
    assert board.open_now_label == "Open until 10pm"
    assert board.is_open_now
    assert board.opening_lines == [("Monday to Saturday", "10am to 10pm"), ("Sunday", "Closed")]


def test_the_signboard_has_no_secret_fields(clinic: ClinicProfile) -> None:
    board = Signboard.of_today()

    assert not hasattr(board, "_state")
    assert not hasattr(board, "no_such_field")
