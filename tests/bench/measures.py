"""What a request costs in processor time and what it asks of the database, beside a bare view."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST_QUERIES = 12
BARE = "/bench/bare"
OURS = ("clinic", "treatments", "leads")
COLD_ROUNDS, WARM_ROUNDS = 3, 15

Visit = Callable[[], object]


@dataclass(frozen=True)
class Cost:
    """Seconds, the seconds of the bare view measured beside it, and statements."""

    seconds: float
    bare_seconds: float
    queries: int

    @property
    def ratio(self) -> float:
        """How many bare views fit in."""
        return self.seconds / self.bare_seconds


@dataclass(frozen=True)
class Measured:
    """A page when the process knows nothing yet, and when it has been asked before."""

    address: str
    cold: Cost
    warm: Cost
    kilobytes: float

    @property
    def asks_too_much(self) -> bool:
        """Whether it needs more statements than a page may."""
        return self.cold.queries > MOST_QUERIES


def measure(client: Client, address: str) -> Measured:
    """The page as browsers ask for it: compressed."""

    def page() -> object:
        return client.get(address, headers={"accept-encoding": "gzip"})

    def bare() -> object:
        return client.get(BARE)

    cold = _cost(page, bare, rounds=COLD_ROUNDS, first=forget)
    warm = _cost(page, bare, rounds=WARM_ROUNDS)
    size = len(client.get(address, headers={"accept-encoding": "gzip"}).content)
    return Measured(address, cold, warm, size / 1024)


def _cost(visit: Visit, bare: Visit, *, rounds: int, first: Visit = lambda: None) -> Cost:
    """Medians; the bare view runs in turn with the other, so that a busy moment slows both."""
    seconds, bare_seconds = [], []
    for _nth in range(rounds):
        # Processor time: on a busy machine a long request is made to wait more often than a short one.
        bare_seconds.append(timed(bare, time.process_time))
        first()
        seconds.append(timed(visit, time.process_time))
    first()
    with CaptureQueriesContext(connection) as captured:
        visit()
    return Cost(median(seconds), median(bare_seconds), len(captured))


def timed(visit: Visit, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that it takes by a clock."""
    started = clock()
    visit()
    return clock() - started


def forget() -> None:
    """What a process that has just started knows: no template, no index, nothing kept."""
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]  # the only engine
        loader.reset()
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in OURS:
            for thing in vars(module).values():
                getattr(thing, "cache_clear", _nothing)()


def _nothing() -> None:
    """For what keeps nothing."""
