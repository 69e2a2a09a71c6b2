"""What we state, with how sure we are and what it rests on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.keys import KEY
from treatments.models.reference import Reference
from treatments.models.treatment import Treatment


class Claim(models.Model):
    """One to three sentences about effect, safety or approval, with the sources they rest on."""

    class Kind(models.TextChoices):
        EFFECT = "effect", _("Effect")
        SAFETY = "safety", _("Safety")
        APPROVAL = "approval", _("Approval")
        BACKGROUND = "background", _("Background")

    class Certainty(models.TextChoices):
        HIGH = "high", _("High")
        MODERATE = "moderate", _("Moderate")
        LOW = "low", _("Low")
        VERY_LOW = "very-low", _("Very low")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    treatment = models.ForeignKey(
        Treatment, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("text"), help_text=_("Whole sentences of 25 words or fewer, without marks."))
    short = models.CharField(
        _("short form"), max_length=160, blank=True, help_text=_("For tables: 10 words or fewer.")
    )
    population = models.CharField(_("who was studied"), max_length=200, blank=True)
    comparator = models.CharField(_("compared with"), max_length=200, blank=True)
    timepoint = models.CharField(_("measured at"), max_length=120, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty)
    references = models.ManyToManyField(
        Reference, through="ClaimReference", related_name="claims", verbose_name=_("references")
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="claim_says_something",
                violation_error_message=_("Write the claim as one sentence."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["effect", "safety", "approval", "background"]),
                name="claim_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=["high", "moderate", "low", "very-low"]),
                name="claim_certainty_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ClaimReference(models.Model):
    """A source of a claim, in the order in which it is cited."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="sources")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "reference"], name="claim_cites_a_reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.reference_id}"
