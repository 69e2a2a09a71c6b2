"""What the form can fill in by itself: a fresh key, where the visitor came from, what they chose."""

from __future__ import annotations

import re
import uuid
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.http import HttpRequest
from django.utils import timezone

from leads.models import Noticed
from leads.spam import stamps

CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
TREATMENT_PAGE = re.compile(r"/treatments/(?P<slug>[a-z0-9-]+)/$")


def initial(request: HttpRequest) -> dict[str, str]:
    """Initial values of the form on this visit."""
    came_from = _page_before(request)
    is_ours = came_from.netloc == request.get_host()
    landing_page = request.GET.get("from") or (came_from.path if is_ours else request.path)
    treatment_page = TREATMENT_PAGE.search(landing_page)
    noticed = request.GET.get("noticed", "")
    return {
        "request_key": str(uuid.uuid4()),
        "stamp": stamps.new(timezone.now()),
        "landing_page": landing_page,
        "referrer": "" if is_ours else came_from.geturl(),
        "noticed": noticed if noticed in Noticed.values else "",
        "treatment": request.GET.get("treatment") or (treatment_page["slug"] if treatment_page else ""),
        **_campaign(request, came_from.query if is_ours else ""),
    }


def _page_before(request: HttpRequest) -> SplitResult:
    """The address of the page before, in its parts; empty when it is none."""
    try:
        return urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return urlsplit("")


def _campaign(request: HttpRequest, earlier_query: str) -> dict[str, str]:
    """The campaign named in this address, or in that of the page before it."""
    earlier = parse_qs(earlier_query)
    return {name: request.GET.get(name) or next(iter(earlier.get(name, [])), "") for name in CAMPAIGN}
