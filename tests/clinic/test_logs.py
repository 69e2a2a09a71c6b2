"""A visitor's mistake is one short line, without what was sent; our own trouble keeps its traceback."""

from __future__ import annotations

import logging
import sys
from io import StringIO

import pytest
from django.http import UnreadablePostError
from django.test import Client

from clinic.logs import Refusal, is_our_news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def record_of(error: Exception) -> logging.LogRecord:
    """What is logged when this happens."""
    try:
        raise error
    except type(error):
        return logging.LogRecord(
            "a.name", logging.ERROR, __file__, 1, "Sara sent %s", ("it",), sys.exc_info()
        )


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the log's handlers print."""
    paper = StringIO()
    for name in ("django.security", ""):
        for handler in logging.getLogger(name).handlers:
            # The test runner's own are of other kinds.
            if type(handler) is logging.StreamHandler:
                monkeypatch.setattr(handler, "stream", paper)
    return paper


@pytest.mark.parametrize(
    ("body", "host", "what"),
    [
        ("name=Sara", "sara.example", "DisallowedHost"),
        ("&".join(f"sara{number}=1" for number in range(2000)), "testserver", "TooManyFieldsSent"),
        ("name=" + "Sara" * 800_000, "testserver", "RequestDataTooBig"),
    ],
)
def test_a_visitors_mistake_is_one_line(printed: StringIO, body: str, host: str, what: str) -> None:
    answer = Client().post(
        "/consultation/", body, content_type="application/x-www-form-urlencoded", headers={"host": host}
    )

    assert answer.status_code in {400, 413}
    [line] = printed.getvalue().splitlines()
    assert line.endswith(f"django.security.{what}: a request was refused")


def test_a_stale_form_is_one_line(printed: StringIO) -> None:
    Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "sara"})

    [line] = printed.getvalue().splitlines()
    assert line.endswith("django.security.csrf: a request was refused")


def test_a_refusal_tells_nothing_of_what_was_sent() -> None:
    line = Refusal().format(record_of(ValueError("Sara")))

    assert line.endswith("INFO a.name: a request was refused")


def test_a_visitor_who_hangs_up_is_not_our_news() -> None:
    assert not is_our_news(record_of(UnreadablePostError("gone")))


def test_a_fault_of_ours_is_news() -> None:
    assert is_our_news(record_of(ZeroDivisionError()))
    assert is_our_news(logging.makeLogRecord({}))
