"""Who is one person: the leads of the same name on the same number or address, and what names them in files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leads import references, text
from leads.models import ConsultationRequest, FormerLead, Lead


@dataclass(frozen=True, repr=False)
class Person:
    """A person's leads, and what would name them elsewhere. Error reports print values, so it prints none."""

    leads: tuple[Lead, ...]
    name_keys: frozenset[str]
    phones: frozenset[str]
    emails: frozenset[str]
    request_keys: frozenset[str]
    references: frozenset[str]

    @property
    def spoken_references(self) -> frozenset[str]:
        """The references as they are printed."""
        return frozenset(references.for_reading(reference) for reference in self.references)

    def is_named(self, *, name: str, phone: str, email: str) -> bool:
        """Whether this name and number or address is theirs."""
        same_contact = phone in self.phones or email in self.emails
        return same_contact and text.name_key(name) in self.name_keys


def person_of(lead: Lead) -> Person:
    """The person of this lead, with their other leads: closed ones, and those on an earlier number."""
    person = made_of([lead])
    while len(wider := _same_as(person)) > len(person.leads):
        person = made_of(wider)
    return person


def made_of(leads: Iterable[Lead]) -> Person:
    """The person of exactly these leads."""
    listed = tuple(leads)
    requests = ConsultationRequest.objects.filter(lead__in=listed)
    formers = FormerLead.objects.filter(lead__in=listed).values_list("reference", flat=True)
    rows = list(requests.values_list("key", "name", "phone", "email"))
    return Person(
        leads=listed,
        name_keys=frozenset(
            [*(lead.name_key for lead in listed), *(text.name_key(name) for _key, name, *_rest in rows)]
        ),
        phones=frozenset([*(lead.phone for lead in listed), *(row[2] for row in rows)]) - {""},
        emails=frozenset([*(lead.email for lead in listed), *(row[3] for row in rows)]) - {""},
        request_keys=frozenset(row[0].hex for row in rows),
        references=frozenset([*(lead.reference for lead in listed), *formers]),
    )


def of_requests(requests: Iterable[ConsultationRequest]) -> Person:
    """Nothing but these requests: their sender's other matters are not touched."""
    keys = frozenset(request.key.hex for request in requests)
    nothing: frozenset[str] = frozenset()
    return Person((), nothing, nothing, nothing, request_keys=keys, references=nothing)


def _same_as(person: Person) -> list[Lead]:
    """Their leads, and those that share a name and a number or address with any of these."""
    found = {lead.pk: lead for lead in person.leads}
    for name_key in person.name_keys - {""}:
        same = Lead.objects.of_people(name_key=name_key, phones=person.phones, emails=person.emails)
        found |= {lead.pk: lead for lead in same}
    return [found[number] for number in sorted(found)]
