"""A person gets everything we hold about them, and nothing about anybody else."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from leads.actions import add_note
from leads.asked import Agreed, CameFrom
from leads.consent import Wording
from leads.models import Access, ConsultationRequest
from leads.privacy import export
from leads.privacy.persons import Person, person_of
from tests.factories import MONDAY_NOON, ConsultationRequestFactory, StaffFactory, TreatmentFactory
from tests.leads.conftest import CONTACT, Ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ask: Ask) -> ConsultationRequest:
    """A request with all there can be, and a note about it."""
    TreatmentFactory.create(slug="prp", name="PRP")
    agreed = Agreed(contact=CONTACT, language="en", marketing=Wording("Send me news.", "2026-11"))
    request = ask(
        message="It falls out.",
        email="sara@mail.example",
        noticed="crown",
        treatment="prp",
        agreed=agreed,
        came_from=CameFrom(landing_page="/treatments/prp/", utm_source="news"),
    )
    staff = StaffFactory.create(username="rami", first_name="Rami")
    add_note(lead=request.lead, note="Called at noon.", by=staff, at=MONDAY_NOON)
    return request


def told(request: ConsultationRequest) -> dict[str, Any]:
    """The first lead in the export of the request's person."""
    written = json.loads(export.as_json(person_of(request.lead), at=MONDAY_NOON))
    assert written["held_by"] == "Khusla"
    lead: dict[str, Any] = written["requests_made"][0]
    return lead


def test_who_they_are_and_how_it_stands(asked: ConsultationRequest) -> None:
    lead = told(asked)

    assert (lead["name"], lead["phone"], lead["email"]) == (
        "Sara Ahmed",
        "+971501234567",
        "sara@mail.example",
    )
    assert lead["reference"] == asked.lead.reference
    assert lead["status"] == "New"


def test_what_they_asked_in_their_own_words(asked: ConsultationRequest) -> None:
    (request,) = told(asked)["requests"]

    assert request["message"] == "It falls out."
    assert request["noticed"] == "Thinning at the crown"
    assert request["treatment"] == "PRP"
    assert request["received_at"] == "2026-11-23T08:00:00Z"


def test_what_they_agreed_to_where_they_came_from_and_what_was_sent(asked: ConsultationRequest) -> None:
    (request,) = told(asked)["requests"]

    assert {consent["wording"] for consent in request["consents"]} == {CONTACT.text, "Send me news."}
    assert request["attribution"][0]["utm_source"] == "news"
    assert {delivery["kind"] for delivery in request["deliveries"]} == {
        "Alert to staff",
        "Copy for the person who asked",
    }


def test_what_staff_wrote_about_them_without_the_names_of_staff(asked: ConsultationRequest) -> None:
    lead = told(asked)

    assert "Called at noon." in {event["text"] for event in lead["events"]}
    assert "rami" not in json.dumps(lead).lower()


def test_nothing_about_others(asked: ConsultationRequest) -> None:
    ConsultationRequestFactory.create(lead__name="Omar Ahmed", lead__phone=asked.phone, message="A secret.")

    written = export.as_json(person_of(asked.lead), at=MONDAY_NOON)

    assert "Omar" not in written
    assert "A secret." not in written


def test_the_archive_holds_files_as_well(asked: ConsultationRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_files", [])

    @export.files_by
    def photos(person: Person) -> Iterator[tuple[str, bytes]]:
        yield f"photos/{len(person.leads)}.jpg", b"a picture"

    archived = zipfile.ZipFile(io.BytesIO(export.archive(person_of(asked.lead), at=MONDAY_NOON)))

    assert archived.namelist() == ["everything.json", "photos/1.jpg"]
    assert archived.read("photos/1.jpg") == b"a picture"
    assert "It falls out." in archived.read("everything.json").decode()


def test_the_command_writes_a_file_for_its_owner_alone(asked: ConsultationRequest, tmp_path: Path) -> None:
    file = tmp_path / "sara.zip"

    call_command("person", "export", asked.lead.reference, to=file)

    assert zipfile.is_zipfile(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Access.objects.values_list("what", "lead_number").get() == ("exported", asked.lead.pk)


def test_the_command_writes_over_nothing(asked: ConsultationRequest, tmp_path: Path) -> None:
    (tmp_path / "sara.zip").write_text("something else")

    with pytest.raises(CommandError, match="--to"):
        call_command("person", "export", asked.lead.reference, to=tmp_path / "sara.zip")

    assert (tmp_path / "sara.zip").read_text() == "something else"
    assert not Access.objects.exists()
