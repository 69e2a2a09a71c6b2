"""Error reports tell where the program broke, and nothing of the person it happened to."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
import sentry_sdk
from django.test import Client
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from clinic import reports
from clinic.env import BadSetting
from leads import views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
DSN = "https://key@reports.example/1"
TELLTALE = ("Zuleikha", "765 4321", "s3cret", "wax tablets")
PLANTED = {"name": "Zuleikha", "phone": "050 765 4321", "message": "wax tablets", "consent": "on"}


class Paper(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: dict[str, Any] | None = None) -> None:
        super().__init__(options)
        self.sent: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event:
            self.sent.append(dict(event))


@pytest.fixture
def paper() -> Iterator[Paper]:
    """Reports go here, for the length of a test."""
    kept = Paper()
    reports.start(DSN, transport=kept)
    yield kept
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def fail(_request: object, form: Any) -> NoReturn:
    """Something of ours breaks over what was typed."""
    raise RuntimeError(form.data["message"])


def test_a_failing_page_is_reported_without_anybody(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_receive", fail)

    Client(raise_request_exception=False).post("/consultation/?utm_term=s3cret", PLANTED)

    assert paper.sent
    told = json.dumps(paper.sent, default=str)
    assert "RuntimeError" in told
    assert "tests/clinic/test_reports.py" in told
    assert [word for word in TELLTALE if word in told] == []


def test_a_line_of_the_log_is_reported_without_its_words(paper: Paper) -> None:
    logging.getLogger("leads").error("Zuleikha wrote %s", "wax tablets")

    (event,) = paper.sent
    assert event["logger"] == "leads"
    assert "Zuleikha" not in json.dumps(event, default=str)


def test_what_nobody_thought_of_is_left_out() -> None:
    event: Any = {"event_id": "1", "user": {"ip": "192.0.2.7"}, "something_new": "Zuleikha"}

    assert reports.without_persons(event, {}) == {"event_id": "1", "exception": {"values": []}}


def test_an_odd_address_says_so() -> None:
    with pytest.raises(BadSetting, match="SENTRY_DSN cannot be read"):
        reports.start("reports.example")


def test_without_the_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(BadSetting, match=r"requirements-sentry\.txt"):
        reports.start(DSN)
