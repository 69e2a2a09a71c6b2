"""How many requests the form takes in a second, beside a view that inserts one row; mail is down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.bench.measures import timed

POSTS = 200
WARM_UP = 10


@dataclass(frozen=True)
class FormMeasured:
    """Seconds of each post to the form, and of each to the bare view."""

    posts: list[float]
    bare_posts: list[float]

    @property
    def posts_per_second(self) -> float:
        """One after another."""
        return len(self.posts) / sum(self.posts)

    @property
    def ratio(self) -> float:
        """Posts a second, as a share of what the bare view takes."""
        return self.posts_per_second * sum(self.bare_posts) / len(self.bare_posts)

    @property
    def median_milliseconds(self) -> float:
        """What half of the visitors wait at most."""
        return median(self.posts) * 1000


def measure_form(client: Client) -> FormMeasured:
    """Different people, one after another, while the worker fails to send."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, words text)")
    posts, bare_posts = [], []
    with _working():
        for nth in range(-WARM_UP, POSTS):
            bare_posts.append(timed(lambda: client.post("/bench/bare-insert")))
            posts.append(timed(partial(_send, client, nth)))
    return FormMeasured(posts[WARM_UP:], bare_posts[WARM_UP:])


def _send(client: Client, nth: int) -> None:
    number = f"+97150{2000000 + nth * 37}"
    typed = {"name": f"Made-up Person {nth}", "phone": number, "consent": "on"}
    response = client.post("/consultation/", typed, headers={"origin": "http://testserver"})
    if response.status_code != 303:
        raise SystemExit(f"The form answered {response.status_code} where it should keep a request.")


@contextmanager
def _working() -> Iterator[None]:
    """The worker runs beside, as it does in production, and finds no mail server."""
    command = [sys.executable, "manage.py", "work"]
    quiet = subprocess.DEVNULL
    worker = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
