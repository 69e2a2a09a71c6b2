"""A request as it arrived, wrapped up to be kept as a file."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from clinic import encryption
from leads import actions, screening
from leads.asked import Agreed, Asked, CameFrom
from leads.consent import Wording
from leads.models import ConsultationRequest
from leads.screening import Screened


class BadParcel(ValueError):
    """A file does not hold a whole request."""


@dataclass(frozen=True, repr=False)
class Parcel:
    """All that a request brings. Error reports print values, so it prints none."""

    asked: Asked
    agreed: Agreed
    came_from: CameFrom
    received_at: datetime
    keys: tuple[uuid.UUID, ...]
    screened: Screened = field(default_factory=Screened)

    @property
    def key(self) -> uuid.UUID:
        """The key that makes it the same request however often it comes."""
        return self.keys[0]

    def record(self) -> ConsultationRequest:
        """Keep it in the database, weighed beside what had come when it came."""
        verdict = screening.weigh(self.screened, self.received_at)
        with transaction.atomic():
            kept = actions.record_request(
                asked=self.asked,
                agreed=self.agreed,
                came_from=self.came_from,
                received_at=self.received_at,
                keys=self.keys,
                held_because=verdict.held_because,
            )
            screening.note(kept, self.screened, verdict, self.received_at)
        return kept


def pack(parcel: Parcel) -> bytes:
    """The parcel as a file holds it: encrypted."""
    values = {
        **asdict(parcel),
        "received_at": parcel.received_at.isoformat(),
        "keys": [key.hex for key in parcel.keys],
    }
    return encryption.encrypt(json.dumps(values, ensure_ascii=False).encode())


def unpack(content: bytes) -> Parcel:
    """The parcel that a file holds.

    Raises:
        BadParcel: it is damaged or cut short, or none of our keys fits.
    """
    try:
        values = json.loads(encryption.decrypt(content))
        received_at = datetime.fromisoformat(values["received_at"])
        if received_at.tzinfo is None or not values["keys"]:
            raise ValueError("time zone or key missing")  # noqa: TRY301
        return Parcel(
            asked=Asked(**_texts(values["asked"])),
            agreed=_agreed(values["agreed"]),
            came_from=CameFrom(**_texts(values["came_from"])),
            received_at=received_at,
            keys=tuple(uuid.UUID(key) for key in values["keys"]),
            # Files of an earlier version have none.
            screened=Screened.of(values.get("screened")),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The error's own words may quote what was typed.
        raise BadParcel(type(error).__name__) from None


def _agreed(values: dict[str, Any]) -> Agreed:
    marketing = values["marketing"]
    return Agreed(
        contact=Wording(**_texts(values["contact"])),
        language=str(values["language"]),
        marketing=Wording(**_texts(marketing)) if marketing else None,
    )


def _texts(values: dict[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError("a value is no text")
    return values
