"""What staff see of a lead: its clock, how to reach the person, and everything that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from clinic.models import ClinicProfile
from clinic.signboard import reply_by_label
from leads.models import ContactMethod, Lead

SOON = timedelta(minutes=15)


@dataclass(frozen=True)
class Clock:
    """How a lead's wait stands: `state` is ok, soon, late, done or held; `label` says it in words."""

    state: str
    label: str


def clock_of(lead: Lead, now: datetime) -> Clock:
    """The lead's clock at this moment."""
    if lead.status == Lead.Status.HELD:
        return Clock("held", gettext("held"))
    if not lead.is_waiting:
        took = lead.first_reply_took
        return Clock("done", gettext("in %(time)s") % {"time": in_words(took)} if took else "–")
    waited = in_words(now - lead.received_at)
    if lead.is_late(now):
        return Clock("late", gettext("%(time)s, late") % {"time": waited})
    return Clock("soon" if lead.reply_due_at - now < SOON else "ok", waited)


def in_words(length: timedelta) -> str:
    """A length of time in its largest sensible unit: 34 min, 5 h, 3 days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 120:
        return gettext("%(count)s min") % {"count": minutes}
    if minutes < 48 * 60:
        return gettext("%(count)s h") % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def opener(lead: Lead, clinic: ClinicProfile) -> str:
    """The first words to send, in the person's language."""
    known = dict(settings.LANGUAGES)
    with translation.override(lead.language if lead.language in known else settings.LANGUAGE_CODE):
        return gettext(
            "Hello %(name)s, this is %(clinic)s about your request %(reference)s. Is now a good time to talk?"
        ) % {"name": lead.name.split()[0], "clinic": clinic.name, "reference": lead.reference_display}


def contact_url(lead: Lead) -> str:
    """The address that opens the way of contact the person asked for."""
    return {
        ContactMethod.WHATSAPP: whatsapp_url(lead),
        ContactMethod.PHONE: f"tel:{lead.phone}",
        ContactMethod.EMAIL: f"mailto:{lead.email}",
    }[ContactMethod(lead.contact_method)]


def whatsapp_url(lead: Lead, words: str = "") -> str:
    """The address that opens a chat with the person."""
    return f"https://wa.me/{lead.phone.lstrip('+')}" + (f"?text={quote(words)}" if words else "")


def next_statuses(lead: Lead) -> list[tuple[str, str]]:
    """The statuses a lead may be given: every one but its own and "held", which no person gives."""
    barred = {lead.status, Lead.Status.HELD}
    return [(value, str(label)) for value, label in Lead.Status.choices if value not in barred]


def lead_page(lead: Lead, now: datetime) -> dict[str, Any]:
    """Everything about a lead."""
    clinic = ClinicProfile.objects.current()
    words = opener(lead, clinic)
    requests = lead.requests.select_related("treatment", "attribution").prefetch_related(
        "consents", "deliveries"
    )
    return {
        "lead": lead,
        "clock": clock_of(lead, now),
        "reply_due": reply_by_label(lead.reply_due_at, now),
        "opener": words,
        "whatsapp_url": whatsapp_url(lead, words) if lead.phone else "",
        "requests": list(requests),
        "events": list(lead.events.select_related("by")),
        "same_contact": list(Lead.objects.sharing_contact(lead)),
        "now": timezone.localtime(now),
    }
