"""The consultation form and its receipt."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clinic import known
from leads import prefill, receipts, screening
from leads.asked import keys_of
from leads.forms import ConsultationForm
from leads.origin import is_foreign
from leads.own import address as own_address
from leads.waiting import intake
from leads.waiting.parcels import Parcel
from leads.waiting.spool import NoPlaceLeft


@csrf_exempt  # leads.origin checks where the form was sent from, without a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what is sent, and lead on to the receipt."""
    clinic_name = known.profile().name
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
        key = intake.take_in(_parcel(request, form))
    except NoPlaceLeft:
        form.add_error(None, gettext("We could not keep your request. Send it again, call us or write to us"))
        return _page(request, form, status=503)
    return HttpResponseRedirect(receipts.address_for(key), status=303)


def _parcel(request: HttpRequest, form: ConsultationForm) -> Parcel:
    now = timezone.now()
    found = screening.screen(
        request, form.asked, stamp=form.cleaned_data["stamp"], is_trapped=form.looks_automatic, now=now
    )
    return Parcel(
        asked=form.asked,
        agreed=form.agreed,
        came_from=form.came_from,
        received_at=now,
        keys=keys_of(form.asked, form.cleaned_data["request_key"], now),
        screened=found,
    )


@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The receipt; or, when its address is wrong or old, how to reach us instead."""
    token = request.GET.get("receipt", "")
    key = receipts.key_in(token) if token else None
    try:
        kept = intake.find(key) if key else None
    except intake.CannotLook:
        return TemplateResponse(request, "leads/received.html", {"receipt": None, "is_safe": True})
    context = {
        "receipt": receipts.receipt_for(kept, known.profile(), timezone.now()) if kept else None,
        # Not while the request waits for the database: its page could not be read.
        "own_page": own_address.address_for(kept) if kept and kept.pk else "",
        "is_safe": False,
    }
    return TemplateResponse(
        request, "leads/received.html", context, status=404 if token and not kept else 200
    )


def _page(request: HttpRequest, form: ConsultationForm, *, status: int) -> HttpResponse:
    context = {"form": form, "was_not_kept": status == HTTPStatus.SERVICE_UNAVAILABLE}
    return TemplateResponse(request, "leads/consultation.html", context, status=status)
