"""What every form of content in the admin does: it guards what is printed, and shows what the checker says."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from treatments import reprints
from treatments.actions import accept_findings, note_reprints
from treatments.checking.findings import Finding
from treatments.forms import CheckedForm, TokenForm
from treatments.inspection import inspect_row
from treatments.models import Reference
from treatments.uses import Uses, listed

NEVER_PRINTED = {"note", "order", "is_featured", "all_the_same"}


class ContentAdmin(admin.ModelAdmin[Any]):
    """Refuses to delete what a text prints, and says where."""

    form = TokenForm

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """What would go; what is printed counts as protected."""
        rows = list(objs)
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        uses = Uses()
        found = ((row, uses.of(row, gone=rows)) for row in rows)
        printed = [
            listed(gettext("“%(row)s” is printed in: %(places)s"), places, row=row)
            for row, places in found
            if places
        ]
        # What rests on a reference is named above, in words and with links.
        others = [] if self.model is Reference and printed else protected
        return deleted, counts, lacking, [*printed, *others]

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save, and date anew every page and answer that prints what was changed."""
        super().save_related(request, form, formsets, change)
        changed = {*form.changed_data, *(formset.prefix for formset in formsets if formset.has_changed())}
        if changed - NEVER_PRINTED:
            holders = reprints.holders_of(form.instance)
            note_reprints(
                pages=reprints.pages(holders), answers=reprints.answers(holders), on=timezone.localdate()
            )


class HasErrors(Exception):
    """A text was not saved, because the checker finds errors in it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} errors")
        self.findings = findings


class CheckedAdmin(ContentAdmin):
    """Shows what the checker says of a text, and refuses an error that nobody has given a reason for."""

    form: type[TokenForm] = CheckedForm
    readonly_fields = ["checker"]

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The fields, and below them the checker's list, once there is a text to check."""
        fields = [name for name in self.get_fields(request, obj) if name not in {"checker", "all_the_same"}]
        # Beside a refusal the list of what is stored would only confuse.
        is_listed = obj and not _refused(request)
        checked = [(_("What the checker says"), {"fields": ["checker"]})] if is_listed else []
        # Asked here, because the form that is made next changes the row.
        request.read_before = _errors(self._found(obj)) if obj and is_public(obj) else []
        return [*_box(request), (None, {"fields": fields}), *checked]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.findings = _refused(request)
        return form

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save, or show the form again as it was sent, with what the checker finds beside its fields."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except HasErrors as refusal:
            # Nothing was saved: the exception undid the transaction in which the checker read the text.
            request.refused = refusal.findings
            return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("Findings"))
    def checker(self, obj: models.Model) -> str:
        """Place, sentence, rule and advice for each finding."""
        found = self._found(obj)
        if not found:
            return gettext("Nothing to mend.")
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_line(row),) for row in found))
        )

    def _found(self, obj: Any) -> list[Finding]:
        """What the checker says of a row as it was when it was first asked."""
        if "found" not in vars(obj):
            obj.found = inspect_row(obj)
        found: list[Finding] = obj.found
        return found

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save, then let the checker read the text as it is stored.

        Raises:
            HasErrors: visitors would read an error that they could not read before.
        """
        super().save_related(request, form, formsets, change)
        if not hasattr(request, "read_before"):
            return  # from a list, where the order is changed and no text
        row = self.model._default_manager.get(pk=form.instance.pk)
        errors = _errors(inspect_row(row))
        held = _errors(self.vouched_for(row, formsets)) or (_added(request, errors) if is_public(row) else [])
        reason = form.cleaned_data.get("all_the_same", "")
        if held and not reason:
            raise HasErrors(held)
        if reason and (held or errors):
            self._accept(request, row, held or errors, reason)
        elif errors:
            messages.warning(request, _count_in_words(errors, row))

    def vouched_for(self, row: Any, formsets: Any) -> list[Finding]:
        """What is found in all that somebody vouches for with this, old or new; mostly nobody does."""
        return []

    def _accept(self, request: Any, row: models.Model, findings: list[Finding], reason: str) -> None:
        accept_findings(findings=findings, reason=reason, by=request.user, at=timezone.now())
        rules = ", ".join(dict.fromkeys(finding.rule for finding in findings))
        words = gettext("Saved although the checker finds fault (%(rules)s), because: %(reason)s")
        self.log_change(request, row, words % {"rules": rules, "reason": reason})


def is_public(row: models.Model) -> bool:
    """Whether visitors read it: all but drafts."""
    return bool(getattr(row, "is_published", True))


class CheckedInline(admin.StackedInline[Any, Any]):
    """Parts of a text, each told what the checker finds in it."""

    extra = 0

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.findings = _refused(request)
        return formset


def _refused(request: Any) -> list[Finding]:
    findings: list[Finding] = getattr(request, "refused", [])
    return findings


def _box(request: Any) -> list[Any]:
    """Where to say why a text stands as it is, once it was refused or while visitors read it with errors."""
    if _refused(request) or request.POST.get("all_the_same"):
        words = _(
            "Nothing is saved yet. Mend what is marked below, or say why the text is right as it stands."
        )
    elif request.read_before:
        words = _(
            "Visitors read this text. Mend what is listed below, or say why the text is right as it stands."
        )
    else:
        return []
    return [(_("The checker finds errors"), {"fields": ["all_the_same"], "description": words})]


def _added(request: Any, errors: list[Finding]) -> list[Finding]:
    return [finding for finding in errors if finding not in request.read_before]


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_error]


def _count_in_words(errors: list[Finding], row: models.Model) -> str:
    words = ngettext(
        "The checker finds %(count)s error in “%(row)s”: see the end of its form.",
        "The checker finds %(count)s errors in “%(row)s”: see the end of its form.",
        len(errors),
    )
    return words % {"count": len(errors), "row": row}


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
