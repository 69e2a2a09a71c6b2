"""What waits is brought in once, in order, as it came; nothing stands in its way and nothing is thrown away."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, OperationalError

from leads import actions
from leads.asked import Asked, keys_of
from leads.models import Attribution, Consent, ConsultationRequest, Delivery, Event, Lead
from leads.waiting import parcels, spool
from leads.waiting.parcels import Parcel
from leads.waiting.replay import replay
from tests.factories import MONDAY_NOON
from tests.leads.spooling import parcel, spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def test_what_waited_is_kept_whole_with_the_time_it_came() -> None:
    one = spooled(email="sara@mail.example")

    assert replay() == 1

    request = ConsultationRequest.objects.get(key=one.key)
    assert request.received_at == request.lead.received_at == MONDAY_NOON
    assert request.lead.reply_due_at == MONDAY_NOON + timedelta(minutes=30)
    assert Consent.objects.get().given_at == MONDAY_NOON
    assert Attribution.objects.get().landing_page == "/faq/"
    assert Event.objects.get().kind == "received"
    assert Delivery.objects.count() == 2
    assert not spool.waiting()


def test_hundreds_are_brought_in_in_the_order_they_came() -> None:
    for number in reversed(range(300)):
        spooled(number)

    assert replay() == 300

    names = ConsultationRequest.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == [f"Person {number}" for number in range(300)]


def test_a_file_replayed_twice_is_one_request() -> None:
    one = spooled()
    replay()
    spool.put(one.received_at, one.key, parcels.pack(one))

    replay()

    assert ConsultationRequest.objects.count() == Lead.objects.count() == 1


def test_what_was_kept_although_the_answer_was_lost_is_not_kept_twice() -> None:
    one = parcel()
    one.record()

    spool.put(one.received_at, one.key, parcels.pack(one))
    replay()

    assert ConsultationRequest.objects.count() == 1
    assert not spool.waiting()


def test_a_request_without_a_key_kept_just_before_is_the_same() -> None:
    kept = parcel()
    kept.record()
    at = MONDAY_NOON + timedelta(minutes=9)

    spool.put(
        at,
        kept.key,
        parcels.pack(Parcel(**{**vars(kept), "received_at": at, "keys": keys_of(kept.asked, None, at)})),
    )
    replay()

    assert ConsultationRequest.objects.count() == 1


def test_a_second_request_joins_the_lead_of_the_first() -> None:
    spooled(0)
    spooled(1, name="Person 0", phone="+971501200000", message="And another thing.")

    replay()

    assert Lead.objects.get().requests.count() == 2


def test_a_treatment_that_is_gone_is_written_down() -> None:
    spooled(treatment="taken-off")

    replay()

    note = Event.objects.get(kind="note")
    assert note.text == "Asked about “taken-off”, which is not among the treatments"


def test_what_cannot_be_read_is_set_aside_and_named_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    spooled(0)
    (path,) = spool.waiting()
    half = path.read_bytes()[:50]
    path.write_bytes(half)
    spooled(1)

    assert replay() == 1

    assert ConsultationRequest.objects.get().name == "Person 1"
    (apart,) = spool.set_apart()
    assert apart.read_bytes() == half
    assert f"Set aside {apart.name}: BadParcel" in caplog.messages
    assert "Person" not in caplog.text


def test_what_the_database_refuses_is_set_aside_and_taken_back_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spooled(0)
    spooled(1)
    with monkeypatch.context() as refusing:
        refusing.setattr(actions, "record_request", _refusing("Person 0", DataError))
        assert replay() == 1

    assert len(spool.set_apart()) == 1
    spool.take_back()
    assert replay() == 1
    assert ConsultationRequest.objects.count() == 2


def test_one_that_the_database_chokes_on_waits_without_stopping_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        spooled(number)
    monkeypatch.setattr(actions, "record_request", _refusing("Person 0", OperationalError))

    assert replay() == 2

    assert len(spool.waiting()) == 1


def _refusing(name: str, error: type[Exception]) -> Any:
    real = actions.record_request

    def record(*, asked: Asked, **values: Any) -> ConsultationRequest:
        if asked.name == name:
            raise error("no")
        return real(asked=asked, **values)

    return record


@pytest.mark.usefixtures("clinic", "database_gone")
def test_while_the_database_is_out_everything_stays() -> None:
    for number in range(3):
        spooled(number)

    with pytest.raises(OperationalError):
        replay()

    assert len(spool.waiting()) == 3


def test_a_file_that_another_worker_took_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "waiting", lambda: [Path("/nowhere/gone.request")])

    assert replay() == 0


def test_what_a_killed_process_left_whole_is_brought_in() -> None:
    one = spooled()
    (path,) = spool.waiting()
    left = path.rename(path.with_name(f".{path.name}.aa.unfinished"))
    os.utime(left, (0, 0))

    assert replay() == 1
    assert ConsultationRequest.objects.get().key == one.key


def test_a_held_request_is_held_after_the_wait() -> None:
    one = parcel()
    spool.put(one.received_at, one.key, parcels.pack(Parcel(**{**vars(one), "held_because": "A reason"})))

    replay()

    assert (Lead.objects.get().status, Lead.objects.get().held_because) == ("held", "A reason")


# By hand


def test_the_command_brings_in_what_waits_and_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2):
        spooled(number)

    call_command("replay")

    assert capsys.readouterr().out == "Brought in: 2\nSet aside: 0. Still waiting: 0\n"


def test_the_command_tries_once_more_what_was_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    spooled()
    spool.set_aside(spool.waiting()[0])

    call_command("replay", aside=True)

    assert capsys.readouterr().out.startswith("Taken back: 1\nBrought in: 1\n")


@pytest.mark.usefixtures("clinic", "database_gone")
def test_the_command_says_why_nothing_can_be_brought_in() -> None:
    for number in range(2):
        spooled(number)

    with pytest.raises(CommandError, match="cannot be used"):
        call_command("replay")
