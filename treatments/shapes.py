"""How each kind of starter entry maps onto its model, both ways."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models

from treatments import starter
from treatments.models import (
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
    Section,
    TimelineEntry,
    Topic,
    Treatment,
)

Values = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)

NATURAL_KEYS: dict[type[models.Model], str] = {
    Treatment: "slug",
    Topic: "slug",
    Period: "label",
    Reference: "key",
    Claim: "key",
}


class Shape:
    """How a kind of entry maps onto a model: plain fields, links by natural key, and its parts."""

    def __init__(
        self,
        model: type[models.Model],
        key: tuple[str, ...],
        fields: dict[str, Any],
        links: dict[str, type[models.Model]] | None = None,
    ) -> None:
        self.model = model
        self.key = key
        self.fields = fields
        self.links = links or {}

    def normal(self, values: Values) -> Values:
        """The entry with every field present, in the form in which a row is read back."""
        unknown = set(values) - set(self.fields) - set(self.links) - {self.parts_name}
        if unknown:
            raise starter.BadContentFile(
                f"{self.model._meta.verbose_name} {values!s:.60}: unknown {', '.join(sorted(unknown))}"
            )
        normal = {name: values.get(name, default) for name, default in self.fields.items()}
        normal.update({name: values.get(name) or None for name in self.links})
        return {**normal, **self.normal_parts(values)}

    def find(self, values: Values) -> models.Model | None:
        """The row with the entry's key, or None."""
        lookup: Values = {}
        for name in self.key:
            if name not in self.links:
                lookup[name] = values[name]
            elif values[name]:
                lookup[f"{name}__{NATURAL_KEYS[self.links[name]]}"] = values[name]
            else:
                lookup[f"{name}__isnull"] = True
        return self.model._default_manager.filter(**lookup).first()

    def read(self, row: models.Model) -> Values:
        """The row's values as an entry would give them."""
        values = {name: getattr(row, name) for name in self.fields}
        for name, model in self.links.items():
            target = getattr(row, name)
            values[name] = getattr(target, NATURAL_KEYS[model]) if target else None
        return {**values, **self.read_parts(row)}

    def write(self, row: models.Model, values: Values) -> models.Model:
        """Give the row the entry's values, and its parts."""
        for name in self.fields:
            setattr(row, name, values[name])
        for name, model in self.links.items():
            setattr(row, name, _linked(model, values[name]) if values[name] else None)
        row.full_clean()
        row.save()
        self.write_parts(row, values)
        return row

    parts_name = ""

    def normal_parts(self, values: Values) -> Values:
        """The parts of an entry, in the form in which they are read back."""
        return {}

    def read_parts(self, row: Any) -> Values:
        """The parts of a row."""
        return {}

    def write_parts(self, row: Any, values: Values) -> None:
        """Replace the parts of a row."""


class NoSuchRow(starter.BadContentFile):
    """An entry needs a row that is not there."""

    def __init__(self, model: type[models.Model], key: str) -> None:
        super().__init__(f"There is no {model._meta.verbose_name} {key!r}.")
        self.model = model
        self.key = key


def _linked(model: type[Row], key: str) -> Row:
    row = model._default_manager.filter(**{NATURAL_KEYS[model]: key}).first()
    if row is None:
        raise NoSuchRow(model, key)
    return row


class CitedShape(Shape):
    """Rows with references."""

    parts_name = "references"

    def normal_parts(self, values: Values) -> Values:
        return {"references": sorted(values.get("references", []))}

    def read_parts(self, row: Any) -> Values:
        return {"references": sorted(row.references.values_list("key", flat=True))}

    def write_parts(self, row: Any, values: Values) -> None:
        row.references.set([_linked(Reference, key) for key in values["references"]])


class ClaimShape(CitedShape):
    """Claims cite their references in order."""

    def normal_parts(self, values: Values) -> Values:
        return {"references": list(values.get("references", []))}

    def read_parts(self, row: Any) -> Values:
        return {"references": [source.reference.key for source in row.sources.select_related("reference")]}

    def write_parts(self, row: Any, values: Values) -> None:
        row.sources.all().delete()
        ClaimReference.objects.bulk_create(
            ClaimReference(claim=row, reference=_linked(Reference, key), order=order)
            for order, key in enumerate(values["references"])
        )


