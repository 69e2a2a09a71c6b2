"""What a request says before it is kept, and what makes two requests one."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from leads.consent import Wording

# Requests without a key of their own count as one when they are alike and this close together.
SAME_WITHIN = timedelta(minutes=10)
KEY_SPACE = uuid.UUID("6c1f4a0e-6a53-4f0b-9d27-0a4f5a6f5f11")


@dataclass(frozen=True, repr=False)
class Asked:
    """What a person asked, cleaned and checked. Error reports print values, so it prints none."""

    name: str
    contact_method: str
    language: str
    phone: str = ""
    phone_typed: str = ""
    email: str = ""
    noticed: str = ""
    treatment: str = ""
    preferred_time: str = "any"
    message: str = ""


@dataclass(frozen=True)
class CameFrom:
    """Where the request came from."""

    landing_page: str = ""
    referrer: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_term: str = ""
    utm_content: str = ""


NOWHERE = CameFrom()
# The names of what a form, a link or a row tells of where a request came from.
ORIGIN = tuple(field.name for field in fields(CameFrom))


@dataclass(frozen=True)
class Agreed:
    """What the person agreed to, in which page language."""

    contact: Wording
    language: str
    marketing: Wording | None = None


def keys_of(asked: Asked, request_key: uuid.UUID | None, received_at: datetime) -> tuple[uuid.UUID, ...]:
    """The request's own key and its content, as one key; then those it may have been kept by before.

    The content counts too: a page that is sent again with other words is another request, and
    nobody is shown a stranger's receipt for guessing a key. Without a key of its own a request
    goes by the stretch of time it falls in; the same one may have come late in the stretch before.
    """
    content = json.dumps(asdict(asked), sort_keys=True, ensure_ascii=False)
    stretch = int(received_at.timestamp() // SAME_WITHIN.total_seconds())
    told_apart = [str(request_key)] if request_key else [str(stretch), str(stretch - 1)]
    digests = [hashlib.sha256(f"{mark}\n{content}".encode()).hexdigest() for mark in told_apart]
    return tuple(uuid.uuid5(KEY_SPACE, digest) for digest in digests)
