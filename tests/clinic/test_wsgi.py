"""The application as a server calls it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIRequest

from clinic import wsgi


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain; charset=hex",
        "text/plain; charset=idna",
        "text/plain; charset=punycode",
        "text/plain; charset=nobody-knows",
        "text/plain; charset=\x00",
        "charset",
        "application/x-www-form-urlencoded; charset=utf-8",
    ],
)
def test_an_odd_charset_does_not_spoil_the_address(
    content_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ: dict[str, Any] = {
        "QUERY_STRING": "from=/faq/%D8%B4",
        "CONTENT_TYPE": content_type,
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    read: list[str | None] = []
    monkeypatch.setattr(wsgi, "_django", lambda given, _start: read.append(WSGIRequest(given).GET["from"]))

    wsgi.application(environ, lambda *_answer: None)

    assert read == ["/faq/\u0634"]
