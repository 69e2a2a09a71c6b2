"""Results month by month."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from treatments.models.treatment import Treatment


class Period(models.Model):
    """A stretch of time in the results timeline."""

    label = models.CharField(_("label"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("period of the timeline")
        verbose_name_plural = _("periods of the timeline")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label


class TimelineEntry(models.Model):
    """What may be seen of one treatment in one period."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="entries")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="timeline")
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("entry of the timeline")
        verbose_name_plural = _("entries of the timeline")
        ordering = ["treatment__order", "period__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "treatment"], name="a_treatment_has_one_entry_in_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment_id}: {self.period_id}"
