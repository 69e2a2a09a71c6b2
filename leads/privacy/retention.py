"""How long what people sent is kept, and the nightly tidying. The privacy page promises the same periods."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from clinic import backups, scrubbing
from leads.models import Access, ConsultationRequest, Event, Lead, LeadQuerySet, RetentionRun
from leads.privacy import erasure, traces
from leads.privacy.persons import made_of, of_requests

logger = logging.getLogger(__name__)
Status = Lead.Status

# What everybody agrees to on the form: up to 12 months from a request. Never more than that.
LONGEST = timedelta(days=365)
# Sooner where nothing came of it: counted from the last thing that happened, so that a status given by
# mistake can be taken back.
SOONER = {
    # Some who said no come back within the season; after half a year nobody does.
    Status.LOST: timedelta(days=180),
    # Long enough to find a person among what looked like spam.
    Status.HELD: timedelta(days=30),
}
# Longer than any request, so that who looked can be told for as long as anybody may ask.
LEDGER_KEPT = timedelta(days=730)

# A wrong clock must not erase what is not due: it does nothing after a longer silence than this, nor more
# than this at once.
LONGEST_SILENCE = timedelta(days=7)
SLACK = timedelta(minutes=5)
MOST_AT_ONCE = 200
AT_NIGHT = time(3)


@dataclass(frozen=True)
class Due:
    """What has had its time."""

    leads: LeadQuerySet
    requests: models.QuerySet[ConsultationRequest]
    notes: models.QuerySet[Event]


def due(now: datetime) -> Due:
    """Leads whose time is over; and, in leads that stay, requests and history older than anything may be."""
    end = now - LONGEST
    happened = Lead.objects.annotate(
        asked_at=Coalesce(Max("requests__received_at"), "received_at"),
        last_at=Greatest(Coalesce(Max("events__at"), "received_at"), "received_at"),
    )
    is_over = Q(asked_at__lte=end)
    for status, period in SOONER.items():
        is_over |= Q(status=status, asked_at__lte=now - period, last_at__lte=now - period)
    leads = happened.filter(is_over).order_by("asked_at", "pk")
    stay = Lead.objects.exclude(pk__in=leads.values("pk"))
    return Due(
        leads=leads,
        requests=ConsultationRequest.objects.filter(received_at__lte=end, lead__in=stay),
        notes=Event.objects.filter(at__lte=end, lead__in=stay),
    )


def run(now: datetime, *, clock_is_right: bool = False) -> RetentionRun:
    """Erase what is due, the oldest first; what that was is written down."""
    refusal = "" if clock_is_right else why_not(now)
    if refusal:
        logger.warning("Retention erased nothing: %s", refusal)
        return RetentionRun.objects.create(ran_at=now, refused_because=refusal)
    found = due(now)
    leads, requests = list(found.leads[:MOST_AT_ONCE]), list(found.requests[:MOST_AT_ONCE])
    notes = Event.objects.filter(
        pk__in=list(found.notes.values_list("pk", flat=True)[:MOST_AT_ONCE])
    ).delete()[0]
    if leads:
        erasure.forget(made_of(leads), at=now)
    if requests:
        erasure.forget(of_requests(requests), at=now)
    _tidy_ledgers(now)
    if leads or requests or notes:
        scrubbing.scrub()
    still = due(now)
    left = still.leads.count() + still.requests.count() + still.notes.count()
    return RetentionRun.objects.create(
        ran_at=now, erased=len(leads), trimmed=len(requests) + notes, left=left
    )


def run_at_night(now: datetime) -> RetentionRun | None:
    """Once a night, also on a machine that is switched on only later in the day."""
    local = timezone.localtime(now)
    night = datetime.combine(local.date(), AT_NIGHT, local.tzinfo)
    if now < night or RetentionRun.objects.filter(ran_at__gte=night).exists():
        return None
    erasure.reapply(now)
    return run(now)


def why_not(now: datetime) -> str:
    """Why the clock is not to be trusted, in a sentence; empty when it is."""
    seen = _last_seen()
    if seen and now < seen - SLACK:
        return "The clock stands before the newest entry: it was put back."
    tidied = RetentionRun.objects.filter(refused_because="").aggregate(at=Max("ran_at"))["at"]
    before = tidied or seen
    if before and now - before > LONGEST_SILENCE:
        days = (now - before).days
        return (
            f"The clock is {days} days on since the last run. If it is right: "
            "manage.py retention --clock-is-right"
        )
    return ""


def _last_seen() -> datetime | None:
    """The newest moment that anything was written down."""
    newest = [
        ConsultationRequest.objects.aggregate(at=Max("received_at"))["at"],
        Event.objects.aggregate(at=Max("at"))["at"],
        Access.objects.aggregate(at=Max("at"))["at"],
        RetentionRun.objects.filter(refused_because="").aggregate(at=Max("ran_at"))["at"],
    ]
    return max((at for at in newest if at), default=None)


def _tidy_ledgers(now: datetime) -> None:
    Access.objects.filter(at__lte=now - LEDGER_KEPT).delete()
    RetentionRun.objects.filter(ran_at__lte=now - LEDGER_KEPT).delete()
    traces.drop_mail_before(now - LONGEST)
    backups.drop_old(now)
