"""What tests of leads share: a request as most people send it, and ways to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest
from django.test import Client

from leads.actions import record_request
from leads.asked import Agreed, Asked, keys_of
from leads.consent import Wording
from leads.forms import ConsultationForm
from tests.factories import MONDAY_NOON, TreatmentFactory
from tests.leads.sending import EVERYTHING, SARA, querydict

if TYPE_CHECKING:
    from clinic.models import ClinicProfile
    from leads.models import ConsultationRequest

CONTACT = Wording("Khusla may contact me about this request.", "2026-11")


class Ask(Protocol):
    """Records a request by Sara Ahmed; named values differ from hers."""

    def __call__(self, **changes: Any) -> ConsultationRequest: ...


class Judge(Protocol):
    """A form that was sent with Sara Ahmed's answers; named values differ from hers."""

    def __call__(self, **changes: str) -> ConsultationForm: ...


@pytest.fixture
def visitor() -> Client:
    """A browser that shows what went wrong as visitors see it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def everything() -> dict[str, str]:
    """Every field of the form, filled in."""
    TreatmentFactory.create(slug="prp", name="PRP")
    return dict(EVERYTHING)


@pytest.fixture
def ask(clinic: ClinicProfile) -> Ask:
    """Records requests, on Monday at noon unless told otherwise."""

    def record(**changes: Any) -> ConsultationRequest:
        about: dict[str, Any] = {"agreed": Agreed(contact=CONTACT, language="en"), "received_at": MONDAY_NOON}
        about |= {
            name: changes.pop(name)
            for name in ("agreed", "came_from", "held_because", "received_at")
            if name in changes
        }
        request_key = changes.pop("request_key", None)
        person = {
            "name": "Sara Ahmed",
            "phone": "+971501234567",
            "contact_method": "whatsapp",
            "language": "en",
        }
        asked = Asked(**(person | changes))
        return record_request(asked=asked, keys=keys_of(asked, request_key, about["received_at"]), **about)

    return record


@pytest.fixture
def judge(clinic: ClinicProfile) -> Judge:
    """Judges what was sent."""

    def send(**changes: str) -> ConsultationForm:
        return ConsultationForm(querydict(SARA | changes), clinic_name="Khusla")

    return send
