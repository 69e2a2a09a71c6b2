"""Codes that WhatsApp messages carry, and how often people pressed the link. Nothing here is a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.attribution import Origin
from leads.traces import LENGTH

KEPT_FOR = timedelta(days=30)
CODE_LENGTH = 5


class ChatCodeQuerySet(models.QuerySet["ChatCode"]):
    """Reads of codes."""

    def valid(self, now: datetime) -> ChatCodeQuerySet:
        """Those that may still open a lead."""
        return self.filter(made_at__gt=now - KEPT_FOR)


class ChatCode(Origin):
    """One press of the link, or several within a minute by one place on one page."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    made_at = models.DateTimeField(_("pressed"))
    # A keyed hash of place, page and minute, wiped after a day.
    mark = models.CharField(max_length=LENGTH, unique=True, null=True, blank=True)
    lead = models.ForeignKey(
        "leads.Lead", on_delete=models.CASCADE, null=True, blank=True, related_name="chat_codes"
    )

    objects = ChatCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("WhatsApp code")
        verbose_name_plural = _("WhatsApp codes")
        indexes = [models.Index(fields=["made_at"], name="chat_code_by_day")]

    def __str__(self) -> str:
        return f"WhatsApp code {self.pk}"


class ChatDay(models.Model):
    """How often the link was pressed on a page on a day."""

    day = models.DateField(_("day"))
    page = models.CharField(_("page"), max_length=300, blank=True)
    presses = models.PositiveIntegerField(_("presses"), default=0)

    class Meta:
        verbose_name = _("presses of the WhatsApp link")
        verbose_name_plural = _("presses of the WhatsApp link")
        ordering = ["-day", "-presses", "page"]
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="a_page_has_one_count_a_day")]

    def __str__(self) -> str:
        return f"Presses {self.pk}"
