"""Where a request came from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.lead import ConsultationRequest


class Origin(models.Model):
    """The page, the site before it, and the campaign."""

    landing_page = models.CharField(_("page"), max_length=300, blank=True)
    referrer = models.CharField(_("came from"), max_length=300, blank=True)
    utm_source = models.CharField(max_length=120, blank=True)
    utm_medium = models.CharField(max_length=120, blank=True)
    utm_campaign = models.CharField(max_length=120, blank=True)
    utm_term = models.CharField(max_length=120, blank=True)
    utm_content = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True


class Attribution(Origin):
    """Where a request came from: the page, the site before it, and the campaign."""

    request = models.OneToOneField(ConsultationRequest, on_delete=models.CASCADE, related_name="attribution")

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attribution")

    def __str__(self) -> str:
        return f"Attribution {self.pk}"
