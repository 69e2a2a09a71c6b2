"""The leads app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    """What people ask, and what became of it."""

    name = "leads"
    verbose_name = _("Leads")
