"""The tokens in content, such as {claim:mn-network}: finding them, loading what they name, checking them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Model, Q
from django.utils.translation import gettext

from treatments.checking.markup import BRACES, Slip, slips_in
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
# The tokens that print each kind of row.
TOKENS_OF = {
    "claim": ("claim", "short"),
    "fact": ("fact",),
    "passage": ("passage",),
    "treatment": ("evidence", "approvals", "facts"),
}
CLINIC_VALUES = ("name", "phone", "whatsapp", "hours")
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
        asked: set[str] = set()
        while wanted := named["passage"] - asked:
            asked |= wanted
            for passage in Passage.objects.filter(key__in=wanted):
                library.passages[passage.key] = passage
                _name(named, [passage.body])
        if named["approvals"]:
            library._load_approvals(named["approvals"])
            _name(named, (row.status for rows in library.approvals.values() for row in rows))
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

    def _load_approvals(self, slugs: set[str]) -> None:
        for row in Approval.objects.filter(treatment__slug__in=slugs).select_related("treatment"):
            self.approvals.setdefault(row.treatment.slug, []).append(row)

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


class Keys:
    """Every key that a token may name, to check texts against."""

    def __init__(self) -> None:
        treatments = set(Treatment.objects.values_list("slug", flat=True))
        claims = set(Claim.objects.values_list("key", flat=True))
        self.known: dict[str, set[str]] = {
            "claim": claims,
            "short": set(Claim.objects.exclude(short="").values_list("key", flat=True)),
            "fact": {fact_name(row) for row in Fact.objects.select_related("treatment")},
            "passage": set(Passage.objects.values_list("key", flat=True)),
            "evidence": treatments,
            "approvals": treatments,
            "facts": treatments,
            "clinic": set(CLINIC_VALUES),
            "strands": {""},
        }

    def forgive(self, kind: str, key: str) -> None:
        """Take a row of the starter content for known although it may be gone."""
        for token in TOKENS_OF.get(kind, ()):
            self.known[token].add(key.removeprefix("/"))

    def slips_in(self, text: str) -> Iterator[Slip]:
        """What is wrong with the tokens and boxes of a text, each as a sentence that says how to mend it."""
        good = {token.written: token for token in tokens_in(text)}
        for match in BRACES.finditer(text):
            # Anything in braces was meant to be a token: what TOKEN does not match is a slip of the pen.
            problem = self._problem_with(match[0], good.get(match[0]))
            if problem and not match[0].startswith("{#"):
                yield Slip(match.start(), problem)
        yield from slips_in(text)

    def _problem_with(self, written: str, token: Token | None) -> str:
        if token is None:
            return gettext("%(token)s is no token we know.") % {"token": written}
        known = self.known[token.kind]
        if token.key in known:
            return ""
        near = get_close_matches(token.key, sorted(known), n=3)
        hint = gettext("Did you mean %(near)s?") % {"near": ", ".join(near)} if near else ""
        return f"{gettext('%(token)s names nothing we have.') % {'token': written}} {hint}".rstrip()
