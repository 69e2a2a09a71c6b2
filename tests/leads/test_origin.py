"""A form counts as foreign when a browser says so, and only then."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from leads.origin import is_foreign

OURS, THEIRS = "http://testserver", "https://elsewhere.example"


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "nonsense"}, True),
        ({"Origin": OURS}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": THEIRS}, True),
        ({"Origin": "http://testserver:8000"}, True),
        ({"Origin": "http://testserver.elsewhere.example"}, True),
        ({"Origin": "http://testserver@elsewhere.example"}, True),
        ({"Origin": "testserver"}, True),
        ({"Origin": "null"}, False),
        ({"Origin": "http://["}, True),
        # What a browser says about itself counts for more than the address.
        ({"Sec-Fetch-Site": "same-origin", "Origin": THEIRS}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
    ],
)
def test_is_foreign_believes_the_browser(headers: dict[str, str], foreign: bool) -> None:  # noqa: FBT001
    request = RequestFactory().post("/consultation/", headers=headers)

    assert is_foreign(request) is foreign
