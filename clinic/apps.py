"""The clinic app: checks the ground it stands on at start."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """The clinic itself."""

    name = "clinic"
    verbose_name = _("Clinic")

    def ready(self) -> None:
        from clinic import checks  # noqa: F401, PLC0415  registers the system checks


class StaffScreensConfig(AdminConfig):
    """Django's admin, as our own site."""

    default_site = "clinic.site.StaffSite"
