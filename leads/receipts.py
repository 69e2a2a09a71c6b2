"""The receipt: an address nobody can guess, and what its page says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext

from clinic import phones
from clinic.models import ClinicProfile
from clinic.signboard import reply_by_label
from leads import text
from leads.models import ConsultationRequest, ContactMethod, Lead

KEPT_FOR = timedelta(days=30)
_signer = signing.TimestampSigner(salt="leads.receipt", sep=".")


@dataclass(frozen=True)
class Step:
    """One thing that happens next: what, by when, and a sentence about it."""

    title: str
    due_label: str
    text: str


@dataclass(frozen=True, repr=False)
class Receipt:
    """What the receipt's page shows. Error reports print values, so it prints none."""

    first_name: str
    reference: str
    steps: list[Step]
    rows: list[tuple[str, str]]
    is_late: bool
    whatsapp_url: str


def address_for(request_key: uuid.UUID) -> str:
    """The receipt's address: signed, so that knowing a key is not enough."""
    return f"{reverse('leads:received')}?receipt={_signer.sign(request_key.hex)}"


def key_in(token: str) -> uuid.UUID | None:
    """The key of the request that a receipt's address stands for; None when it is wrong or past 30 days."""
    try:
        return uuid.UUID(_signer.unsign(token, max_age=KEPT_FOR))
    except (signing.BadSignature, ValueError):
        return None


def receipt_for(request: ConsultationRequest, clinic: ClinicProfile, now: datetime) -> Receipt:
    """The receipt as it reads at this moment; without a reference while the request has none."""
    lead = request.lead
    reference = lead.reference_display if lead.reference else ""
    return Receipt(
        first_name=text.called(request.name),
        reference=reference,
        steps=_steps(request, clinic, now),
        rows=_rows(request),
        is_late=lead.is_late(now),
        whatsapp_url=clinic.whatsapp_url_about(reference) if reference else clinic.whatsapp_url,
    )


def _steps(request: ConsultationRequest, clinic: ClinicProfile, now: datetime) -> list[Step]:
    lead = request.lead
    first = {
        ContactMethod.WHATSAPP: gettext("A coordinator writes to you on WhatsApp"),
        ContactMethod.PHONE: gettext("A coordinator calls you"),
        ContactMethod.EMAIL: gettext("A coordinator writes to you by email"),
    }[ContactMethod(request.contact_method)]
    sender = {
        ContactMethod.WHATSAPP: clinic.whatsapp_display,
        ContactMethod.PHONE: clinic.phone_display,
        ContactMethod.EMAIL: clinic.email,
    }[ContactMethod(request.contact_method)]
    return [
        Step(
            first,
            due_label(lead, now),
            gettext("From %(sender)s. We never ask for card details in a message.") % {"sender": sender},
        ),
        Step(
            gettext("You choose a time"),
            "",
            gettext("We tell you the consultation fee before you book."),
        ),
        Step(
            gettext("A doctor examines your scalp"),
            "",
            gettext("You hear what studies say may help you, and what may not. The decision is yours."),
        ),
    ]


def due_label(lead: Lead, now: datetime) -> str:
    """By when we answer, or that we have."""
    if not lead.is_waiting and lead.first_contacted_at:
        return gettext("We have been in touch")
    label = gettext("%(by)s, Dubai time") % {"by": reply_by_label(lead.reply_due_at, now)}
    if lead.is_late(now):
        return gettext("%(by)s. We are late: call us and we will put it right.") % {"by": label}
    return label


def _rows(request: ConsultationRequest) -> list[tuple[str, str]]:
    rows = [
        (gettext("Name"), request.name),
        (gettext("Reply by"), request.get_contact_method_display()),
        (gettext("Phone"), phones.masked(request.phone) if request.phone else ""),
        (gettext("Email"), _masked_email(request.email)),
        (gettext("Language"), request.get_language_display()),
        (gettext("Noticed"), request.get_noticed_display()),
        (gettext("Treatment"), request.treatment.name if request.treatment else ""),
        (gettext("Best time"), request.get_preferred_time_display()),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _masked_email(email: str) -> str:
    local, at, domain = email.rpartition("@")
    return f"{local[:1]}•••{at}{domain}" if at else ""
