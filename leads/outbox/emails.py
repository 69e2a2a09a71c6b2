"""The messages the clinic sends about a request. No health words; the alert names no person."""

from __future__ import annotations

from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from clinic.models import ClinicProfile
from clinic.signboard import reply_at_label, reply_by_label
from leads.models import ConsultationRequest, Delivery
from leads.own import address as own_address


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """The message of a delivery, the same at every attempt."""
    clinic = ClinicProfile.objects.current()
    request = delivery.request
    language = request.language if delivery.kind == Delivery.Kind.RECEIPT else clinic.staff_language
    with translation.override(language):
        values = {
            "clinic": clinic,
            "clinic_name": clinic.name_in(language),
            "request": request,
            "reference": request.lead.reference_display,
            # As seen when the request came, so that a message sent later still says the true time.
            "reply_by": reply_by_label(request.lead.reply_due_at, request.received_at),
            "due": reply_at_label(request.lead.reply_due_at),
            "received": timezone.localtime(request.received_at),
            **_addresses(request, language),
        }
        subject, template, to = _envelopes(delivery, clinic)[Delivery.Kind(delivery.kind)]
        message = EmailMultiAlternatives(
            subject=subject % values,
            body=render_to_string(f"leads/mail/{template}.txt", values),
            from_email=formataddr((clinic.name_in(language), clinic.email)),
            to=[to],
            headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"leads/mail/{template}.html", values), "text/html")
        return message


def _addresses(request: ConsultationRequest, language: str) -> dict[str, str]:
    """Where to go on: in the language of the message as soon as pages speak it."""
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(spoken):
        return {
            "own_page": settings.SITE_URL + own_address.address_for(request),
            "admin_url": settings.SITE_URL + reverse("admin:leads_lead_change", args=[request.lead_id]),
        }


def _envelopes(delivery: Delivery, clinic: ClinicProfile) -> dict[Delivery.Kind, tuple[str, str, str]]:
    """Subject, template and recipient of each kind."""
    alerts = clinic.alerts_email
    return {
        Delivery.Kind.STAFF_ALERT: (gettext("A request is waiting: %(reference)s"), "alert", alerts),
        Delivery.Kind.REMINDER: (
            gettext("Answer soon: %(reference)s"),
            "reminder",
            clinic.reminders_email or alerts,
        ),
        Delivery.Kind.LATE: (
            gettext("Not answered in time: %(reference)s"),
            "late",
            clinic.late_email or alerts,
        ),
        Delivery.Kind.RECEIPT: (
            gettext("We have your request: %(reference)s"),
            "receipt",
            delivery.request.email,
        ),
    }


def message_id(delivery: Delivery) -> str:
    """Always the same for a delivery, so that a copy sent twice is known for a copy."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    about = (
        f"{delivery.request.key.hex}.{delivery.event_id}" if delivery.event_id else delivery.request.key.hex
    )
    return f"<{delivery.kind}.{about}@{host}>"
