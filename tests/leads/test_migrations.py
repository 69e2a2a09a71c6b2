"""What lay in the database before an update is there after it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from clinic.fields import as_stored
from leads.models import Event, Lead
from tests.migrating import migrate, newest

__all__ = ["newest"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("newest")]


def lead_from_before(models: Any, **values: Any) -> Any:
    now = timezone.now()
    return models.get_model("leads", "Lead").objects.create(
        phone="+971501234567",
        contact_method="whatsapp",
        language="en",
        received_at=now,
        reply_due_at=now,
        **values,
    )


def test_names_from_before_are_found_by_letters_that_writers_exchange() -> None:
    before = migrate(("leads", "0013_chat_origin"))
    lead_from_before(before, reference="KH7F3Q49", name="سارة", name_key="سارة")
    lead_from_before(before, reference="KH7F3Q44", name="Omar", name_key="omar")

    migrate(("leads", "0014_fold_names"))

    assert [lead.reference for lead in Lead.objects.matching("ساره")] == ["KH7F3Q49"]
    assert set(Lead.objects.values_list("name_key", flat=True)) == {"ساره", "omar"}


def test_notes_from_before_encryption_are_encrypted_and_back() -> None:
    before = migrate(("leads", "0001_initial"))
    now = timezone.now()
    lead = lead_from_before(before, reference="KH7F3Q49", name="Sara Ahmed", name_key="saraahmed")
    notes = before.get_model("leads", "Event").objects
    notes.create(lead=lead, kind="note", at=now, text="Called. اتصلت")
    notes.create(lead=lead, kind="received", at=now)

    migrate(("leads", "0002_encrypt_what_people_write"))

    row = as_stored(Event, Event._meta.get_field("text")).values("text", "stored").get()
    assert row["text"] == "Called. اتصلت"
    assert row["stored"].startswith("gAAAAA")
    after = migrate(("leads", "0001_initial"))
    assert {event.text for event in after.get_model("leads", "Event").objects.all()} == {"Called. اتصلت", ""}
