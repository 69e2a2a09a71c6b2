"""What staff see of a lead: its clock, how to reach the person, and everything that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, F, Min, Q
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from clinic.hours import Calendar
from clinic.models import ClinicProfile, calendar
from clinic.signboard import clock, day_label
from leads import text
from leads.models import ContactMethod, Event, Lead, Screening

SOON = timedelta(minutes=15)
# From here on people think in days, not in opening hours.
LONG = timedelta(days=3)
HOUR, DAY = 60, 24 * 60
# What a lead's page shows of its requests at first, of other leads with the same number, and of reasons.
REQUESTS_SHOWN, OTHERS_SHOWN, SIGNS_SHOWN = 50, 20, 10


@dataclass(frozen=True)
class Clock:
    """How a lead's wait stands.

    `state` is ok, soon, late, done or held; `label` says it in words; `spent` is how much of the
    promised time has passed, in percent.
    """

    state: str
    label: str
    spent: int = 0


@dataclass(frozen=True)
class Contact:
    """A way to reach the person; `is_asked_for` is the one they chose."""

    icon: str
    label: str
    url: str
    is_asked_for: bool


@dataclass(frozen=True)
class Number:
    """One of the figures above the list."""

    label: str
    value: str
    note: str
    is_bad: bool = False


def clock_of(lead: Lead, now: datetime, hours: Calendar | None = None) -> Clock:
    """The lead's clock at this moment; it stands still while the clinic is closed."""
    if lead.status == Lead.Status.HELD:
        return Clock("held", gettext("held"))
    if not lead.is_waiting:
        replied_at = lead.first_contacted_at
        if not replied_at or replied_at < lead.received_at:
            return Clock("done", "–")
        took = _wait_in_words(hours, lead.received_at, replied_at)
        return Clock("done", gettext("answered in %(time)s") % {"time": took})
    waited = _open_time(hours, lead.received_at, now)
    promised = _open_time(hours, lead.received_at, lead.reply_due_at)
    spent = min(round(100 * waited / promised), 100) if promised else 100
    if lead.is_late(now):
        return Clock("late", gettext("%(time)s, late") % {"time": in_words(waited)}, 100)
    label = _wait_in_words(hours, lead.received_at, now)
    return Clock("soon" if lead.reply_due_at - now < SOON else "ok", label, spent)


def _open_time(hours: Calendar | None, since: datetime, until: datetime) -> timedelta:
    """How much of it was opening time; all of it when it is days, or no hours are known."""
    if hours is None or not hours.weekly or until - since > LONG:
        return until - since
    return hours.open_time_between(since, until)


def _wait_in_words(hours: Calendar | None, since: datetime, until: datetime) -> str:
    """The opening time between two moments; where there was none, all of it, saying so."""
    counted, whole = _open_time(hours, since, until), until - since
    if counted or whole < timedelta(minutes=1):
        return in_words(counted)
    return gettext("%(time)s, while closed") % {"time": in_words(whole)}


def in_words(length: timedelta) -> str:
    """A length of time in its largest sensible unit: 34 min, 5 h, 3 days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 2 * HOUR:
        return gettext("%(count)s min") % {"count": minutes}
    if minutes < 2 * DAY:
        return gettext("%(count)s h") % {"count": minutes // HOUR}
    days = minutes // DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def opener(lead: Lead, clinic: ClinicProfile) -> str:
    """The first words to send, in the person's language."""
    known = dict(settings.LANGUAGES)
    with translation.override(lead.language if lead.language in known else settings.LANGUAGE_CODE):
        return gettext(
            "Hello %(name)s, this is %(clinic)s about your request %(reference)s. Is now a good time to talk?"
        ) % {"name": text.called(lead.name), "clinic": clinic.name, "reference": lead.reference_display}


def contacts(lead: Lead, clinic: ClinicProfile) -> list[Contact]:
    """Every way to reach the person, with the first words ready where the way allows."""
    words = opener(lead, clinic)
    mail = f"mailto:{lead.email}?subject={quote(lead.reference_display)}&body={quote(words)}"
    ways = [
        (ContactMethod.WHATSAPP, gettext("WhatsApp"), whatsapp_url(lead, words), lead.phone),
        (ContactMethod.PHONE, gettext("Call"), f"tel:{lead.phone}", lead.phone),
        (ContactMethod.EMAIL, gettext("Email"), mail, lead.email),
    ]
    return [
        Contact(
            method.value,
            label,
            url,
            is_asked_for=lead.contact_method == method and lead.status != Lead.Status.HELD,
        )
        for method, label, url, is_given in ways
        if is_given
    ]


def whatsapp_url(lead: Lead, words: str = "") -> str:
    """The address that opens a chat with the person."""
    return f"https://wa.me/{lead.phone.lstrip('+')}" + (f"?text={quote(words)}" if words else "")


