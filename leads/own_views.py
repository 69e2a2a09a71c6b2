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
from leads import consent, own_actions, own_address, own_page, redraw
from leads.models import ConsultationRequest, Photo
from leads.origin import is_foreign
from leads.own_copy import copy_of
from leads.own_forms import MessageForm, PhotosForm, WishesForm
from leads.photo_response import show_photo
from leads.uploads import InMemoryUpload

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


@for_enquirer("GET", "HEAD")
def show(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Where the request stands, and what can be done about it."""
    return _page(request, asked)


@for_enquirer("POST")
def message(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Keep a message."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, status=422, message_form=form)
    try:
        own_actions.add_message(request=asked, message=form.cleaned_data["message"], at=timezone.now())
    except own_actions.NoRoomLeft:
        form.add_error("message", gettext("This page holds no more messages. Please call us instead"))
        return _page(request, asked, status=422, message_form=form)
    return _back(asked, "message")


@for_enquirer("POST")
def photos(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Keep the photos that can be kept, and say what is wrong with the others."""
    form = PhotosForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    is_kept = not form.kept or _keep(asked, form)
    if not is_valid or not is_kept:
        return _page(request, asked, status=422, photos_form=form)
    return _back(asked, "photos")


def _keep(asked: ConsultationRequest, form: PhotosForm) -> bool:
    """Keep what can be kept; otherwise the form says why not."""
    wording = consent.photos(ClinicProfile.objects.current().name)
    language = (get_language() or "en").split("-")[0]
    try:
        own_actions.keep_photos(
            request=asked, photos=form.kept, agreed=wording, language=language, at=timezone.now()
        )
    except own_actions.NoRoomLeft:
        form.add_error("photos", own_page.room_label(Photo.MOST - asked.photos.count()))
    except OSError as error:
        logger.error("Photos could not be kept: %s", type(error).__name__)  # noqa: TRY400  its words name a file
        form.add_error("photos", gettext("We could not keep your photos. Send them again in a few minutes"))
    return not form.errors


@for_enquirer("GET", "HEAD")
def photo(request: HttpRequest, asked: ConsultationRequest, number: int) -> HttpResponse:
    """One of their photos."""
    kept = asked.photos.filter(number=number).first()
    if kept is None:
        raise Http404
    return show_photo(kept)


@for_enquirer("POST")
def remove_photo(request: HttpRequest, asked: ConsultationRequest, number: int) -> HttpResponse:
    """Take one of their photos away."""
    own_actions.remove_photo(request=asked, number=number)
    return _back(asked, "removed")


@for_enquirer("POST")
def wishes(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Answer in another way, or at another time."""
    form = WishesForm(request.POST, asked=asked)
    if not form.is_valid():
        return _page(request, asked, status=422, wishes_form=form)
    own_actions.change_wishes(request=asked, at=timezone.now(), **form.cleaned_data)
    return _back(asked, "wishes")


@for_enquirer("POST")
def stop(request: HttpRequest, asked: ConsultationRequest) -> HttpResponse:
    """Get in touch no more."""
    own_actions.stop_contact(request=asked, at=timezone.now())
    return _back(asked, "stopped")


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


def _back(asked: ConsultationRequest, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{own_address.address_for(asked)}?done={done}", status=303)


def _page(
    request: HttpRequest, asked: ConsultationRequest, *, status: int = 200, **forms: Any
) -> HttpResponse:
    clinic = ClinicProfile.objects.current()
    context = {
        "page": own_page.page_for(asked, clinic, timezone.now()),
        "done": own_page.done_label(request.GET.get("done", "")),
        "photos_wording": consent.photos(clinic.name).text,
        "message_form": MessageForm(),
        "photos_form": PhotosForm(),
        "wishes_form": WishesForm(asked=asked),
        **forms,
    }
    return _plain(request, "leads/own_page.html", context, status)


def _plain(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page whose way to the form does not carry its own address, which is a secret."""
    context["consultation_url"] = reverse("leads:consultation")
    return TemplateResponse(request, template, context, status=status)
