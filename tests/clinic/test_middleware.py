"""What every answer passes through."""

from __future__ import annotations

import pytest
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory

from clinic.middleware import refuse_methods_kindly

pytestmark = pytest.mark.django_db


def test_an_answer_that_says_more_than_no_is_left_alone() -> None:
    said = HttpResponseNotAllowed(["POST"], b"Send it with POST.")

    assert refuse_methods_kindly(lambda _request: said)(RequestFactory().get("/")) is said
