"""What an authority has approved, and for what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from treatments.models.reference import Reference
from treatments.models.treatment import Treatment


class Approval(models.Model):
    """What a regulator in one place says of a treatment."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="approvals")
    place = models.CharField(_("place"), max_length=60)
    status = models.TextField(_("status"))
    references = models.ManyToManyField(
        Reference, blank=True, related_name="approvals", verbose_name=_("references")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("approval status")
        verbose_name_plural = _("approval status")
        ordering = ["treatment", "order", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "place"], name="a_treatment_has_one_status_in_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment_id}: {self.place}"
