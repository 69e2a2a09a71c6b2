"""What people are told by the site, and what of it they remember."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

PATIENCE = 30.0


@dataclass(frozen=True)
class Answer:
    """An answer; its status is 0 when nobody answered."""

    status: int = 0
    location: str = ""
    body: str = ""
    took: float = 0.0

    @property
    def is_thanks(self) -> bool:
        """Whether it says that what was sent is safe."""
        return self.status == HTTPStatus.SEE_OTHER

    @property
    def is_refusal(self) -> bool:
        """Whether it would be no other the next time."""
        return HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def key(self) -> str:
        """The key in the address of a receipt."""
        return self.location.rsplit("=", maxsplit=1)[-1].split(".", maxsplit=1)[0]


@dataclass
class Answers:
    """What was acknowledged: for every person the keys of the receipts they got, and where photos were taken."""

    receipts: dict[str, set[str]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    broken: int = 0
    tries: int = 0
    longest_wait: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, phone: str, answer: Answer) -> bool:
        """Write down one answer to a request; whether it settles the matter."""
        with self.lock:
            self.longest_wait = max(self.longest_wait, answer.took)
            if answer.is_thanks:
                self.receipts.setdefault(phone, set()).add(answer.key)
                self.pages[phone] = answer.location
            return self._settles(answer)

    def note_photo(self, phone: str, page: str, answer: Answer) -> bool:
        """Write down one answer to a photo sent through this page; whether it settles the matter."""
        with self.lock:
            if answer.is_thanks:
                self.photos[phone] = page
            return self._settles(answer)

    def _settles(self, answer: Answer) -> bool:
        self.tries += 1
        self.refused += answer.is_refusal
        self.broken += answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return answer.is_thanks or answer.is_refusal


def ask(
    port: int,
    method: str,
    path: str,
    body: str | bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Ask once, as one of the site's own pages would."""
    began = time.monotonic()
    http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        http.request(method, path, body, {"Origin": f"http://127.0.0.1:{port}", **(headers or {})})
        given = http.getresponse()
        page = given.read().decode("utf-8", "replace")
    except (OSError, HTTPException):
        return Answer(took=time.monotonic() - began)
    finally:
        http.close()
    return Answer(given.status, given.headers.get("Location", ""), page, time.monotonic() - began)
