"""A visitor's mistake is one short line, without what was sent; our own trouble keeps its traceback."""

from __future__ import annotations

import logging
import sys
import threading
from io import StringIO

import pytest
from django.http import UnreadablePostError
from django.test import Client
from pytest_django import Settings

from clinic.logs import Quiet, Refusal, is_our_news, quiet_the_end

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


# The words of errors


def failed(message: str) -> Exception:
    """An error that came of another, both with words of their own."""
    known: dict[str, str] = {}
    try:
        try:
            known[message]
        except KeyError as error:
            raise ValueError(message) from error
    except ValueError as error:
        whole = error
    return whole


def quiet(error: Exception, message: str = "It failed") -> str:
    about = (type(error), error, error.__traceback__)
    return Quiet("%(message)s").format(
        logging.LogRecord("a.name", logging.ERROR, __file__, 1, message, (), about)
    )


def test_a_traceback_says_where_and_of_what_kind_but_not_the_words() -> None:
    told = quiet(failed("Key (email)=(sara@mail.example) already exists"))

    assert "sara" not in told
    assert told.startswith("It failed\n")
    assert "in failed" in told
    assert "builtins.KeyError\n\nThen:\n" in told
    assert told.endswith("builtins.ValueError")


def test_an_error_on_the_way_from_another_is_told_unless_hidden() -> None:
    inner, outer = KeyError("Sara"), ValueError("Sara")
    outer.__context__ = inner
    assert "KeyError" in quiet(outer)

    outer.__suppress_context__ = True
    assert "KeyError" not in quiet(outer)


def test_errors_that_led_to_each_other_end() -> None:
    one, two = KeyError("Sara"), ValueError("Sara")
    one.__context__, two.__context__ = two, one

    assert quiet(one).count("KeyError") == 1


def test_the_systems_own_words_are_kept_without_the_file() -> None:
    told = quiet(OSError(28, "No space left on device", "/mail/sara.log"))

    assert told.endswith("OSError: No space left on device")
    assert "sara" not in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "Error handling request GET /admin/leads/lead/?q=Sara",
            "Error handling request GET /admin/leads/lead/?…",
        ),
        ("Internal Server Error: /request/s3cret/photos/", "Internal Server Error: /request/…/photos/"),
        ("Invalid request from ip=192.0.2.7: X-Name: Sara\nAhmed", "Invalid request"),
        ("The worker stopped. Why?", "The worker stopped. Why?"),
    ],
)
def test_a_line_keeps_no_search_no_secret_and_no_visitor(line: str, told: str) -> None:
    assert Quiet("%(message)s").format(logging.makeLogRecord({"msg": line})) == told


def test_a_line_without_an_error_is_as_it_was() -> None:
    assert Quiet("%(message)s").format(logging.makeLogRecord({"msg": "lead %s", "args": (42,)})) == "lead 42"


def test_every_log_goes_through_it_and_none_by_mail(settings: Settings) -> None:
    log = settings.LOGGING

    assert {handler["class"] for handler in log["handlers"].values()} == {"logging.StreamHandler"}
    assert {handler["formatter"] for handler in log["handlers"].values()} == {"line", "refusal"}
    assert log["formatters"]["line"]["()"] is Quiet
    assert log["loggers"]["django"] == {"handlers": []}
    assert log["loggers"]["gunicorn.error"] == {"handlers": ["console"], "propagate": False}


def test_a_process_that_dies_says_no_more_than_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    error = failed("Sara Ahmed")

    quiet_the_end()
    sys.excepthook(type(error), error, error.__traceback__)
    threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))

    told = capsys.readouterr().err
    assert told.count("builtins.ValueError") == 2
    assert "Sara" not in told
