"""People who send a request, and send it again until they see the receipt; some send a photo then."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address
from itertools import count
from urllib.parse import urlencode

from tests.crash.answers import Answer, Answers, ask
from tests.crash.photos import send_photo_until_kept

# Every so many people press the button once more after the receipt; every so many have no key of their own.
PRESS_TWICE, NO_KEY = 20, 3
FIRST_ADDRESS = IPv4Address("10.0.0.0")


def person(number: int) -> dict[str, str]:
    """What somebody types."""
    values = {"name": f"Person {number}", "phone": f"+97150{number:07}", "consent": "on"}
    return values if number % NO_KEY == 0 else {**values, "request_key": str(uuid.uuid4())}


def press(port: int, values: dict[str, str]) -> Answer:
    """Send the form once."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        # Everybody from a place of their own: so many from one would be held as a flood.
        "X-Forwarded-For": str(FIRST_ADDRESS + int(values["phone"][-7:])),
    }
    return ask(port, "POST", "/consultation/", urlencode(values), headers)


def send(port: int, values: dict[str, str], answers: Answers) -> bool:
    """Press the button once; whether that settles the matter."""
    return answers.note(values["phone"], press(port, values))


def send_until_received(port: int, values: dict[str, str], answers: Answers, presses: int = 1) -> None:
    """Press the button until there is a receipt; some press once more."""
    for _press in range(presses):
        while not send(port, values, answers):
            time.sleep(0.05)


def crowd(port: int, people: int, clients: int, *, photo_every: int) -> Answers:
    """So many people by so many clients at a time; every so many send a photo, nobody when that is 0."""
    answers, numbers = Answers(), count(1)

    def work(_client: int) -> None:
        while (number := next(numbers)) <= people:
            values = person(number)
            send_until_received(port, values, answers, 2 if number % PRESS_TWICE == 0 else 1)
            if photo_every and number % photo_every == 1:
                send_photo_until_kept(port, number, values["phone"], answers)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, range(clients)))
    return answers


def steady(port: int, *, seconds: float, rate: float) -> Answers:
    """People who come one after another at a steady rate, and press once."""
    answers = Answers()
    with ThreadPoolExecutor(256) as pool:
        for number in range(1, int(seconds * rate) + 1):
            pool.submit(send, port, person(number), answers)
            time.sleep(1 / rate)
    return answers
