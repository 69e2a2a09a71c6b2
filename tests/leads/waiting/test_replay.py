"""What waits is brought in once, in order, as it came; nothing stands in its way and nothing is thrown away."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DataError, OperationalError
from django.test import Client

from clinic.models import ClinicProfile
from leads import actions
from leads.asked import Asked, keys_of
from leads.models import Attribution, Consent, ConsultationRequest, Delivery, Event, Lead
from leads.models.screening import HOUR, TRACES, Screening
from leads.screening import Screened
from leads.spam import points as spam
from leads.spam import stamps
from leads.spam.points import Sign
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


# Weighed as if there had been no wait


@dataclass(frozen=True)
class Post:
    """Somebody's request, so many minutes after Monday noon."""

    minute: int
    name: str
    phone: str
    address: str
    message: str = ""

    def send(self) -> None:
        """Through the form, opened a minute before."""
        at = MONDAY_NOON + timedelta(minutes=self.minute)
        values = {"name": self.name, "phone": self.phone, "message": self.message, "consent": "on"}
        with time_machine.travel(at, tick=False):
            values["stamp"] = stamps.new(at - timedelta(minutes=1))
            browser = Client(REMOTE_ADDR=self.address)
            answer = browser.post("/consultation/", values, headers={"sec-fetch-site": "same-origin"})
            assert answer.status_code == 303


def flood(count: int) -> list[Post]:
    """So many from one network, one a minute."""
    return [
        Post(number, f"Person {number}", f"+9715012{number:05}", "203.0.113.7") for number in range(count)
    ]


OFFICE = [Post(number, f"Colleague {number}", f"+9715055{number:05}", "198.51.100.7") for number in range(20)]
FAMILY = [
    Post(5 + number, f"{name} Ahmed", "+971501234567", "192.0.2.7")
    for number, name in enumerate(("Sara", "Omar", "Layla"))
]
CASINO = Post(3, "Bob", "+971509999999", "192.0.2.99", "Best online casino, welcome bonus and jackpot")


@pytest.fixture
def few_are_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the 31st of a network in an hour on."""
    monkeypatch.setattr(spam, "NETWORK", ((10, 2), (30, 10)))


@pytest.fixture
def bring_in(clinic: ClinicProfile, request: pytest.FixtureRequest) -> Callable[[list[Post]], None]:
    """Sends everything while the database is out, then brings it in."""

    def send(sent: list[Post]) -> None:
        out = request.getfixturevalue("database_gone_for_now")
        for post in sent:
            post.send()
        out.undo()
        assert replay() == len(sent)

    return send


def weighed() -> list[tuple[Any, ...]]:
    """What became of everybody, in the order in which they came."""
    rows = ConsultationRequest.objects.order_by("received_at", "name")
    told = ("name", "received_at", "lead__status", "lead__held_because", "lead__reply_due_at")
    return list(rows.values_list(*told, "screening__points", "screening__signs", "screening__network"))


@pytest.mark.usefixtures("few_are_a_flood")
def test_who_waited_is_weighed_as_if_sent_at_once(bring_in: Callable[[list[Post]], None]) -> None:
    sent = sorted([*flood(40), *OFFICE, *FAMILY, CASINO], key=lambda post: post.minute)
    for post in sent:
        post.send()
    at_once = weighed()
    Lead.objects.all().delete()

    bring_in(sent)

    assert weighed() == at_once
    held = ConsultationRequest.objects.filter(lead__status="held").order_by("received_at")
    assert [request.name for request in held] == ["Bob", *(f"Person {number}" for number in range(30, 40))]


@pytest.mark.usefixtures("few_are_a_flood")
def test_what_came_before_the_outage_counts_and_what_came_after_does_not(
    bring_in: Callable[[list[Post]], None],
) -> None:
    posts = flood(60)
    for post in [*posts[:20], *posts[40:]]:
        post.send()

    bring_in(posts[20:40])

    held = ConsultationRequest.objects.filter(lead__status="held", received_at__lt=MONDAY_NOON + HOUR)
    waited = held.filter(name__in=[post.name for post in posts[20:40]]).order_by("received_at")
    assert [request.name for request in waited] == [f"Person {number}" for number in range(30, 40)]


@pytest.mark.usefixtures("few_are_a_flood")
def test_a_flood_replayed_once_more_changes_nothing(bring_in: Callable[[list[Post]], None]) -> None:
    bring_in(flood(40))
    before = weighed()
    for request in ConsultationRequest.objects.order_by("pk"):
        one = parcel(name=request.name, phone=request.phone)
        again = replace(one, received_at=request.received_at, keys=(request.key,))
        spool.put(again.received_at, again.key, parcels.pack(again))

    replay()

    assert weighed() == before
    assert Screening.objects.count() == Lead.objects.count() == 40


def test_a_file_of_an_earlier_version_is_weighed_anew() -> None:
    counted = (Sign("network", 10), Sign("gambling", 18))
    one = replace(parcel(), screened=Screened(counted, dict.fromkeys(TRACES, "")))
    spool.put(one.received_at, one.key, parcels.pack(one))

    replay()

    assert Screening.objects.get().signs == [["gambling", 18]]
    assert Lead.objects.get().held_because == "Speaks of gambling"


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