class PageShape(Shape):
    """Pages have sections."""

    parts_name = "sections"

    def normal_parts(self, values: Values) -> Values:
        return {"sections": values["sections"]}

    def read_parts(self, row: Any) -> Values:
        return {"sections": list(row.sections.order_by("order").values("anchor", "heading", "body"))}

    def write_parts(self, row: Any, values: Values) -> None:
        row.sections.all().delete()
        Section.objects.bulk_create(
            Section(page=row, order=order, **part) for order, part in enumerate(values["sections"])
        )


class RowShape(Shape):
    """Rows of the comparison have a cell for each treatment."""

    parts_name = "cells"

    def normal_parts(self, values: Values) -> Values:
        return {"cells": values.get("cells", {})}

    def read_parts(self, row: Any) -> Values:
        return {"cells": dict(row.cells.values_list("treatment__slug", "text"))}

    def write_parts(self, row: Any, values: Values) -> None:
        row.cells.all().delete()
        for slug, text in values["cells"].items():
            cell = ComparisonCell(row=row, treatment=_linked(Treatment, slug), text=text)
            cell.full_clean()
            cell.save()


SHAPES: dict[str, Shape] = {
    "reference": Shape(
        Reference,
        ("key",),
        dict.fromkeys(
            (
                "key",
                "topic",
                "citation",
                "doi",
                "pmid",
                "pmcid",
                "url",
                "study_type",
                "kind",
                "finding",
                "confidence",
                "note",
            ),
            "",
        ),
    ),
    "treatment": Shape(
        Treatment,
        ("slug",),
        {
            **dict.fromkeys(
                ("slug", "name", "kind", "evidence", "evidence_note", "summary", "first_judged"), ""
            ),
            "in_matrix": False,
            "is_bookable": True,
            "order": 0,
        },
        {"told_with": Treatment},
    ),
    "claim": ClaimShape(
        Claim,
        ("key",),
        dict.fromkeys(
            ("key", "kind", "text", "short", "population", "comparator", "timepoint", "certainty"), ""
        ),
        {"treatment": Treatment},
    ),
    "fact": CitedShape(
        Fact,
        ("treatment", "topic"),
        dict.fromkeys(("topic", "label", "kind", "value", "cautious", "source"), ""),
        {"treatment": Treatment},
    ),
    "passage": Shape(Passage, ("key",), dict.fromkeys(("key", "kind", "heading", "body"), "")),
    "approval": CitedShape(
        Approval,
        ("treatment", "place"),
        {"place": "", "status": "", "checked_on": None, "order": 0},
        {"treatment": Treatment},
    ),
    "comparison row": RowShape(
        ComparisonRow, ("key",), {**dict.fromkeys(("key", "group", "label"), ""), "order": 0}
    ),
    "direct comparison": Shape(
        DirectComparison,
        ("left", "right"),
        {"verdict": ""},
        {"left": Treatment, "right": Treatment, "claim": Claim},
    ),
    "listing": Shape(
        Listing,
        ("treatment", "hair_loss"),
        {"hair_loss": "", "in_women": True, "in_men": True},
        {"treatment": Treatment, "claim": Claim},
    ),
    "period": Shape(Period, ("label",), {"label": "", "order": 0}),
    "timeline entry": Shape(
        TimelineEntry,
        ("treatment", "period"),
        {"text": ""},
        {"treatment": Treatment, "period": Period},
    ),
    "glossary term": Shape(GlossaryTerm, ("slug",), {"slug": "", "term": "", "also": [], "meaning": ""}),
    "rule": Shape(
        EditorialRule,
        ("key",),
        {
            **dict.fromkeys(
                ("key", "kind", "language", "looks_for", "unless", "fact", "allowed", "applies_to"), ""
            ),
            **dict.fromkeys(("message", "reason", "source"), ""),
            "severity": "error",
            "measure": "time",
            "within": 0,
            "is_strict": False,
        },
    ),
    "topic": Shape(Topic, ("slug",), {"slug": "", "title": "", "order": 0}),
    "question": Shape(
        Question,
        ("slug",),
        {
            **dict.fromkeys(("slug", "question", "answer"), ""),
            "order": 0,
            "is_featured": False,
            "written_on": None,
        },
        {"topic": Topic},
    ),
    "page": PageShape(
        Page,
        ("kind", "slug"),
        {
            **dict.fromkeys(("kind", "slug", "title", "name", "description", "standfirst", "aims"), ""),
            "key_facts": [],
            "written_on": date(2026, 1, 1),
            "review_months": 12,
            "order": 0,
        },
        {"treatment": Treatment, "left": Treatment, "right": Treatment},
    ),
}
