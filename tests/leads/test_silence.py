"""Whatever fails on the way of a request, the log tells neither name nor number nor a word of it."""

from __future__ import annotations

import logging
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import NoReturn

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import DataError, IntegrityError, OperationalError
from django.test import Client

from leads import actions, desk, receipts
from leads.models import Delivery, LeadQuerySet
from leads.outbox.deliveries import send_next
from tests.factories import MONDAY_NOON, LeadFactory
from tests.leads.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
PLANTED = {
    "name": "Zuleikha Plantagenet",
    "phone": "050 765 4321",
    "email": "zuleikha@mail.example",
    "message": "My planted sentence tells of wax tablets.",
    "consent": "on",
}
QUOTED = "Key (name, phone)=(Zuleikha Plantagenet, +971507654321) zuleikha@mail.example wax tablets"
TELLTALE = ("zuleikha", "plantagenet", "507654321", "765 4321", "wax tablets", "s3cret")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the log's handlers print."""
    paper = StringIO()
    for name in ("django.security", "gunicorn.error", ""):
        for handler in logging.getLogger(name).handlers:
            # The test runner's own are of other kinds.
            if type(handler) is logging.StreamHandler:
                monkeypatch.setattr(handler, "stream", paper)
    return paper


@pytest.fixture(params=[RuntimeError, DataError, IntegrityError, OperationalError, ValueError])
def fail(request: pytest.FixtureRequest) -> object:
    """Something that fails, and quotes what it was given."""

    def quote(*_given: object, **_named: object) -> NoReturn:
        raise request.param(QUOTED)

    return quote


def tells_nothing(printed: StringIO) -> bool:
    told = printed.getvalue().lower()
    return not any(word in told for word in TELLTALE)


def test_a_request_that_cannot_be_kept(
    visitor: Client, printed: StringIO, monkeypatch: pytest.MonkeyPatch, fail: object
) -> None:
    monkeypatch.setattr(actions, "_open_lead", fail)

    visitor.post("/consultation/?utm_term=s3cret", PLANTED)

    assert "request" in printed.getvalue()
    assert tells_nothing(printed)


@pytest.mark.parametrize("changes", [{"phone": "765 4321"}, {"consent": ""}, {"email": "zuleikha@"}])
def test_a_request_with_mistakes(visitor: Client, printed: StringIO, changes: dict[str, str]) -> None:
    assert visitor.post("/consultation/?utm_term=s3cret", PLANTED | changes).status_code == 422

    assert tells_nothing(printed)


def test_a_request_from_another_site(visitor: Client, printed: StringIO) -> None:
    other = {"Origin": "https://zuleikha.example"}

    assert visitor.post("/consultation/", PLANTED, headers=other).status_code == 403
    assert tells_nothing(printed)


def test_a_receipt_that_fails(
    visitor: Client, printed: StringIO, monkeypatch: pytest.MonkeyPatch, fail: object
) -> None:
    monkeypatch.setattr(receipts, "key_in", fail)

    visitor.get("/consultation/received/?receipt=s3cret")

    assert "received" in printed.getvalue()
    assert tells_nothing(printed)


def test_a_message_that_the_mail_server_refuses(
    ask: Ask, printed: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(name=PLANTED["name"], email=PLANTED["email"], message=PLANTED["message"])

    def refuse(*_given: object) -> NoReturn:
        raise SMTPRecipientsRefused({PLANTED["email"]: (550, QUOTED.encode())})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    send_next(MONDAY_NOON)
    send_next(MONDAY_NOON)

    assert Delivery.objects.filter(problem="SMTPRecipientsRefused 550").exists()
    assert "failed" in printed.getvalue()
    assert tells_nothing(printed)


def test_a_lead_that_cannot_be_shown(
    reception: Client, printed: StringIO, monkeypatch: pytest.MonkeyPatch, fail: object
) -> None:
    monkeypatch.setattr(desk, "lead_page", fail)
    reception.raise_request_exception = False

    page = reception.get(f"/admin/leads/lead/{LeadFactory.create(name=PLANTED['name']).pk}/change/?q=s3cret")

    assert page.status_code >= 500
    assert "ERROR" in printed.getvalue()
    assert tells_nothing(printed)


def test_a_note_that_cannot_be_kept(
    reception: Client, printed: StringIO, monkeypatch: pytest.MonkeyPatch, fail: object
) -> None:
    monkeypatch.setattr(actions, "add_note", fail)
    reception.raise_request_exception = False

    page = reception.post(f"/admin/leads/lead/{LeadFactory.create().pk}/note/", {"note": PLANTED["message"]})

    assert page.status_code >= 500
    assert "ERROR" in printed.getvalue()
    assert tells_nothing(printed)


def test_a_search_that_fails(
    reception: Client, printed: StringIO, monkeypatch: pytest.MonkeyPatch, fail: object
) -> None:
    monkeypatch.setattr(LeadQuerySet, "matching", fail)
    reception.raise_request_exception = False

    assert reception.get("/admin/leads/lead/?q=Zuleikha").status_code >= 500
    assert "ERROR" in printed.getvalue()
    assert tells_nothing(printed)
