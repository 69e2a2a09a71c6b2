"""Spam in the admin: what was only counted, day by day."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from leads.models import SpamDay


@admin.register(SpamDay)
class SpamDayAdmin(admin.ModelAdmin[SpamDay]):
    """Read, never written here."""

    list_display = ["day", "folded"]
    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SpamDay | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SpamDay | None = None) -> bool:
        return False
