"""Erases a person everywhere, and again after an older backup came back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from clinic import scrubbing
from leads.contact import take_contact
from leads.models import Access, ConsultationRequest, Lead
from leads.privacy import tombstones, traces
from leads.privacy.access import note
from leads.privacy.persons import Person, made_of, of_requests, person_of

logger = logging.getLogger(__name__)


def erase_person(*, lead: Lead, by: User | None, at: datetime) -> int:
    """Erase the person of this lead, with all their leads; how many those were."""
    return erase(person_of(lead), by=by, at=at)


def erase_leads(*, leads: Iterable[Lead], by: User | None, at: datetime) -> int:
    """Erase exactly these leads and everything about them; how many those were."""
    return sum(erase(made_of([lead]), by=by, at=at) for lead in leads)


def erase_requests(*, requests: Iterable[ConsultationRequest], by: User | None, at: datetime) -> None:
    """Erase some requests of a lead that keeps others."""
    erase(of_requests(requests), by=by, at=at)


def erase(person: Person, *, by: User | None, at: datetime) -> int:
    """Erase rows and files, leave a tombstone, and see that no bytes stay behind."""
    tombstone = tombstones.tombstone_of(person, at)
    tombstones.put_up(tombstone)
    with transaction.atomic():
        tombstones.enter(tombstone, by=by)
        _erase_rows(person, by=by, at=at)
        transaction.on_commit(scrubbing.scrub)
    return len(person.leads)


def forget(person: Person, *, at: datetime) -> None:
    """Erase what has had its time. It leaves no tombstone: its time is over in an older backup as well."""
    with transaction.atomic():
        _erase_rows(person, by=None, at=at)


def reapply(at: datetime) -> int:
    """Erase again what an older backup brought back; from how many leads."""
    known = tombstones.all_known()
    marks = {mark: tombstone.at for tombstone in known for mark in tombstone.marks}
    if not marks:
        return 0
    with transaction.atomic():
        for tombstone in known:
            tombstones.enter(tombstone)
        returned = _returned(marks)
        for person in returned:
            _erase_rows(person, by=None, at=at)
        if returned:
            transaction.on_commit(scrubbing.scrub)
    traces.rewrite_mail(
        lambda message: any(tombstones.mark_of(key) in marks for key in traces.request_keys_in(message))
    )
    if returned:
        logger.warning("Erased again after a restore: from %s leads", len(returned))
    return len(returned)


def _returned(marks: dict[str, str]) -> list[Person]:
    """Leads that were erased whole; and single requests of leads that were not."""
    whole = list(tombstones.leads_under(marks))
    single = tombstones.requests_under(marks).exclude(lead__in=whole).select_related("lead")
    found = [made_of([lead]) for lead in whole]
    by_lead: dict[Lead, list[ConsultationRequest]] = {}
    for request in single:
        by_lead.setdefault(request.lead, []).append(request)
    for lead, requests in by_lead.items():
        is_all = lead.requests.count() == len(requests)
        found.append(made_of([lead]) if is_all else of_requests(requests))
    return found


def _erase_rows(person: Person, *, by: User | None, at: datetime) -> None:
    clearings = traces.clearings_of(person)
    requests = ConsultationRequest.objects.filter(key__in=person.request_keys)
    touched = {lead.pk for lead in person.leads} | set(requests.values_list("lead_id", flat=True))
    numbers = [lead.pk for lead in person.leads]
    _erase_admin_log(numbers)
    requests.delete()
    Lead.objects.filter(pk__in=numbers).delete()
    _forget_contact(touched - set(numbers))
    note(Access.What.ERASED, leads=sorted(touched), by=by, at=at)
    # Files go last: should the rows stay after all, nothing is lost that belongs to them.
    transaction.on_commit(lambda: _clear_files(clearings))


def _forget_contact(numbers: set[int]) -> None:
    """A lead that stays keeps no name and no number that only an erased request knew."""
    with_others = ConsultationRequest.objects.filter(lead__in=numbers).values("lead")
    for lead in Lead.objects.select_for_update().filter(pk__in=with_others):
        take_contact(lead)
        lead.save()


def _clear_files(clearings: list[traces.Clear]) -> None:
    try:
        for clear in clearings:
            clear()
    except OSError as error:
        logger.error("Files of an erased person cannot be changed: %s", type(error).__name__)  # noqa: TRY400


def _erase_admin_log(numbers: list[int]) -> None:
    """The admin's own log of these leads: it holds no names, but it points at them."""
    about = ContentType.objects.get_for_model(Lead)
    LogEntry.objects.filter(content_type=about, object_id__in=[str(number) for number in numbers]).delete()
