"""What every template can lean on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from clinic.sharing import clinic_context
from clinic.signboard import Signboard


def clinic(request: HttpRequest) -> dict[str, Any]:
    """The clinic, the way to the form from the page that is being read, and how to show it elsewhere."""
    board: Any = SimpleLazyObject(lambda: Signboard.for_page(request))
    return {
        **clinic_context(board),
        "consultation_url": consultation_url(request.path, request.GET.get("noticed", "")),
        "site_root": settings.SITE_URL,
    }


def consultation_url(path: str, noticed: str = "") -> str:
    """The form's address; it remembers the page the visitor came from, and the head they chose."""
    form = reverse("leads:consultation")
    if path.startswith(form):
        return form
    query = {"from": path, **({"noticed": noticed} if noticed else {})}
    return f"{form}?{urlencode(query)}"
