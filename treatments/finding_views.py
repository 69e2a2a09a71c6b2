"""The staff screen that lists what the checker finds in all texts, each with the form in which it is mended."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from treatments.checking.findings import Finding
from treatments.inspection import inspect_all_rows
from treatments.models import EditorialRule
from treatments.uses import Place


class FindingViews:
    """The page, beside the list of pages."""

    def __init__(self, screens: admin.ModelAdmin[Any]) -> None:
        self.screens = screens

    def urls(self) -> list[URLPattern]:
        """Its address."""
        view = self.screens.admin_site.admin_view(self.findings)
        return [path("findings/", view, name="treatments_findings")]

    def findings(self, request: HttpRequest) -> HttpResponse:
        """Errors first, then warnings, text by text."""
        if not self.screens.has_view_permission(request):
            raise PermissionDenied
        found = inspect_all_rows()
        context = {
            **self.screens.admin_site.each_context(request),
            "title": gettext("What the checker says"),
            "opts": self.screens.opts,
            "has_rules": EditorialRule.objects.active().exists(),
            "errors": _by_place([entry for entry in found if entry[0].is_error]),
            "warnings": _by_place([entry for entry in found if not entry[0].is_error]),
        }
        return TemplateResponse(request, "admin/treatments/findings.html", context)


def _by_place(found: list[tuple[Finding, Model | None]]) -> list[tuple[Place | None, list[Finding]]]:
    """The findings of each row together, in reading order."""
    return [
        (Place(row) if row else None, [finding for finding, _row in entries])
        for row, entries in groupby(found, key=lambda entry: entry[1])
    ]
