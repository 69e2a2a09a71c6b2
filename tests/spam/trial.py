"""The mixed trial: everybody's posts, sent through the form itself, and how it ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import time_machine
from django.test import Client

from leads import receipts
from leads.models import ConsultationRequest
from leads.spam import stamps
from tests.spam import people, senders
from tests.spam.posts import Post

MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Score:
    """How a trial ended."""

    people: int = 0
    stored: int = 0
    spam: int = 0
    held: Counter[str] = field(default_factory=Counter)
    in_the_inbox: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)

    @property
    def people_held(self) -> int:
        """How many people were taken for spam."""
        return self.held.total()

    @property
    def spam_let_in(self) -> int:
        """How much spam stands among the requests."""
        return self.in_the_inbox.total()

    @property
    def is_good(self) -> bool:
        """Everybody stored, one in 200 held at most, less than one spam in a hundred let in."""
        return (
            self.stored == self.people
            and 200 * self.people_held <= self.people
            and 100 * self.spam_let_in < self.spam
        )

    def __str__(self) -> str:
        share = 100 * self.spam_let_in / max(self.spam, 1)
        return (
            f"{self.people} people: {self.stored} stored, {self.people_held} held. "
            f"{self.spam} spam: {self.spam_let_in} in the inbox, {share:.2f} %."
        )


def posts(seed: str, *, people_count: int, spam_count: int) -> list[Post]:
    """Everybody's posts, families one after the other, all mixed."""
    dice = Random(seed)  # noqa: S311  the same people every time
    families = [people.family(dice) for _one in range(people_count // 40)]
    alone = people_count - sum(map(len, families))
    groups = [*families, *([people.post(dice)] for _one in range(alone))]
    spam = senders.posts(dice, spam_count)
    # A campaign comes in one go or over the whole time: its posts keep their order between the others.
    places = sorted(dice.random() for _one in range(spam_count))
    mixed = [*zip(places, ([one] for one in spam), strict=True)]
    mixed += [(dice.random(), group) for group in groups]
    return [one for _place, group in sorted(mixed, key=lambda pair: pair[0]) for one in group]


def run(sent: list[Post], *, lasts: timedelta) -> Score:
    """Send them all, in order, over this time."""
    score = Score()
    step = lasts / max(len(sent), 1)
    for number, one in enumerate(sent):
        with time_machine.travel(MONDAY + number * step, tick=False):
            _count(score, one, _send(one, MONDAY + number * step))
    return score


def _send(one: Post, now: datetime) -> ConsultationRequest | None:
    values = dict(one.values)
    if one.waits is not None:
        opened_at = now - timedelta(seconds=one.waits)
        values["stamp"] = (
            _pages.setdefault(one.page, stamps.new(opened_at)) if one.page else stamps.new(opened_at)
        )
    answer = Client(REMOTE_ADDR=one.address).post("/consultation/", values, headers=one.headers)
    if answer.status_code != 303:
        return None
    key = receipts.key_in(answer["Location"].partition("=")[2])
    rows = ConsultationRequest.objects.select_related("lead", "screening")
    return rows.filter(key=key).first() if key else None


_pages: dict[str, str] = {}


def _count(score: Score, one: Post, kept: ConsultationRequest | None) -> None:
    held = kept is not None and kept.lead.status == "held"
    if one.is_spam:
        score.spam += 1
        if kept and not held:
            score.in_the_inbox[one.kind] += 1
            score.texts.append(f"  in  {kept.screening.points:2} {one.kind}: {one.values}")
        return
    score.people += 1
    score.stored += kept is not None
    if held and kept:
        score.held[one.kind] += 1
        score.texts.append(f"  out {kept.lead.held_because}: {one.values}")
