"""The content: references, claims, facts and passages, and the pages that print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from treatments.checking.rulebook import Rule, problem_with

# The hub of the pages on hair loss stands at the head of their address.
HUB = "hair-loss"
# What the checker knows of a rule; its reason is for people.
WRITTEN = tuple(field.name for field in fields(Rule))
KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use lower-case letters, digits and hyphens."))


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
        help_text=_("How well the source itself was seen. For writers; readers do not see it."),
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


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    """Reads of treatments."""

    def compared(self) -> TreatmentQuerySet:
        """The columns of the comparison."""
        return self.filter(in_matrix=True)

    def listed(self) -> TreatmentQuerySet:
        """Those a visitor can read about: in the comparison, or on a page of their own."""
        pages = Page.objects.published().filter(kind=Page.Kind.TREATMENT)
        return self.filter(Q(in_matrix=True) | Q(pages__in=pages)).distinct()

    def with_pages(self) -> TreatmentQuerySet:
        """Each with its published page at hand, if it has one."""
        pages = Page.objects.published().filter(kind=Page.Kind.TREATMENT)
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


class Passage(models.Model):
    """A list, note, warning or care card that several pages print."""

    class Kind(models.TextChoices):
        LIST = "list", _("List")
        NOTE = "note", _("Note")
        WARNING = "warning", _("Warning")
        DOCTOR = "doctor", _("Care card: see a doctor")
        URGENT = "urgent", _("Care card: urgent")
        EMERGENCY = "emergency", _("Care card: emergency")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    heading = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["list", "note", "warning", "doctor", "urgent", "emergency"]),
                name="passage_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


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


class PageQuerySet(models.QuerySet["Page"]):
    """Reads of pages."""

    def published(self) -> PageQuerySet:
        """Those a visitor may read."""
        return self.filter(is_published=True)

    def on_shelf(self, kind: str) -> PageQuerySet:
        """Those of one kind, each with the treatments it is about."""
        return self.filter(kind=kind).select_related("treatment", "left", "right")


class Page(models.Model):
    """A page of the library."""

    class Kind(models.TextChoices):
        TREATMENT = "treatment", _("Treatment")
        COMPARISON = "comparison", _("Comparison of two")
        VISIT = "visit", _("Your visit")
        HAIR_LOSS = "hair-loss", _("Hair loss")
        GUIDE = "guide", _("Guide")
        ABOUT = "about", _("About us")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    slug = models.SlugField(_("slug"))
    treatment = models.ForeignKey(
        Treatment, on_delete=models.PROTECT, null=True, blank=True, related_name="pages"
    )
    left = models.ForeignKey(
        Treatment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first treatment"),
    )
    right = models.ForeignKey(
        Treatment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second treatment"),
    )
    title = models.CharField(_("title"), max_length=65)
    name = models.CharField(_("name in menus"), max_length=60)
    description = models.CharField(_("description for search engines"), max_length=160)
    standfirst = models.TextField(_("standfirst"))
    aims = models.TextField(_("what the page is for"), blank=True)
    key_facts = models.JSONField(
        _("key facts"), default=list, blank=True, help_text=_("Up to six full sentences.")
    )
    written_on = models.DateField(_("written on"))
    changed_on = models.DateField(
        _("changed on"), null=True, blank=True, editable=False, help_text=_("Set when staff save the page.")
    )
    review_months = models.PositiveSmallIntegerField(_("months between reviews"), default=12)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_published = models.BooleanField(_("published"), default=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["kind", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="a_kind_of_page_has_a_slug_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["treatment", "comparison", "visit", "hair-loss", "guide", "about"]),
                name="page_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="treatment") | Q(treatment__isnull=False),
                name="treatment_page_names_its_treatment",
                violation_error_message=_("Choose the treatment this page is about."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="comparison")
                | (Q(left__isnull=False, right__isnull=False) & ~Q(left=F("right"))),
                name="comparison_page_names_two_treatments",
                violation_error_message=_("Choose the two treatments this page compares."),
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=36),
                name="page_is_reviewed_within_3_years",
                violation_error_message=_("A page is reviewed every 1 to 36 months."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page's address."""
        if self.kind == self.Kind.HAIR_LOSS and self.slug == HUB:
            return reverse("treatments:hair-loss-hub")
        name = "pair" if self.kind == self.Kind.COMPARISON else self.kind
        return reverse(f"treatments:{name}", args=[self.slug])

    def read_everything(self) -> None:
        """Read what the page prints from its own tables."""
        reviews = Review.objects.select_related("reviewer")
        models.prefetch_related_objects([self], "sections", models.Prefetch("reviews", queryset=reviews))

    def compared(self) -> list[Treatment]:
        """The two treatments that a comparison page sets side by side, each with its page at hand."""
        both = [treatment for treatment in (self.left, self.right) if treatment]
        pages = Page.objects.published().filter(kind=Page.Kind.TREATMENT)
        models.prefetch_related_objects(both, models.Prefetch("pages", queryset=pages, to_attr="own_pages"))
        return both

    @property
    def last_changed_on(self) -> date:
        """When its words last changed, or a doctor last stood by them."""
        moments = [self.written_on, self.changed_on, *(review.reviewed_on for review in self.reviews.all())]
        return max(moment for moment in moments if moment)

    @property
    def review(self) -> Review | None:
        """The latest review, or None when no doctor has read the page yet."""
        return max(self.reviews.all(), key=lambda review: review.reviewed_on, default=None)


