"""What every answer passes through."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseNotAllowed
from django.test import Client, RequestFactory

from clinic import outage
from clinic.middleware import refuse_methods_kindly

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
    def fail() -> None:
        raise error("no")

    monkeypatch.setattr("treatments.pages.index", fail)

    assert Client(raise_request_exception=False).get("/treatments/").status_code == status
    assert outage.reading.is_on is (status == 503)
