"""Compares requests, what belongs to them, the spool, the messages owed and the photo files."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from leads.models import ConsultationRequest, Delivery, Lead, Photo
from leads.photos import files as photo_files
from leads.waiting import spool

logger = logging.getLogger(__name__)

# Shorter than this, the worker is still at it.
SETTLED = timedelta(minutes=10)
LONG_UNSENT = timedelta(days=1)
AT_NIGHT = 3
ABOUT_A_DAY = timedelta(hours=20)

Differences = Iterator[str]


def differences(now: datetime) -> list[str]:
    """Everything that does not fit together, in a sentence each; names rows and files, and nobody."""
    return [sentence for compare in COMPARISONS for sentence in compare(now)]


def run(now: datetime) -> list[str]:
    """Compare, and write down what was found, where health and staff see it."""
    found = differences(now)
    _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _file().write_text(json.dumps({"at": now.isoformat(), "differences": found}), "utf-8")
    for sentence in found:
        logger.error("Reconcile: %s", sentence)
    return found


def run_at_night(now: datetime) -> None:
    """Once a night; the first time at once."""
    ran_at = last_run()["at"]
    is_night = timezone.localtime(now).hour == AT_NIGHT
    if ran_at is None or (is_night and now - ran_at > ABOUT_A_DAY):
        run(now)


def last_run() -> dict[str, Any]:
    """When it last ran, and what it found."""
    try:
        written = json.loads(_file().read_text("utf-8"))
        return {"at": datetime.fromisoformat(written["at"]), "differences": list(written["differences"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"at": None, "differences": []}


def _file() -> Path:
    return Path(settings.LAST_KNOWN_DIR) / "reconciled.json"


def _incomplete_requests(_now: datetime) -> Differences:
    requests = ConsultationRequest.objects.order_by("pk")
    for what, missing in {
        "consent": requests.exclude(consents__purpose="contact"),
        "attribution": requests.filter(attribution__isnull=True),
        "event": requests.filter(lead__events__isnull=True),
        # Nobody is told of what looks like spam.
        "alert": requests.filter(lead__held_because="").exclude(deliveries__kind=Delivery.Kind.STAFF_ALERT),
    }.items():
        for number in missing.values_list("pk", flat=True):
            yield f"Request {number} has no {what}"


def _leads_without_requests(_now: datetime) -> Differences:
    for number in Lead.objects.filter(requests__isnull=True).order_by("pk").values_list("pk", flat=True):
        yield f"Lead {number} has no request"


def _spooled(now: datetime) -> Differences:
    for path in spool.waiting():
        match = spool.NAME.search(path.name)
        if match and ConsultationRequest.objects.filter(key=UUID(match["key"])).exists():
            yield f"{path.name} is in the database already"
        elif now - spool.waiting_since(path) > SETTLED:
            yield f"{path.name} still waits for the database"
    for path in spool.set_apart():
        yield f"{path.name} was set aside: manage.py replay --aside tries it again"


def _deliveries(now: datetime) -> Differences:
    stuck = Q(state=Delivery.State.WAITING, leased_until__lt=now - SETTLED)
    for number in Delivery.objects.filter(stuck).order_by("pk").values_list("pk", flat=True):
        yield f"Delivery {number} was taken by a worker that did not come back"
    unsent = Q(state=Delivery.State.WAITING, created_at__lt=now - LONG_UNSENT)
    for number in Delivery.objects.filter(unsent).order_by("pk").values_list("pk", flat=True):
        yield f"Delivery {number} has been unsent for over a day"
    for number in Delivery.objects.filter(state=Delivery.State.DEAD).values_list("pk", flat=True):
        yield f"Delivery {number} was given up"


def _photos(now: datetime) -> Differences:
    # Rows first: a file is written before its row.
    named = dict(Photo.objects.values_list("file", "pk"))
    settled = photo_files.kept_before(now - SETTLED)
    for name in sorted(named.keys() - {path.name for path in photo_files.kept()}):
        yield f"Photo {named[name]} has no file"
    for name in sorted(settled - named.keys()):
        yield f"The photo file {name} belongs to no request"


COMPARISONS: list[Callable[[datetime], Differences]] = [
    _incomplete_requests,
    _leads_without_requests,
    _spooled,
    _deliveries,
    _photos,
]