class MovedPage(models.Model):
    """An address a page had before; readers and search engines are sent on for good."""

    old_path = models.CharField(_("old address"), max_length=160, unique=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="moves", verbose_name=_("page"))

    class Meta:
        verbose_name = _("moved address")
        verbose_name_plural = _("moved addresses")
        ordering = ["old_path"]

    def __str__(self) -> str:
        return self.old_path


class Section(models.Model):
    """A part of a page under one heading."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="sections")
    anchor = models.CharField(_("anchor"), max_length=60, validators=[KEY])
    heading = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("text"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["page", "anchor"], name="a_page_has_an_anchor_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class Review(models.Model):
    """A doctor has read the whole page and stands by it until a day."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        "clinic.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewer")
    )
    reviewed_on = models.DateField(_("reviewed on"))
    next_due_on = models.DateField(_("next review due"))
    evidence_searched_to = models.DateField(_("evidence searched to"), null=True, blank=True)
    summary = models.TextField(_("what changed"), blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("reviewed_on")),
                name="next_review_comes_after_this_one",
                violation_error_message=_("The next review must come after this one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reviewed_on}"

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether the next review should have happened by now."""
        return self.next_due_on < (today or timezone.localdate())


class Topic(models.Model):
    """A group of questions."""

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic of questions")
        verbose_name_plural = _("topics of questions")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions."""

    def published(self) -> QuestionQuerySet:
        """Those a visitor may read, topic by topic."""
        return self.filter(is_published=True).select_related("topic")

    def featured(self) -> QuestionQuerySet:
        """Those on the home page."""
        return self.published().filter(is_featured=True)


class Question(models.Model):
    """A question people ask, and its answer."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    question = models.CharField(_("question"), max_length=160)
    answer = models.TextField(_("answer"), help_text=_("60 to 120 words, the answer first."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_featured = models.BooleanField(_("on the home page"), default=False)
    is_published = models.BooleanField(_("published"), default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["topic__order", "order", "slug"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The answer's own address."""
        return f"{reverse('treatments:faq')}#{self.slug}"


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


class GlossaryTerm(models.Model):
    """A word explained."""

    slug = models.SlugField(_("slug"), unique=True)
    term = models.CharField(_("term"), max_length=80)
    also = models.JSONField(
        _("other forms"), default=list, blank=True, help_text=_("As found in texts and searches.")
    )
    meaning = models.TextField(_("meaning"))

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.term


class EditorialRuleQuerySet(models.QuerySet["EditorialRule"]):
    """Reads of rules."""

    def active(self) -> EditorialRuleQuerySet:
        """Those the checker goes by."""
        return self.filter(is_active=True)

    def written(self) -> list[Rule]:
        """As the checker reads them."""
        return [row.written for row in self]


class EditorialRule(models.Model):
    """What the checker looks for in texts, why, and what to say instead."""

    class Kind(models.TextChoices):
        BANNED = "banned-words", _("Banned words")
        RESTRICTED = "restricted-words", _("Restricted words")
        ABSOLUTE = "absolute-safety", _("Absolute claim of safety")
        UNSAFE = "unsafe-claim", _("Unsafe claim")
        CONTRADICTION = "contradiction", _("Amount that must agree with the facts")
        FIGURE = "figure-without-claim", _("Figure that belongs in a claim")
        MISSING = "missing", _("What an article must not leave out")
        ANATOMY = "anatomy", _("Parts a page must have")
        BUILT_IN = "built-in", _("Check built into the program")
        WORDS = "words", _("List of words that rules use by name")

    class Severity(models.TextChoices):
        ERROR = "error", _("Error: the text may not be published like this")
        WARNING = "warning", _("Warning: look at it again")

    class Measure(models.TextChoices):
        TIME = "time", _("A length of time")
        INTERVAL = "interval", _("A length of time, or how often")
        LENGTH = "length", _("A length in cm or mm")
        HAIRS = "hairs", _("A number of hairs")
        SESSIONS = "sessions", _("A number of sessions")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("en", _("English")), ("ar", _("Arabic"))],
        help_text=_("Empty when it holds for both."),
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.ERROR)
    looks_for = models.TextField(
        _("looks for"),
        blank=True,
        help_text=_(
            "Words or phrases, between commas or one a line; any one of them is enough. A line with only + "
            "means “and”: one of each group, in one sentence. risk: in any form. risk/danger: either. "
            "no … risk: up to four words between, …2 up to two. @harm: the list called harm. "
            "<number>, <percent>, <time>: a figure. Parts of a page: #risks or {passage:check-first}."
        ),
    )
    unless = models.TextField(
        _("unless"),
        blank=True,
        help_text=_("Written in the same way; one of these in the sentence excuses it."),
    )
    within = models.PositiveSmallIntegerField(
        _("within"),
        default=0,
        help_text=_("Words between the groups, or to the amount, at most. 0: anywhere in the sentence."),
    )
    is_strict = models.BooleanField(
        _("also when denied"),
        default=False,
        help_text=_(
            "Otherwise “not”, “nobody can say” and the like before the last group excuse the sentence."
        ),
    )
    fact = models.CharField(
        _("fact"), max_length=120, blank=True, help_text=_("Topics whose value amounts must agree with.")
    )
    allowed = models.CharField(
        _("allowed"),
        max_length=40,
        blank=True,
        help_text=_(
            "An amount, like “up to 7 days” or “at least 3 months”; “nothing” when only facts say it."
        ),
    )
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.TIME)
    applies_to = models.CharField(
        _("applies to"),
        max_length=80,
        blank=True,
        help_text=_("A kind of page, or one page: treatment/exosomes."),
    )
    message = models.TextField(_("what is wrong, and what to say instead"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    source = models.CharField(
        _("source"), max_length=60, blank=True, help_text=_("What it rests on, like U-01 or AE2.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = EditorialRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the checker")
        verbose_name_plural = _("rules of the checker")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "banned-words",
                        "restricted-words",
                        "absolute-safety",
                        "unsafe-claim",
                        "contradiction",
                        "figure-without-claim",
                        "missing",
                        "anatomy",
                        "built-in",
                        "words",
                    ]
                ),
                name="rule_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["error", "warning"]), name="rule_severity_is_error_or_warning"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", "en", "ar"]), name="rule_language_is_english_arabic_or_both"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["time", "interval", "length", "hairs", "sessions"]),
                name="rule_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="words") | ~Q(message=""),
                name="rule_says_what_is_wrong",
                violation_error_message=_("Say what is wrong, and what to say instead."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def written(self) -> Rule:
        """As the checker reads it."""
        return Rule(**{name: getattr(self, name) for name in WRITTEN})

    def clean(self) -> None:
        """Refuse a pattern that cannot be read.

        Raises:
            ValidationError: it cannot; the text says where.
        """
        lists = EditorialRule.objects.filter(kind=self.Kind.WORDS).exclude(pk=self.pk)
        problem = problem_with(self.written, dict(lists.values_list("key", "looks_for")))
        if problem:
            raise ValidationError(problem)


class StarterRecord(models.Model):
    """What was loaded from the starter files, so that staff edits and deletions are never undone."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="a_starter_row_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
