"""Reminds of promises: once when two thirds of the time are gone, once when it has all gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from clinic.hours import Calendar
from clinic.models import calendar
from leads.models import Delivery, Lead

SHARE = 2 / 3
# What has been late for longer is on the screens of staff, and no news in a mail.
NEWS_FOR = timedelta(days=1)


def write_reminders(now: datetime) -> int:
    """Owe what is due to be said about leads that nobody has answered; how many messages that is.

    A reply is promised in opening time, and so is the reminder: at night nothing comes nearer.
    """
    hours = calendar()
    owed = [(lead, kind) for lead in _waiting(now) if (kind := kind_owed(lead, now, hours))]
    return sum(_owe(lead.pk, kind, now) for lead, kind in owed)


def kind_owed(lead: Lead, now: datetime, hours: Calendar) -> Delivery.Kind | None:
    """What this lead's clock says at this moment; nothing while there is time."""
    if now > lead.reply_due_at:
        return Delivery.Kind.LATE
    reminded_at = hours.part_of(lead.received_at, lead.reply_due_at, SHARE)
    return Delivery.Kind.REMINDER if now >= reminded_at else None


def _waiting(now: datetime) -> Iterable[Lead]:
    return Lead.objects.waiting().filter(reply_due_at__gt=now - NEWS_FOR, received_at__lte=now)


def _owe(lead_pk: int, kind: Delivery.Kind, now: datetime) -> bool:
    """Once for the request from which the clock counts; not when somebody answers at this moment."""
    with transaction.atomic():
        lead = Lead.objects.select_for_update().waiting().filter(pk=lead_pk).first()
        if lead is None:
            return False
        counts = lead.requests.filter(received_at__gte=lead.received_at).order_by("received_at", "pk").first()
        if counts is None or counts.deliveries.filter(kind=kind).exists():
            return False
        Delivery.objects.create(request=counts, kind=kind, created_at=now, try_at=now)
        return True
