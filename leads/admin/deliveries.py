"""Messages sent, in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from leads.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    """Messages owed and sent; what was given up stands here until someone sees to it."""

    list_display = ["kind", "lead", "state", "attempts", "created_at", "try_at", "sent_at", "problem"]
    list_filter = ["state", "kind"]
    list_select_related = ["request__lead"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=_("lead"))
    def lead(self, delivery: Delivery) -> str:
        """Whom it is about, by the reference."""
        lead = delivery.request.lead
        address = reverse("admin:leads_lead_change", args=[lead.pk])
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, lead.reference_display)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        # Goes with its lead, never alone.
        return False
