"""A disk that runs full under the site and its database, and has room again later."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from pathlib import Path

from tests.crash import trial
from tests.crash.answers import Answer, Answers
from tests.crash.clients import person, press
from tests.crash.servers import Site, wait_for
from tests.disks import fill

MEGABYTE = 1 << 20
# What else lies on the disk leaves this much room.
LEFT = 2 * MEGABYTE
# So many are sent away before there is room again, and so many come after.
SENT_AWAY, AFTERWARDS = 200, 200
WAYS_TO_REACH_US = ("tel:+", "https://wa.me/")


@dataclass(frozen=True)
class Full:
    """What a full disk did."""

    count: trial.Count
    answers: dict[int, int]
    # Sent away with a page that does not hold what they typed, or no way to reach the clinic.
    untold: int
    # Of those who came after there was room again.
    unanswered_afterwards: int
    recovered_in: float
    is_sound: bool

    @property
    def is_clean(self) -> bool:
        """Whether everybody was received or told the truth, and the site recovered by itself."""
        told = set(self.answers) <= {HTTPStatus.SEE_OTHER, HTTPStatus.SERVICE_UNAVAILABLE}
        was_full = self.answers.get(HTTPStatus.SERVICE_UNAVAILABLE, 0) >= SENT_AWAY
        is_well = self.is_sound and not (self.untold or self.unanswered_afterwards)
        return self.count.is_clean and told and was_full and is_well


class Crowd:
    """People who press once, one after another; what they were told."""

    def __init__(self, port: int) -> None:
        self.port, self.answers, self.statuses, self.untold = port, Answers(), Counter[int](), 0
        self._numbers = count(1)

    def send_one(self) -> bool:
        """Somebody comes; whether they got a receipt."""
        number = next(self._numbers)
        values = person(number) | {"message": f"Words of number {number}, who wrote for a while. " * 10}
        answer = press(self.port, values)
        self.answers.note(values["phone"], answer)
        with self.answers.lock:
            self.statuses[answer.status] += 1
            self.untold += not (answer.is_thanks or is_the_truth(answer, values))
        return answer.is_thanks

    def come(self, clients: int, *, until: Callable[[], bool]) -> None:
        """So many at a time."""

        def work(_client: int) -> None:
            while not until():
                self.send_one()

        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(work, range(clients)))


def full(site: Site, disk: Path, *, clients: int) -> Full:
    """People come while the disk runs full, while it is full, and when it has room again."""
    crowd = Crowd(site.port)
    wait_for((site.folder / "spool" / "ballast").exists)
    big = fill(disk, leave=LEFT)
    crowd.come(clients, until=lambda: crowd.statuses[HTTPStatus.SERVICE_UNAVAILABLE] >= SENT_AWAY)
    big.unlink()
    recovered_in = wait_for(crowd.send_one) + wait_for(lambda: not site.spooled(), 300)
    received = [crowd.send_one() for _person in range(AFTERWARDS)]
    wait_for(lambda: not site.spooled())
    return Full(
        count=trial.counted(site.database, crowd.answers),
        answers=dict(crowd.statuses),
        untold=crowd.untold,
        unanswered_afterwards=received.count(False),
        recovered_in=recovered_in,
        is_sound=site.database.rows("PRAGMA integrity_check") == [("ok",)],
    )


def is_the_truth(answer: Answer, values: dict[str, str]) -> bool:
    """Whether the page says that nothing was kept, holds what was typed, and names ways to reach the clinic."""
    page = html.unescape(answer.body)
    needed = (values["name"], values["message"].strip(), "We could not keep your request", *WAYS_TO_REACH_US)
    return answer.status == HTTPStatus.SERVICE_UNAVAILABLE and all(words in page for words in needed)
