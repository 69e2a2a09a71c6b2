"""Another program is told that somebody waits, and learns nothing of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from leads.models import Delivery
from leads.outbox import webhooks
from leads.outbox.deliveries import send_next
from leads.own.actions import add_message
from tests.factories import MONDAY_NOON, DeliveryFactory
from tests.leads.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


class Desk(ThreadingHTTPServer):
    """Another program; `status` is how it answers."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.told: list[dict[str, str]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        self.server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_about: object) -> None:
        """Silence."""


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    with Desk() as server:
        settings.ALERT_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_request_is_told_with_its_reference_and_nothing_of_the_person(desk: Desk, ask: Ask) -> None:
    request = ask(email="sara@mail.example", message="About my crown")

    while send_next(MONDAY_NOON):
        pass

    [news] = desk.told
    assert news["reference"] == request.lead.reference
    assert news["open"].endswith(f"/admin/leads/lead/{request.lead_id}/change/")
    for personal in ("Sara", "sara@mail.example", "501234567", "crown"):
        assert personal not in json.dumps(news)


def test_without_an_address_nobody_is_told(ask: Ask) -> None:
    ask()

    assert not Delivery.objects.filter(kind=Delivery.Kind.WEBHOOK).exists()


def test_a_message_on_the_own_page_is_told_too_and_under_another_id(desk: Desk, ask: Ask) -> None:
    request = ask()
    while send_next(MONDAY_NOON):
        pass

    add_message(request=request, message="Can I come on Friday?", at=MONDAY_NOON)
    while send_next(MONDAY_NOON):
        pass

    first, second = desk.told
    assert first["id"] != second["id"]
    assert first["reference"] == second["reference"]


@pytest.mark.parametrize("status", [301, 400, 500])
def test_what_was_not_taken_waits_and_is_tried_again(desk: Desk, status: int) -> None:
    desk.status = status
    delivery = DeliveryFactory.create(kind=Delivery.Kind.WEBHOOK)

    send_next(MONDAY_NOON)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == ("waiting", "NotTaken")

    desk.status = 200
    send_next(delivery.try_at + timedelta(seconds=1))
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert desk.told[0] == desk.told[1]


def test_a_program_that_is_not_there_is_named_as_not_reached(settings: Settings) -> None:
    settings.ALERT_WEBHOOK_URL = "http://127.0.0.1:9/hook"

    with pytest.raises(webhooks.NotTaken):
        webhooks.call(DeliveryFactory.create(kind=Delivery.Kind.WEBHOOK))
