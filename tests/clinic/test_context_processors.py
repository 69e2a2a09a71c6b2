"""What every template can lean on."""

from __future__ import annotations

import pytest

from clinic.context_processors import consultation_url


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "/consultation/?from=%2F"),
        ("/treatments/prp/", "/consultation/?from=%2Ftreatments%2Fprp%2F"),
        ("/consultation/", "/consultation/"),
        ("/consultation/received/", "/consultation/"),
        ('/"><script>/', "/consultation/?from=%2F%22%3E%3Cscript%3E%2F"),
    ],
)
def test_the_form_remembers_the_page_a_visitor_came_from(path: str, url: str) -> None:
    assert consultation_url(path) == url


def test_the_form_remembers_the_head_a_visitor_chose() -> None:
    url = consultation_url("/hair-loss/shedding/", "shedding")

    assert url == "/consultation/?from=%2Fhair-loss%2Fshedding%2F&noticed=shedding"
