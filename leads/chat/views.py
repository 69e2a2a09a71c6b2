"""The WhatsApp link of our pages: counts the press, and leads on to a chat with a code in it."""

from __future__ import annotations

import re

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic import known, outage
from leads import prefill, text, traces
from leads.asked import ORIGIN, CameFrom
from leads.chat import codes

LONGEST = {"landing_page": 300, "referrer": 300}
ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp/", re.IGNORECASE)


@never_cache
@require_safe
def chat(request: HttpRequest) -> HttpResponse:
    """Lead on to WhatsApp, whatever happens to the code."""
    answer = HttpResponseRedirect(known.profile().whatsapp_url_with(_code(request)))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _code(request: HttpRequest) -> str:
    is_looked_at = request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", "")
    is_robot = bool(ROBOTS.search(request.headers.get("User-Agent", "")))
    if is_looked_at or is_robot or outage.writing.is_on:
        return ""
    try:
        return codes.press(
            came_from=_came_from(request), network=traces.network_of(request), at=timezone.now()
        )
    except Error:
        return ""


def _came_from(request: HttpRequest) -> CameFrom:
    told = prefill.initial(request)
    return CameFrom(**{name: text.one_line(told[name])[: LONGEST.get(name, 120)] for name in ORIGIN})
