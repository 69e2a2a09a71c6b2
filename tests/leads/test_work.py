"""The worker sends what is owed, outlives trouble, and stops when told."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError

from clinic.models import ClinicProfile
from leads.management.commands import work
from leads.models import ConsultationRequest, Delivery
from leads.waiting import spool
from tests.factories import MONDAY_NOON, DeliveryFactory
from tests.leads.servers import wait_until
from tests.leads.spooling import spooled

# The worker closes its connection, as it would in real life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("signals")]


@pytest.fixture
def signals() -> Iterator[None]:
    """The worker's way to be stopped does not outlive the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    at_the_end = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = at_the_end
    for number, handler in before.items():
        signal.signal(number, handler)


def test_once_sends_everything_that_is_due_and_ends() -> None:
    DeliveryFactory.create_batch(3, created_at="2020-01-01T00:00Z")

    call_command("work", once=True)

    assert len(mail.outbox) == 3
    assert not Delivery.objects.exclude(state="sent").exists()


def test_once_ends_when_nothing_is_due() -> None:
    call_command("work", once=True)

    assert not mail.outbox


def test_once_brings_in_what_waits_and_tells_staff_of_it(clinic: ClinicProfile) -> None:
    spooled()

    with time_machine.travel(MONDAY_NOON + timedelta(minutes=1)):
        call_command("work", once=True)

    assert not spool.waiting()
    assert len(mail.outbox) == 1


def test_what_waits_is_brought_in_while_a_mail_server_hangs(
    clinic: ClinicProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled()

    def hang(_now: object) -> bool:
        wait_until(lambda: not spool.waiting())
        signal.raise_signal(signal.SIGTERM)
        return False

    monkeypatch.setattr(work, "send_next", hang)
    call_command("work")

    assert ConsultationRequest.objects.count() == 1


def test_messages_wait_while_requests_are_brought_in(monkeypatch: pytest.MonkeyPatch) -> None:
    DeliveryFactory.create(created_at="2020-01-01T00:00Z")
    sent_meanwhile = []

    def bring_in() -> int:
        work._send()  # noqa: SLF001  what the worker does beside this
        sent_meanwhile.extend(mail.outbox)
        return 0

    monkeypatch.setattr(work, "replay", bring_in)
    call_command("work", once=True)

    assert sent_meanwhile == []
    assert len(mail.outbox) == 1


def test_a_slip_of_ours_ends_the_worker_whole_so_that_it_is_started_afresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(work, "replay", fail)

    with pytest.raises(ZeroDivisionError):
        call_command("work")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
def test_trouble_with_the_database_passes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    rounds: list[Any] = [error("the connection was closed"), True, False]

    def answer(_now: object) -> bool:
        result = rounds.pop(0)
        if isinstance(result, Exception):
            raise result
        if not rounds:
            signal.raise_signal(signal.SIGTERM)
        return bool(result)

    monkeypatch.setattr(work, "send_next", answer)
    monkeypatch.setattr(work, "PAUSE_AFTER_TROUBLE", 0.01)
    call_command("work")

    assert rounds == []
    [said] = caplog.messages
    assert "cannot be used: the connection was closed" in said
    assert said.endswith("Trying again.")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_heard_between_two_deliveries(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    sent = []

    def send(now: object) -> bool:
        sent.append(now)
        if len(sent) == 2:
            signal.raise_signal(number)
        return True

    monkeypatch.setattr(work, "send_next", send)
    call_command("work")

    assert len(sent) == 2
