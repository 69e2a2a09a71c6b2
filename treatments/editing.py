"""What every form of content in the admin does: it guards what is printed, and shows what the checker says."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from treatments.checking.findings import Finding
from treatments.forms import TokenForm
from treatments.inspection import inspect_row
from treatments.models import Reference
from treatments.uses import Uses, listed


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


class CheckedAdmin(ContentAdmin):
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

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save, and say at once when the checker finds errors: the list below the form is easily missed."""
        super().save_related(request, form, formsets, change)
        errors = sum(finding.is_error for finding in inspect_row(form.instance))
        if errors:
            words = ngettext(
                "The checker finds %(count)s error in “%(row)s”: see the end of its form.",
                "The checker finds %(count)s errors in “%(row)s”: see the end of its form.",
                errors,
            )
            messages.warning(request, words % {"count": errors, "row": form.instance})


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
