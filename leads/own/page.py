"""The enquirer's own page: what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from clinic.models import ClinicProfile
from clinic.signboard import reply_by_label
from leads import receipts
from leads.models import ConsultationRequest, Event, Lead, Photo
from leads.own import address as own_address


@dataclass(frozen=True, repr=False)
class OwnPage:
    """What the page shows. Error reports print values, so it prints none."""

    first_name: str
    reference: str
    standing: str
    is_stopped: bool
    rows: list[tuple[str, str]]
    messages: list[tuple[str, datetime]]
    photos: list[Photo]
    photos_left: int
    has_more_requests: bool
    address: str


def page_for(request: ConsultationRequest, clinic: ClinicProfile, now: datetime) -> OwnPage:
    """The page as it reads at this moment. It shows this request alone.

    Who knows a name and a number can send a request that joins somebody's lead; so one request's
    page never shows, or erases, what came with another.
    """
    lead = request.lead
    messages = list(request.events.filter(kind=Event.Kind.MESSAGE))
    photos = list(request.photos.all())
    receipt = receipts.receipt_for(request, clinic, now)
    return OwnPage(
        first_name=receipt.first_name,
        reference=receipt.reference,
        standing=_standing(lead, now),
        is_stopped=is_stopped(request),
        rows=receipt.rows,
        messages=[(event.text, timezone.localtime(event.at)) for event in messages],
        photos=photos,
        photos_left=Photo.MOST - len(photos),
        has_more_requests=lead.requests.exclude(pk=request.pk).exists(),
        address=own_address.address_for(request),
    )


def done_label(done: str) -> str:
    """What has just been done, in a sentence; nothing for anything else."""
    labels = {
        "sent": gettext("Thank you. We have what you sent."),
        "removed": gettext("The photo is gone."),
        "stopped": gettext("We do not get in touch about this request any more."),
    }
    return labels.get(done, "")


def room_label(left: int) -> str:
    """How many more photos there is room for."""
    label = ngettext(
        "There is room for %(count)s more photo. Remove one first, or choose fewer",
        "There is room for %(count)s more photos. Remove some first, or choose fewer",
        left,
    )
    return label % {"count": left}


def is_stopped(request: ConsultationRequest) -> bool:
    """Whether the person has asked us not to get in touch, and has not written since."""
    latest = request.events.filter(kind__in=[Event.Kind.STOPPED, Event.Kind.MESSAGE]).last()
    return latest is not None and latest.kind == Event.Kind.STOPPED


def _standing(lead: Lead, now: datetime) -> str:
    """Where the matter stands, in a sentence. A held lead reads like any other."""
    if lead.status in {Lead.Status.NEW, Lead.Status.HELD}:
        due = reply_by_label(lead.reply_due_at, now)
        if now > lead.reply_due_at:
            return gettext("We promised an answer and are late. Call us and we will put it right.")
        return gettext("Your request is with us. %(by)s, Dubai time, you have our answer.") % {"by": due}
    return {
        Lead.Status.CONTACTED: gettext("We have been in touch."),
        Lead.Status.BOOKED: gettext("You have a visit with us."),
        Lead.Status.ATTENDED: gettext("You have been to see us."),
        Lead.Status.LOST: gettext("Your request is closed. Write below if you want to open it again."),
    }[Lead.Status(lead.status)]
