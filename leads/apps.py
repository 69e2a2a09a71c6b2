"""The leads app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    """What people ask, and what became of it."""

    name = "leads"
    verbose_name = _("Leads")

    def ready(self) -> None:
        from leads.privacy import keys  # noqa: F401, PLC0415  adds its files to what a new key reaches