def next_statuses(lead: Lead) -> list[tuple[str, str]]:
    """The statuses a lead may be given: every one but its own and "held", which no person gives."""
    barred = {lead.status, Lead.Status.HELD}
    words = {**dict(Lead.Status.choices), Lead.Status.NEW.value: gettext("Back to new")}
    return [(value, str(label)) for value, label in words.items() if value not in barred]


def lead_page(lead: Lead, now: datetime, *, shows_all: bool = False) -> dict[str, Any]:
    """Everything about a lead; of very many requests the newest, until all are asked for."""
    clinic = ClinicProfile.objects.current()
    newest_first = (
        lead.requests.select_related("treatment", "attribution")
        .prefetch_related("consents", "deliveries", "photos")
        .order_by("-received_at", "-pk")
    )
    requests = list(newest_first if shows_all else newest_first[: REQUESTS_SHOWN + 1])[::-1]
    has_more = not shows_all and len(requests) > REQUESTS_SHOWN
    events = list(lead.events.select_related("by"))
    return {
        "lead": lead,
        "is_stopped": _is_stopped(events),
        "clock": clock_of(lead, now, calendar()),
        "is_held": lead.status == Lead.Status.HELD,
        "reply_due": _promise(lead, now),
        "opener": opener(lead, clinic),
        "contacts": sorted(contacts(lead, clinic), key=lambda contact: not contact.is_asked_for),
        "requests": requests[1:] if has_more else requests,
        "has_more_requests": has_more,
        "gets_news": any(consent.is_for_news for sent in requests for consent in sent.consents.all()),
        "events": events,
        "next_waiting": Lead.objects.longest_waiting(besides=lead),
        "signs": list(Screening.objects.of_lead(lead.pk)[:SIGNS_SHOWN]),
        "same_contact": list(Lead.objects.sharing_contact(lead)[:OTHERS_SHOWN]),
        "now": timezone.localtime(now),
    }


def _is_stopped(events: list[Event]) -> bool:
    """Whether the person asked us not to get in touch, and has not written since."""
    theirs = {Event.Kind.RECEIVED, Event.Kind.REPEATED, Event.Kind.MESSAGE, Event.Kind.STOPPED}
    said = [event.kind for event in events if event.kind in theirs]
    return said[-1:] == [Event.Kind.STOPPED]


def _promise(lead: Lead, now: datetime) -> str:
    due, today = timezone.localtime(lead.reply_due_at), timezone.localtime(now).date()
    words = gettext("answer promised by %(time)s %(day)s")
    return words % {"time": clock(due), "day": day_label(due.date(), today)}


def numbers(now: datetime, hours: Calendar) -> list[Number]:
    """The four figures above the list: two queries, whatever the number of leads."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    is_due = Q(reply_due_at__lte=now) | Q(first_contacted_at__isnull=False)
    is_in_time = Q(first_contacted_at__gte=F("received_at"), first_contacted_at__lte=F("reply_due_at"))
    became_visit = Q(status__in=[Lead.Status.BOOKED, Lead.Status.ATTENDED])
    this_week, this_month = Q(received_at__gte=monday), Q(received_at__gte=first)
    is_waiting = Q(status=Lead.Status.NEW)
    found = (
        Lead.objects.exclude(status=Lead.Status.HELD)
        .filter(is_waiting | this_week | this_month)
        .aggregate(
            waiting=Count("pk", filter=is_waiting),
            oldest=Min("received_at", filter=is_waiting),
            first_due=Min("reply_due_at", filter=is_waiting),
            due=Count("pk", filter=this_week & is_due),
            in_time=Count("pk", filter=this_week & is_in_time),
            asked=Count("pk", filter=this_month),
            visits=Count("pk", filter=this_month & became_visit),
        )
    )
    replies = Lead.objects.filter(first_contacted_at__gte=today, received_at__lte=F("first_contacted_at"))
    took = [
        _open_time(hours, received_at, replied_at).total_seconds()
        for received_at, replied_at in replies.values_list("received_at", "first_contacted_at")
        if replied_at
    ]
    return [
        Number(
            gettext("Waiting now"),
            str(found["waiting"]),
            gettext("oldest %(time)s") % {"time": _wait_in_words(hours, found["oldest"], now)}
            if found["oldest"]
            else gettext("everyone is answered"),
            is_bad=bool(found["first_due"] and found["first_due"] < now),
        ),
        Number(
            gettext("Median first reply, today"),
            in_words(timedelta(seconds=median(took))) if took else "–",
            ngettext("%(count)s reply", "%(count)s replies", len(took)) % {"count": len(took)},
        ),
        _share(gettext("Answered in time, this week"), found["in_time"], found["due"]),
        _share(gettext("Became visits, this month"), found["visits"], found["asked"]),
    ]


def _share(label: str, part: int, whole: int) -> Number:
    value = f"{round(100 * part / whole)}%" if whole else "–"
    return Number(label, value, gettext("%(part)s of %(whole)s") % {"part": part, "whole": whole})
