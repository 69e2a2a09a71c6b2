"""When the clinic is open, and when a reply is due. Pure: no database, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[time, time]

# Monday to Saturday from 10am to 10pm, until a clinic says otherwise.
PLACEHOLDER_WEEK: dict[int, list[Span]] = {day: [(time(10), time(22))] for day in range(6)}

# Longer than any closure: past it the hours are taken to be missing, and time counts round the clock.
HORIZON_DAYS = 60
# A closing at or before the opening is one of the next day, but not later than this.
LATEST_NIGHT = time(6)
NOBODY_OPEN_REPLY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


def is_backwards(span: Span) -> bool:
    """Whether it closes before it opens, and not in the night that follows."""
    opens, closes = span
    return LATEST_NIGHT < closes <= opens


def overlap_in_a_week(one: tuple[int, Span], other: tuple[int, Span]) -> bool:
    """Whether two weekly openings (weekday, span) share any moment. Sunday's night runs into Monday."""
    (start, length), (start_2, length_2) = _in_minutes(*one), _in_minutes(*other)
    return (start_2 - start) % MINUTES_A_WEEK < length or (start - start_2) % MINUTES_A_WEEK < length_2


def _in_minutes(weekday: int, span: Span) -> tuple[int, int]:
    """When in the week it starts, and how long it is, in minutes."""
    opens, closes = (60 * at.hour + at.minute for at in span)
    length = closes - opens if closes > opens else closes - opens + MINUTES_A_DAY
    return weekday * MINUTES_A_DAY + opens, length


@dataclass(frozen=True)
class Spell:
    """Days in a row that differ alike from their week, and what they are called ("" when nobody has said)."""

    first_on: date
    last_on: date
    spans: Sequence[Span]
    name: str


@dataclass(frozen=True)
class Calendar:
    """Opening spans by weekday (Monday is 0), and by date where a day differs; such days may have a name.

    A span may end at midnight (00:00) or after it (22:00 to 02:00): it then runs into the next day.
    A date with no spans is closed.
    """

    weekly: Mapping[int, Sequence[Span]]
    special: Mapping[date, Sequence[Span]] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    zone: ZoneInfo = ZoneInfo("Asia/Dubai")

    def spans_on(self, day: date) -> Sequence[Span]:
        """The opening spans that start on `day`, in local time."""
        if day in self.special:
            return self.special[day]
        return self.weekly.get(day.weekday(), ())

    def unusual_spells(self, since: date, until: date) -> list[Spell]:
        """Each run of special days of one name that begins by then and differs from its week."""
        runs: list[list[date]] = []
        for day in sorted(day for day in self.special if day >= since):
            if runs and self._goes_on(runs[-1][-1], day):
                runs[-1].append(day)
            else:
                runs.append([day])
        return [
            Spell(days[0], days[-1], self.special[days[0]], self.names.get(days[0], ""))
            for days in runs
            if days[0] <= until and any(map(self._is_unusual, days))
        ]

    def _goes_on(self, before: date, day: date) -> bool:
        is_next = before == day - timedelta(days=1)
        return (
            is_next
            and self.special[before] == self.special[day]
            and self.names.get(before) == self.names.get(day)
        )

    def _is_unusual(self, day: date) -> bool:
        return list(self.special[day]) != list(self.weekly.get(day.weekday(), ()))

    def is_open(self, at: datetime) -> bool:
        """Whether the doors are open at this moment."""
        return any(start <= at < end for start, end in self._spans_from(at, days=1))

    def closes_at(self, at: datetime) -> datetime | None:
        """When the present opening ends, or None when closed."""
        for start, end in self._spans_from(at, days=1):
            if start <= at < end:
                return end
        return None

    def opens_at(self, at: datetime) -> datetime | None:
        """The next opening at or after this moment; None when there is none within 60 days."""
        for start, end in self._spans_from(at, days=HORIZON_DAYS):
            if at < end:
                return max(start, at.astimezone(self.zone))
        return None

    def after_open_time(self, at: datetime, wanted: timedelta) -> datetime:
        """The moment when `wanted` opening time has passed since `at`.

        Falls back to one day later when the clinic has no hours to count in.
        """
        left = wanted
        for start, end in self._spans_from(at, days=HORIZON_DAYS):
            begin = max(start, at)
            if begin >= end:
                continue
            if end - begin >= left:
                return (begin + left).astimezone(self.zone)
            left -= end - begin
        return (at + NOBODY_OPEN_REPLY).astimezone(self.zone)

    def part_of(self, since: datetime, until: datetime, share: float) -> datetime:
        """The moment when this share of the opening time between the two has passed."""
        counted = self.open_time_between(since, until)
        if not counted:
            return since + (until - since) * share
        return self.after_open_time(since, counted * share)

    def open_time_between(self, since: datetime, until: datetime) -> timedelta:
        """How much opening time lies between two moments."""
        days = max((until - since).days + 2, 1)
        return sum(
            (
                max(min(end, until) - max(start, since), timedelta())
                for start, end in self._spans_from(since, days=days)
            ),
            timedelta(),
        )

    def _spans_from(self, at: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Openings in order; spans that touch or overlap are one."""
        current: tuple[datetime, datetime] | None = None
        for start, end in self._single_spans(at, days=days):
            if current and start <= current[1]:
                current = (current[0], max(current[1], end))
                continue
            if current:
                yield current
            current = (start, end)
        if current:
            yield current

    def _single_spans(self, at: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        # The day before too: its last span may run past midnight.
        first = at.astimezone(self.zone).date() - timedelta(days=1)
        for offset in range(days + 2):
            day = first + timedelta(days=offset)
            for opens, closes in sorted(self.spans_on(day)):
                start = datetime.combine(day, opens, self.zone)
                end = datetime.combine(day, closes, self.zone)
                if closes <= opens:
                    end = datetime.combine(day + timedelta(days=1), closes, self.zone)
                yield start, end
