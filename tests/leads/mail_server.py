"""A mail server for tests, on this machine, that behaves as badly as it is told to."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Takes messages into `taken`; `manner` is good, hangs, drops, refuses or drops-at-the-end."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, manner: str) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.manner = manner
        self.taken: list[str] = []

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
            time.sleep(1)
        if self.server.manner in {"hangs", "drops"}:
            return
        self._say("220 here")
        for line in iter(self._hear, ""):
            self._answer(line[:4].upper())

    def _answer(self, command: str) -> None:
        if command == "RCPT" and self.server.manner == "refuses":
            self._say("550 nobody of that name")
        elif command == "DATA":
            self._say("354 go on")
            self.server.taken.append("".join(iter(self._hear, ".\r\n")))
            if self.server.manner == "drops-at-the-end":
                self.request.shutdown(socket.SHUT_RDWR)
            else:
                self._say("250 taken")
        else:
            self._say("221 bye" if command == "QUIT" else "250 well")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _hear(self) -> str:
        return self.rfile.readline().decode()


@contextmanager
def mail_server(manner: str = "good") -> Iterator[MailServer]:
    """A mail server that runs meanwhile."""
    with MailServer(manner) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
