"""People who send a request, and send it again until they see the receipt."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address
from itertools import count
from urllib.parse import urlencode

# Every so many people press the button once more after the receipt; every so many have no key of their own.
PRESS_TWICE, NO_KEY = 20, 3
PATIENCE = 30.0
FIRST_ADDRESS = IPv4Address("10.0.0.0")


@dataclass
class Answers:
    """What was acknowledged: for every person, the keys of the receipts they got."""

    receipts: dict[str, set[str]] = field(default_factory=dict)
    refused: int = 0
    broken: int = 0
    tries: int = 0
    longest_wait: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, phone: str, status: int, location: str, took: float) -> bool:
        """Write down one answer; whether it settles the matter."""
        with self.lock:
            self.tries += 1
            self.longest_wait = max(self.longest_wait, took)
            if status == HTTPStatus.SEE_OTHER:
                self.receipts.setdefault(phone, set()).add(
                    location.rsplit("=", maxsplit=1)[-1].split(".", maxsplit=1)[0]
                )
                return True
            if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.refused += 1
                return True
            self.broken += status >= HTTPStatus.INTERNAL_SERVER_ERROR
            return False


def person(number: int) -> dict[str, str]:
    """What somebody types."""
    values = {"name": f"Person {number}", "phone": f"+97150{number:07}", "consent": "on"}
    return values if number % NO_KEY == 0 else {**values, "request_key": str(uuid.uuid4())}


def post(port: int, values: dict[str, str]) -> tuple[int, str]:
    """Send it once: the status and where it leads; 0 when nobody answers."""
    http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
        # Everybody from a place of their own: so many from one would be held as a flood.
        "X-Forwarded-For": str(FIRST_ADDRESS + int(values["phone"][-7:])),
    }
    try:
        http.request("POST", "/consultation/", urlencode(values), headers)
        answer = http.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    except (OSError, HTTPException):
        return 0, ""
    finally:
        http.close()


def send_until_received(port: int, values: dict[str, str], answers: Answers, presses: int = 1) -> None:
    """Press the button until there is a receipt; some press once more."""
    for _press in range(presses):
        while not send(port, values, answers):
            time.sleep(0.05)


def send(port: int, values: dict[str, str], answers: Answers) -> bool:
    """Press the button once; whether that settles the matter."""
    began = time.monotonic()
    status, location = post(port, values)
    return answers.note(values["phone"], status, location, time.monotonic() - began)


def crowd(port: int, people: int, clients: int) -> Answers:
    """So many people by so many clients at a time."""
    answers, numbers = Answers(), count(1)

    def work(_client: int) -> None:
        while (number := next(numbers)) <= people:
            send_until_received(port, person(number), answers, 2 if number % PRESS_TWICE == 0 else 1)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, range(clients)))
    return answers


def steady(port: int, *, seconds: float, rate: float) -> Answers:
    """People who come one after another at a steady rate, and press once."""
    answers = Answers()
    with ThreadPoolExecutor(64) as pool:
        for number in range(1, int(seconds * rate) + 1):
            pool.submit(send, port, person(number), answers)
            time.sleep(1 / rate)
    return answers
