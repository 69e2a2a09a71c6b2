"""What every page may say about the clinic, with its hours in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clinic import known
from clinic.hours import Calendar, Span, Spell
from clinic.models import ClinicProfile, Weekday

NOON = 12
DAYS_IN_A_WEEK = 7
LOOKED_AHEAD = timedelta(days=14)


def clock(at: time | datetime) -> str:
    """A time as people say it: 10am, 8:40pm."""
    half = gettext("am") if at.hour < NOON else gettext("pm")
    hour = at.hour % NOON or NOON
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"


def spans_label(spans: list[Span] | tuple[Span, ...]) -> str:
    """Opening spans of a day in words; "Closed" when there are none."""
    if not spans:
        return gettext("Closed")
    return ", ".join(
        gettext("%(opens)s to %(closes)s") % {"opens": clock(opens), "closes": clock(closes)}
        for opens, closes in spans
    )


def day_label(day: date, today: date) -> str:
    """A day as seen from today: "today", "tomorrow", "on Monday", "on Monday 30 November"."""
    distance = (day - today).days
    if distance == 0:
        return gettext("today")
    if distance == 1:
        return gettext("tomorrow")
    if 0 < distance < DAYS_IN_A_WEEK:
        return gettext("on %(day)s") % {"day": date_format(day, "l")}
    return gettext("on %(day)s") % {"day": date_format(day, "l j F")}


def opening_lines(hours: Calendar) -> list[tuple[str, str]]:
    """The week in as few lines as it takes: days that run alike stand together."""
    week = [(day, tuple(hours.weekly.get(day, ()))) for day in range(DAYS_IN_A_WEEK)]
    lines = []
    for spans, days in groupby(week, key=lambda entry: entry[1]):
        run = [Weekday(day).label for day, _spans in days]
        label = str(run[0])
        if len(run) > 1:
            label = gettext("%(first)s to %(last)s") % {"first": run[0], "last": run[-1]}
        lines.append((label, spans_label(spans)))
    return lines


@dataclass(frozen=True)
class ComingHours:
    """A holiday or other unusual hours: the days, their name, and the hours, in words."""

    spell: Spell
    days: SafeString
    hours: str

    @property
    def name(self) -> str:
        """What they are called."""
        return self.spell.name


def coming_lines(hours: Calendar, today: date) -> list[ComingHours]:
    """Holidays and other unusual hours that begin within two weeks, or have begun."""
    return [
        ComingHours(spell, _days_label(spell.first_on, spell.last_on), spans_label(list(spell.spans)))
        for spell in hours.unusual_spells(today, today + LOOKED_AHEAD)
    ]


def _days_label(first: date, last: date) -> SafeString:
    """The days in words, each also as machines read it."""
    if first == last:
        return _day(first, "l j F")
    days = gettext("%(first)s to %(last)s") % {"first": "{first}", "last": "{last}"}
    return format_html(days, first=_day(first, "j F"), last=_day(last, "j F"))


def _day(day: date, written: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, written))


def open_now_label(hours: Calendar, now: datetime) -> str:
    """Whether the doors are open at this moment, and until or from when."""
    closes = hours.closes_at(now)
    if closes:
        return gettext("Open until %(time)s") % {"time": clock(closes)}
    opens = hours.opens_at(now)
    if not opens:
        return gettext("Closed")
    return gettext("Closed, opens %(day)s at %(time)s") % {
        "day": day_label(opens.date(), now.date()),
        "time": clock(opens),
    }


def reply_by_label(due: datetime, now: datetime) -> str:
    """When an answer comes, as a clock time: "By 8:40pm today"."""
    local = timezone.localtime(due)
    return gettext("By %(time)s %(day)s") % {
        "time": clock(local),
        "day": day_label(local.date(), timezone.localtime(now).date()),
    }


def reply_at_label(due: datetime) -> str:
    """When an answer was promised, whatever day it is read: "12:30pm, Monday 23 November"."""
    local = timezone.localtime(due)
    return gettext("%(time)s, %(day)s") % {"time": clock(local), "day": date_format(local, "l j F")}


def _chat_address(request: HttpRequest) -> str:
    """Our address of the chat, which remembers the page; none where a form has just failed.

    The address of somebody's own page is a secret, so it is not passed on.
    """
    if request.method != "GET":
        return ""
    page = {} if "/request/" in request.path else {"from": request.path}
    return f"{reverse('leads:chat')}?{urlencode(page)}"


class Signboard:
    """The clinic as templates see it: its profile's fields, and its hours in words."""

    def __init__(self, now: datetime, chat_address: str = "") -> None:
        self.now = timezone.localtime(now)
        self.chat_address = chat_address

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.profile, name)

    @classmethod
    def of_today(cls, chat_address: str = "") -> Signboard:
        """The signboard at this moment."""
        return cls(timezone.now(), chat_address)

    @classmethod
    def for_page(cls, request: HttpRequest) -> Signboard:
        """The signboard at this moment, on the page that is being read."""
        return cls.of_today(_chat_address(request))

    @property
    def whatsapp_url(self) -> str:
        """The way to a chat: our own address, which gives the message a code; or straight there."""
        if self.chat_address and self.profile.whatsapp:
            return self.chat_address
        return self.profile.whatsapp_url

    @cached_property
    def profile(self) -> ClinicProfile:
        """The stored profile, or as it was last known."""
        return known.profile()

    @cached_property
    def hours(self) -> Calendar:
        """The opening times, or as they were last known."""
        return known.calendar()

    @cached_property
    def opening_lines(self) -> list[tuple[str, str]]:
        """The week's opening hours, a line for each run of days."""
        return opening_lines(self.hours)

    @cached_property
    def coming_lines(self) -> list[ComingHours]:
        """Holidays and other unusual hours of the next two weeks."""
        return coming_lines(self.hours, self.now.date())

    @cached_property
    def today_label(self) -> str:
        """Today's opening hours."""
        return spans_label(list(self.hours.spans_on(self.now.date())))

    @cached_property
    def open_now_label(self) -> str:
        """Whether the clinic is open at this moment."""
        return open_now_label(self.hours, self.now)

    @cached_property
    def is_open_now(self) -> bool:
        """Whether the doors are open."""
        return self.hours.is_open(self.now)
