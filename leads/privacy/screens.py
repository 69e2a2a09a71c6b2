"""Staff screens about a person's data: take it out, erase it, stop news; and who looked, erased and tidied."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from leads import actions
from leads.models import Access, Erasure, Lead, RetentionRun
from leads.privacy import access, erasure, export
from leads.privacy.persons import person_of


class PersonScreens(admin.ModelAdmin[Lead]):
    """What managers do with a person's data. Deleting a lead erases it as thoroughly."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/export/", view(self.export_view), name="leads_lead_export"),
            path("<path:object_id>/erase/", view(self.erase_view), name="leads_lead_erase"),
            path("<path:object_id>/stop-news/", view(self.stop_news_view), name="leads_lead_stop_news"),
            *super().get_urls(),
        ]

    def delete_model(self, request: HttpRequest, obj: Lead) -> None:
        erasure.erase_leads(leads=[obj], by=_staff(request), at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Lead]) -> None:
        erasure.erase_leads(leads=queryset, by=_staff(request), at=timezone.now())

    def export_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything about the person, as a file."""
        lead = self._lead_for(request, object_id, "leads.export_person")
        if request.method != "POST":
            return _page_of(lead)
        person, now = person_of(lead), timezone.now()
        content = export.archive(person, at=now)
        numbers = [theirs.pk for theirs in person.leads]
        access.note(Access.What.EXPORTED, leads=numbers, by=_staff(request), at=now)
        file = {"Content-Disposition": f'attachment; filename="{lead.reference}.zip"'}
        return HttpResponse(content, content_type="application/zip", headers=file)

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask once more, then erase the person."""
        lead = self._lead_for(request, object_id, "leads.delete_lead")
        if request.method != "POST":
            access.note_glimpse(leads=[lead.pk], by=_staff(request), at=timezone.now())
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Erase this person"),
                "lead": lead,
                "leads": person_of(lead).leads,
            }
            return TemplateResponse(request, "admin/leads/erase.html", context)
        count = erasure.erase_person(lead=lead, by=_staff(request), at=timezone.now())
        words = ngettext("Erased: %(count)s lead.", "Erased: %(count)s leads.", count)
        messages.success(request, words % {"count": count})
        return HttpResponseRedirect(reverse("admin:leads_lead_changelist"))

    def stop_news_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The person wants no more news."""
        lead = self._lead_for(request, object_id, "leads.work_lead")
        if request.method == "POST":
            try:
                actions.withdraw_marketing(lead=lead, by=_staff(request), at=timezone.now())
            except actions.NothingToChange:
                messages.info(request, gettext("They get no news: nothing was changed."))
            else:
                messages.success(request, gettext("No more news for them. Their request stays."))
        return _page_of(lead)

    def _lead_for(self, request: HttpRequest, object_id: str, permission: str) -> Lead:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        lead = self.get_object(request, unquote(object_id))
        if lead is None:
            raise Http404
        return lead


class Ledger(admin.ModelAdmin[Any]):
    """Written by the program, read by managers, changed by nobody."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Access)
class AccessAdmin(Ledger):
    """Who opened, took out or erased which lead."""

    list_display = ["at", "what", "by", "lead_number"]
    list_filter = ["what", "by"]
    list_select_related = ["by"]
    search_fields = ["=lead_number"]
    search_help_text = _("The number of a lead")


@admin.register(Erasure)
class ErasureAdmin(Ledger):
    """Who was erased, as nothing but a moment."""

    list_display = ["erased_at", "by"]
    list_select_related = ["by"]
    fields = ["erased_at", "by"]


@admin.register(RetentionRun)
class RetentionRunAdmin(Ledger):
    """What the nights tidied away."""

    list_display = ["ran_at", "erased", "trimmed", "left", "refused_because"]


def _page_of(lead: Lead) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
