"""A way to treat hair loss."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from treatments.models.page import Page


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    """Reads of treatments."""

    def compared(self) -> TreatmentQuerySet:
        """The columns of the comparison."""
        return self.filter(in_matrix=True)

    def compared_on(self, page: Page) -> TreatmentQuerySet:
        """The two that a comparison page sets side by side, in its order; none for another page."""
        if page.left_id is None:
            return self.none()
        first_first = Case(When(pk=page.left_id, then=0), default=1)
        return self.filter(pk__in=[page.left_id, page.right_id]).order_by(first_first)

    def listed(self) -> TreatmentQuerySet:
        """Those a visitor can read about: in the comparison, or on a page of their own."""
        pages = Page.objects.offered().filter(kind=Page.Kind.TREATMENT)
        return self.filter(Q(in_matrix=True) | Q(pages__in=pages)).distinct()

    def with_listings(self) -> TreatmentQuerySet:
        """Each with the kinds of hair loss that it is listed for, and their claims, at hand."""
        return self.prefetch_related("listings__claim")

    def with_pages(self) -> TreatmentQuerySet:
        """Each with the page that tells of it at hand: its own, or that of another treatment."""
        pages = Page.objects.offered().filter(kind=Page.Kind.TREATMENT)
        # Within the query itself, because a page may take a dozen and no more.
        own = models.Subquery(pages.filter(treatment=OuterRef("pk")).values("slug")[:1])
        other = models.Subquery(pages.filter(treatment=OuterRef("told_with")).values("slug")[:1])
        return self.annotate(page_slug=Coalesce(own, other))


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
    told_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told on the page of"),
        help_text=_("Where it has no page of its own: the treatment whose page tells of it."),
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
            models.CheckConstraint(
                condition=Q(told_with__isnull=True) | ~Q(told_with=F("id")),
                name="treatment_is_not_told_with_itself",
                violation_error_message=_("Choose another treatment than this one."),
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
        """The address of the page that tells of the treatment; empty when there is none yet.

        Needs `with_pages()`.
        """
        slug: str | None = getattr(self, "page_slug", None)
        return Page(kind=Page.Kind.TREATMENT, slug=slug).get_absolute_url() if slug else ""
