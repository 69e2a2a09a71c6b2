"""Two ways into the site: through its WSGI application in this process, and through sockets to a server."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from random import Random
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from tests.hostile.posts import Post

PATIENCE = 120.0
NO_ANSWER = 0
ANSWERS = frozenset({200, 302, 303, 304, 400, 403, 404, 405, 411, 413, 414, 417, 422, 431})
# To a request of no true length the web server may hang up; and where it is written in a coding that
# nobody knows, the standard asks for 501. Our program hears of neither.
ANSWERS_TO_ODD_LENGTHS = ANSWERS | {NO_ANSWER, 501}


@dataclass(frozen=True)
class Answer:
    """A status, where it leads, and what it says. No status when the other side hung up without a word."""

    status: int
    location: str = ""
    page: str = ""
    to_odd_length: bool = False

    @property
    def is_meant(self) -> bool:
        """Whether it is one that we mean to give."""
        return self.status in (ANSWERS_TO_ODD_LENGTHS if self.to_odd_length else ANSWERS)


class Door(Protocol):
    """A way into the site."""

    host: str

    def send(self, post: Post) -> Answer:
        """Send it and read the answer to its end."""


class Inside:
    """The application that gunicorn serves, called as gunicorn calls it."""

    host = "127.0.0.1"

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def send(self, post: Post) -> Answer:
        """Send it and read the answer to its end."""
        heard: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            heard["status"], heard["headers"] = int(status.split(maxsplit=1)[0]), dict(headers)

        given = self._application(_environ(post), start)
        page = b"".join(given)
        close = getattr(given, "close", None)
        if close:
            close()
        return Answer(heard["status"], heard["headers"].get("Location", ""), page.decode("utf-8", "replace"))


def _environ(post: Post) -> dict[str, Any]:
    path, _mark, query = post.target.partition("?")
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in post.headers}
    return {
        "HTTP_ORIGIN": "http://127.0.0.1",
        **named,
        "REQUEST_METHOD": post.method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": post.address,
        "CONTENT_TYPE": post.content_type,
        "CONTENT_LENGTH": str(len(post.body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(post.body),
        "wsgi.errors": io.StringIO(),
    }


class Outside:
    """A server on this machine. As many requests as told have a length that is none or not their own."""

    def __init__(self, port: int, seed: int, odd_lengths: float = 0.0) -> None:
        self._odd_lengths = odd_lengths
        self._port, self._chance = port, Random(seed)  # noqa: S311  no secret
        self.host = f"127.0.0.1:{port}"

    def send(self, post: Post) -> Answer:
        """Send it and read the answer to its end."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as connection:
            # A server may refuse before it has heard everything; its answer can be read all the same.
            is_odd = self._chance.random() < self._odd_lengths
            with suppress(OSError):
                connection.sendall(self._written(post, is_odd=is_odd))
                connection.shutdown(socket.SHUT_WR)
            return replace(_answer(connection, post.method), to_odd_length=is_odd)

    def _written(self, post: Post, *, is_odd: bool) -> bytes:
        head = [f"{post.method} {post.target} HTTP/1.1", f"Host: {self.host}", "Connection: close"]
        given = {"Origin": f"http://{self.host}", **dict(post.headers)}
        head += [f"{name}: {value}" for name, value in given.items()]
        head += [f"X-Forwarded-For: {post.address}", f"Content-Type: {post.content_type}"]
        length, body = self._oddly(post.body) if is_odd else _as_it_should_be(post.body)
        return "\r\n".join([*head, *length, "", ""]).encode("latin-1", "replace") + body

    def _oddly(self, body: bytes) -> tuple[list[str], bytes]:
        """With a length that is none, in pieces, or cut short."""
        pieces = (
            b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:]) if part)
            + b"0\r\n\r\n"
        )
        ways: tuple[tuple[list[str], bytes], ...] = (
            (["Content-Length: -1"], body),
            (["Content-Length: x"], body),
            (["Content-Length: " + "9" * 30], body),
            ([f"Content-Length: {len(body) + 10}"], body),
            ([f"Content-Length: {len(body) // 2}"], body),
            ([f"Content-Length: {len(body)}", "Content-Length: 1"], body),
            ([], body),
            (["Transfer-Encoding: chunked"], pieces),
            (["Transfer-Encoding: chunked"], pieces[: len(pieces) // 2]),
            (["Transfer-Encoding: chunked"], body),
            (["Transfer-Encoding: chunked", f"Content-Length: {len(body)}"], pieces),
            (["Transfer-Encoding: brotli"], body),
            (["Content-Encoding: gzip", f"Content-Length: {len(body)}"], body),
            (["Expect: 100-continue", f"Content-Length: {len(body)}"], body),
        )
        return self._chance.choice(ways)


def _as_it_should_be(body: bytes) -> tuple[list[str], bytes]:
    return [f"Content-Length: {len(body)}"], body


def _answer(connection: socket.socket, method: str) -> Answer:
    response = HTTPResponse(connection, method=method)
    try:
        response.begin()
        page = response.read()
    except (OSError, HTTPException):
        return Answer(NO_ANSWER)
    location = response.headers.get("Location", "")
    return Answer(response.status, location, page.decode("utf-8", "replace"))
