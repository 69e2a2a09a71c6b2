"""The staff screens as a site: what was typed outlives the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from clinic import enrolment
from clinic.forms import SignInForm

View = TypeVar("View", bound=Callable[..., Any])
# The field of the sign-in form that carries what was typed.
TYPED = "typed"
# Never carried on: tokens, and whatever holds a secret.
SECRET = ("csrfmiddlewaretoken", "password", "code")


class StaffSite(AdminSite):
    """The admin, which loses nothing that was typed when a session has ended meanwhile."""

    login_form = SignInForm

    @cached_property
    def _open_to_all(self) -> set[str]:
        """What a manager may open who still owes a second factor."""
        names = ("second_factor", "second_factor_drawing", "logout", "jsi18n")
        return {reverse(f"admin:{name}", current_app=self.name) for name in names}

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002  Django's signature
        """The view for staff; a form sent by someone signed out waits in the sign-in form."""
        inner = super().admin_view(view, cacheable)

        def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            typed = "" if request.user.is_authenticated else typed_in(request)
            if typed:
                return self._ask_to_sign_in(request, typed, request.get_full_path())
            if request.path not in self._open_to_all and enrolment.owes_second_factor(request):
                return HttpResponseRedirect(reverse("admin:second_factor", current_app=self.name))
            answer: HttpResponse = inner(request, *args, **kwargs)
            return answer

        return cast("View", update_wrapper(for_staff, inner))

    def get_urls(self) -> list[Any]:
        """Django's, and the page for one's own second factor."""
        views = {
            "": (self.second_factor, "second_factor"),
            "drawing.svg": (self.drawing, "second_factor_drawing"),
        }
        own = [
            path(f"second-factor/{route}", self.admin_view(view), name=name)
            for route, (view, name) in views.items()
        ]
        return [*own, *super().get_urls()]

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Turn one's own second factor on or off."""
        codes, problem = enrolment.change(request) if request.method == "POST" else ([], "")
        context = {
            **self.each_context(request),
            **enrolment.state(cast("User", request.user)),
            "title": gettext("Second factor"),
            "codes": codes,
            "problem": problem,
            "must_have": enrolment.owes_second_factor(request),
        }
        return TemplateResponse(request, "admin/second_factor.html", context, status=422 if problem else 200)

    def drawing(self, request: HttpRequest) -> HttpResponse:
        """The secret for a phone's camera."""
        return enrolment.drawing(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in, and then show what waited to be sent."""
        typed = request.POST.get(TYPED, "")
        answer = super().login(request, {**(extra_context or {}), TYPED: typed})
        is_signed_in = typed and isinstance(answer, HttpResponseRedirect)
        return self._offer_to_send(request, answer["Location"], typed) if is_signed_in else answer

    def stale_form(self, request: HttpRequest) -> HttpResponse | None:
        """A form whose token no longer fits, after signing in elsewhere; None where it may not be ours.

        Browsers say where a form was sent from, and no page can forge it.
        """
        if request.headers.get("Sec-Fetch-Site") != "same-origin":
            return None
        is_sign_in = request.path == reverse("admin:login", current_app=self.name)
        typed = request.POST.get(TYPED, "") if is_sign_in else typed_in(request)
        address = self._next(request) if is_sign_in else request.get_full_path()
        if not (typed or is_sign_in):
            return None
        if not request.user.is_authenticated:
            return self._ask_to_sign_in(request, typed, address)
        return self._offer_to_send(request, address, typed) if typed else HttpResponseRedirect(address)

    def _next(self, request: HttpRequest) -> str:
        """Where the sign-in leads, if it is a page of ours."""
        address = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        return address if is_ours else reverse("admin:index", current_app=self.name)

    def _ask_to_sign_in(self, request: HttpRequest, typed: str, address: str) -> HttpResponse:
        context = {
            **self.each_context(request),
            "title": gettext("Staff sign-in"),
            "form": SignInForm(request),
            "app_path": reverse("admin:login", current_app=self.name),
            "next": address,
            TYPED: typed,
        }
        return TemplateResponse(request, "admin/login.html", context, status=403)

    def _offer_to_send(self, request: HttpRequest, address: str, typed: str) -> HttpResponse:
        fields = [(name, value) for name, values in QueryDict(typed).lists() for value in values]
        context = {
            **self.each_context(request),
            "title": gettext("Nothing is saved yet"),
            "address": address,
            "fields": fields,
            # What holds a blank was written by a person; the rest are choices and counters.
            "written": [value for _name, value in fields if len(value.split()) > 1],
        }
        return TemplateResponse(request, "admin/unsent.html", context)


def typed_in(request: HttpRequest) -> str:
    """What a sent form holds, to be sent again; nothing where there is no form."""
    kept = request.POST.copy()
    for name in request.POST:
        if any(secret in name for secret in SECRET):
            del kept[name]
    return kept.urlencode()


def staff_site() -> StaffSite:
    """The site of the staff screens."""
    return cast("StaffSite", admin.site)
