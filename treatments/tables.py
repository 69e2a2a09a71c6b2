"""The two tables that pages print from rows: treatments side by side, and what may be seen when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from treatments.models import ComparisonCell, Period, TimelineEntry, Treatment
from treatments.rendering import Composer

NO_ANSWER = SafeString("–")


@dataclass(frozen=True)
class Column:
    """A treatment in the comparison."""

    slug: str
    name: str
    kind_label: str
    evidence_level: int
    evidence_label: str
    page_url: str
    shown: bool


@dataclass(frozen=True)
class Comparison:
    """Treatments side by side: groups of (label, [(name of the treatment, answer)])."""

    columns: list[Column]
    groups: list[tuple[str, list[tuple[str, list[tuple[str, SafeString]]]]]]


@dataclass(frozen=True)
class Timeline:
    """What may be seen when: rows of (address within the page, treatment, [(period, text)])."""

    rows: list[tuple[str, str, list[tuple[str, SafeString]]]]


class ComparisonTable:
    """The rows that at least one of these treatments answers; needs `with_pages()`."""

    def __init__(self, treatments: list[Treatment]) -> None:
        self.treatments = treatments
        cells = ComparisonCell.objects.filter(treatment__in=treatments).select_related("row")
        in_order = cells.order_by("row__order", "row", "treatment__order") if treatments else []
        self.rows = [(row, list(answers)) for row, answers in groupby(in_order, key=lambda cell: cell.row)]

    def texts(self) -> Iterator[str]:
        """Every text the table prints."""
        return (cell.text for _row, cells in self.rows for cell in cells)

    def compose(self, composer: Composer, shown: list[str] | None = None) -> Comparison | None:
        """The table; `shown` names the columns a small screen starts with. None without rows."""
        if not self.rows:
            return None
        groups = [
            (title, [(row.label, self._answers(cells, composer)) for row, cells in group])
            for title, group in groupby(self.rows, key=lambda row: row[0].group)
        ]
        return Comparison([self._column(treatment, shown) for treatment in self.treatments], groups)

    def _column(self, treatment: Treatment, shown: list[str] | None) -> Column:
        return Column(
            slug=treatment.slug,
            name=treatment.name,
            kind_label=str(treatment.get_kind_display()),
            evidence_level=treatment.evidence_level,
            evidence_label=treatment.evidence_label,
            page_url=treatment.page_url,
            shown=shown is None or treatment.slug in shown,
        )

    def _answers(self, cells: list[ComparisonCell], composer: Composer) -> list[tuple[str, SafeString]]:
        texts = {cell.treatment_id: cell.text for cell in cells}
        return [(treatment.name, _told(texts.get(treatment.pk), composer)) for treatment in self.treatments]


class TimelineTable:
    """What may be seen of each treatment in each period."""

    def __init__(self) -> None:
        self.entries = list(TimelineEntry.objects.select_related("treatment", "period"))

    def texts(self) -> Iterator[str]:
        """Every text the table prints."""
        return (entry.text for entry in self.entries)

    def compose(self, composer: Composer) -> Timeline:
        """The table."""
        periods = list(Period.objects.all())
        rows = []
        for treatment, group in groupby(self.entries, key=lambda entry: entry.treatment):
            texts = {entry.period_id: entry.text for entry in group}
            cells = [(period.label, _told(texts.get(period.pk), composer)) for period in periods]
            rows.append((f"months-{treatment.slug}", treatment.name, cells))
        return Timeline(rows)


def _told(text: str | None, composer: Composer) -> SafeString:
    return composer.inline(text) if text else NO_ANSWER
