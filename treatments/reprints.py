"""What says something else once a row is changed: the pages and answers that print it."""

from __future__ import annotations

from django.db.models import Model, Q, QuerySet

from treatments.models import ComparisonRow, Page, Period, Question
from treatments.pages import TIMELINE_AFTER
from treatments.uses import Uses


def pages(holders: list[Model]) -> QuerySet[Page]:
    """Those among the holders, and those that print a table which is among them."""
    chosen = Q(pk__in=[holder.pk for holder in holders if isinstance(holder, Page)])
    if any(isinstance(holder, ComparisonRow) for holder in holders):
        chosen |= Q(pk__in=Page.objects.about_the_comparison())
    if any(isinstance(holder, Period) for holder in holders):
        chosen |= Q(sections__anchor=TIMELINE_AFTER)
    return Page.objects.filter(chosen)


def answers(holders: list[Model]) -> QuerySet[Question]:
    """Those among the holders."""
    return Question.objects.filter(pk__in=[holder.pk for holder in holders if isinstance(holder, Question)])


def holders_of(row: Model) -> list[Model]:
    """The row, and every row whose form shows a text that prints it, also by way of others."""
    uses, holders, found = Uses(), [row], [row]
    while found:
        for place in uses.of(found.pop()):
            if place.holder not in holders:
                holders.append(place.holder)
                found.append(place.row)
    return holders
