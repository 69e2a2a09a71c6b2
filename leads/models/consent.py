"""What a person agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Language
from leads.models.lead import ConsultationRequest


class Consent(models.Model):
    """What the person agreed to, in the exact words they saw."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("Contact about this request")
        MARKETING = "marketing", _("News from the clinic")
        PHOTOS = "photos", _("Photos for the doctor")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    wording = models.TextField(_("wording"))
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("page language"), max_length=2, choices=Language)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "purpose"], name="consent_is_given_once_for_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["contact", "marketing", "photos"]), name="consent_purpose_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    @property
    def is_for_news(self) -> bool:
        """Whether the person agreed to news, and has not taken that back."""
        return self.purpose == self.Purpose.MARKETING and self.withdrawn_at is None
