"""Findings of the checker that staff judged to be false alarms, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.checking.findings import Finding


class AcceptedFindingQuerySet(models.QuerySet["AcceptedFinding"]):
    """Reads of accepted findings."""

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """The same findings; one that was accepted is no error any more, and tells its reason."""
        reasons = dict(self.values_list("fingerprint", "reason"))
        return [
            finding.accepted(reasons[finding.fingerprint]) if finding.fingerprint in reasons else finding
            for finding in findings
        ]


class AcceptedFinding(models.Model):
    """A finding that stands although it is an error; it counts until its place, words or rule change."""

    place = models.CharField(_("place"), max_length=200)
    sentence = models.TextField(_("sentence"))
    rule = models.CharField(_("rule"), max_length=160)
    message = models.TextField(_("what the checker says"))
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.TextField(_("reason"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted"))

    objects = AcceptedFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("false alarm")
        verbose_name_plural = _("false alarms")
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="finding_is_accepted_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"
