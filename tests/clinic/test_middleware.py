"""What every answer passes through."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from clinic import outage
from clinic.middleware import STAFF, VISITORS, refuse_methods_kindly, wait_for_the_database

pytestmark = pytest.mark.django_db


def test_an_answer_that_says_more_than_no_is_left_alone() -> None:
    said = HttpResponseNotAllowed(["POST"], b"Send it with POST.")

    assert refuse_methods_kindly(lambda _request: said)(RequestFactory().get("/")) is said


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (IntegrityError, 500), (ZeroDivisionError, 500)]
)
def test_only_an_outage_is_called_one(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fail(**_asked: str) -> None:
        raise error("no")

    monkeypatch.setattr("treatments.listing.choose", fail)

    assert Client(raise_request_exception=False).get("/treatments/").status_code == status
    assert outage.reading.is_on is (status == 503)


@pytest.mark.parametrize(
    ("path", "seconds"), [("/", VISITORS), ("/consultation/", VISITORS), ("/admin/", STAFF)]
)
def test_a_silent_database_keeps_visitors_for_a_shorter_time_than_staff(path: str, seconds: float) -> None:
    seen = []

    def page(_request: HttpRequest) -> HttpResponse:
        seen.append(outage.patience.get())
        return HttpResponse()

    wait_for_the_database(page)(RequestFactory().get(path))

    assert seen == [seconds]
    assert outage.patience.get() is None
