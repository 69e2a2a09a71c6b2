"""Sends everything through both doors, and notes what should never come back."""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TextIO
from urllib.parse import urlencode

from clinic.wsgi import application
from tests.crash.servers import Site, wait_for
from tests.hostile.bodies import FORM
from tests.hostile.doors import Door, Inside, Outside
from tests.hostile.posts import Post, posts

PAGES = 100
ODD_LENGTHS = 0.1
OWN_PAGE = re.compile(r'/request/([^/"]+)/')


@dataclass(frozen=True)
class Plan:
    """How many go through each door, by how many clients at a time over sockets."""

    inside: int
    outside: int
    clients: int
    seed: int


@dataclass
class Score:
    """How the site answered, through each door."""

    inside: Counter[int] = field(default_factory=Counter)
    outside: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether every answer was one that we mean to give."""
        return bool(self.inside or self.outside) and not self.problems

    def __str__(self) -> str:
        told = {"In this process": self.inside, "Over sockets": self.outside}
        return "\n".join(
            f"{door} {counts.total()}: {dict(sorted(counts.items()))}" for door, counts in told.items()
        )


def run(site: Site, plan: Plan, log: Path) -> Score:
    """Send everything; what this process logs meanwhile goes to a file."""
    score, port = Score(), site.port
    share = plan.outside // plan.clients
    with log.open("w") as written, ThreadPoolExecutor(plan.clients) as pool:
        _log_to(written)
        pages = own_pages(Outside(port, plan.seed))
        busy: list[Future[None]] = []
        for nth in range(1, plan.clients + 1):
            seed = plan.seed * 1_000 + nth
            sent = posts(seed, share, pages)
            busy.append(
                pool.submit(send, Outside(port, seed, ODD_LENGTHS), sent, score.outside, score.problems)
            )
        send(Inside(application), posts(plan.seed * 1_000, plan.inside, pages), score.inside, score.problems)
        for each in busy:
            each.result()
        _log_to(sys.stderr)
    wait_for(lambda: not site.spooled(), 600)
    score.problems.extend(f"set aside: {path.name}" for path in site.folder.rglob("aside/*"))
    return score


def _log_to(stream: TextIO) -> None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(stream)


def own_pages(door: Door, count: int = PAGES) -> list[str]:
    """People who ask as they should; the secrets of their own pages."""
    return [_own_page(door, number) for number in range(count)]


def _own_page(door: Door, number: int) -> str:
    values = {"name": f"Person {number}", "phone": f"+97152{number:07}", "consent": "on"}
    address = f"10.255.0.{number}"
    kept = door.send(Post("POST", "/consultation/", urlencode(values).encode(), FORM, (), address))
    receipt = door.send(Post("GET", kept.location, b"", "", (), address))
    found = OWN_PAGE.search(receipt.page)
    if kept.status != HTTPStatus.SEE_OTHER or not found:
        raise SystemExit(f"A person who asked as one should was answered {kept.status}, {receipt.status}.")
    return found[1]


def send(door: Door, sent: Iterable[Post], counts: Counter[int], problems: list[str]) -> None:
    """Send one after another; count the answers, and tell those that we do not mean to give."""
    for post in sent:
        answer = door.send(post)
        counts[answer.status] += 1
        if not answer.is_meant:
            problems.append(f"{answer.status} to {post}"[:2000])
