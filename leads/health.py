"""Whether the clinic's messages get out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from leads.models import Delivery

OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Queue:
    """What waits to be sent."""

    oldest_unsent_seconds: int
    dead_letters: int


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
