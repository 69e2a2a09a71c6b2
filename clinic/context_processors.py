"""What every template can lean on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from clinic.signboard import Signboard


def clinic(request: HttpRequest) -> dict[str, Any]:
    """The clinic, and the way to the form from the page that is being read."""
    return {
        "clinic": SimpleLazyObject(Signboard.of_today),
        "consultation_url": consultation_url(request.path),
        "site_root": settings.SITE_URL,
    }


def consultation_url(path: str) -> str:
    """The form's address; it remembers which page the visitor came from."""
    form = reverse("leads:consultation")
    if path.startswith(form):
        return form
    return f"{form}?{urlencode({'from': path})}"
