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
    signboard: Any = SimpleLazyObject(lambda: Signboard.of_today(chat_address(request)))
    return {
        **clinic_context(signboard),
        "consultation_url": consultation_url(request.path, request.GET.get("noticed", "")),
        "site_root": settings.SITE_URL,
    }


def chat_address(request: HttpRequest) -> str:
    """Our address of the chat, which remembers the page; none where a form has just failed.

    The address of somebody's own page is a secret, so it is not passed on.
    """
    if request.method != "GET":
        return ""
    page = {} if "/request/" in request.path else {"from": request.path}
    return f"{reverse('leads:chat')}?{urlencode(page)}"


def consultation_url(path: str, noticed: str = "") -> str:
    """The form's address; it remembers the page the visitor came from, and the head they chose."""
    form = reverse("leads:consultation")
    if path.startswith(form):
        return form
    query = {"from": path, **({"noticed": noticed} if noticed else {})}
    return f"{form}?{urlencode(query)}"
