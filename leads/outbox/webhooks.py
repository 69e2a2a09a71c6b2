"""Tells another program that a request is waiting: its reference and where to open it, and nothing of anybody."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.urls import reverse

from leads.models import Delivery

PATIENCE_SECONDS = 10


class NotTaken(OSError):
    """The other program could not be reached, or did not take it."""


class _NoRedirects(HTTPRedirectHandler):
    """Where the operator did not send it, it does not go."""

    def redirect_request(self, *_about: Any) -> None:
        return None


def call(delivery: Delivery) -> None:
    """Post the news once. The same delivery carries the same id at every attempt.

    Raises:
        NotTaken: anything but a 2xx answer came back, or nothing did.
    """
    request = Request(  # noqa: S310  the setting is refused unless it starts with https://
        settings.ALERT_WEBHOOK_URL,
        data=json.dumps(_news(delivery)).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE_SECONDS):
            pass
    except (OSError, HTTPException) as error:
        raise NotTaken(type(error).__name__) from error


def _news(delivery: Delivery) -> dict[str, str]:
    lead = delivery.request.lead
    return {
        "id": f"{delivery.request.key.hex}.{delivery.event_id or 0}",
        "what": "request-waiting",
        "reference": lead.reference,
        "open": settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk]),
        "received_at": delivery.created_at.isoformat(),
        "reply_due_at": lead.reply_due_at.isoformat(),
    }
