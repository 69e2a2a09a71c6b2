"""The queue is healthy until a message has been left lying."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from leads import reconcile
from leads.health import Queue, queue, queue_problem, spool_problem, troubles
from leads.waiting import spool
from tests.factories import MONDAY_NOON, DeliveryFactory
from tests.leads.spooling import spooled

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "values"),
    [(9, {}), (60, {"state": "sent", "sent_at": MONDAY_NOON}), (60, {"state": "dead"})],
)
def test_what_is_young_or_done_is_no_problem(minutes: int, values: dict[str, object]) -> None:
    DeliveryFactory.create(**values)

    with time_machine.travel(MONDAY_NOON + minutes * MINUTE, tick=False):
        assert queue_problem() == ""


def test_what_lies_untouched_for_ten_minutes_is_a_problem() -> None:
    DeliveryFactory.create()

    with time_machine.travel(MONDAY_NOON + 11 * MINUTE, tick=False):
        assert queue_problem() == "deliveries have waited over 10 minutes for the worker"
        assert Client().get("/readyz").status_code == 503


def test_what_waits_for_its_next_try_is_no_problem() -> None:
    DeliveryFactory.create(attempts=9, try_at=MONDAY_NOON + 30 * MINUTE)

    with time_machine.travel(MONDAY_NOON + 35 * MINUTE, tick=False):
        assert queue_problem() == ""


def test_an_empty_queue_has_no_age() -> None:
    DeliveryFactory.create(state="sent", sent_at=MONDAY_NOON)

    assert queue(MONDAY_NOON) == Queue(oldest_unsent_seconds=0, dead_letters=0)


def test_the_age_of_the_queue_counts_from_when_its_oldest_was_written() -> None:
    DeliveryFactory.create(try_at=MONDAY_NOON + 30 * MINUTE)
    DeliveryFactory.create(created_at=MONDAY_NOON + 5 * MINUTE)
    DeliveryFactory.create(state="dead")

    assert queue(MONDAY_NOON + 20 * MINUTE) == Queue(oldest_unsent_seconds=1200, dead_letters=1)


# The spool


def test_what_just_came_into_the_spool_is_no_problem() -> None:
    spooled()

    assert spool_problem(MONDAY_NOON + 9 * MINUTE) == ""


def test_what_nobody_brings_in_is_a_problem() -> None:
    spooled()

    with time_machine.travel(MONDAY_NOON + 11 * MINUTE, tick=False):
        answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["queue"] == "requests have waited over 10 minutes in the spool for the worker"
    assert answer.json()["spooled"] == 1


# What staff are told


def test_staff_are_told_nothing_while_all_is_well() -> None:
    DeliveryFactory.create()

    assert troubles(MONDAY_NOON + 9 * MINUTE) == []


def test_staff_are_told_of_everything_that_does_not_get_through() -> None:
    DeliveryFactory.create()
    DeliveryFactory.create(state="dead")
    spooled(1)
    spool.set_aside(spool.waiting()[0])
    spooled(2)
    reconcile.run(MONDAY_NOON)

    told = troubles(MONDAY_NOON + 30 * MINUTE)

    assert told[:4] == [
        "Messages do not get out. The oldest has waited for 30 minutes.",
        "Messages given up: 1.",
        "Requests that wait for the database: 1.",
        "Requests set aside because they could not be read or kept: 1.",
    ]
    assert told[4].startswith("Differences found by the nightly comparison: ")


def test_the_list_of_leads_says_what_does_not_get_through(reception: Client) -> None:
    before = reception.get("/admin/leads/lead/").content.decode()
    spooled()

    after = reception.get("/admin/leads/lead/").content.decode()

    assert "Requests that wait for the database" not in before
    assert "Requests that wait for the database: 1." in after
