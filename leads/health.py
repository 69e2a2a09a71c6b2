"""Whether the clinic's messages get out."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from leads.models import Delivery

OVERDUE = timedelta(minutes=10)


def queue_problem() -> str:
    """Why messages do not get out, in a phrase; empty when they do."""
    untouched = Delivery.objects.due(timezone.now() - OVERDUE).order_by("try_at").first()
    return "deliveries have waited over 10 minutes for the worker" if untouched else ""
