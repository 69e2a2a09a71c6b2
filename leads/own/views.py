"""The enquirer's own page, and what can be done there. Every address holds a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinic.models import ClinicProfile
from leads import consent
from leads.models import ConsultationRequest, Photo
from leads.origin import is_foreign
from leads.own import actions as own_actions
from leads.own import address as own_address
from leads.own import page as own_page
from leads.own.copy import copy_of
from leads.own.forms import WISHES, OwnForm
from leads.photos import redraw
from leads.photos.response import show_photo
from leads.photos.uploads import InMemoryUpload

logger = logging.getLogger(__name__)
OwnView = Callable[..., HttpResponse]


def for_enquirer(*methods: str) -> Callable[[OwnView], OwnView]:
    """Finds the request behind the secret; a wrong and an expired one look the same."""

    def wrap(view: OwnView) -> OwnView:
        @csrf_exempt  # the secret stands in for a session, and leads.origin for a token
        @never_cache
        @require_http_methods([*methods])
        @wraps(view)
        def answer(request: HttpRequest, secret: str, **others: Any) -> HttpResponse:
            request.upload_handlers = [
                InMemoryUpload(request, most_files=Photo.MOST, most_bytes=redraw.MOST_BYTES)
            ]
            asked = own_address.find(secret, timezone.now())
            if asked is None:
                response = _plain(request, "leads/own_page_gone.html", {}, 404)
            elif request.method == "POST" and is_foreign(request):
                response = _page(request, asked, status=403)
            else:
                response = view(request, asked, **others)
            # The address is a secret: no page it leads to may learn it.
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return answer

    return wrap


@for_enquirer("GET", "HEAD", "POST")
def show(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Where the request stands, and what can be done about it."""
    if request.method != "POST":
        return _page(request, asked)
    deed, _dash, number = request.POST.get("do", "").partition("-")
    if deed == "remove" and number.isdecimal():
        own_actions.remove_photo(request=asked, number=int(number[:2]))
        return _page(request, asked, form=_unjudged(request, asked), done="removed")
    if deed == "stop":
        own_actions.stop_contact(request=asked, at=timezone.now())
        return _page(request, asked, form=_unjudged(request, asked), done="stopped")
    return _receive(request, asked, OwnForm(request.POST, request.FILES, asked=asked))


def _unjudged(request: HttpRequest, asked: ConsultationRequest) -> OwnForm:
    """What was typed, before anybody says that it is finished."""
    form = OwnForm(asked=asked)
    form.initial.update({name: request.POST[name] for name in ("message", *WISHES) if name in request.POST})
    return form


def _receive(request: HttpRequest, asked: ConsultationRequest, form: OwnForm) -> HttpResponse:
    """Keep each part that can be kept, and show what is wrong with the others."""
    form.is_valid()
    is_kept = [_keep_message(asked, form), _keep_photos(asked, form), _keep_wishes(asked, form)]
    done = "sent" if any(is_kept) else ""
    if form.errors:
        return _page(request, asked, status=422, form=form, done=done)
    return HttpResponseRedirect(f"{own_address.address_for(asked)}?done={done}", status=303)


def _keep_message(asked: ConsultationRequest, form: OwnForm) -> bool:
    message = form.cleaned_data.get("message")
    if not message:
        return False
    try:
        own_actions.add_message(request=asked, message=message, at=timezone.now())
    except own_actions.NoRoomLeft:
        form.add_error("message", gettext("This page holds no more messages. Please call us instead"))
        return False
    form.forget("message")
    return True


def _keep_photos(asked: ConsultationRequest, form: OwnForm) -> bool:
    wording = consent.photos(ClinicProfile.objects.current().name)
    language = (get_language() or "en").split("-")[0]
    if not form.drawn:
        return False
    try:
        own_actions.keep_photos(
            request=asked, photos=form.drawn, agreed=wording, language=language, at=timezone.now()
        )
    except own_actions.NoRoomLeft:
        form.add_error("photos", own_page.room_label(Photo.MOST - asked.photos.count()))
    except OSError as error:
        logger.error("Photos could not be kept: %s", type(error).__name__)  # noqa: TRY400  its words name a file
        form.add_error("photos", gettext("We could not keep your photos. Send them again in a few minutes"))
    else:
        return True
    return False


def _keep_wishes(asked: ConsultationRequest, form: OwnForm) -> bool:
    wishes = form.new_wishes
    if wishes:
        own_actions.change_wishes(request=asked, at=timezone.now(), **wishes)
    return bool(wishes)


@for_enquirer("GET", "HEAD")
def photo(request: HttpRequest, asked: ConsultationRequest, number: int) -> HttpResponse:
    """One of their photos."""
    kept = asked.photos.filter(number=number).first()
    if kept is None:
        raise Http404
    return show_photo(kept.file)


@for_enquirer("GET", "HEAD", "POST")
def erase(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Ask once more, then erase the request and all that came with it."""
    context = {"address": own_address.address_for(asked), "is_done": request.method == "POST"}
    if request.method == "POST":
        context["has_more_requests"] = own_actions.erase(request=asked, at=timezone.now())
    return _plain(request, "leads/own_erase.html", context)


@for_enquirer("GET", "HEAD")
def download(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Everything they sent, as a file."""
    name = f"{asked.lead.reference}.zip"
    response = HttpResponse(copy_of(asked), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(
    request: HttpRequest,
    asked: ConsultationRequest,
    *,
    status: int = 200,
    form: OwnForm | None = None,
    done: str = "",
) -> HttpResponse:
    clinic = ClinicProfile.objects.current()
    context = {
        "page": own_page.page_for(asked, clinic, timezone.now()),
        "done": own_page.done_label(done or request.GET.get("done", "")),
        "photos_wording": consent.photos(clinic.name).text,
        "form": form or OwnForm(asked=asked),
    }
    return _plain(request, "leads/own_page.html", context, status)


def _plain(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page whose way to the form does not carry its own address, which is a secret."""
    context["consultation_url"] = reverse("leads:consultation")
    return TemplateResponse(request, template, context, status=status)
