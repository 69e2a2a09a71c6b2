"""What has had its time goes, what has not stays, and a wrong clock erases nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from leads import chores, consent
from leads.models import Access, ConsultationRequest, Erasure, Event, Lead, RetentionRun
from leads.privacy import retention, tombstones
from leads.privacy.retention import LONGEST, SOONER, run, why_not
from tests.factories import (
    MONDAY_NOON,
    AccessFactory,
    ConsultationRequestFactory,
    EventFactory,
    LeadFactory,
    RetentionRunFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
STATUS = Lead.Status


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where mail files and tombstones are."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def lead_from(days: int, status: str = STATUS.CONTACTED, **values: Any) -> Lead:
    """A lead whose only request came so many days ago."""
    asked_at = MONDAY_NOON - days * DAY
    values = {"status": status, "first_contacted_at": asked_at, "held_because": "A reason"} | values
    return ConsultationRequestFactory.create(lead=LeadFactory.create(received_at=asked_at, **values)).lead


def tidied(**options: Any) -> RetentionRun:
    """A night's run, with a run the night before."""
    RetentionRunFactory.create(ran_at=MONDAY_NOON - DAY)
    return run(MONDAY_NOON, **options)


# Periods


@pytest.mark.parametrize(
    ("status", "days"),
    [
        (STATUS.NEW, 365),
        (STATUS.CONTACTED, 365),
        (STATUS.BOOKED, 365),
        (STATUS.ATTENDED, 365),
        (STATUS.LOST, 180),
        (STATUS.HELD, 30),
    ],
)
def test_a_lead_goes_when_its_time_is_over(status: str, days: int) -> None:
    stays = lead_from(days - 1, status)
    lead_from(days, status)

    assert tidied().erased == 1
    assert list(Lead.objects.all()) == [stays]


def test_every_period_is_within_what_everybody_agreed_to(client: Client, clinic: object) -> None:
    assert max([*SOONER.values(), LONGEST]) == LONGEST <= timedelta(days=365)
    assert "12 months" in consent.contact("Khusla").text
    page = client.get("/privacy/").content.decode()
    for words in ("12 months", "6 months", "30 days"):
        assert words in page


def test_asking_again_begins_anew() -> None:
    lead = lead_from(400)
    recent = ConsultationRequestFactory.create(lead=lead, received_at=MONDAY_NOON - 10 * DAY)

    done = tidied()

    assert (done.erased, done.trimmed) == (0, 1)
    assert list(ConsultationRequest.objects.all()) == [recent]


def test_old_notes_of_a_lead_that_stays_go() -> None:
    lead = lead_from(100)
    EventFactory.create(lead=lead, at=MONDAY_NOON - 365 * DAY)
    recent = EventFactory.create(lead=lead, at=MONDAY_NOON - 364 * DAY)

    assert tidied().trimmed == 1
    assert list(Event.objects.all()) == [recent]


def test_a_lead_marked_as_lost_by_mistake_is_there_the_next_day() -> None:
    lead = lead_from(200, STATUS.LOST)
    EventFactory.create(
        lead=lead, kind="status", to_status="lost", from_status="contacted", at=MONDAY_NOON - DAY
    )

    assert tidied().erased == 0


def test_a_status_given_late_lengthens_nothing_beyond_the_promise() -> None:
    lead = lead_from(365, STATUS.LOST)
    EventFactory.create(lead=lead, at=MONDAY_NOON - DAY)

    assert tidied().erased == 1


def test_files_go_with_their_time(folder: Path) -> None:
    (folder / "mail").mkdir()
    old, recent = folder / "mail" / "old.log", folder / "mail" / "recent.log"
    for file, days in ((old, 366), (recent, 364)):
        file.write_text("A message")
        moment = (MONDAY_NOON - days * DAY).timestamp()
        os.utime(file, (moment, moment))

    tidied()

    assert list((folder / "mail").iterdir()) == [recent]


def test_what_was_written_down_about_looks_goes_after_two_years() -> None:
    AccessFactory.create(at=MONDAY_NOON - 730 * DAY)
    stays = AccessFactory.create(at=MONDAY_NOON - 729 * DAY)

    tidied()

    assert list(Access.objects.all()) == [stays]


def test_what_went_with_time_leaves_no_tombstone_and_no_name() -> None:
    lead = lead_from(400)

    tidied()

    assert not Erasure.objects.exists()
    assert tombstones.all_known() == set()
    assert Access.objects.filter(what="erased", lead_number=lead.pk, by=None).exists()


