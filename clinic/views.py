"""Home, legal pages, errors, and what machines ask."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from clinic.database import refusal_to_write
from clinic.models import ClinicProfile, Person
from clinic.pictures import picture_of
from clinic.sharing import site_card
from clinic.signboard import Signboard
from clinic.site import staff_site
from leads import health, reconcile
from leads.models import Noticed
from treatments import pages


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page."""
    patterns = [(value, label, pages.about_pattern(value)) for value, label in Noticed.choices]
    context = {
        **pages.home(Signboard.for_page(request)),
        "people": Person.objects.shown(),
        "patterns": patterns,
    }
    return TemplateResponse(request, "home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we ask, why, how long we keep it, and your choices."""
    return TemplateResponse(request, "privacy.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps robots out until the clinic is live, and away from forms and staff pages always."""
    closed = ClinicProfile.objects.current().is_preview
    lines = ["User-agent: *"]
    if closed:
        lines += ["Disallow: /"]
    else:
        lines += ["Disallow: /admin/", "Disallow: /consultation/received/", "Disallow: /chat/"]
        lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address whatever the page says."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))


@cache_control(public=True, max_age=60 * 60)
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture that stands for our pages where people share them."""
    return HttpResponse(picture_of(site_card(Signboard.of_today())), content_type="image/png")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests can be kept and the worker is at work; 503 with the reason otherwise.

    Messages that a mail server refuses are counted, and are no reason to send visitors elsewhere.
    """
    refusal = refusal_to_write()
    if refusal:
        return JsonResponse({"database": refusal}, status=503)
    now = timezone.now()
    problem = health.queue_problem() or health.spool_problem(now)
    report = {"database": "ok", "queue": problem or "ok", **asdict(health.queue(now))}
    report |= {**asdict(health.spooled()), "differences": len(reconcile.last_run()["differences"])}
    return JsonResponse(report, status=503 if problem else 200)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed."""
    return _error(request, 403)


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits; on a public page, which has none, anything that was sent."""
    if request.path.startswith(reverse("admin:index")):
        return staff_site().stale_form(request) or render(request, "403_csrf.html", status=403)
    return HttpResponseNotAllowed(["GET", "HEAD"])


def too_many_tries(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Wrong passwords in a row: when to try once more."""
    response = _error(request, 429)
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side. The page leans on nothing that may be broken too."""
    try:
        return _error(request, 500)
    except Exception:  # noqa: BLE001  whatever broke the page may break this one as well
        return HttpResponse(
            render_to_string("500.html", {"clinic": ClinicProfile.objects.last_known}), status=500
        )


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)
