"""Pages, their sections, their old addresses and their reviews."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from treatments.models.keys import KEY

# The hub of the pages on hair loss stands at the head of their address.
HUB = "hair-loss"
# The guide at the address of the comparison of all treatments.
COMPARISON = "compare"
# Pages made from many rows, at addresses of their own.
QUESTIONS, WORDS_EXPLAINED = "faq", "glossary"
# A page long overdue for review tells readers so, and in the end nothing leads to it but its address.
TOLD_AFTER, OFFERED_FOR = timedelta(days=30), timedelta(days=90)


def _overdue() -> Q:
    """Of pages with their due days: those that nothing leads to any more."""
    return Q(due_on__lt=timezone.localdate() - OFFERED_FOR)


class PageQuerySet(models.QuerySet["Page"]):
    """Reads of pages."""

    def published(self) -> PageQuerySet:
        """Those a visitor may read."""
        return self.filter(is_published=True)

    def with_due_days(self) -> PageQuerySet:
        """Each with the day on which its next review is due; None when it has had none."""
        latest = Review.objects.filter(page=OuterRef("pk")).order_by("-reviewed_on").values("next_due_on")
        return self.annotate(due_on=Subquery(latest[:1]))

    def offered(self) -> PageQuerySet:
        """Those that lists, the search and machines are given: published, and not long overdue for review."""
        in_time = Q(due_on__isnull=True) | Q(due_on__gte=timezone.localdate() - OFFERED_FOR)
        return self.published().with_due_days().filter(in_time)

    def long_overdue(self) -> PageQuerySet:
        """Those that visitors may read, and that nothing leads to any more."""
        return self.published().with_due_days().filter(_overdue())

    def on_shelf(self, kind: str) -> PageQuerySet:
        """Those of one kind, each with the treatments it is about; beside them all that are long overdue."""
        shelf = self.with_due_days().filter(Q(kind=kind) | _overdue())
        return shelf.select_related("treatment", "left", "right")

    def collection(self, slug: str) -> Page | None:
        """The page that says how the questions, or the words explained, were made and checked."""
        page = self.filter(kind=Page.Kind.COLLECTION, slug=slug).first()
        if page:
            page.read_reviews()
        return page

    def about_the_comparison(self) -> PageQuerySet:
        """The guide whose words stand around the table of all treatments, and the pages of two; beside them
        all that are long overdue."""
        return self.with_due_days().filter(_around_the_comparison() | _overdue())

    def around_the_comparison(self) -> PageQuerySet:
        """The same, and no others."""
        return self.filter(_around_the_comparison())


def _around_the_comparison() -> Q:
    return Q(kind=Page.Kind.COMPARISON) | Q(kind=Page.Kind.GUIDE, slug=COMPARISON)


class Page(models.Model):
    """A page of the library."""

    class Kind(models.TextChoices):
        TREATMENT = "treatment", _("Treatment")
        COMPARISON = "comparison", _("Comparison of two")
        VISIT = "visit", _("Your visit")
        HAIR_LOSS = "hair-loss", _("Hair loss")
        GUIDE = "guide", _("Guide")
        ABOUT = "about", _("About us")
        COLLECTION = "collection", _("Collection: questions, words explained")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    slug = models.SlugField(_("slug"))
    treatment = models.ForeignKey(
        "treatments.Treatment", on_delete=models.PROTECT, null=True, blank=True, related_name="pages"
    )
    left = models.ForeignKey(
        "treatments.Treatment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first treatment"),
    )
    right = models.ForeignKey(
        "treatments.Treatment",
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
                condition=Q(
                    kind__in=["treatment", "comparison", "visit", "hair-loss", "guide", "about", "collection"]
                ),
                name="page_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="collection") | Q(slug__in=[QUESTIONS, WORDS_EXPLAINED]),
                name="collection_page_is_one_we_have",
                violation_error_message=_("A collection is called faq or glossary."),
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
        if self.kind == self.Kind.COLLECTION:
            return reverse(f"treatments:{self.slug}")
        name = "pair" if self.kind == self.Kind.COMPARISON else self.kind
        return reverse(f"treatments:{name}", args=[self.slug])

    def read_reviews(self) -> None:
        """Read who has reviewed it."""
        reviews = Review.objects.select_related("reviewer")
        models.prefetch_related_objects([self], models.Prefetch("reviews", queryset=reviews))

    def read_everything(self) -> None:
        """Read what the page prints from its own tables."""
        models.prefetch_related_objects([self], "sections")
        self.read_reviews()

    @property
    def last_changed_on(self) -> date:
        """When its words last changed, or a doctor last stood by them."""
        moments = [self.written_on, self.changed_on, *(review.reviewed_on for review in self.reviews.all())]
        return max(moment for moment in moments if moment)

    @property
    def is_offered(self) -> bool:
        """Whether other pages lead to it. Needs `with_due_days()`."""
        due_on: date | None = self.due_on  # type: ignore[attr-defined]
        return due_on is None or due_on >= timezone.localdate() - OFFERED_FOR

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

    @property
    def is_long_overdue(self) -> bool:
        """Whether readers are told that it is."""
        return self.is_overdue(timezone.localdate() - TOLD_AFTER)