# Guards


def test_a_clock_put_back_erases_nothing() -> None:
    lead_from(400)
    lead_from(-1)

    done = tidied()

    assert "put back" in done.refused_because
    assert Lead.objects.count() == 2


def test_a_clock_that_jumps_ahead_erases_nothing_however_often(caplog: pytest.LogCaptureFixture) -> None:
    lead_from(300)
    RetentionRunFactory.create(ran_at=MONDAY_NOON)

    for night in range(1, 4):
        done = run(MONDAY_NOON + (100 + night) * DAY)
        # Somebody works on, and the wrong clock dates what they do.
        AccessFactory.create(at=MONDAY_NOON + (100 + night) * DAY)
        assert f"{100 + night} days on" in done.refused_because

    assert Lead.objects.exists()
    assert "Retention erased nothing" in caplog.text


def test_a_person_may_say_that_the_clock_is_right() -> None:
    lead_from(400)
    RetentionRunFactory.create(ran_at=MONDAY_NOON - 100 * DAY)
    assert run(MONDAY_NOON).refused_because

    assert run(MONDAY_NOON, clock_is_right=True).erased == 1
    assert not run(MONDAY_NOON + DAY).refused_because


def test_before_the_first_run_the_newest_entry_tells_the_time() -> None:
    lead_from(3)
    assert why_not(MONDAY_NOON) == ""
    assert "days on" in why_not(MONDAY_NOON + 5 * DAY)


def test_an_empty_clinic_has_nothing_to_fear() -> None:
    assert run(MONDAY_NOON).refused_because == ""


def test_a_week_of_silence_is_still_trusted() -> None:
    RetentionRunFactory.create(ran_at=MONDAY_NOON - 7 * DAY)

    assert why_not(MONDAY_NOON) == ""
    assert why_not(MONDAY_NOON + timedelta(minutes=1))


def test_no_more_goes_at_once_than_a_night_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)
    oldest = [lead_from(402), lead_from(401)]
    newer = lead_from(400)

    done = tidied()

    assert (done.erased, done.left) == (2, 1)
    assert list(Lead.objects.all()) == [newer]
    assert newer not in oldest
    assert run(MONDAY_NOON).left == 0


# Nights


@pytest.mark.parametrize(
    ("local", "runs"),
    [("2026-11-24 02:59", 0), ("2026-11-24 03:00", 1), ("2026-11-24 17:00", 1)],
)
def test_it_runs_once_a_night(local: str, runs: int) -> None:
    now = datetime.fromisoformat(f"{local}+04:00").astimezone(UTC)
    RetentionRunFactory.create(ran_at=MONDAY_NOON - DAY / 2)

    for _look in range(3):
        retention.run_at_night(now)

    assert RetentionRun.objects.filter(ran_at=now).count() == runs


def test_the_worker_sees_to_it() -> None:
    lead_from(400)
    RetentionRunFactory.create(ran_at=MONDAY_NOON - DAY)

    chores.do_all(MONDAY_NOON)

    assert not Lead.objects.exists()


# The command


def told(**options: Any) -> str:
    out = StringIO()
    with time_machine.travel(MONDAY_NOON, tick=False):
        call_command("retention", stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_says_what_would_go_and_erases_nothing() -> None:
    lead_from(400)
    lead_from(31, STATUS.HELD)
    stays = lead_from(10)
    ConsultationRequestFactory.create(lead=stays, received_at=MONDAY_NOON - 400 * DAY)
    EventFactory.create(lead=stays, at=MONDAY_NOON - 400 * DAY)

    words = told(dry_run=True)

    assert "It is 2026-11-23 12:00" in words
    assert "1 leads, Contacted" in words
    assert "1 leads, Held: looks like spam" in words
    assert "leads that stay: 1 requests" in words
    assert "leads that stay: 1 entries" in words
    assert "nothing would be erased" in words
    assert Lead.objects.count() == 3
    assert not RetentionRun.objects.exists()


def test_the_command_erases_and_says_what() -> None:
    lead_from(400)
    RetentionRunFactory.create(ran_at=MONDAY_NOON - DAY)

    assert "Erased: 1 leads" in told()
    assert not Lead.objects.exists()


def test_the_command_says_why_it_will_not_and_how_it_will() -> None:
    lead_from(400)

    with pytest.raises(CommandError, match="--clock-is-right"):
        told()

    assert "Erased: 1 leads" in told(clock_is_right=True)
