"""All content in the admin. A form refuses tokens that name nothing, with the nearest keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from treatments.actions import send_on
from treatments.checking.findings import Finding
from treatments.inspection import inspect_row
from treatments.models import (
    Approval,
    Claim,
    ClaimReference,
    ComparisonCell,
    ComparisonRow,
    EditorialRule,
    Fact,
    GlossaryTerm,
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
from treatments.tokens import Keys


class TokenForm(forms.ModelForm[Any]):
    """Checks the tokens of every text."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        keys: Keys | None = None
        for name, value in list(values.items()):
            texts = value if isinstance(value, list) else [value]
            for text in texts:
                if isinstance(text, str) and "{" in text:
                    keys = keys or Keys()
                    for problem in keys.problems_in(text):
                        self.add_error(name, problem)
        return values


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class PageForm(TokenForm):
    """A page, its key facts one a line."""

    key_facts = LinesField(
        label=_("Key facts"), required=False, help_text=_("Up to six full sentences, one a line.")
    )


class CheckedAdmin(admin.ModelAdmin[Any]):
    """Shows under a text what the checker says of it, as it is stored."""

    readonly_fields = ["checker"]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The fields, and below them the checker's list, once there is a text to check."""
        fields = [name for name in self.get_fields(request, obj) if name != "checker"]
        checked = [(_("What the checker says"), {"fields": ["checker"]})] if obj else []
        return [(None, {"fields": fields}), *checked]

    @admin.display(description=_("Findings"))
    def checker(self, obj: models.Model) -> str:
        """Place, sentence, rule and advice for each finding."""
        found = inspect_row(obj)
        if not found:
            return gettext("Nothing to mend.")
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_line(row),) for row in found))
        )


def _line(finding: Finding) -> SafeString:
    grade = gettext("Error") if finding.is_error else gettext("Warning")
    return format_html(
        "<strong>{}</strong> {} <q>{}</q><br>{} ({})",
        grade,
        finding.place,
        finding.sentence,
        finding.message,
        finding.rule,
    )


@admin.register(EditorialRule)
class EditorialRuleAdmin(admin.ModelAdmin[EditorialRule]):
    """What the checker looks for, why, and what to say instead."""

    list_display = ["key", "kind", "language", "severity", "source", "is_active"]
    list_filter = ["kind", "language", "severity", "is_active"]
    search_fields = ["key", "looks_for", "message", "source"]


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin[Reference]):
    """Sources."""

    list_display = ["key", "topic", "kind", "study_type", "confidence"]
    list_filter = ["topic", "kind", "confidence"]
    search_fields = ["key", "citation", "finding", "doi"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Treatment)
class TreatmentAdmin(admin.ModelAdmin[Treatment]):
    """Treatments and their evidence rating."""

    form = TokenForm
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

    form = TokenForm
    list_display = ["key", "text", "kind", "certainty"]
    list_filter = ["kind", "certainty", "treatment"]
    search_fields = ["key", "text", "short"]
    inlines = [SourceInline]


@admin.register(Fact)
class FactAdmin(admin.ModelAdmin[Fact]):
    """Values patients act on; those without a confirmed value wait for the doctor."""

    form = TokenForm
    list_display = ["label", "treatment", "kind", "value", "cautious", "confirmed_by", "confirmed_on"]
    list_filter = ["kind", "treatment"]
    list_select_related = ["treatment", "confirmed_by"]
    search_fields = ["topic", "label", "value"]
    filter_horizontal = ["references"]


@admin.register(Passage)
class PassageAdmin(CheckedAdmin):
    """Lists, warnings and care cards that several pages print."""

    form = TokenForm
    list_display = ["heading", "key", "kind"]
    list_filter = ["kind"]
    search_fields = ["key", "heading", "body"]


@admin.register(Approval)
class ApprovalAdmin(admin.ModelAdmin[Approval]):
    """Approval status by treatment and place."""

    form = TokenForm
    list_display = ["treatment", "place", "status", "checked_on"]
    list_filter = ["treatment"]
    list_select_related = ["treatment"]
    filter_horizontal = ["references"]


class SectionInline(admin.StackedInline[Section, Page]):
    """The parts of a page."""

    model = Section
    form = TokenForm
    extra = 0
    ordering = ["order"]


class ReviewInline(admin.StackedInline[Review, Page]):
    """Who has read the page, and until when that holds."""

    model = Review
    extra = 0


@admin.register(Page)
class PageAdmin(CheckedAdmin):
    """Pages, with their sections and reviews."""

    form = PageForm
    list_display = ["title", "kind", "slug", "written_on", "last_review", "is_published"]
    list_filter = ["kind", "is_published"]
    search_fields = ["title", "slug", "sections__body"]
    inlines = [SectionInline, ReviewInline]

    def get_queryset(self, request: Any) -> models.QuerySet[Page]:
        return super().get_queryset(request).prefetch_related("reviews")

    def save_model(self, request: Any, obj: Page, form: Any, change: bool) -> None:  # noqa: FBT001
        before = Page.objects.get(pk=obj.pk).get_absolute_url() if change else ""
        obj.changed_on = timezone.localdate()
        super().save_model(request, obj, form, change)
        if before:
            send_on(page=obj, old_path=before)

    @admin.display(description=_("last review"))
    def last_review(self, page: Page) -> str:
        """The day of the last review."""
        return f"{page.review.reviewed_on:%d %B %Y}" if page.review else str(_("not yet"))


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """Groups of questions."""

    list_display = ["title", "slug", "order"]


@admin.register(Question)
class QuestionAdmin(CheckedAdmin):
    """Questions and answers."""

    form = TokenForm
    list_display = ["question", "topic", "order", "is_featured", "is_published"]
    list_filter = ["topic", "is_featured", "is_published"]
    list_select_related = ["topic"]
    search_fields = ["question", "answer"]
    prepopulated_fields = {"slug": ["question"]}


class GlossaryTermForm(TokenForm):
    """A term, its other forms one a line."""

    also = LinesField(label=_("Other forms"), required=False, help_text=_("One a line."))


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(admin.ModelAdmin[GlossaryTerm]):
    """Words explained."""

    form = GlossaryTermForm
    list_display = ["term", "meaning"]
    search_fields = ["term", "meaning"]


class CellInline(admin.StackedInline[ComparisonCell, ComparisonRow]):
    """What each treatment answers."""

    model = ComparisonCell
    form = TokenForm
    extra = 0


@admin.register(ComparisonRow)
class ComparisonRowAdmin(admin.ModelAdmin[ComparisonRow]):
    """Questions asked of every treatment."""

    list_display = ["label", "group", "order"]
    inlines = [CellInline]


class EntryInline(admin.StackedInline[TimelineEntry, Period]):
    """What may be seen of each treatment in a period."""

    model = TimelineEntry
    form = TokenForm
    extra = 0


@admin.register(Period)
class PeriodAdmin(admin.ModelAdmin[Period]):
    """Stretches of time in the results timeline."""

    list_display = ["label", "order"]
    inlines = [EntryInline]
