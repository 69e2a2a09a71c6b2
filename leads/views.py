"""The consultation form and its receipt."""

from __future__ import annotations

import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clinic.models import ClinicProfile
from leads import prefill, receipts
from leads.actions import record_request
from leads.forms import ConsultationForm
from leads.models import ConsultationRequest
from leads.origin import is_foreign

logger = logging.getLogger(__name__)


@csrf_exempt  # leads.origin checks where the form was sent from, without a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what is sent, and lead on to the receipt."""
    clinic_name = ClinicProfile.objects.current().name
    if request.method == "POST":
        return _receive(request, ConsultationForm(request.POST, clinic_name=clinic_name))
    form = ConsultationForm(clinic_name=clinic_name, initial=prefill.initial(request))
    return _page(request, form, status=200)


def _receive(request: HttpRequest, form: ConsultationForm) -> HttpResponse:
    is_valid = form.is_valid()
    if is_foreign(request):
        form.add_error(None, gettext("This was sent from another site. Check it, then send it from here"))
        return _page(request, form, status=403)
    if not is_valid:
        return _page(request, form, status=422)
    try:
        kept = _keep(form)
    except Error as error:
        # The error's own words may quote what was typed, so only its name is kept.
        logger.error("A request could not be kept: %s", type(error).__name__)  # noqa: TRY400
        form.add_error(None, gettext("We could not keep your request. Send it again, or call us"))
        return _page(request, form, status=503)
    return HttpResponseRedirect(receipts.address_for(kept.key), status=303)


def _keep(form: ConsultationForm) -> ConsultationRequest:
    return record_request(
        asked=form.asked,
        agreed=form.agreed,
        came_from=form.came_from,
        request_key=form.cleaned_data["request_key"],
        held_because=gettext("A field that people cannot see was filled in") if form.looks_automatic else "",
        received_at=timezone.now(),
    )


@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The receipt; or, when its address is wrong or old, how to reach us instead."""
    token = request.GET.get("receipt", "")
    kept = receipts.find(token) if token else None
    now = timezone.now()
    receipt = receipts.receipt_for(kept, ClinicProfile.objects.current(), now) if kept else None
    status = 404 if token and not kept else 200
    return TemplateResponse(request, "leads/received.html", {"receipt": receipt}, status=status)


def _page(request: HttpRequest, form: ConsultationForm, *, status: int) -> HttpResponse:
    return TemplateResponse(request, "leads/consultation.html", {"form": form}, status=status)
