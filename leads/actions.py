"""Everything that writes about leads. Each verb is one transaction."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext

from clinic.models import ClinicProfile, calendar
from leads import references, text
from leads.asked import NOWHERE, SAME_WITHIN, Agreed, Asked, CameFrom, keys_of
from leads.models import Attribution, Consent, ConsultationRequest, Delivery, Event, Lead
from treatments.models import Treatment

# Anybody may type somebody's address; its owner is not to be buried in copies.
COPIES_IN_A_DAY = 30


class NothingToChange(ValueError):
    """It is so already."""


def record_request(
    *,
    asked: Asked,
    agreed: Agreed,
    received_at: datetime,
    came_from: CameFrom = NOWHERE,
    keys: Sequence[uuid.UUID] = (),
    held_because: str = "",
) -> ConsultationRequest:
    """Keep a request and everything that belongs to it; the same request sent again is the same row.

    A new lead that looks like spam is kept as held, with the reason; staff can release it.
    """
    key, *others = keys or keys_of(asked, None, received_at)
    same = ConsultationRequest.objects.filter(key=key)
    if others:
        same |= ConsultationRequest.objects.filter(key__in=others, received_at__gt=received_at - SAME_WITHIN)
    try:
        with transaction.atomic():
            _wait_for_turn(asked)
            kept = same.first()
            return kept or _keep_request(key, asked, agreed, came_from, received_at, held_because)
    except IntegrityError:
        # Another process kept the same request between our look and our write.
        kept = same.first()
        if kept is None:
            raise
        return kept


def change_status(*, lead: Lead, status: str, by: User, at: datetime) -> Event:
    """Give the lead a status, on someone's word; the first contact stops the reply clock.

    Raises:
        NothingToChange: the lead has this status already.
    """
    with transaction.atomic():
        lead = Lead.objects.select_for_update().get(pk=lead.pk)
        if lead.status == status:
            raise NothingToChange(status)
        was, lead.status = lead.status, status
        if status in {Lead.Status.CONTACTED, Lead.Status.BOOKED, Lead.Status.ATTENDED}:
            lead.first_contacted_at = lead.first_contacted_at or at
        if status == Lead.Status.NEW:
            # Nobody has answered after all: the clock runs on from the time it came.
            lead.first_contacted_at = None
        lead.save(update_fields=["status", "first_contacted_at"])
        if status != Lead.Status.NEW:
            _call_off_reminders(lead)
        if was == Lead.Status.HELD and status == Lead.Status.NEW:
            _owe_copies(lead, at)
        return Event.objects.create(
            lead=lead, kind=Event.Kind.STATUS, at=at, by=by, from_status=was, to_status=status
        )


def add_note(*, lead: Lead, note: str, by: User, at: datetime) -> Event:
    """Write down what was said."""
    return Event.objects.create(lead=lead, kind=Event.Kind.NOTE, at=at, by=by, text=text.clean(note))


def withdraw_marketing(*, lead: Lead, at: datetime, by: User | None = None) -> Event:
    """The person wants no more news; their request stays. Without `by` they said so themselves.

    Raises:
        NothingToChange: they never agreed to news, or have taken it back before.
    """
    given = Consent.objects.filter(request__lead=lead, purpose=Consent.Purpose.MARKETING)
    with transaction.atomic():
        if not given.filter(withdrawn_at__isnull=True).update(withdrawn_at=at):
            raise NothingToChange
        return Event.objects.create(lead=lead, kind=Event.Kind.WITHDRAWN, at=at, by=by)


def reopen(lead: Lead, at: datetime) -> None:
    """Let the lead wait for an answer again, from now on; one that waits already keeps its place. Not saved."""
    if lead.status != Lead.Status.NEW:
        lead.status, lead.first_contacted_at = Lead.Status.NEW, None
        lead.received_at, lead.reply_due_at = at, reply_due(at)


def _wait_for_turn(asked: Asked) -> None:
    """Let requests by the same person queue, so that two at once do not make two leads.

    SQLite lets one transaction write at a time as it is.
    """
    if connection.vendor != "postgresql":
        return
    locks = sorted(
        int.from_bytes(hashlib.sha256(value.encode()).digest()[:8], signed=True)
        for value in (asked.phone, asked.email)
        if value
    )
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _keep_request(
    key: uuid.UUID,
    asked: Asked,
    agreed: Agreed,
    came_from: CameFrom,
    received_at: datetime,
    held_because: str,
) -> ConsultationRequest:
    treatment = Treatment.objects.filter(slug=asked.treatment).first() if asked.treatment else None
    lead = _open_lead(asked, treatment, received_at, held_because)
    values = {**asdict(asked), "treatment": treatment}
    request = ConsultationRequest.objects.create(lead=lead, key=key, received_at=received_at, **values)
    if asked.treatment and not treatment:
        _note_unknown_treatment(lead, asked.treatment, received_at)
    _keep_consents(request, agreed, received_at)
    Attribution.objects.create(request=request, **asdict(came_from))
    for kind in _owed_deliveries(lead, asked, received_at):
        Delivery.objects.create(request=request, kind=kind, created_at=received_at, try_at=received_at)
    return request


def _note_unknown_treatment(lead: Lead, slug: str, at: datetime) -> None:
    """A request may have waited while the treatment it names was renamed or taken off the list."""
    words = gettext("Asked about “%(treatment)s”, which is not among the treatments") % {"treatment": slug}
    Event.objects.create(lead=lead, kind=Event.Kind.NOTE, at=at, text=words)


def _owed_deliveries(lead: Lead, asked: Asked, at: datetime) -> list[str]:
    """Nobody is disturbed, and no stranger is written to, for what looks like spam."""
    if lead.status == Lead.Status.HELD:
        return []
    is_owed_copy = asked.email and Delivery.objects.copies_to(asked.email, until=at) < COPIES_IN_A_DAY
    return [*alerts(), *([Delivery.Kind.RECEIPT] if is_owed_copy else [])]


def alerts() -> list[str]:
    """The ways in which the clinic is told that somebody waits."""
    webhook = [Delivery.Kind.WEBHOOK] if settings.ALERT_WEBHOOK_URL else []
    return [Delivery.Kind.STAFF_ALERT, *webhook]


def _call_off_reminders(lead: Lead) -> None:
    """What still waits to be sent reminds of nothing any more."""
    kinds = [Delivery.Kind.REMINDER, Delivery.Kind.LATE]
    waiting = Delivery.objects.filter(request__lead=lead, kind__in=kinds, state=Delivery.State.WAITING)
    waiting.delete()


def _owe_copies(lead: Lead, at: datetime) -> None:
    """Who was taken for spam is owed the copies that everybody gets, and no more of them."""
    for email, requests in groupby(
        lead.requests.exclude(email="").order_by("email", "-pk"), attrgetter("email")
    ):
        left = max(0, COPIES_IN_A_DAY - Delivery.objects.copies_to(email, until=at))
        copies = [
            Delivery(request=request, kind=Delivery.Kind.RECEIPT, created_at=at, try_at=at)
            for request in islice(requests, left)
        ]
        Delivery.objects.bulk_create(copies, ignore_conflicts=True)


def _open_lead(asked: Asked, treatment: Treatment | None, received_at: datetime, held_because: str) -> Lead:
    """The person's open lead, reopened by asking again; or a new one.

    What looks like spam joins what is held, and nothing else: a flood under somebody's name and number
    fills no page that staff work with.
    """
    who = {"name_key": text.name_key(asked.name), "phone": asked.phone, "email": asked.email}
    # Locked, so that a status given by staff at this moment is not written over.
    is_held = Q(status=Lead.Status.HELD)
    theirs = Lead.objects.open().of_person(**who).filter(is_held if held_because else ~is_held)
    lead = theirs.select_for_update().order_by("-received_at").first()
    if lead is None:
        lead = _new_lead(asked, treatment, received_at, held_because)
        Event.objects.create(lead=lead, kind=Event.Kind.RECEIVED, at=received_at)
        return lead
    lead.phone = asked.phone or lead.phone
    lead.email = asked.email or lead.email
    lead.contact_method, lead.language = asked.contact_method, asked.language
    lead.treatment = treatment or lead.treatment
    if not held_because:
        # What is held waits for nobody; and a line of history would outlive a request that is only counted.
        _ask_again(lead, received_at)
    lead.save()
    return lead


def _ask_again(lead: Lead, at: datetime) -> None:
    was = lead.status
    reopen(lead, at)
    kind = Event.Kind.REPEATED
    Event.objects.create(lead=lead, kind=kind, at=at, from_status=was, to_status=lead.status)


def _new_lead(asked: Asked, treatment: Treatment | None, received_at: datetime, held_because: str) -> Lead:
    return Lead.objects.create(
        reference=new_reference(),
        status=Lead.Status.HELD if held_because else Lead.Status.NEW,
        held_because=held_because,
        name=asked.name,
        name_key=text.name_key(asked.name),
        phone=asked.phone,
        email=asked.email,
        contact_method=asked.contact_method,
        language=asked.language,
        treatment=treatment,
        received_at=received_at,
        reply_due_at=reply_due(received_at),
    )


def new_reference() -> str:
    """One that no lead has, nor had before it was joined to another."""
    reference = references.new()
    while Lead.objects.filter(Q(reference=reference) | Q(formers__reference=reference)).exists():
        reference = references.new()
    return reference


def reply_due(received_at: datetime) -> datetime:
    """When an answer is promised to who asked at this moment."""
    promise = ClinicProfile.objects.current().reply_promise
    return calendar().after_open_time(received_at, promise)


def _keep_consents(request: ConsultationRequest, agreed: Agreed, given_at: datetime) -> None:
    purposes = {Consent.Purpose.CONTACT: agreed.contact, Consent.Purpose.MARKETING: agreed.marketing}
    Consent.objects.bulk_create(
        Consent(
            request=request,
            purpose=purpose,
            wording=wording.text,
            version=wording.version,
            language=agreed.language,
            given_at=given_at,
        )
        for purpose, wording in purposes.items()
        if wording
    )
