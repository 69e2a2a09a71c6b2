"""The photos of a request."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.lead import ConsultationRequest


class Photo(models.Model):
    """A photo the person sent, drawn anew. Its bytes lie encrypted in a file; this row says which."""

    MOST = 5

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.CharField(_("file"), max_length=40, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="a_request_has_a_photo_of_a_number_once"
            ),
            models.UniqueConstraint(fields=["request", "digest"], name="a_request_has_the_same_photo_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=5), name="a_request_has_five_photos_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"Photo {self.pk}"
