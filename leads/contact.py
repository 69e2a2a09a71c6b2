"""Who a lead is and how to reach them, by the requests that it has."""

from __future__ import annotations

from typing import Any

from leads import text
from leads.models import ConsultationRequest, ContactMethod, Lead


def told_by(request: ConsultationRequest) -> dict[str, Any]:
    """Who it is and how to reach them, as this request says."""
    names = ("name", "phone", "email", "contact_method", "language", "treatment")
    return {"name_key": text.name_key(request.name)} | {name: getattr(request, name) for name in names}


def take_contact(lead: Lead) -> None:
    """What the newest request says, with every way to reach the person that an older one adds. Not saved."""
    newest_first = list(lead.requests.order_by("-received_at", "-pk"))
    contact = told_by(newest_first[0])
    for way in ("phone", "email"):
        contact[way] = next((given for one in newest_first if (given := getattr(one, way))), "")
    if not contact["phone"]:
        contact["contact_method"] = ContactMethod.EMAIL
    elif not contact["email"] and contact["contact_method"] == ContactMethod.EMAIL:
        contact["contact_method"] = ContactMethod.WHATSAPP
    for name, value in contact.items():
        setattr(lead, name, value)
