"""What a person leaves in files is found, however it is written, and others' messages stay."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from leads.models import Delivery
from leads.outbox.emails import compose
from leads.privacy import traces
from leads.privacy.persons import Person, made_of
from leads.waiting import spool
from tests.factories import MONDAY_NOON, ConsultationRequestFactory, DeliveryFactory, LeadFactory
from tests.leads.spooling import spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where mail files go."""
    settings.DATA_DIR = tmp_path
    settings.SPOOL_DIR, settings.SPOOL_DIR_2 = tmp_path / "spool", tmp_path / "second"
    return tmp_path / "mail"


def keep(folder: Path, *messages: EmailMessage) -> None:
    """Write them as Django does, all in one file."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    get_connection(backend, file_path=str(folder)).send_messages(list(messages))


def clear(person: Person) -> int:
    return sum(clear() for clear in traces.clearings_of(person))


def message_of(**delivery: object) -> EmailMessage:
    return compose(DeliveryFactory.create(**delivery))


def test_a_message_about_a_request_goes(folder: Path) -> None:
    request = ConsultationRequestFactory.create()
    keep(folder, message_of(request=request))

    assert clear(made_of([request.lead])) == 1
    assert list(folder.iterdir()) == []


def test_messages_to_others_in_the_same_file_stay(folder: Path) -> None:
    theirs, others = ConsultationRequestFactory.create(), ConsultationRequestFactory.create()
    keep(folder, *(message_of(request=request) for request in (others, theirs, others_too())))

    clear(made_of([theirs.lead]))

    (file,) = folder.iterdir()
    assert others.key.hex in file.read_text()
    assert theirs.key.hex not in file.read_text()
    assert file.read_text().count("Message-ID") == 2


def others_too() -> object:
    return ConsultationRequestFactory.create()


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("Hello", "Words", to=["SARA@mail.example"]),
        EmailMessage("عن KH 7F3Q 49", "كلمات", to=["staff@clinic.example"]),
        EmailMessage("Hello", "عن طلب KH7F3Q49", to=["staff@clinic.example"]),
    ],
    ids=["to their address", "their reference in an Arabic subject", "their reference in an Arabic text"],
)
def test_a_message_that_names_them_in_another_way_goes(folder: Path, message: EmailMessage) -> None:
    lead = LeadFactory.create(reference="KH7F3Q49", email="sara@mail.example")
    keep(folder, message)

    clear(made_of([lead]))

    assert list(folder.iterdir()) == []


def test_a_file_that_is_no_message_is_read_as_it_lies(folder: Path) -> None:
    lead = LeadFactory.create(reference="KH7F3Q49")
    folder.mkdir()
    (folder / "odd.log").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\nabout KH7F3Q49 \xff")
    (folder / "other.log").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\nabout nobody \xff")

    clear(made_of([lead]))

    assert [file.name for file in folder.iterdir()] == ["other.log"]


def test_without_mail_files_there_is_nothing_to_do(folder: Path) -> None:
    assert clear(made_of([LeadFactory.create()])) == 0


def test_others_add_files_of_their_own(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(traces, "_clearings", [])
    photos = {"theirs.jpg", "others.jpg"}

    @traces.cleared_by
    def clear_photos(person: Person) -> traces.Clear:
        theirs = {f"{lead.name}.jpg" for lead in person.leads}

        def clear_them() -> int:
            photos.difference_update(theirs)
            return len(theirs)

        return clear_them

    todo = traces.clearings_of(made_of([LeadFactory.create(name="theirs")]))
    assert photos == {"theirs.jpg", "others.jpg"}
    assert sum(clear() for clear in todo) == 1
    assert photos == {"others.jpg"}


def test_the_keys_of_a_message_are_those_of_its_request() -> None:
    delivery: Delivery = DeliveryFactory.create()

    message = compose(delivery).message().as_bytes()

    assert traces.request_keys_in(message) == {delivery.request.key.hex}


# The spool


def waiting() -> set[str]:
    """The keys of the requests that wait."""
    found = [spool.NAME.search(path.name) for path in [*spool.waiting(), *spool.set_apart()]]
    return {match["key"] for match in found if match}


def test_their_requests_that_wait_for_the_database_go_too(folder: Path) -> None:
    theirs = spooled(1, name="Sara Ahmed", phone="+971501234567")
    family = spooled(2, name="Omar Ahmed", phone="+971501234567")
    other = spooled(3)
    assert theirs.key.hex in waiting()

    clear(made_of([LeadFactory.create(name="sara ahmed", phone="+971501234567")]))

    assert waiting() == {family.key.hex, other.key.hex}


def test_a_request_that_came_into_the_database_but_not_out_of_the_spool_goes(folder: Path) -> None:
    one = spooled(1)
    request = one.record()
    spool.set_aside(spool.waiting()[0])

    clear(made_of([request.lead]))

    assert waiting() == set()


@pytest.mark.parametrize("stays", [True, False])
def test_a_request_that_cannot_be_read_goes_by_its_key(folder: Path, *, stays: bool) -> None:
    request = ConsultationRequestFactory.create()
    spool.put(MONDAY_NOON, uuid.uuid4() if stays else request.key, b"damaged")

    clear(made_of([request.lead]))

    assert bool(waiting()) is stays
