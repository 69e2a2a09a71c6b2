"""The comparison: its rows and cells, and what was compared directly."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from treatments.models.claim import Claim
from treatments.models.keys import KEY
from treatments.models.treatment import Treatment


class ComparisonRow(models.Model):
    """One question asked of every treatment."""

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    group = models.CharField(_("group"), max_length=60)
    label = models.CharField(_("label"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("row of the comparison")
        verbose_name_plural = _("rows of the comparison")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label


class ComparisonCell(models.Model):
    """What one treatment answers."""

    row = models.ForeignKey(ComparisonRow, on_delete=models.CASCADE, related_name="cells")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="cells")
    text = models.CharField(_("text"), max_length=200, help_text=_("10 words or fewer besides marks."))

    class Meta:
        verbose_name = _("cell of the comparison")
        verbose_name_plural = _("cells of the comparison")
        ordering = ["treatment__order"]
        constraints = [
            models.UniqueConstraint(fields=["row", "treatment"], name="a_treatment_answers_a_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.treatment_id}"


class DirectComparisonQuerySet(models.QuerySet["DirectComparison"]):
    """Reads of direct comparisons."""

    def among(self, treatments: Iterable[Treatment]) -> DirectComparisonQuerySet:
        """Those between two of these treatments, each with its claim at hand."""
        both = [treatment.pk for treatment in treatments]
        return self.filter(left__in=both, right__in=both).select_related("claim")


class DirectComparison(models.Model):
    """Whether two treatments were ever set against each other, and the claim that says what was found."""

    class Verdict(models.TextChoices):
        DIRECT = "direct", _("Trials compared the two")
        ADDED = "added", _("A trial added the one to the other")
        INDIRECT = "indirect", _("A review ranked both, out of different trials")
        DUMMY = "dummy", _("Compared with dummy treatment")
        NONE = "none", _("We looked for a trial and found none")

    WORDS = {
        Verdict.DIRECT: _("Yes, in trials."),
        Verdict.ADDED: _("Only in part: one was added to the other."),
        Verdict.INDIRECT: _("Only indirectly, in a ranking of different trials."),
        Verdict.DUMMY: _("Against dummy treatment, not against no treatment."),
        Verdict.NONE: _("Not as far as we know."),
    }

    left = models.ForeignKey(
        Treatment, on_delete=models.CASCADE, related_name="+", verbose_name=_("first treatment")
    )
    right = models.ForeignKey(
        Treatment, on_delete=models.CASCADE, related_name="+", verbose_name=_("second treatment")
    )
    verdict = models.CharField(_("were they compared?"), max_length=10, choices=Verdict)
    claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="direct_comparisons",
        verbose_name=_("what was found"),
        help_text=_("Printed with its sources."),
    )

    objects = DirectComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("direct comparison")
        verbose_name_plural = _("direct comparisons")
        ordering = ["left__order", "right__order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["direct", "added", "indirect", "dummy", "none"]),
                name="direct_comparison_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(left=F("right")),
                name="direct_comparison_is_of_two_treatments",
                violation_error_message=_("Choose two different treatments."),
            ),
            models.UniqueConstraint(
                Least("left", "right"),
                Greatest("left", "right"),
                name="two_treatments_are_compared_once",
                violation_error_message=_("These two have an entry already: change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id}: {self.right_id}"

    @property
    def in_words(self) -> str:
        """The verdict as readers see it."""
        return str(self.WORDS[self.Verdict(self.verdict)])
