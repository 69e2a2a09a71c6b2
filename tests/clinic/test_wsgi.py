"""The application as a server calls it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIRequest

from clinic import wsgi


class Answer:
    """A page of which somebody keeps an eye on whether it is put away."""

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"a page"

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(("method", "sent"), [("GET", [b"a page"]), ("HEAD", [])])
def test_head_gets_no_page(monkeypatch: pytest.MonkeyPatch, method: str, sent: list[bytes]) -> None:
    monkeypatch.setattr(wsgi, "_django", lambda _environ, _start: Answer())
    environ: dict[str, Any] = {"REQUEST_METHOD": method}
    setup_testing_defaults(environ)

    assert list(wsgi.application(environ, lambda *_answer: None)) == sent


def test_a_page_that_is_not_sent_is_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer()
    monkeypatch.setattr(wsgi, "_django", lambda _environ, _start: answer)

    wsgi.application({"REQUEST_METHOD": "HEAD"}, lambda *_answer: None)

    assert answer.is_closed


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain; charset=UTF8",
        "text/plain; charset=hex",
        "text/plain; charset=idna",
        "text/plain; CharSet = punycode",
        "text/plain;charset=nobody-knows",
        "text/plain; charset=\x00",
        "text/plain; charset=utf-8; charset=hex",
        "text/plain; charset*=utf-8''hex",
        "charset",
        "multipart/form-data; boundary*=nobody-knows''x",
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

    def page(given: dict[str, Any], _start: object) -> list[bytes]:
        read.append(WSGIRequest(given).GET["from"])
        return []

    monkeypatch.setattr(wsgi, "_django", page)

    wsgi.application(environ, lambda *_answer: None)

    assert read == ["/faq/\u0634"]


def test_the_boundary_of_a_form_is_left_alone() -> None:
    environ = {"CONTENT_TYPE": "multipart/form-data; boundary=charset-x; charset=UTF8"}

    wsgi.read_as_utf8(environ)

    assert environ["CONTENT_TYPE"] == "multipart/form-data; boundary=charset-x; x-charset=UTF8"
