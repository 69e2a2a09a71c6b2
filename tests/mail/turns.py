"""A mail server that takes turns in behaving badly, for as long as it is told to; then it is well."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from random import Random

from tests.leads.certificates import Certificates
from tests.leads.mail_server import UNCLEAR, MailServer, mail_server

# Nobody listens; then the server's own bad manners; then TLS that is not as it should be. "refuses", which
# says of every recipient that there is nobody of that name, is left out: it tells of people, not of mail.
DOWN = "is-down"
MANNERS = ("hangs", "drops", "is-busy", "defers", "is-full", "rejects", "breaks-off-tls", *UNCLEAR)
BAD_TLS = ("without-tls", "self-signed", "expired", "of-another")
WAYS = (DOWN, *MANNERS, *BAD_TLS)
MESSAGE_ID = re.compile(r"^Message-ID: <([^@>]+)@", re.MULTILINE)


@dataclass(frozen=True)
class Take:
    """A message that the server took: when, and whether the sender was told so."""

    id: str
    at: float
    was_answered: bool


class PostOffice:
    """The mail server of a trial, on one port throughout."""

    def __init__(self, port: int, certificates: Certificates) -> None:
        self._port, self._certificates = port, certificates
        self.takes: list[Take] = []
        self.turns: dict[str, int] = {}

    def be_bad(self, *, seconds: float, turn: float, seed: int) -> None:
        """Every way of being bad at least once, in an order that nobody can foresee, until time is up."""
        chance, ends_at = Random(seed), time.monotonic() + seconds  # noqa: S311  no secret
        ways: list[str] = []
        while (left := ends_at - time.monotonic()) > 0:
            ways = ways or chance.sample(WAYS, len(WAYS))
            way = ways.pop()
            self.turns[way] = self.turns.get(way, 0) + 1
            with self._being(way):
                time.sleep(min(left, chance.uniform(0.5, 1.5) * turn))

    @contextmanager
    def being_well(self) -> Iterator[None]:
        """Everything is as it should be."""
        with self._being("good"):
            yield

    @contextmanager
    def _being(self, way: str) -> Iterator[None]:
        if way == DOWN:
            with _refusing(self._port):
                yield
            return
        manner = "good" if way in BAD_TLS else way
        with mail_server(manner, port=self._port, tls=self._tls_of(way)) as server:
            try:
                yield
            finally:
                self.takes.extend(_takes_of(server))

    def _tls_of(self, way: str) -> ssl.SSLContext | None:
        made = self._certificates
        bad = {"self-signed": made.self_signed, "expired": made.expired, "of-another": made.of_another}
        return None if way == "without-tls" else bad.get(way, made.good)


@contextmanager
def _refusing(port: int) -> Iterator[None]:
    """The port is taken, so that nobody else comes to listen there; whoever knocks is refused."""
    with closing(socket.socket()) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", port))
        yield


def _takes_of(server: MailServer) -> list[Take]:
    answered = server.manner not in UNCLEAR
    found = [MESSAGE_ID.search(message) for message in server.taken]
    named = [match[1] if match else "" for match in found]
    return [Take(name, at, answered) for name, at in zip(named, server.taken_at, strict=True)]
