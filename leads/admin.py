"""Leads in the admin: the list, longest unanswered on top, and one page for everything about a lead."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from leads import actions, desk
from leads.forms import NoteForm, StatusForm
from leads.models import Delivery, Lead, LeadQuerySet


@admin.register(Lead)
class LeadAdmin(admin.ModelAdmin[Lead]):
    """Nothing here is edited: what was sent stays as sent, and what staff do goes through actions."""

    list_display = ["waiting", "person", "asked_about", "reply_by", "status_pill", "received"]
    list_display_links = ["person"]
    list_filter = ["status", "treatment", "contact_method", "language"]
    list_select_related = ["treatment"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "reference"]
    search_help_text = _("Name, number, email or reference")
    actions = ["mark_contacted", "mark_booked", "mark_attended", "mark_lost"]

    def get_queryset(self, request: HttpRequest) -> LeadQuerySet:
        return Lead.objects.by_urgency().with_latest_request()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Numbers and references are found however they are typed."""
        return queryset.matching(search_term), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Lead | None = None) -> bool:
        return False

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Whether this person may change a status and write notes."""
        return request.user.has_perm("leads.work_lead")

    @admin.display(description=_("waiting"))
    def waiting(self, lead: Lead) -> str:
        """How long the lead has waited, and whether that is too long."""
        clock = desk.clock_of(lead, timezone.now())
        return format_html('<span class="clock clock--{}">{}</span>', clock.state, clock.label)

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
        request = lead.latest_request
        noticed = request.get_noticed_display() if request and request.noticed else ""
        treatment = lead.treatment.name if lead.treatment else ""
        return " · ".join(filter(None, [str(noticed), treatment])) or "–"

    @admin.display(description=_("reply by"))
    def reply_by(self, lead: Lead) -> str:
        """One tap opens the way they asked for."""
        return format_html(
            '<a class="contact" href="{}">{}</a>',
            desk.contact_url(lead),
            lead.get_contact_method_display(),
        )

    @admin.display(description=_("status"), ordering="status")
    def status_pill(self, lead: Lead) -> str:
        """The status as a shape, a word and a colour."""
        return format_html('<span class="pill pill--{}">{}</span>', lead.status, lead.get_status_display())

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, lead: Lead) -> str:
        """When the request came, in Dubai time."""
        return f"{timezone.localtime(lead.received_at):%d %b %Y, %H:%M}"

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
            path("<path:object_id>/status/", view(require_POST(self.status_view)), name="leads_lead_status"),
            path("<path:object_id>/note/", view(require_POST(self.note_view)), name="leads_lead_note"),
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
        return self._page(request, lead)

    def status_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change the status, and say who did."""
        lead = self._lead(request, object_id, to_work=True)
        form = StatusForm(request.POST, choices=desk.next_statuses(lead))
        if not form.is_valid():
            return self._page(request, lead, status=422, status_form=form)
        actions.change_status(
            lead=lead, status=form.cleaned_data["status"], by=_staff(request), at=timezone.now()
        )
        messages.success(request, gettext("The status is changed."))
        return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))

    def note_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write a note, and say who did."""
        lead = self._lead(request, object_id, to_work=True)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._page(request, lead, status=422, note_form=form)
        actions.add_note(lead=lead, note=form.cleaned_data["note"], by=_staff(request), at=timezone.now())
        messages.success(request, gettext("The note is kept."))
        return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))

    def _lead(self, request: HttpRequest, object_id: str, *, to_work: bool = False) -> Lead:
        lead = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, lead) or (to_work and not self.has_work_permission(request)):
            raise PermissionDenied
        if lead is None:
            raise Http404
        return lead

    def _page(self, request: HttpRequest, lead: Lead, status: int = 200, **forms: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **desk.lead_page(lead, timezone.now()),
            "title": lead.reference_display,
            "opts": self.opts,
            "may_work": self.has_work_permission(request),
            "may_delete": self.has_delete_permission(request, lead),
            "status_form": StatusForm(choices=desk.next_statuses(lead)),
            "note_form": NoteForm(),
            **forms,
        }
        return TemplateResponse(request, "admin/leads/lead.html", context, status=status)


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    """Messages owed and sent; what was given up stands here until someone sees to it."""

    list_display = ["kind", "state", "attempts", "created_at", "try_at", "sent_at", "problem"]
    list_filter = ["state", "kind"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        # Goes with its lead, never alone.
        return obj is None and request.user.has_perm("leads.delete_lead")


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
