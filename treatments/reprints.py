"""What says something else once a row is changed: the pages and answers that print it."""

from __future__ import annotations

from django.db.models import Model, Q, QuerySet

from treatments.models import (
    Approval,
    Claim,
    ComparisonRow,
    DirectComparison,
    Fact,
    Page,
    Period,
    Question,
)
from treatments.pages import TIMELINE_AFTER
from treatments.uses import Place, Uses


def pages(holders: list[Model]) -> QuerySet[Page]:
    """Those among the holders, and those that print a table which is among them."""
    chosen = Q(pk__in=[holder.pk for holder in holders if isinstance(holder, Page)])
    if _are_compared(holders):
        chosen |= Q(pk__in=Page.objects.around_the_comparison())
    if any(isinstance(holder, Period) for holder in holders):
        chosen |= Q(sections__anchor=TIMELINE_AFTER)
    return Page.objects.filter(chosen)


def _are_compared(holders: list[Model]) -> bool:
    """Whether the comparison prints one of them."""
    claims = [holder.pk for holder in holders if isinstance(holder, Claim)]
    is_in_table = any(isinstance(holder, ComparisonRow | DirectComparison) for holder in holders)
    return is_in_table or DirectComparison.objects.filter(claim__in=claims).exists()


def answers(holders: list[Model]) -> QuerySet[Question]:
    """Those among the holders."""
    return Question.objects.filter(pk__in=[holder.pk for holder in holders if isinstance(holder, Question)])


def holders_of(row: Model) -> list[Model]:
    """The row, and every row whose form shows a text that prints it, also by way of others."""
    uses, holders, found = Uses(), [row], [row]
    while found:
        for place in _places(uses, found.pop()):
            if place.holder not in holders:
                holders.append(place.holder)
                found.append(place.row)
    return holders


def _places(uses: Uses, row: Model) -> list[Place]:
    """Where a row is printed, also as one of all of its kind."""
    places = uses.of(row)
    if isinstance(row, Fact | Approval) and row.treatment:
        kind = "facts" if isinstance(row, Fact) else "approvals"
        places += uses.naming(f"{{{kind}:{row.treatment.slug}}}")
    return places
