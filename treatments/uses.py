"""Where content is printed: the texts that name a row, and the texts that name what does not exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from treatments.checking.markup import braces_in
from treatments.keys import Keys
from treatments.models import (
    Approval,
    Claim,
    ComparisonCell,
    Fact,
    GlossaryTerm,
    Page,
    Passage,
    Question,
    Reference,
    Section,
    TimelineEntry,
    Treatment,
)
from treatments.tokens import COMPOSED, fact_name

# Every field with words, printed with its tokens or as it stands.
WORDS: dict[type[Model], tuple[str, ...]] = {
    Page: ("title", "name", "description", "standfirst", "aims", "key_facts"),
    Section: ("heading", "body"),
    Question: ("question", "answer"),
    Claim: ("text", "short"),
    Passage: ("heading", "body"),
    Fact: ("label", "value", "cautious"),
    Approval: ("status",),
    ComparisonCell: ("text",),
    TimelineEntry: ("text",),
    GlossaryTerm: ("term", "meaning"),
    Treatment: ("summary", "evidence_note"),
}
# The parts of a row are edited in its form: (the row that holds it, its own name within).
WITHIN: dict[type[Model], tuple[str, str]] = {
    Section: ("page", "heading"),
    ComparisonCell: ("row", "treatment"),
    TimelineEntry: ("period", "treatment"),
}


PARTS = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Place:
    """A row that prints something: how staff know it, and where they edit it."""

    row: Model

    @cached_property
    def holder(self) -> Model:
        """The row whose form shows it."""
        within = WITHIN.get(type(self.row))
        holder: Model = getattr(self.row, within[0]) if within else self.row
        return holder

    @property
    def words(self) -> str:
        """Like: Page “PRP for hair loss”, Risks."""
        if isinstance(self.row, Approval):
            return f"{capfirst(Approval._meta.verbose_name)} “{self.row.treatment}, {self.row.place}”"
        kind = capfirst(str(self.holder._meta.verbose_name))
        within = WITHIN.get(type(self.row))
        part = f", {getattr(self.row, within[1])}" if within else ""
        return f"{kind} “{self.holder}”{part}"

    @property
    def admin_url(self) -> str:
        """The form in which it is edited."""
        return reverse(f"admin:treatments_{self.holder._meta.model_name}_change", args=[self.holder.pk])


@dataclass(frozen=True)
class Dangling:
    """A token that leads nowhere, or another slip in a text that readers see."""

    place: Place
    problem: str


class Uses:
    """Where each row is printed; reads every text once."""

    def __init__(self) -> None:
        self._texts = [(row, "\n".join(_composed(row))) for row in _rows()]

    def naming(self, token: str) -> list[Place]:
        """The places that print a token."""
        return [Place(row) for row, text in self._texts if token in text]

    def of(self, row: Model, *, gone: Collection[Model] = ()) -> list[Place]:
        """The places that print a row; `gone` are rows that are to go together with it."""
        tokens = [*_tokens_of(row), *_whole_tokens_of(row, gone)]
        naming = [
            other for other, text in self._texts if other != row and any(token in text for token in tokens)
        ]
        return [Place(other) for other in [*naming, *_citing(row)]]


def listed(words: str, places: Iterable[Place], **more: object) -> SafeString:
    """A sentence with the places in it, each a link to its form."""
    links = format_html_join(
        "; ", '<a href="{}">{}</a>', ((place.admin_url, place.words) for place in places)
    )
    # The sentence is ours; what stands in for its %(names)s is escaped here.
    return format_html(PARTS.sub(r"{\1}", words), places=links, **more)


def dangling() -> Iterator[Dangling]:
    """Every token that would leave a gap, and every box that would show its marks to readers."""
    keys = Keys()
    for row in _rows():
        composed = COMPOSED.get(type(row), ())
        for name in WORDS[type(row)]:
            slips_in = keys.slips_in if name in composed else braces_in
            for text in _texts_of(row, name):
                yield from (Dangling(Place(row), slip.message) for slip in slips_in(text))


def _rows() -> Iterator[Model]:
    for model in WORDS:
        rows: QuerySet[Model] = model._default_manager.all()
        related = {
            Fact: ["treatment"],
            Approval: ["treatment"],
            Section: ["page"],
            ComparisonCell: ["row", "treatment"],
            TimelineEntry: ["period", "treatment"],
        }.get(model)
        yield from rows.select_related(*related) if related else rows


def _composed(row: Model) -> Iterator[str]:
    for name in COMPOSED.get(type(row), ()):
        yield from _texts_of(row, name)


def _texts_of(row: Model, name: str) -> list[str]:
    value = getattr(row, name)
    return value if isinstance(value, list) else [value]


def _tokens_of(row: Model) -> list[str]:
    """What a text writes to print this row, and no other."""
    match row:
        case Claim():
            return [f"{{claim:{row.key}}}", f"{{short:{row.key}}}"]
        case Fact():
            return [f"{{fact:{fact_name(row)}}}"]
        case Passage():
            return [f"{{passage:{row.key}}}"]
        case Treatment():
            return [f"{{{kind}:{row.slug}}}" for kind in ("evidence", "approvals", "facts")]
        case GlossaryTerm():
            return [f"(/glossary/#{row.slug})"]
        case _:
            return []


def _whole_tokens_of(row: Model, gone: Collection[Model]) -> list[str]:
    """What prints all rows of a kind, and would print nothing without this last one."""
    if not isinstance(row, Fact | Approval) or row.treatment is None:
        return []
    going = [row.pk, *(other.pk for other in gone)]
    if type(row)._default_manager.filter(treatment=row.treatment).exclude(pk__in=going).exists():
        return []
    kind = "facts" if isinstance(row, Fact) else "approvals"
    return [f"{{{kind}:{row.treatment.slug}}}"]


def _citing(row: Model) -> list[Model]:
    """The claims, facts and approvals that rest on a reference."""
    if not isinstance(row, Reference):
        return []
    approvals = row.approvals.select_related("treatment")
    return [*row.claims.all(), *row.facts.select_related("treatment"), *approvals]
