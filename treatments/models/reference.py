"""A published source."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

YEAR = re.compile(r"\b(19|20)\d\d\b")


class Reference(models.Model):
    """A published source."""

    class Confidence(models.TextChoices):
        A = "A", _("A: seen at the publisher or regulator")
        B = "B", _("B: seen second-hand, or a part not seen")
        C = "C", _("C: a part is from memory")

    class Kind(models.TextChoices):
        REVIEW = "review", _("Review of studies")
        TRIAL = "trial", _("Controlled trial")
        UNCONTROLLED = "uncontrolled", _("Study without a comparison group")
        CASE = "case", _("Report of cases")
        LABORATORY = "laboratory", _("Laboratory work")
        REGISTRY = "registry", _("Register of trials")
        OPINION = "opinion", _("Overview or expert view")
        GUIDANCE = "guidance", _("Guideline or standard")
        REGULATOR = "regulator", _("Regulator")
        LAW = "law", _("Law")

    key = models.CharField(_("key"), max_length=12, unique=True, help_text=_("Short and fixed, like MN4."))
    topic = models.CharField(_("topic"), max_length=60)
    citation = models.TextField(_("citation"))
    doi = models.CharField("DOI", max_length=120, blank=True)
    pmid = models.CharField("PubMed", max_length=20, blank=True)
    pmcid = models.CharField("PubMed Central", max_length=20, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    study_type = models.CharField(_("type of source"), max_length=120)
    kind = models.CharField(_("kind of source"), max_length=12, choices=Kind)
    finding = models.TextField(_("what it found"))
    confidence = models.CharField(
        _("confidence"),
        max_length=1,
        choices=Confidence,
        help_text=_("How well the source itself was seen. Readers see it in words."),
    )
    opened_on = models.DateField(
        _("opened on"),
        null=True,
        blank=True,
        help_text=_("When somebody last opened it at its address and found what we say."),
    )
    note = models.TextField(_("note for writers"), blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__in=["A", "B", "C"]), name="reference_confidence_is_a_b_or_c"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "review",
                        "trial",
                        "uncontrolled",
                        "case",
                        "laboratory",
                        "registry",
                        "opinion",
                        "guidance",
                        "regulator",
                        "law",
                    ]
                ),
                name="reference_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_undated(self) -> bool:
        """Whether its citation names no year."""
        return not YEAR.search(self.citation)

    @property
    def how_read(self) -> str:
        """How well the source itself was seen, for readers."""
        return {
            self.Confidence.A: gettext("We read it at its publisher, at the regulator or in a true copy."),
            self.Confidence.B: gettext("We read it in part, in an index or second-hand."),
            self.Confidence.C: gettext("One part of what we say of it is from memory."),
        }[self.Confidence(self.confidence)]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where a reader can open the source: (label, address)."""
        links = []
        if self.doi:
            links.append((f"doi:{self.doi}", f"https://doi.org/{self.doi}"))
        if self.pmid:
            links.append((f"PubMed {self.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"))
        if self.pmcid:
            links.append((self.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"))
        if self.url:
            links.append((self.url.split("/")[2], self.url))
        return links
