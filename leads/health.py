"""Whether the clinic's messages get out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext

from leads import reconcile
from leads.models import Delivery
from leads.waiting import spool

OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Queue:
    """What waits to be sent."""

    oldest_unsent_seconds: int
    dead_letters: int


@dataclass(frozen=True)
class Spooled:
    """What waits for the database as files, and what was set aside for somebody to look at."""

    spooled: int
    set_aside: int


def spooled() -> Spooled:
    """How many requests lie in the spool."""
    return Spooled(len(spool.waiting()), len(spool.set_apart()))


def spool_problem(now: datetime) -> str:
    """Why requests do not leave the spool, in a phrase; empty when they do."""
    waiting = spool.waiting()
    is_left = waiting and now - spool.waiting_since(waiting[0]) > OVERDUE
    return "requests have waited over 10 minutes in the spool for the worker" if is_left else ""


def queue(now: datetime) -> Queue:
    """How long the oldest message has waited, whatever the reason, and how many were given up."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    oldest = waiting.aggregate(written=Min("created_at"))["written"]
    return Queue(
        oldest_unsent_seconds=max(0, int((now - oldest).total_seconds())) if oldest else 0,
        dead_letters=Delivery.objects.filter(state=Delivery.State.DEAD).count(),
    )


def queue_problem() -> str:
    """Why messages do not get out, in a phrase; empty when they do."""
    untouched = Delivery.objects.due(timezone.now() - OVERDUE).order_by("try_at").first()
    return "deliveries have waited over 10 minutes for the worker" if untouched else ""


def troubles(now: datetime) -> list[str]:
    """What staff should know of, in sentences: nothing while all is well."""
    owed, files = queue(now), spooled()
    late = owed.oldest_unsent_seconds > OVERDUE.total_seconds()
    found = len(reconcile.last_run()["differences"])
    told = {
        gettext("Messages do not get out. The oldest has waited for %(minutes)s minutes.")
        % {"minutes": owed.oldest_unsent_seconds // 60}: late,
        gettext("Messages given up: %(count)s.") % {"count": owed.dead_letters}: owed.dead_letters,
        gettext("Requests that wait for the database: %(count)s.") % {"count": files.spooled}: files.spooled,
        gettext("Requests set aside because they could not be read or kept: %(count)s.")
        % {"count": files.set_aside}: files.set_aside,
        gettext("Differences found by the nightly comparison: %(count)s.") % {"count": found}: found,
    }
    return [sentence for sentence, is_so in told.items() if is_so]
