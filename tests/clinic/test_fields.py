"""An encrypted text reads as it was written, and lies in the database as nobody can read it."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection
from pytest_django import Settings

from clinic.fields import Unreadable, as_stored, encrypted_columns
from leads.models import ConsultationRequest, Event
from tests.factories import ConsultationRequestFactory, EventFactory

pytestmark = pytest.mark.django_db
WORDS = "It falls out. يتساقط 😀"


def lies_there() -> str:
    """The newest message as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM leads_consultationrequest ORDER BY id DESC")
        return str(cursor.fetchone()[0])


def test_a_message_reads_as_it_was_written() -> None:
    request = ConsultationRequestFactory.create(message=WORDS)

    request.refresh_from_db()

    assert request.message == WORDS
    assert "falls" not in lies_there()
    assert lies_there().startswith("gAAAAA")


def test_messages_and_notes_are_the_encrypted_columns() -> None:
    columns = {(model.__name__, field.name) for model, field in encrypted_columns()}

    assert {("ConsultationRequest", "message"), ("Event", "text")} <= columns


@pytest.mark.parametrize("way", ["save", "update", "bulk_create", "bulk_update"])
def test_every_way_of_writing_encrypts(way: str) -> None:
    event = EventFactory.create(text="before")
    event.text = WORDS
    if way == "save":
        event.save()
    elif way == "update":
        Event.objects.update(text=WORDS)
    elif way == "bulk_update":
        Event.objects.bulk_update([event], ["text"])
    else:
        event.pk = None
        Event.objects.bulk_create([event])

    row = as_stored(Event, Event._meta.get_field("text")).order_by("-pk")[0]

    assert row.text == WORDS
    assert row.stored.startswith("gAAAAA")


def test_an_empty_message_stays_empty_and_is_found_as_such() -> None:
    ConsultationRequestFactory.create(message="")
    ConsultationRequestFactory.create(message=WORDS)

    assert ConsultationRequest.objects.filter(message="").count() == 1
    assert ConsultationRequest.objects.exclude(message="").get().message == WORDS


@pytest.mark.parametrize("lookup", ["contains", "icontains", "startswith", "in", "gt", "regex"])
def test_a_search_that_could_find_nothing_is_refused(lookup: str) -> None:
    with pytest.raises(FieldError):
        ConsultationRequest.objects.filter(**{f"message__{lookup}": "hair"})


def test_without_its_key_a_text_says_so_and_is_kept_as_it_lies(settings: Settings) -> None:
    request = ConsultationRequestFactory.create(message=WORDS)
    before = lies_there()
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    request.refresh_from_db()
    request.save()

    assert isinstance(request.message, Unreadable)
    assert "cannot be read" in request.message
    assert lies_there() == before
