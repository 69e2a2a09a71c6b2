"""All content in the admin. A form refuses tokens that name nothing, with the nearest keys."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from treatments.actions import note_change, send_on
from treatments.checking.findings import Finding
from treatments.editing import CheckedAdmin, CheckedInline, ContentAdmin
from treatments.finding_views import FindingViews
from treatments.forms import (
    ApprovalForm,
    ClaimForm,
    FactForm,
    GlossaryTermForm,
    PageForm,
    PartForm,
    PassageForm,
    SectionForm,
)
from treatments.inspection import inspect_as_read
from treatments.models import (
    QUESTIONS,
    WORDS_EXPLAINED,
    AcceptedFinding,
    Approval,
    Claim,
    ClaimReference,
    ComparisonCell,
    ComparisonRow,
    DirectComparison,
    EditorialRule,
    Fact,
    GlossaryTerm,
    Listing,
    Page,
    Passage,
    Period,
    Question,
    Reference,
    Review,
    Section,
    TimelineEntry,
    Topic,
    Treatment,
)


@admin.register(EditorialRule)
class EditorialRuleAdmin(admin.ModelAdmin[EditorialRule]):
    """What the checker looks for, why, and what to say instead."""

    list_display = ["key", "kind", "language", "severity", "source", "is_active"]
    list_filter = ["kind", "language", "severity", "is_active"]
    search_fields = ["key", "looks_for", "message", "source"]


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(admin.ModelAdmin[AcceptedFinding]):
    """Errors that somebody has judged to be none; taken away here, they count as errors again."""

    list_display = ["place", "rule", "sentence", "reason", "accepted_by", "accepted_at"]
    list_select_related = ["accepted_by"]
    search_fields = ["place", "rule", "sentence", "reason"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Reference)
class ReferenceAdmin(ContentAdmin):
    """Sources."""

    list_display = ["key", "topic", "kind", "study_type", "confidence", "opened_on"]
    list_filter = ["topic", "kind", "confidence"]
    search_fields = ["key", "citation", "finding", "doi"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class ListingInline(admin.StackedInline[Listing, Treatment]):
    """The kinds of hair loss for which the list of treatments shows it."""

    model = Listing
    extra = 0
    fields = ["hair_loss", ("in_women", "in_men"), "claim"]
    autocomplete_fields = ["claim"]


@admin.register(Treatment)
class TreatmentAdmin(CheckedAdmin):
    """Treatments, their evidence rating, and what they are listed for."""

    inlines = [ListingInline]
    list_display = ["name", "kind", "evidence", "in_matrix", "order"]
    list_editable = ["order"]
    prepopulated_fields = {"slug": ["name"]}


class SourceInline(admin.StackedInline[ClaimReference, Claim]):
    """The sources of a claim."""

    model = ClaimReference
    extra = 0
    fields = [("reference", "order")]
    autocomplete_fields = ["reference"]


@admin.register(Claim)
class ClaimAdmin(CheckedAdmin):
    """Sentences about effect, safety and approval."""

    form = ClaimForm
    list_display = ["key", "text", "kind", "certainty"]
    list_filter = ["kind", "certainty", "treatment"]
    search_fields = ["key", "text", "short"]
    inlines = [SourceInline]


@admin.register(Fact)
class FactAdmin(CheckedAdmin):
    """Values patients act on; those without a confirmed value wait for the doctor."""

    form = FactForm
    list_display = ["label", "treatment", "kind", "value", "cautious", "confirmed_by", "confirmed_on"]
    list_filter = ["kind", "treatment"]
    list_select_related = ["treatment", "confirmed_by"]
    search_fields = ["topic", "label", "value"]
    filter_horizontal = ["references"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """Who confirmed a value of the clinic is a doctor's word, and so is the value: not every role records it."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.has_perm("treatments.confirm_fact"):
            return fields
        value = ["kind", "value"] if obj and obj.kind == Fact.Kind.PROTOCOL else []
        return [*fields, "confirmed_by", "confirmed_on", *value]

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save; texts that print the value follow, those that state it in words of their own may not."""
        super().save_related(request, form, formsets, change)
        if {"value", "cautious"} & set(form.changed_data):
            words = gettext("Every text that prints this value follows. Does another one contradict it now?")
            link = reverse("admin:treatments_findings")
            messages.info(
                request, format_html('{} <a href="{}">{}</a>', words, link, gettext("See the list"))
            )


@admin.register(Passage)
class PassageAdmin(CheckedAdmin):
    """Lists, warnings and care cards that several pages print."""

    form = PassageForm
    list_display = ["heading", "key", "kind"]
    list_filter = ["kind"]
    search_fields = ["key", "heading", "body"]


@admin.register(Approval)
class ApprovalAdmin(CheckedAdmin):
    """Approval status by treatment and place."""

    form = ApprovalForm
    list_display = ["treatment", "place", "status", "checked_on"]
    list_filter = ["treatment"]
    list_select_related = ["treatment"]
    filter_horizontal = ["references"]


class SectionInline(CheckedInline):
    """The parts of a page."""

    model = Section
    form = SectionForm
    ordering = ["order"]


class ReviewInline(admin.StackedInline[Review, Page]):
    """Who has read the page, and until when that holds."""

    model = Review
    verbose_name_plural = _("Reviews: read what the checker says above first")
    extra = 0


@admin.register(Page)
class PageAdmin(CheckedAdmin):
    """Pages, with their sections and reviews."""

    form = PageForm
    list_display = ["title", "kind", "slug", "written_on", "last_review", "is_published"]
    list_filter = ["kind", "is_published"]
    search_fields = ["title", "slug", "sections__body"]
    inlines = [SectionInline, ReviewInline]

    def get_urls(self) -> list[URLPattern]:
        return [*FindingViews(self).urls(), *super().get_urls()]

    def get_queryset(self, request: Any) -> models.QuerySet[Page]:
        return super().get_queryset(request).prefetch_related("reviews")

    def save_model(self, request: Any, obj: Page, form: Any, change: bool) -> None:  # noqa: FBT001
        before = Page.objects.get(pk=obj.pk).get_absolute_url() if change else ""
        obj.changed_on = timezone.localdate()
        super().save_model(request, obj, form, change)
        if before:
            send_on(page=obj, old_path=before)

    def vouched_for(self, row: Any, formsets: Any) -> list[Finding]:
        """A doctor whose review is recorded stands by the whole page and all that it prints."""
        is_reviewed = any(formset.model is Review and formset.has_changed() for formset in formsets)
        return inspect_as_read(row) if is_reviewed else []

    @admin.display(description=_("last review"))
    def last_review(self, page: Page) -> str:
        """The day of the last review."""
        return f"{page.review.reviewed_on:%d %B %Y}" if page.review else str(_("not yet"))


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """Groups of questions."""

    list_display = ["title", "slug", "order"]


class CollectedAdmin(CheckedAdmin):
    """Rows that make up a page: whatever is done to one changes the page."""

    collection = ""

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if form.has_changed():
            note_change(collection=self.collection, on=timezone.localdate())

    def delete_model(self, request: Any, obj: Any) -> None:
        super().delete_model(request, obj)
        note_change(collection=self.collection, on=timezone.localdate())

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        note_change(collection=self.collection, on=timezone.localdate())


@admin.register(Question)
class QuestionAdmin(CollectedAdmin):
    """Questions and answers."""

    collection = QUESTIONS
    list_display = ["question", "topic", "order", "is_featured", "is_published"]
    list_filter = ["topic", "is_featured", "is_published"]
    list_select_related = ["topic"]
    search_fields = ["question", "answer"]
    prepopulated_fields = {"slug": ["question"]}


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(CollectedAdmin):
    """Words explained."""

    collection = WORDS_EXPLAINED
    form = GlossaryTermForm
    list_display = ["term", "meaning"]
    search_fields = ["term", "meaning"]


class CellInline(CheckedInline):
    """What each treatment answers."""

    model = ComparisonCell
    form = PartForm


@admin.register(ComparisonRow)
class ComparisonRowAdmin(CheckedAdmin):
    """Questions asked of every treatment."""

    list_display = ["label", "group", "order"]
    inlines = [CellInline]


@admin.register(DirectComparison)
class DirectComparisonAdmin(ContentAdmin):
    """Which treatments were set against each other."""

    list_display = ["left", "right", "verdict", "claim"]
    list_filter = ["verdict"]
    list_select_related = ["left", "right", "claim"]
    autocomplete_fields = ["claim"]


class EntryInline(CheckedInline):
    """What may be seen of each treatment in a period."""

    model = TimelineEntry
    form = PartForm


@admin.register(Period)
class PeriodAdmin(CheckedAdmin):
    """Stretches of time in the results timeline."""

    list_display = ["label", "order"]
    inlines = [EntryInline]
