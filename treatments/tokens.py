"""The tokens in content, such as {claim:mn-network}: finding them, and loading what they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Model, Q

from treatments.citations import Citations
from treatments.models import (
    Approval,
    Claim,
    ComparisonCell,
    Fact,
    Page,
    Passage,
    Question,
    Section,
    TimelineEntry,
    Treatment,
)

TOKEN = re.compile(
    r"\{(?P<kind>claim|short|fact|evidence|clinic|passage|approvals|facts|strands)"
    r"(?::(?P<key>[a-z0-9_-]+(?:/[a-z0-9-]+)?))?\}"
)
# The fields whose tokens are printed; everywhere else a brace would reach the reader as it is.
COMPOSED: dict[type[Model], tuple[str, ...]] = {
    Page: ("standfirst", "key_facts"),
    Section: ("body",),
    Question: ("answer",),
    Passage: ("body",),
    Approval: ("status",),
    ComparisonCell: ("text",),
    TimelineEntry: ("text",),
}


@dataclass(frozen=True)
class Token:
    """One token: its kind, its key, and how it is written."""

    kind: str
    key: str
    written: str


def tokens_in(text: str) -> Iterator[Token]:
    """Every token of a text, in order."""
    for match in TOKEN.finditer(text):
        yield Token(match["kind"], match["key"] or "", match[0])


def fact_name(fact: Fact) -> str:
    """How a token names a fact: topic, or treatment/topic."""
    return f"{fact.treatment.slug}/{fact.topic}" if fact.treatment else fact.topic


@dataclass
class Library:
    """The rows that some texts name, loaded in a handful of queries."""

    claims: dict[str, Claim] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    treatments: dict[str, Treatment] = field(default_factory=dict)
    approvals: dict[str, list[Approval]] = field(default_factory=dict)
    citations: Citations = field(default_factory=Citations)

    @classmethod
    def of(cls, texts: Iterable[str], *, is_cited: bool = True) -> Library:
        """Load what these texts print, and what their passages print in turn; sources unless not cited."""
        library = cls()
        named: dict[str, set[str]] = defaultdict(set)
        _name(named, texts)
        asked: dict[str, set[str]] = {"passage": set(), "approvals": set()}
        # What these print may print more of them, also themselves.
        while any(named[kind] - asked[kind] for kind in asked):
            wanted = {kind: named[kind] - asked[kind] for kind in asked}
            asked = {kind: asked[kind] | wanted[kind] for kind in asked}
            _name(named, library._load_passages(wanted["passage"]))
            _name(named, library._load_approvals(wanted["approvals"]))
        library._load_claims(named["claim"] | named["short"])
        library._load_facts(named["fact"], named["facts"])
        if is_cited:
            library._load_citations()
        if named["evidence"]:
            library.treatments = {
                row.slug: row for row in Treatment.objects.filter(slug__in=named["evidence"])
            }
        return library

    def facts_of(self, treatment: str) -> list[Fact]:
        """Every fact of one treatment."""
        return [fact for fact in self.facts.values() if fact.treatment and fact.treatment.slug == treatment]

    def _load_passages(self, keys: set[str]) -> list[str]:
        """Load some passages, and give their texts."""
        loaded = {row.key: row for row in Passage.objects.filter(key__in=keys)} if keys else {}
        self.passages |= loaded
        return [row.body for row in loaded.values()]

    def _load_approvals(self, slugs: set[str]) -> list[str]:
        """Load what regulators say of some treatments, and give their texts."""
        rows = Approval.objects.filter(treatment__slug__in=slugs).select_related("treatment") if slugs else ()
        for row in rows:
            self.approvals.setdefault(row.treatment.slug, []).append(row)
        return [row.status for row in rows]

    def _load_claims(self, keys: set[str]) -> None:
        if keys:
            self.claims = {row.key: row for row in Claim.objects.filter(key__in=keys)}

    def _load_facts(self, names: set[str], whole: set[str]) -> None:
        if not names and not whole:
            return
        topics = {name.rpartition("/")[2] for name in names}
        rows = Fact.objects.filter(Q(topic__in=topics) | Q(treatment__slug__in=whole))
        self.facts = {fact_name(row): row for row in rows.select_related("treatment")}

    def _load_citations(self) -> None:
        approvals = (row for rows in self.approvals.values() for row in rows)
        self.citations = Citations([*self.claims.values(), *self.facts.values(), *approvals])


def _name(named: dict[str, set[str]], texts: Iterable[str]) -> None:
    for text in texts:
        for token in tokens_in(text):
            named[token.kind].add(token.key)
