"""Joining and splitting in the admin: a page that says what will happen, and the button that does it."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext

from leads.joining import actions as joining
from leads.models import ConsultationRequest, Lead
from leads.privacy import access

Row = TypeVar("Row")


class Screens(Protocol):
    """What these pages need of the screens they stand among."""

    admin_site: AdminSite
    opts: Any


class JoiningViews:
    """The two pages, beside a lead's own."""

    def __init__(self, screens: Screens) -> None:
        self.screens = screens

    def urls(self) -> list[URLPattern]:
        """Their addresses, below the list of leads."""
        view = self.screens.admin_site.admin_view
        return [
            path("<int:pk>/merge/", view(self.merge), name="leads_lead_merge"),
            path("<int:pk>/split/<int:request_pk>/", view(self.split), name="leads_lead_split"),
        ]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which lead is to become part of this one, then what that does, then do it."""
        staff, lead = _staff(request), _found(Lead.objects.filter(pk=pk).first())
        wanted = (request.POST or request.GET).get("with", "")
        other = Lead.objects.exclude(pk=pk).by_reference(wanted)
        if other is None:
            messages.error(request, gettext("There is no other lead with this reference."))
            return _back_to(lead)
        if request.method != "POST":
            access.note_glimpse(leads=[lead.pk, other.pk], by=staff, at=timezone.now())
            return self._ask(request, "admin/leads/merge.html", lead=lead, other=other)
        try:
            joining.merge_leads(lead=lead, other=other, by=staff, at=timezone.now())
        except joining.CannotJoin:
            messages.error(request, gettext("Nothing was joined: a colleague was quicker."))
        else:
            messages.success(request, gettext("The two leads are one."))
        return _back_to(lead)

    def split(self, request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
        """What splitting does, then do it."""
        staff, lead = _staff(request), _found(Lead.objects.filter(pk=pk).first())
        sent = _found(ConsultationRequest.objects.filter(pk=request_pk, lead=lead).first())
        if request.method != "POST":
            access.note_glimpse(leads=[lead.pk], by=staff, at=timezone.now())
            former = joining.former_of(lead, sent)
            return self._ask(request, "admin/leads/split.html", lead=lead, sent=sent, former=former)
        try:
            parted = joining.split_request(request=sent, by=staff, at=timezone.now())
        except joining.CannotSplit:
            messages.error(request, gettext("This is all that the lead has: there is nothing to split."))
            return _back_to(lead)
        messages.success(request, gettext("The request has a lead of its own. This is it."))
        return _back_to(parted)

    def _ask(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        site = self.screens.admin_site
        context |= {
            **site.each_context(request),
            "title": gettext("Are you sure?"),
            "opts": self.screens.opts,
        }
        return TemplateResponse(request, template, context)


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not request.user.has_perms(
        ["leads.view_lead", "leads.work_lead"]
    ):
        raise PermissionDenied
    return request.user


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _back_to(lead: Lead) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))
