"""Takes requests in: into the database, or into the spool while that cannot take them."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from django.db import Error

from clinic import database, outage
from clinic import known as clinic_known
from leads import known
from leads.models import ConsultationRequest, Lead
from leads.waiting import parcels, spool
from leads.waiting.parcels import BadParcel, Parcel
from treatments.models import Treatment

logger = logging.getLogger(__name__)


class CannotLook(LookupError):
    """The database cannot be asked, and the request is not among those that wait for it."""


def take_in(parcel: Parcel) -> UUID:
    """Keep it whatever happens to the database; the key by which it is found again.

    Raises:
        spool.NoPlaceLeft: nothing can be written anywhere.
    """
    waiting = spool.find(parcel.keys)
    if waiting:
        return waiting[0]
    # What cannot be read cannot be written either.
    if not (outage.writing.is_on or outage.reading.is_on):
        try:
            with database.patience():
                return parcel.record().key
        except Error as error:
            _note(error)
    spool.put(parcel.received_at, parcel.key, parcels.pack(parcel))
    return parcel.key


def find(key: UUID) -> ConsultationRequest | None:
    """The request with this key; one that waits for the database has no reference yet.

    Raises:
        CannotLook: nobody can say now.
    """
    # First the spool: a request leaves it only once it is in the database.
    waiting = spool.find([key])
    if waiting:
        return _read(*waiting)
    if outage.reading.is_on:
        raise CannotLook
    try:
        return ConsultationRequest.objects.select_related("lead", "treatment").filter(key=key).first()
    except Error as error:
        if not outage.is_outage(error):
            raise
        outage.reading.begin(error)
        raise CannotLook from None


def _note(error: Error) -> None:
    """One that is refused is kept as well, and set aside for staff when it is refused again."""
    if outage.is_outage(error):
        outage.writing.begin(error)
    # The error's own words may quote what was typed, so only its name is kept.
    logger.error("A request goes to the spool: %s", type(error).__name__)


def _read(key: UUID, path: Path) -> ConsultationRequest:
    try:
        return _draft(key, parcels.unpack(path.read_bytes()))
    except (BadParcel, OSError):
        raise CannotLook from None


def _draft(key: UUID, parcel: Parcel) -> ConsultationRequest:
    """The request as it will be, not yet stored."""
    promise = clinic_known.profile().reply_promise
    due = clinic_known.calendar().after_open_time(parcel.received_at, promise)
    lead = Lead(status=Lead.Status.NEW, received_at=parcel.received_at, reply_due_at=due)
    names = dict(known.treatments(parcel.agreed.language)[0])
    slug = parcel.asked.treatment
    treatment = Treatment(slug=slug, name=names.get(slug, slug)) if slug else None
    values = {**asdict(parcel.asked), "treatment": treatment}
    return ConsultationRequest(lead=lead, key=key, received_at=parcel.received_at, **values)
