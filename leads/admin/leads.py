"""Leads in the admin: the list, newest unanswered on top, and one page for everything about a lead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clinic.models import ClinicProfile, calendar
from leads import actions, desk, health
from leads.admin import searching
from leads.chat.admin import ChatViews
from leads.forms import NoteForm, StatusForm
from leads.joining.admin import JoiningViews
from leads.models import Access, Lead, LeadQuerySet, Photo
from leads.photos.response import show_photo
from leads.privacy import access
from leads.privacy.screens import PersonScreens

# What a press on the head of the first column sorts by; until then the newest unanswered stand first.
LONGEST_WAIT = Case(When(status=Lead.Status.NEW, then=F("received_at"))).asc(nulls_last=True)


# The filters in the panel; the status has its tabs.
FILTERS = ("treatment", "contact_method", "language")


class LeadList(ChangeList):
    """Reads the clock, the clinic and its hours once for all rows."""

    searches_by_post = True

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.query_in_address, self.query = self.query, searching.words_in(self.query)
        now, hours, clinic = timezone.now(), calendar(), ClinicProfile.objects.current()
        for lead in self.result_list:
            lead.clock = desk.clock_of(lead, now, hours)
            lead.contacts = desk.contacts(lead, clinic)
        self.numbers = desk.numbers(now, hours)
        self.troubles = health.troubles(now)
        self.shows_waiting = self.filter_params.get("status__exact") == [Lead.Status.NEW]
        self.is_narrowed = any(name.startswith(FILTERS) for name in self.filter_params)


class StatusTabs(admin.ChoicesFieldListFilter):
    """The statuses as tabs above the list."""

    template = "admin/leads/status_tabs.html"


@admin.register(Lead)
class LeadAdmin(PersonScreens):
    """Nothing here is edited: what was sent stays as sent, and what staff do goes through actions."""

    list_display = ["waiting", "person", "asked_about", "reply_by", "status_pill", "received"]
    list_display_links = ["person"]
    list_filter = [
        ("status", StatusTabs),
        ("treatment", admin.RelatedOnlyFieldListFilter),
        "contact_method",
        "language",
    ]
    list_select_related = ["treatment"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["name", "reference"]
    search_help_text = _("Name, number, email or reference")
    actions = ["mark_contacted", "mark_booked", "mark_attended", "mark_lost", "release"]

    @property
    def media(self) -> forms.Media:
        """The list needs one script of Django's: nothing is edited here, so no form needs the others."""
        return forms.Media(js=["admin/js/actions.js"])

    def get_queryset(self, request: HttpRequest) -> LeadQuerySet:
        return Lead.objects.by_urgency().with_latest_request()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LeadList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Numbers and references are found however they are typed."""
        return queryset.matching(searching.words_in(search_term)), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if searching.is_asked(request):
            return searching.lead_on(request)
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Lead | None = None) -> bool:
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever may delete a lead may delete all that hangs on it; none of that is deleted alone."""
        names, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return names, counts, set(), protected

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Whether this person may change a status and write notes."""
        return request.user.has_perm("leads.work_lead")

    @admin.display(description=_("waiting"), ordering=LONGEST_WAIT)
    def waiting(self, lead: Lead) -> str:
        """How long the lead has waited, and whether that is too long."""
        return render_to_string("admin/leads/clock.html", {"clock": lead.clock})  # type: ignore[attr-defined]  # LeadList sets it

    @admin.display(description=_("person"))
    def person(self, lead: Lead) -> str:
        """Name, reference and language."""
        return format_html(
            '<b class="lead-name" dir="auto">{}</b> <small><bdi>{}</bdi> · {}</small>',
            lead.name,
            lead.reference_display,
            lead.get_language_display(),
        )

    @admin.display(description=_("asks about"))
    def asked_about(self, lead: Lead) -> str:
        """What they noticed, and the treatment they named."""
        if lead.status == Lead.Status.HELD:
            return format_html('<span dir="auto">{}</span>', lead.held_because)
        request = lead.latest_request
        noticed = request.get_noticed_display() if request and request.noticed else "–"
        return format_html("{} <small>{}</small>", noticed, lead.treatment.name if lead.treatment else "")

    @admin.display(description=_("reply by"))
    def reply_by(self, lead: Lead) -> str:
        """One tap opens any way that they gave; the one they asked for stands out."""
        context = {"contacts": lead.contacts, "name": lead.name}  # type: ignore[attr-defined]  # LeadList sets them
        return render_to_string("admin/leads/contacts.html", context)

    @admin.display(description=_("status"), ordering="status")
    def status_pill(self, lead: Lead) -> str:
        """The status as a shape, a word and a colour."""
        return format_html('<span class="pill pill--{}">{}</span>', lead.status, lead.get_status_display())

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, lead: Lead) -> str:
        """When the request came, in Dubai time."""
        return date_format(timezone.localtime(lead.received_at), "j M Y, H:i")

    @admin.action(description=_("Release: not spam"), permissions=["work"])
    def release(self, request: HttpRequest, queryset: LeadQuerySet) -> None:
        """People wrote these; others among the chosen stay as they are."""
        self._mark(request, queryset.filter(status=Lead.Status.HELD), Lead.Status.NEW)

    @admin.action(description=_("Mark as contacted"), permissions=["work"])
    def mark_contacted(self, request: HttpRequest, queryset: LeadQuerySet) -> None:
        """Someone has been in touch."""
        self._mark(request, queryset, Lead.Status.CONTACTED)

    @admin.action(description=_("Mark as booked"), permissions=["work"])
    def mark_booked(self, request: HttpRequest, queryset: LeadQuerySet) -> None:
        """A visit is booked."""
        self._mark(request, queryset, Lead.Status.BOOKED)

    @admin.action(description=_("Mark as attended"), permissions=["work"])
    def mark_attended(self, request: HttpRequest, queryset: LeadQuerySet) -> None:
        """The visit has happened."""
        self._mark(request, queryset, Lead.Status.ATTENDED)

    @admin.action(description=_("Mark as lost"), permissions=["work"])
    def mark_lost(self, request: HttpRequest, queryset: LeadQuerySet) -> None:
        """Nothing will come of it."""
        self._mark(request, queryset, Lead.Status.LOST)

    def _mark(self, request: HttpRequest, queryset: LeadQuerySet, status: Lead.Status) -> None:
        changed = 0
        for lead in queryset:
            try:
                actions.change_status(lead=lead, status=status, by=_staff(request), at=timezone.now())
                changed += 1
            except actions.NothingToChange:
                continue
        text = ngettext("%(count)s lead changed.", "%(count)s leads changed.", changed)
        messages.success(request, text % {"count": changed})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/status/", view(self.status_view), name="leads_lead_status"),
            path("<path:object_id>/note/", view(self.note_view), name="leads_lead_note"),
            *JoiningViews(self).urls(),
            *ChatViews(self).urls(),
            path("<path:object_id>/photos/<int:photo_id>/", view(self.photo_view), name="leads_lead_photo"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        lead = self._lead(request, object_id)
        access.note(Access.What.VIEWED, leads=[lead.pk], by=_staff(request), at=timezone.now())
        return self._page(request, lead)

    def status_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change the status, and say who did."""
        lead = self._lead(request, object_id, to_work=True)
        if request.method != "POST":
            return self._back_to(lead)
        form = StatusForm(request.POST, choices=desk.next_statuses(lead))
        if not form.is_valid():
            return self._page_again(request, lead, status_form=form)
        status = form.cleaned_data["status"]
        try:
            actions.change_status(lead=lead, status=status, by=_staff(request), at=timezone.now())
        except actions.NothingToChange:
            messages.info(request, gettext("A colleague was quicker: the lead has this status already."))
        else:
            messages.success(request, gettext("The status is changed."))
        return self._back_to(lead)

    def note_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write a note, and say who did."""
        lead = self._lead(request, object_id, to_work=True)
        if request.method != "POST":
            return self._back_to(lead)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._page_again(request, lead, note_form=form)
        actions.add_note(lead=lead, note=form.cleaned_data["note"], by=_staff(request), at=timezone.now())
        messages.success(request, gettext("The note is kept."))
        return self._back_to(lead)

    def _back_to(self, lead: Lead) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))

    def photo_view(self, request: HttpRequest, object_id: str, photo_id: int) -> HttpResponse:
        """A photo the person sent."""
        lead = self._lead(request, object_id)
        access.note_glimpse(leads=[lead.pk], by=_staff(request), at=timezone.now())
        return show_photo(get_object_or_404(Photo, pk=photo_id, request__lead=lead).file)

    def _lead(self, request: HttpRequest, object_id: str, *, to_work: bool = False) -> Lead:
        lead = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, lead) or (to_work and not self.has_work_permission(request)):
            raise PermissionDenied
        if lead is None:
            raise Http404
        return lead

    def _page_again(self, request: HttpRequest, lead: Lead, **forms: Any) -> HttpResponse:
        """The page with what is to be mended."""
        access.note_glimpse(leads=[lead.pk], by=_staff(request), at=timezone.now())
        return self._page(request, lead, status=422, **forms)

    def _page(self, request: HttpRequest, lead: Lead, status: int = 200, **forms: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **desk.lead_page(lead, timezone.now(), shows_all="all" in request.GET),
            "title": lead.reference_display,
            "opts": self.opts,
            "may_work": self.has_work_permission(request),
            "may_export": request.user.has_perm("leads.export_person"),
            "may_delete": self.has_delete_permission(request, lead),
            "may_split": self.has_work_permission(request) and lead.requests.count() > 1,
            "status_form": StatusForm(choices=desk.next_statuses(lead)),
            "note_form": NoteForm(),
            **forms,
        }
        return TemplateResponse(request, "admin/leads/lead.html", context, status=status)


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
