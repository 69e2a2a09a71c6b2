"""A way to treat hair loss."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from treatments.models.page import Page


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    """Reads of treatments."""

    def compared(self) -> TreatmentQuerySet:
        """The columns of the comparison."""
        return self.filter(in_matrix=True)

    def listed(self) -> TreatmentQuerySet:
        """Those a visitor can read about: in the comparison, or on a page of their own."""
        pages = Page.objects.offered().filter(kind=Page.Kind.TREATMENT)
        return self.filter(Q(in_matrix=True) | Q(pages__in=pages)).distinct()

    def with_pages(self) -> TreatmentQuerySet:
        """Each with its published page at hand, if it has one."""
        pages = Page.objects.offered().filter(kind=Page.Kind.TREATMENT)
        return self.prefetch_related(models.Prefetch("pages", queryset=pages, to_attr="own_pages"))


class Treatment(models.Model):
    """A way to treat hair loss, or to leave it."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("Procedure")
        MEDICINE = "medicine", _("Medicine")
        DEVICE = "device", _("Device")
        SURGERY = "surgery", _("Surgery")
        NONE = "none", _("No treatment")

    class Evidence(models.TextChoices):
        STRONG = "strong", pgettext_lazy("evidence", "Strong")
        MODERATE = "moderate", pgettext_lazy("evidence", "Moderate")
        LIMITED = "limited", pgettext_lazy("evidence", "Limited")
        VERY_LIMITED = "very-limited", pgettext_lazy("evidence", "Very limited")
        NONE = "none", pgettext_lazy("evidence", "Not rated")

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence)
    evidence_note = models.CharField(_("note beside the evidence"), max_length=160, blank=True)
    summary = models.TextField(_("summary"))
    first_judged = models.CharField(_("judge it at"), max_length=60, blank=True)
    in_matrix = models.BooleanField(_("in the comparison"), default=False)
    is_bookable = models.BooleanField(
        _("its pages invite to a consultation"),
        default=True,
        help_text=_("Exosomes: only once the authorities have allowed product and route in writing."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["procedure", "medicine", "device", "surgery", "none"]),
                name="treatment_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(evidence__in=["strong", "moderate", "limited", "very-limited", "none"]),
                name="treatment_evidence_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def evidence_level(self) -> int:
        """Strands, 0 to 4; 0 is not rated."""
        scale = list(reversed(self.Evidence.values))
        return scale.index(self.evidence)

    @property
    def evidence_label(self) -> str:
        """The evidence in a word; surgery with a long record reads "Established surgery"."""
        if self.kind == self.Kind.SURGERY and self.evidence == self.Evidence.MODERATE:
            return str(pgettext_lazy("evidence", "Established surgery"))
        return str(self.get_evidence_display())

    @property
    def page_url(self) -> str:
        """The address of the treatment's own page; empty when it has none yet.

        Needs `with_pages()`.
        """
        pages: list[Page] = getattr(self, "own_pages", [])
        return pages[0].get_absolute_url() if pages else ""
