"""What is written down about handling leads, without any personal data: it outlives the people's own rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Access(models.Model):
    """Somebody looked at a lead, took its data out, or erased it. Names the lead by number only."""

    class What(models.TextChoices):
        VIEWED = "viewed", _("Opened")
        EXPORTED = "exported", _("Exported")
        ERASED = "erased", _("Erased")

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: the person themselves, or a command on the server."),
    )
    what = models.CharField(_("what"), max_length=10, choices=What)
    # Not a foreign key: it stays when the lead has gone.
    lead_number = models.PositiveBigIntegerField(_("lead"))

    class Meta:
        verbose_name = _("look at a lead")
        verbose_name_plural = _("looks at leads")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="access_by_time"),
            models.Index(fields=["lead_number"], name="access_by_lead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["viewed", "exported", "erased"]), name="access_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Access {self.pk}"


class Erasure(models.Model):
    """A person was erased. Its marks are keyed hashes: they find the same rows in an old backup, nothing else."""

    erased_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: the person themselves, or a command on the server."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    marks = models.JSONField(_("marks"), editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(digest=""), name="erasure_has_a_digest")]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"


class RetentionRun(models.Model):
    """A night's tidying: what went, what waits for the next night, or why nothing was touched."""

    ran_at = models.DateTimeField(_("when"))
    erased = models.PositiveIntegerField(_("leads erased"), default=0)
    trimmed = models.PositiveIntegerField(_("old requests and notes erased"), default=0)
    left = models.PositiveIntegerField(_("left for the next run"), default=0)
    refused_because = models.CharField(_("refused because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-ran_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_because="") | Q(erased=0, trimmed=0),
                name="refused_retention_erases_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"Retention run {self.pk}"
