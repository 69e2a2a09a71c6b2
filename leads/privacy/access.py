"""Writes down who looked at which lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from leads.models import Access

# Photos on a lead's page, or a question about it, are part of the same look.
ONE_LOOK = timedelta(hours=1)


def note(what: Access.What, *, leads: Iterable[int], by: User | None, at: datetime) -> None:
    """Somebody opened, took out or erased these leads. One statement, whatever their number."""
    Access.objects.bulk_create(Access(what=what, lead_number=number, by=by, at=at) for number in leads)


def note_glimpse(*, leads: Iterable[int], by: User, at: datetime) -> None:
    """Somebody saw something of these leads beside their pages; written down unless they have just looked."""
    wanted = set(leads)
    looks = Access.objects.filter(
        what=Access.What.VIEWED, by=by, lead_number__in=wanted, at__gt=at - ONE_LOOK
    )
    fresh = wanted - set(looks.values_list("lead_number", flat=True))
    note(Access.What.VIEWED, leads=sorted(fresh), by=by, at=at)
