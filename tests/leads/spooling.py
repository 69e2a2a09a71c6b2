"""Requests for tests of the spool: by somebody, a minute after the one before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from leads.asked import Agreed, Asked, CameFrom, keys_of
from leads.waiting import parcels, spool
from leads.waiting.parcels import Parcel
from tests.factories import MONDAY_NOON
from tests.leads.conftest import CONTACT


def parcel(number: int = 0, **changes: Any) -> Parcel:
    """A request by somebody, a minute after the one before."""
    person = {"name": f"Person {number}", "phone": f"+9715012{number:05}", "contact_method": "whatsapp"}
    asked = Asked(**{"language": "en", **person, **changes})
    at = MONDAY_NOON + timedelta(minutes=number)
    return Parcel(
        asked=asked,
        agreed=Agreed(contact=CONTACT, language="en"),
        came_from=CameFrom(landing_page="/faq/"),
        received_at=at,
        keys=keys_of(asked, None, at),
    )


def spooled(number: int = 0, **changes: Any) -> Parcel:
    """Such a request that waits in the spool."""
    one = parcel(number, **changes)
    spool.put(one.received_at, one.key, parcels.pack(one))
    return one
