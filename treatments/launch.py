"""What the content still owes before the site may go live."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from clinic.launch import Owed, owed_by
from treatments.inspection import inspect_everything
from treatments.models import Fact, Page
from treatments.uses import dangling


@owed_by
def reviews() -> Iterator[Owed]:
    """Every published page has a review that is not past its date."""
    today = timezone.localdate()
    for page in Page.objects.published().prefetch_related("reviews"):
        review = page.review
        if review is None:
            title = gettext("“%(page)s” has not been reviewed by a doctor") % {"page": page.title}
        elif review.is_overdue(today):
            title = gettext("The review of “%(page)s” is overdue") % {"page": page.title}
        else:
            continue
        mend = gettext("Have a licensed doctor read the whole page, then add the review to the page.")
        yield Owed(title, mend, "admin:treatments_page_changelist")


@owed_by
def facts() -> Iterator[Owed]:
    """Every protocol value is confirmed."""
    count = Fact.objects.pending().count()
    if count:
        title = ngettext(
            "%(count)s value is not yet confirmed by the clinic",
            "%(count)s values are not yet confirmed by the clinic",
            count,
        ) % {"count": count}
        mend = gettext("Have the doctor confirm each value, then enter it with name and date.")
        yield Owed(title, mend, "admin:treatments_fact_changelist")


@owed_by
def errors() -> Iterator[Owed]:
    """The checker finds no error in what visitors read."""
    count = sum(finding.is_error for finding in inspect_everything())
    if count:
        title = ngettext(
            "The checker finds %(count)s error in the texts",
            "The checker finds %(count)s errors in the texts",
            count,
        ) % {"count": count}
        yield Owed(
            title,
            gettext("Mend each text where the list leads, or say there why it is right."),
            "admin:treatments_findings",
        )


@owed_by
def gaps() -> Iterator[Owed]:
    """Every token prints something."""
    for found in dangling():
        title = gettext("%(place)s: %(problem)s") % {"place": found.place.words, "problem": found.problem}
        mend = gettext("Mend the text, or bring back the row: manage.py load_content --restore.")
        model = found.place.holder._meta.model_name
        yield Owed(title, mend, f"admin:treatments_{model}_changelist")
