"""A mail server for tests, on this machine, that behaves as badly as it is told to."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What it says instead of yes: when, and in which words. An empty command is the first greeting.
REFUSALS = {
    "is-busy": ("", "421 too busy"),
    "rejects": ("MAIL", "554 not from you"),
    "refuses": ("RCPT", "550 nobody of that name"),
    "defers": ("RCPT", "450 not now"),
    "is-full": ("DATA", "452 no room"),
}
# Whoever meets these cannot know whether the message was taken.
UNCLEAR = ("drops-at-the-end", "hangs-at-the-end")
MANNERS = ("good", "hangs", "drops", "breaks-off-tls", *REFUSALS, *UNCLEAR)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes messages into `taken`, in one of the manners above. With `tls` it offers STARTTLS."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, manner: str, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.manner, self.tls = manner, tls
        self.taken: list[str] = []
        self.taken_at: list[float] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if self.server.manner == "hangs":
            # Until the other side has had enough.
            self.rfile.read()
        if self.server.manner in {"hangs", "drops"}:
            return
        self._say(self._refusal_of("") or "220 here")
        for line in iter(self._hear, ""):
            self._answer(line[:4].upper())

    def finish(self) -> None:
        super().finish()
        if isinstance(self.request, ssl.SSLSocket):
            self.request.close()

    def _answer(self, command: str) -> None:
        if refusal := self._refusal_of(command):
            self._say(refusal)
        elif command == "DATA":
            self._take()
        elif command == "STAR":
            self._start_tls()
        elif command == "EHLO" and self.server.tls:
            self._say("250-well\r\n250 STARTTLS")
        else:
            self._say("221 bye" if command == "QUIT" else "250 well")

    def _refusal_of(self, command: str) -> str:
        when, words = REFUSALS.get(self.server.manner, ("never", ""))
        return words if when == command else ""

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self._hear()) != ".\r\n":
            if not line:
                # Gone in the middle: that is no message.
                return
            lines.append(line)
        self.server.taken.append("".join(lines))
        self.server.taken_at.append(time.monotonic())
        if self.server.manner == "hangs-at-the-end":
            self.rfile.read()
        if self.server.manner in UNCLEAR:
            self.request.shutdown(socket.SHUT_RDWR)
        else:
            self._say("250 taken")

    def _start_tls(self) -> None:
        self._say("220 go on")
        if self.server.manner == "breaks-off-tls":
            self._say("this is no TLS")
        elif self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.setup()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _hear(self) -> str:
        return self.rfile.readline().decode()


@contextmanager
def mail_server(
    manner: str = "good", *, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """A mail server that runs meanwhile."""
    with MailServer(manner, port=port, tls=tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
