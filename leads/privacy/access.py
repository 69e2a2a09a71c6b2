"""Writes down who looked at which lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from leads.ledger import Access


def note(what: Access.What, *, leads: Iterable[int], by: User | None, at: datetime) -> None:
    """Somebody opened, took out or erased these leads. One statement, whatever their number."""
    Access.objects.bulk_create(Access(what=what, lead_number=number, by=by, at=at) for number in leads)
