"""Every difference between requests, spool, messages and photo files is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from leads import chores, reconcile
from leads.models import Attribution, Consent, ConsultationRequest, Delivery, Event
from leads.photos import files as photo_files
from leads.waiting import spool
from tests.factories import MONDAY_NOON, LeadFactory, PhotoFactory
from tests.leads.conftest import Ask
from tests.leads.spooling import parcel, spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
LATER = MONDAY_NOON + timedelta(hours=1)
NIGHT = datetime.fromisoformat("2026-11-24T03:10:00+04:00")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """A folder without anybody's photos."""
    settings.MEDIA_ROOT = tmp_path / "media"


def test_what_is_whole_has_no_differences(ask: Ask) -> None:
    ask(email="sara@mail.example")
    ask(name="Spam", phone="+971509999999", held_because="A reason")

    assert reconcile.differences(LATER) == []


@pytest.mark.parametrize(
    ("take_away", "words"),
    [
        (Consent.objects.all().delete, "Request {} has no consent"),
        (Attribution.objects.all().delete, "Request {} has no attribution"),
        (Event.objects.all().delete, "Request {} has no event"),
        (Delivery.objects.all().delete, "Request {} has no alert"),
    ],
)
def test_a_request_that_lacks_something_is_named(
    ask: Ask, take_away: Callable[[], object], words: str
) -> None:
    request = ask()

    take_away()

    assert reconcile.differences(LATER) == [words.format(request.pk)]


def test_a_lead_without_a_request_is_named() -> None:
    lead = LeadFactory.create()

    assert reconcile.differences(LATER) == [f"Lead {lead.pk} has no request"]


def test_a_file_in_the_spool_is_named_when_it_should_have_gone() -> None:
    kept, left = spooled(0), spooled(1)
    kept.record()

    found = reconcile.differences(LATER)

    assert [sentence.split(".request ")[1] for sentence in found] == [
        "is in the database already",
        "still waits for the database",
    ]
    assert left.key.hex in found[1]
    assert "Person" not in "".join(found)


def test_a_file_that_just_came_is_no_difference() -> None:
    spooled()

    assert reconcile.differences(MONDAY_NOON + timedelta(minutes=1)) == []


def test_a_file_that_was_set_aside_is_named() -> None:
    spooled()
    spool.set_aside(spool.waiting()[0])

    (found,) = reconcile.differences(MONDAY_NOON)

    assert found.endswith("was set aside: manage.py replay --aside tries it again")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"leased_until": MONDAY_NOON}, "was taken by a worker that did not come back"),
        ({"created_at": LATER - timedelta(days=2)}, "has been unsent for over a day"),
        ({"state": "dead"}, "was given up"),
    ],
)
def test_a_message_that_does_not_get_out_is_named(ask: Ask, values: dict[str, Any], words: str) -> None:
    delivery = ask().deliveries.get()
    Delivery.objects.update(**values)

    assert reconcile.differences(LATER) == [f"Delivery {delivery.pk} {words}"]


def test_photos_and_their_files_are_compared(ask: Ask) -> None:
    gone = PhotoFactory.create(request=ask())
    name = photo_files.keep(b"a photo of nobody")

    assert reconcile.differences(datetime.fromisoformat("2099-01-01T00:00:00+04:00"))[-2:] == [
        f"Photo {gone.pk} has no file",
        f"The photo file {name} belongs to no request",
    ]


# Night after night


def test_it_runs_at_first_and_then_once_a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[datetime] = []

    def compare(now: datetime) -> list[str]:
        ran.append(now)
        return []

    monkeypatch.setattr(reconcile, "differences", compare)

    for minutes in (0, 1, 600, 1440, 1441):
        reconcile.run_at_night(NIGHT + timedelta(minutes=minutes))

    assert ran == [NIGHT, NIGHT + timedelta(days=1)]


def test_the_worker_sees_to_it() -> None:
    chores.do_all(NIGHT)

    assert reconcile.last_run() == {"at": NIGHT, "differences": []}


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"at": "soon", "differences": []}'])
def test_a_result_that_cannot_be_read_is_as_none(settings: Any, written: str) -> None:
    Path(settings.LAST_KNOWN_DIR).mkdir()
    (Path(settings.LAST_KNOWN_DIR) / "reconciled.json").write_text(written)

    assert reconcile.last_run() == {"at": None, "differences": []}


# By hand


def test_the_command_ends_well_when_everything_fits(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reconcile")

    assert capsys.readouterr().out == "Everything fits together\n"


def test_the_command_names_each_difference_and_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lead = LeadFactory.create()

    with pytest.raises(CommandError, match="1 differences"):
        call_command("reconcile")

    assert capsys.readouterr().out == f"Lead {lead.pk} has no request\n"


def test_mending_brings_in_what_waits() -> None:
    one = parcel()
    one.record()
    spooled()

    call_command("reconcile", mend=True)

    assert not spool.waiting()
    assert ConsultationRequest.objects.count() == 1


@pytest.mark.usefixtures("clinic", "database_gone")
def test_the_command_says_why_nothing_can_be_compared() -> None:
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("reconcile")
