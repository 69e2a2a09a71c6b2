"""Which references stand behind claims, facts and approvals: read in one query, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet, Value

from treatments.models import Approval, Claim, ClaimReference, Fact, Reference

Cited = Claim | Fact | Approval

FIELDS = [field.attname for field in Reference._meta.concrete_fields]


class Citations:
    """The references of some rows, in the order in which they are cited."""

    def __init__(self, rows: Iterable[Cited] = ()) -> None:
        keys: dict[type[Cited], list[int]] = defaultdict(list)
        for row in rows:
            keys[type(row)].append(row.pk)
        self._of: dict[tuple[str, int], list[Reference]] = defaultdict(list)
        for kind, owner, reference in _links(keys):
            self._of[kind, owner].append(reference)

    def of(self, row: Cited) -> list[Reference]:
        """The references of a row; none when it was not among those asked for."""
        return self._of.get((type(row).__name__, row.pk), [])


def _links(keys: dict[type[Cited], list[int]]) -> Iterator[tuple[str, int, Reference]]:
    """Which row cites which reference: claims in their own order, the others by the reference's key."""
    parts = [_part(kind, pks) for kind, pks in keys.items()]
    if not parts:
        return
    found = list(parts[0].union(*parts[1:], all=True))
    cited = [
        (order, place, Reference.from_db(None, FIELDS, values), kind, owner)
        for kind, owner, order, place, *values in found
    ]
    for _order, _place, reference, kind, owner in sorted(cited, key=lambda row: (*row[:2], row[2].key)):
        yield kind, owner, reference


def _part(kind: type[Cited], pks: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows of the table between the two, all in the same columns."""
    between: Any = ClaimReference if kind is Claim else kind.references.through
    owner = f"{kind.__name__.lower()}_id"
    order, place = (F("order"), F("pk")) if kind is Claim else (Value(0), Value(0))
    of_reference = [f"reference__{name}" for name in FIELDS]
    rows: QuerySet[Any] = between.objects.filter(**{f"{owner}__in": pks}).order_by()
    return rows.values_list(Value(kind.__name__), owner, order, place, *of_reference)
