"""The page on which people turn their second factor on and off."""

from __future__ import annotations

import django_otp
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from clinic import second_factor
from clinic.models import ClinicProfile


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether this person must turn it on first: a manager, once the site is live."""
    user = request.user
    if getattr(user, "otp_device", None) or not user.has_perm("clinic.go_live"):
        return False
    return not ClinicProfile.objects.current().is_preview


def drawing(request: HttpRequest) -> HttpResponse:
    """The secret for a phone's camera, while it is not confirmed yet."""
    user = _staff(request)
    if second_factor.is_on(user):
        raise Http404
    content = second_factor.drawing_of(second_factor.begin(user))
    return HttpResponse(content, content_type="image/svg+xml")


@sensitive_post_parameters("code")
def change(request: HttpRequest) -> tuple[list[str], str]:
    """Do what was asked; gives the new recovery codes, and what is wrong."""
    user, code = _staff(request), request.POST.get("code", "")
    try:
        return _changed(request, user, request.POST.get("what", ""), code), ""
    except second_factor.WrongCode:
        return [], gettext("The code does not fit. Wait for the next one in your app, then enter that")


def _changed(request: HttpRequest, user: User, what: str, code: str) -> list[str]:
    if what == "on":
        device, codes = second_factor.turn_on(user=user, code=code, session_key=request.session.session_key)
        django_otp.login(request, device)
        return codes
    if what not in {"renew", "off"}:
        raise BadRequest("Nothing was asked")
    second_factor.passed_by(user, code)
    if what == "renew":
        return second_factor.renew_codes(user=user)
    second_factor.turn_off(users=User.objects.filter(pk=user.pk))
    messages.success(request, gettext("Your second factor is off."))
    return []


def state(user: User) -> dict[str, object]:
    """What the page shows of this person."""
    if second_factor.is_on(user):
        return {"is_on": True, "codes_left": second_factor.codes_left(user), "secret": ""}
    device = second_factor.begin(user)
    return {"is_on": False, "codes_left": 0, "secret": second_factor.secret_of(device)}


def _staff(request: HttpRequest) -> User:
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return User.objects.get(pk=user.pk)
