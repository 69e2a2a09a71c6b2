"""The treatments app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreatmentsConfig(AppConfig):
    """What the clinic says."""

    name = "treatments"
    verbose_name = _("Content")

    def ready(self) -> None:
        from treatments import launch  # noqa: F401, PLC0415  names what content still owes
