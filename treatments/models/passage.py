"""Texts that are printed in many places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.keys import KEY


class Passage(models.Model):
    """A list, note, warning or care card that several pages print."""

    class Kind(models.TextChoices):
        LIST = "list", _("List")
        NOTE = "note", _("Note")
        WARNING = "warning", _("Warning")
        DOCTOR = "doctor", _("Care card: see a doctor")
        URGENT = "urgent", _("Care card: urgent")
        EMERGENCY = "emergency", _("Care card: emergency")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    heading = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["list", "note", "warning", "doctor", "urgent", "emergency"]),
                name="passage_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.heading
