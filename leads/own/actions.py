"""Everything an enquirer writes through their own page. Each verb is one transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import Error, transaction

from leads import text
from leads.actions import alerts, reopen
from leads.consent import Wording
from leads.models import Consent, ConsultationRequest, Delivery, Event, Lead, Photo
from leads.photos import files as photo_files
from leads.privacy import erasure

MOST_MESSAGES = 30


class NoRoomLeft(ValueError):
    """The page holds as many messages, or photos, as it may."""


def add_message(*, request: ConsultationRequest, message: str, at: datetime) -> Event:
    """Keep a message and let the lead wait for an answer; the same words sent again are the same message.

    Raises:
        NoRoomLeft: the page holds 30 messages.
    """
    words = text.clean(message)
    with transaction.atomic():
        lead = _locked(request)
        earlier = list(request.events.filter(kind=Event.Kind.MESSAGE))
        for event in earlier:
            if event.text == words:
                return event
        if len(earlier) >= MOST_MESSAGES:
            raise NoRoomLeft
        return _tell(request, lead, Event.Kind.MESSAGE, at, words)


def keep_photos(
    *, request: ConsultationRequest, photos: list[bytes], agreed: Wording, language: str, at: datetime
) -> list[Photo]:
    """Keep photos that were made safe, and the words beside which they were sent.

    The same photo sent again is the same row.

    Raises:
        NoRoomLeft: they would be more than five; none of them is kept.
    """
    names = [photo_files.keep(photo) for photo in photos]
    try:
        with transaction.atomic():
            kept = _keep_rows(request, photos, names, at)
            _agree(request, agreed, language, at)
    except Error:
        # The answer to a commit may be lost, and its rows be there. Files without a row are swept away.
        raise
    except BaseException:
        photo_files.remove(names)
        raise
    photo_files.remove(set(names) - {photo.file for photo in kept})
    return kept


def _keep_rows(
    request: ConsultationRequest, photos: list[bytes], names: list[str], at: datetime
) -> list[Photo]:
    lead = _locked(request)
    known = {photo.digest: photo for photo in request.photos.all()}
    free = [number for number in range(1, Photo.MOST + 1) if number not in {p.number for p in known.values()}]
    fresh = []
    for photo, name in zip(photos, names, strict=True):
        digest = hashlib.sha256(photo).hexdigest()
        if digest in known:
            continue
        if not free:
            raise NoRoomLeft
        row = Photo(request=request, number=free.pop(0), file=name, digest=digest, added_at=at)
        row.save()
        known[digest] = row
        fresh.append(row)
    if fresh:
        _tell(request, lead, Event.Kind.PHOTOS, at)
    return fresh


def _agree(request: ConsultationRequest, agreed: Wording, language: str, at: datetime) -> None:
    values = {"wording": agreed.text, "version": agreed.version, "language": language, "given_at": at}
    request.consents.get_or_create(purpose=Consent.Purpose.PHOTOS, defaults=values)


def remove_photo(*, request: ConsultationRequest, number: int) -> None:
    """Take a photo away for good."""
    with transaction.atomic():
        photos = request.photos.filter(number=number)
        names = list(photos.values_list("file", flat=True))
        photos.delete()
        transaction.on_commit(lambda: photo_files.remove(names))


def change_wishes(
    *, request: ConsultationRequest, contact_method: str, preferred_time: str, at: datetime
) -> None:
    """Answer in another way, or at another time, from now on."""
    with transaction.atomic():
        lead = _locked(request)
        if (request.contact_method, request.preferred_time) == (contact_method, preferred_time):
            return
        request.contact_method, request.preferred_time = contact_method, preferred_time
        request.save(update_fields=["contact_method", "preferred_time"])
        lead.contact_method = contact_method
        lead.save(update_fields=["contact_method"])
        Event.objects.create(lead=lead, request=request, kind=Event.Kind.WISHES, at=at)


def stop_contact(*, request: ConsultationRequest, at: datetime) -> None:
    """Get in touch no more. A lead with other requests stays as it is: those may be somebody else's."""
    with transaction.atomic():
        lead = _locked(request)
        was = lead.status
        if not lead.requests.exclude(pk=request.pk).exists():
            lead.status = Lead.Status.LOST
            lead.save(update_fields=["status"])
        Event.objects.create(
            lead=lead,
            request=request,
            kind=Event.Kind.STOPPED,
            at=at,
            from_status=was,
            to_status=lead.status,
        )


def erase(*, request: ConsultationRequest, at: datetime) -> bool:
    """Erase the request with all that came through its page; whether its lead has other requests, which stay."""
    has_others = request.lead.requests.exclude(pk=request.pk).exists()
    if has_others:
        erasure.erase_requests(requests=[request], by=None, at=at)
    else:
        erasure.erase_leads(leads=[request.lead], by=None, at=at)
    return has_others


def _locked(request: ConsultationRequest) -> Lead:
    """The request's lead, which nobody else changes until we are done."""
    return Lead.objects.select_for_update().get(pk=request.lead_id)


def _tell(request: ConsultationRequest, lead: Lead, kind: str, at: datetime, words: str = "") -> Event:
    """Write down what came, let the lead wait for an answer, and alert staff once until they are told."""
    was = lead.status
    if was != Lead.Status.HELD:
        reopen(lead, at)
        lead.save()
    event = Event.objects.create(
        lead=lead, request=request, kind=kind, at=at, text=words, from_status=was, to_status=lead.status
    )
    if lead.status != Lead.Status.HELD:
        _alert(request, event, at)
    return event


def _alert(request: ConsultationRequest, event: Event, at: datetime) -> None:
    waiting = request.deliveries.filter(state=Delivery.State.WAITING).values_list("kind", flat=True)
    for kind in set(alerts()) - set(waiting):
        Delivery.objects.create(request=request, event=event, kind=kind, created_at=at, try_at=at)
