"""The secret address of an enquirer's own page."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

from leads.models import ConsultationRequest

# As long as the request itself is kept.
KEPT_FOR = timedelta(days=365)
_signer = signing.Signer(salt="leads.own_page", sep=".")


def address_for(request: ConsultationRequest) -> str:
    """The page's address: the same each time, and signed with 256 bits, so that nobody can guess it."""
    return reverse("leads:own_page", args=[_signer.sign(request.key.hex)])


def find(secret: str, now: datetime) -> ConsultationRequest | None:
    """The request an address stands for; None when it is wrong, expired or erased."""
    try:
        key = uuid.UUID(_signer.unsign(secret))
    except (signing.BadSignature, ValueError):
        return None
    found = ConsultationRequest.objects.select_related("lead", "treatment")
    return found.filter(key=key, received_at__gt=now - KEPT_FOR).first()
