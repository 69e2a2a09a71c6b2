"""Under which kinds of hair loss the list of treatments shows each one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.claim import Claim
from treatments.models.treatment import Treatment


class Listing(models.Model):
    """A kind of hair loss that a treatment is listed for, in whom, and the claim that carries it."""

    class HairLoss(models.TextChoices):
        """Named like the pages that tell of them."""

        PATTERN = "pattern-hair-loss", _("Pattern hair loss")
        SHEDDING = "shedding", _("Sudden shedding")
        PATCHY = "alopecia-areata", _("Patchy hair loss (alopecia areata)")
        TRACTION_OR_SCARRING = "traction-and-scarring", _("Traction or scarring")

    class People(models.TextChoices):
        """Whom a visitor asks for."""

        WOMEN = "women", _("Women")
        MEN = "men", _("Men")

    treatment = models.ForeignKey(
        Treatment, on_delete=models.CASCADE, related_name="listings", verbose_name=_("treatment")
    )
    hair_loss = models.CharField(_("kind of hair loss"), max_length=24, choices=HairLoss)
    in_women = models.BooleanField(_("in women"), default=True)
    in_men = models.BooleanField(_("in men"), default=True)
    claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name=_("why it is listed"),
        help_text=_("In whom it was studied, or why it is a fair choice. Printed with its sources."),
    )

    class Meta:
        verbose_name = _("kind of hair loss it is listed for")
        verbose_name_plural = _("kinds of hair loss it is listed for")
        ordering = ["treatment__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    hair_loss__in=[
                        "pattern-hair-loss",
                        "shedding",
                        "alopecia-areata",
                        "traction-and-scarring",
                    ]
                ),
                name="listing_hair_loss_is_known",
            ),
            models.CheckConstraint(
                condition=Q(in_women=True) | Q(in_men=True),
                name="listing_is_for_women_or_men",
                violation_error_message=_("Choose women, men or both."),
            ),
            models.UniqueConstraint(
                fields=["treatment", "hair_loss"],
                name="a_treatment_is_listed_once_for_a_kind_of_hair_loss",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment_id}: {self.hair_loss}"

    def is_for(self, *, hair_loss: str, people: str) -> bool:
        """Whether it answers what a visitor chose; an empty choice asks for nothing."""
        is_in = {"": True, self.People.WOMEN: self.in_women, self.People.MEN: self.in_men}
        return hair_loss in {"", self.hair_loss} and is_in[people]
