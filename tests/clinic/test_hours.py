"""Opening hours: what counts as open, and when a reply is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clinic.hours import Calendar, Span, Spell, is_backwards, overlap_in_a_week

DUBAI = ZoneInfo("Asia/Dubai")
HALF_AN_HOUR = timedelta(minutes=30)
TEN_TO_TEN: list[Span] = [(time(10), time(22))]
WEEK = dict.fromkeys(range(6), TEN_TO_TEN)
HOURS = Calendar(weekly=WEEK)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 in Dubai; the 23rd is a Monday, the 29th a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=DUBAI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(23, 9, 59), False),
        (at(23, 10), True),
        (at(23, 21, 59), True),
        (at(23, 22), False),
        (at(29, 12), False),
    ],
)
def test_the_doors_open_at_ten_and_close_at_ten(moment: datetime, is_open: bool) -> None:  # noqa: FBT001  a table's column
    assert HOURS.is_open(moment) is is_open


def test_special_days_that_run_alike_are_one_spell() -> None:
    # Friday to Monday closed, over a Sunday that is closed every week; then a short Tuesday.
    closed: dict[date, list[Span]] = {date(2026, 11, day): [] for day in (27, 28, 29, 30)}
    short = [(time(10), time(14))]
    hours = Calendar(weekly=WEEK, special={**closed, date(2026, 12, 1): short})

    assert hours.unusual_spells(date(2026, 11, 23), date(2026, 12, 7)) == [
        Spell(date(2026, 11, 27), date(2026, 11, 30), [], ""),
        Spell(date(2026, 12, 1), date(2026, 12, 1), short, ""),
    ]


def test_a_holiday_keeps_its_name_beside_another() -> None:
    closed: dict[date, list[Span]] = {date(2026, 12, day): [] for day in (1, 2, 3)}
    names = {date(2026, 12, 1): "Commemoration Day", date(2026, 12, 2): "Eid", date(2026, 12, 3): "Eid"}
    hours = Calendar(weekly=WEEK, special=closed, names=names)

    assert hours.unusual_spells(date(2026, 11, 23), date(2026, 12, 7)) == [
        Spell(date(2026, 12, 1), date(2026, 12, 1), [], "Commemoration Day"),
        Spell(date(2026, 12, 2), date(2026, 12, 3), [], "Eid"),
    ]


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        (date(2026, 11, 22), []),
        (date(2026, 12, 8), []),
        (date(2026, 11, 24), TEN_TO_TEN),
        (date(2026, 11, 29), []),
    ],
    ids=["past", "too far ahead", "as in every week", "closed as in every week"],
)
def test_other_special_days_are_no_unusual_spell(day: date, spans: list[Span]) -> None:
    hours = Calendar(weekly=WEEK, special={day: spans})

    assert hours.unusual_spells(date(2026, 11, 23), date(2026, 12, 7)) == []


def test_closing_time_is_the_end_of_the_present_opening() -> None:
    assert HOURS.closes_at(at(23, 12)) == at(23, 22)
    assert HOURS.closes_at(at(23, 23)) is None


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(23, 8), at(23, 10)),
        (at(23, 12), at(23, 12)),
        (at(23, 23), at(24, 10)),
        (at(28, 23), at(30, 10)),
        (at(29, 12), at(30, 10)),
    ],
)
def test_the_next_opening_skips_closed_days(moment: datetime, opens: datetime) -> None:
    assert HOURS.opens_at(moment) == opens


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(23, 12), at(23, 12, 30)),
        (at(23, 21, 30), at(23, 22)),
        (at(23, 21, 45), at(24, 10, 15)),
        (at(23, 22), at(24, 10, 30)),
        (at(23, 3), at(23, 10, 30)),
        (at(28, 21, 50), at(30, 10, 20)),
        (at(29, 12), at(30, 10, 30)),
    ],
)
def test_a_reply_is_due_after_half_an_hour_of_opening_time(asked: datetime, due: datetime) -> None:
    assert HOURS.after_open_time(asked, HALF_AN_HOUR) == due


def test_a_reply_is_due_in_dubai_time_whatever_zone_asks() -> None:
    asked = at(23, 12).astimezone(UTC)

    due = HOURS.after_open_time(asked, HALF_AN_HOUR)

    assert due == at(23, 12, 30)
    assert due.tzinfo is DUBAI


def test_a_span_past_midnight_belongs_to_the_day_it_starts_on() -> None:
    ramadan = Calendar(weekly={0: [(time(20), time(2))]})

    assert ramadan.is_open(at(24, 1))
    assert not ramadan.is_open(at(24, 2))
    assert ramadan.closes_at(at(23, 23)) == at(24, 2)
    assert ramadan.after_open_time(at(23, 23, 50), HALF_AN_HOUR) == at(24, 0, 20)
    assert ramadan.after_open_time(at(24, 1, 45), HALF_AN_HOUR) == at(30, 20, 15)


def test_a_span_may_end_at_midnight() -> None:
    late = Calendar(weekly={0: [(time(10), time(0))]})

    assert late.is_open(at(23, 23, 59))
    assert late.closes_at(at(23, 23)) == at(24, 0)
    assert not late.is_open(at(24, 0))


def test_a_break_in_the_day_does_not_count() -> None:
    with_break = Calendar(weekly={0: [(time(9), time(13)), (time(16), time(20))]})

    assert with_break.after_open_time(at(23, 12, 50), HALF_AN_HOUR) == at(23, 16, 20)
    assert with_break.open_time_between(at(23, 12), at(23, 17)) == timedelta(hours=2)


def test_spans_that_touch_or_overlap_are_one() -> None:
    overlapping = Calendar(weekly={0: [(time(14), time(18)), (time(10), time(15)), (time(18), time(19))]})

    assert overlapping.closes_at(at(23, 11)) == at(23, 19)
    assert overlapping.open_time_between(at(23, 0), at(24, 0)) == timedelta(hours=9)
    assert overlapping.after_open_time(at(23, 13, 50), timedelta(hours=1)) == at(23, 14, 50)


def test_a_special_day_stands_for_its_weekday() -> None:
    short_monday = Calendar(weekly=WEEK, special={date(2026, 11, 23): [(time(12), time(14))]})

    assert not short_monday.is_open(at(23, 11))
    assert short_monday.closes_at(at(23, 13)) == at(23, 14)
    assert short_monday.is_open(at(24, 11))


def test_a_holiday_moves_the_reply_to_the_day_after() -> None:
    holidays: dict[date, list[Span]] = {date(2026, 11, day): [] for day in (24, 25)}
    with_holidays = Calendar(weekly=WEEK, special=holidays)

    assert with_holidays.after_open_time(at(23, 21, 50), HALF_AN_HOUR) == at(26, 10, 20)


def test_a_closed_weekday_may_open_for_once() -> None:
    open_sunday = Calendar(weekly=WEEK, special={date(2026, 11, 29): [(time(10), time(12))]})

    assert open_sunday.is_open(at(29, 11))


def test_without_any_hours_a_reply_is_due_a_day_later() -> None:
    no_hours = Calendar(weekly={})

    assert no_hours.after_open_time(at(23, 12), HALF_AN_HOUR) == at(24, 12)
    assert no_hours.opens_at(at(23, 12)) is None
    assert no_hours.closes_at(at(23, 12)) is None
    assert not no_hours.is_open(at(23, 12))
    assert no_hours.open_time_between(at(23, 12), at(30, 12)) == timedelta()


def test_a_closure_longer_than_two_months_counts_as_no_hours() -> None:
    closed: dict[date, list[Span]] = {
        date(2026, 11, 23) + timedelta(days=offset): [] for offset in range(100)
    }
    closed_for_works = Calendar(weekly=WEEK, special=closed)

    assert closed_for_works.after_open_time(at(23, 12), HALF_AN_HOUR) == at(24, 12)


def test_open_time_between_counts_only_opening_hours() -> None:
    assert HOURS.open_time_between(at(23, 9), at(23, 11)) == timedelta(hours=1)
    assert HOURS.open_time_between(at(23, 21), at(24, 11)) == timedelta(hours=2)
    assert HOURS.open_time_between(at(28, 12), at(30, 12)) == timedelta(hours=12)
    assert HOURS.open_time_between(at(24, 12), at(23, 12)) == timedelta()


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
spans = st.tuples(times, times)
calendars = st.builds(
    Calendar,
    weekly=st.dictionaries(st.integers(0, 6), st.lists(spans, max_size=3), min_size=1),
    special=st.dictionaries(
        st.dates(date(2026, 11, 1), date(2026, 12, 31)), st.lists(spans, max_size=2), max_size=10
    ),
)
moments = st.datetimes(datetime(2026, 11, 5), datetime(2026, 12, 20), timezones=st.just(DUBAI))  # noqa: DTZ001  hypothesis adds the zone
# As long as a promise may be, by the constraint on the profile.
lengths = st.timedeltas(timedelta(minutes=5), timedelta(days=1))
# Past this, hours count as missing.
WITHIN_SIGHT = timedelta(days=55)


@given(calendars, moments, lengths)
def test_a_reply_is_never_due_before_it_is_asked_for(
    hours: Calendar, asked: datetime, wanted: timedelta
) -> None:
    assert hours.after_open_time(asked, wanted) >= asked + wanted


@given(calendars, moments, lengths)
def test_a_reply_is_due_in_opening_time_or_as_the_doors_close(
    hours: Calendar, asked: datetime, wanted: timedelta
) -> None:
    assume(hours.open_time_between(asked, asked + WITHIN_SIGHT) >= wanted)

    due = hours.after_open_time(asked, wanted)

    assert hours.is_open(due - timedelta(microseconds=1))


@given(calendars, moments, lengths)
def test_exactly_the_promised_opening_time_lies_before_a_reply_is_due(
    hours: Calendar, asked: datetime, wanted: timedelta
) -> None:
    assume(hours.open_time_between(asked, asked + WITHIN_SIGHT) >= wanted)

    due = hours.after_open_time(asked, wanted)

    assert hours.open_time_between(asked, due) == wanted


@given(calendars, moments, moments, lengths)
def test_who_asks_later_is_never_due_earlier(
    hours: Calendar, one: datetime, other: datetime, wanted: timedelta
) -> None:
    first, second = sorted([one, other])
    assume(hours.open_time_between(second, second + WITHIN_SIGHT) >= wanted)

    assert hours.after_open_time(first, wanted) <= hours.after_open_time(second, wanted)


@given(calendars, moments)
def test_the_doors_are_open_exactly_until_they_close(hours: Calendar, moment: datetime) -> None:
    closes = hours.closes_at(moment)

    assert (closes is not None) == hours.is_open(moment)
    if closes is not None:
        assert closes > moment


@pytest.mark.parametrize(
    ("opens", "closes", "backwards"),
    [
        (time(10), time(22), False),
        (time(22), time(2), False),
        (time(22), time(6), False),
        (time(0), time(0), False),
        (time(22), time(6, 1), True),
        (time(10), time(10), True),
    ],
)
def test_a_closing_before_the_opening_is_one_of_the_night_that_follows(
    opens: time,
    closes: time,
    backwards: bool,  # noqa: FBT001  a table's column
) -> None:
    assert is_backwards((opens, closes)) is backwards


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((0, (time(10), time(14))), (0, (time(14), time(22))), False),
        ((0, (time(10), time(14))), (0, (time(13, 59), time(22))), True),
        ((0, (time(10), time(22))), (1, (time(10), time(22))), False),
        ((0, (time(20), time(2))), (1, (time(1), time(3))), True),
        ((6, (time(20), time(2))), (0, (time(1), time(3))), True),
        ((6, (time(20), time(1))), (0, (time(1), time(3))), False),
    ],
)
def test_two_openings_of_the_week_overlap_where_they_share_a_moment(
    one: tuple[int, Span],
    other: tuple[int, Span],
    overlap: bool,  # noqa: FBT001  a table's column
) -> None:
    assert overlap_in_a_week(one, other) is overlap
    assert overlap_in_a_week(other, one) is overlap


@given(calendars, moments, lengths, st.floats(0.01, 1))
def test_a_share_of_a_promise_has_passed_when_that_share_of_opening_time_has(
    hours: Calendar, asked: datetime, wanted: timedelta, share: float
) -> None:
    assume(hours.open_time_between(asked, asked + WITHIN_SIGHT) >= wanted)
    due = hours.after_open_time(asked, wanted)

    moment = hours.part_of(asked, due, share)

    assert asked <= moment <= due
    assert hours.open_time_between(asked, moment) == wanted * share


def test_without_any_hours_a_share_of_the_day_counts() -> None:
    assert Calendar(weekly={}).part_of(at(23, 12), at(24, 12), 0.5) == at(24, 0)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Dubai"])
def test_a_visitor_s_clock_change_moves_no_promise(zone: str) -> None:
    # London and New York put their clocks back, Sydney puts them forward, in these weeks.
    for day in range(1, 31):
        asked = datetime(2026, 10, day, 12, 0, tzinfo=DUBAI)

        assert HOURS.after_open_time(asked.astimezone(ZoneInfo(zone)), HALF_AN_HOUR) == HOURS.after_open_time(
            asked, HALF_AN_HOUR
        )


def test_eid_inside_ramadan_is_closed_and_ramadan_goes_on_after_it() -> None:
    evenings = {date(2027, 3, day): [(time(20), time(1))] for day in range(1, 10)}
    closed: dict[date, list[Span]] = {date(2027, 3, day): [] for day in (10, 11, 12)}
    hours = Calendar(weekly=WEEK, special={**evenings, **closed})
    asked = datetime(2027, 3, 10, 0, 50, tzinfo=DUBAI)

    due = hours.after_open_time(asked, HALF_AN_HOUR)

    # Ten minutes are left of the last evening; the rest counts from the first morning after the holiday.
    assert due == datetime(2027, 3, 13, 10, 20, tzinfo=DUBAI)
    assert hours.part_of(asked, due, 2 / 3) == datetime(2027, 3, 13, 10, 10, tzinfo=DUBAI)
