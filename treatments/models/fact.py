"""Values that are printed in many places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.keys import KEY
from treatments.models.reference import Reference
from treatments.models.treatment import Treatment


class FactQuerySet(models.QuerySet["Fact"]):
    """Reads of facts."""

    def pending(self) -> FactQuerySet:
        """Protocol values the clinic has yet to confirm."""
        return self.filter(kind=Fact.Kind.PROTOCOL, value="")


class Fact(models.Model):
    """A number or value a patient acts on: one row for each treatment and topic."""

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("Protocol: what this clinic does, confirmed by its doctor")
        EVIDENCE = "evidence", _("Evidence: carried by references")

    treatment = models.ForeignKey(
        Treatment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facts",
        help_text=_("Empty when it holds for all treatments."),
    )
    topic = models.CharField(_("topic"), max_length=60, validators=[KEY])
    label = models.CharField(_("label"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=200, blank=True)
    cautious = models.CharField(
        _("cautious value"),
        max_length=200,
        blank=True,
        help_text=_("Printed, marked as such, until a doctor of the clinic has confirmed the value."),
    )
    references = models.ManyToManyField(
        Reference, blank=True, related_name="facts", verbose_name=_("references")
    )
    source = models.TextField(_("where it comes from"), blank=True)
    confirmed_by = models.ForeignKey(
        "clinic.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        permissions = [("confirm_fact", "Can record that a doctor has confirmed a fact")]
        ordering = ["topic", "treatment__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "topic"],
                name="a_treatment_has_one_fact_on_a_topic",
                violation_error_message=_("There is a fact on this topic already: change that one."),
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(treatment__isnull=True),
                name="a_topic_has_one_fact_for_all_treatments",
                violation_error_message=_("There is a fact on this topic already: change that one."),
            ),
            models.CheckConstraint(condition=Q(kind__in=["protocol", "evidence"]), name="fact_kind_is_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="fact_is_confirmed_by_someone_on_a_day",
                violation_error_message=_("Enter who confirmed it and on which day, or neither."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="protocol") | Q(value="") | Q(confirmed_on__isnull=False),
                name="protocol_value_is_confirmed",
                violation_error_message=_("A value of the clinic needs the doctor who confirmed it."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="evidence") | ~Q(value=""),
                name="evidence_fact_has_a_value",
                violation_error_message=_("Enter the value that the references carry."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_pending(self) -> bool:
        """Whether the clinic has yet to confirm it."""
        return self.kind == self.Kind.PROTOCOL and not self.value

    @property
    def printed(self) -> str:
        """What a page shows; empty when pending without a cautious value."""
        return self.value or self.cautious
