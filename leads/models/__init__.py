"""A lead, everything that was sent, what was agreed to, where it came from, and what became of it."""

from __future__ import annotations

from leads.models.attribution import Attribution
from leads.models.chat import ChatCode, ChatDay
from leads.models.choices import ContactMethod, Noticed, PreferredTime
from leads.models.consent import Consent
from leads.models.delivery import Delivery, DeliveryQuerySet
from leads.models.event import Event
from leads.models.joined import FormerLead
from leads.models.lead import E164, ConsultationRequest, Lead, LeadQuerySet
from leads.models.ledger import Access, Erasure, RetentionRun
from leads.models.photo import Photo
from leads.models.screening import Screening, SpamDay

__all__ = [
    "E164",
    "Access",
    "Attribution",
    "ChatCode",
    "ChatDay",
    "Consent",
    "ConsultationRequest",
    "ContactMethod",
    "Delivery",
    "DeliveryQuerySet",
    "Erasure",
    "Event",
    "FormerLead",
    "Lead",
    "LeadQuerySet",
    "Noticed",
    "Photo",
    "PreferredTime",
    "RetentionRun",
    "Screening",
    "SpamDay",
]
