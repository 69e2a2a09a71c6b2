"""The worker sends what is owed, outlives trouble, and stops when told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError

from leads.management.commands import work
from leads.models import Delivery
from tests.factories import DeliveryFactory

# The worker closes its connection, as it would in real life.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("signals")]


@pytest.fixture
def signals() -> Iterator[None]:
    """The worker's way to be stopped does not outlive the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
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
