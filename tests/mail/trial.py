"""A trial: mail is down while people send requests and workers are killed; then it is well, and we count."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.crash.answers import Answers
from tests.crash.clients import person, send_until_received
from tests.crash.databases import Database
from tests.crash.servers import Killer, Site, wait_for
from tests.crash.trial import Count, counted
from tests.mail.turns import PostOffice, Take

OWED = """
SELECT d.kind, r.key, d.event_id, d.state
FROM leads_delivery d JOIN leads_consultationrequest r ON r.id = d.request_id
"""
WAITING = "SELECT id FROM leads_delivery WHERE state = 'waiting'"
PREY = ("web worker",) * 3 + ("worker",) * 3 + ("web server",)
# Every other person leaves an address too, and is owed a copy.
WITH_ADDRESS = 2
# A worker that was killed may have left words behind that the server reads a moment later.
AFTERWARDS = 0.5
# How long workers are still killed once mail is well; and how long at most the rest may take.
KILLED_ON_FOR, PATIENCE = 60.0, 45 * 60.0


@dataclass(frozen=True)
class Plan:
    """How long mail is down, how many people write meanwhile, and the pauses between two kills."""

    seconds: float
    people: int
    seed: int
    pauses: tuple[float, float]
    prey: tuple[str, ...] = PREY

    @property
    def turn(self) -> float:
        """How long the server behaves in one way, more or less."""
        return self.seconds / 60


@dataclass(frozen=True)
class Letters:
    """What became of the messages that were owed."""

    owed: int
    undelivered: int
    unknown: int
    copies: int
    needless_copies: int

    @property
    def is_clean(self) -> bool:
        """Whether each arrived, and was sent again only where nobody could know that it had."""
        return bool(self.owed) and not (self.undelivered or self.unknown or self.needless_copies)


@dataclass(frozen=True)
class Outcome:
    """What was counted, and what the trial was like."""

    count: Count
    letters: Letters
    people: int
    broken: int
    kills: Counter[str]
    waiting_at_return: int
    all_out_in: float
    longest_wait: float
    tracebacks: int

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        said_yes = self.count.acknowledged == self.people and not self.broken
        return said_yes and self.count.is_clean and self.letters.is_clean and not self.tracebacks


def run(site: Site, office: PostOffice, plan: Plan) -> Outcome:
    """Mail is down; then it is well; what came of it."""
    answers = Answers()
    with Killer(site, plan.seed, plan.pauses, plan.prey) as first, ThreadPoolExecutor(16) as crowd:
        writing = threading.Thread(target=_write, args=(site.port, plan, answers, crowd))
        writing.start()
        office.be_bad(seconds=plan.seconds, turn=plan.turn, seed=plan.seed)
        writing.join()
    waiting = len(site.database.rows(WAITING))
    with office.being_well():
        began = time.monotonic()
        with Killer(site, plan.seed + 1, (1.0, 8.0), plan.prey) as second:
            time.sleep(min(KILLED_ON_FOR, plan.seconds))
        wait_for(lambda: not site.spooled() and not site.database.rows(WAITING), PATIENCE)
        all_out_in = time.monotonic() - began
    kills = [*first.worker_killed_at, *second.worker_killed_at]
    return Outcome(
        count=counted(site.database, answers),
        letters=judged(owed(site.database), office.takes, kills),
        people=plan.people,
        broken=answers.broken,
        kills=Counter(first.kills) + Counter(second.kills),
        waiting_at_return=waiting,
        all_out_in=all_out_in,
        longest_wait=answers.longest_wait,
        tracebacks=site.log.read_text("utf-8", "replace").count('  File "'),
    )


def _write(port: int, plan: Plan, answers: Answers, crowd: ThreadPoolExecutor) -> None:
    """One person after another, evenly over the time; each sends again until there is a receipt."""
    began = time.monotonic()
    for number in range(1, plan.people + 1):
        values = person(number)
        if number % WITH_ADDRESS == 0:
            values["email"] = f"person{number}@mail.example"
        crowd.submit(send_until_received, port, values, answers)
        time.sleep(max(0, began + number * plan.seconds / plan.people - time.monotonic()))


def owed(database: Database) -> dict[str, bool]:
    """Every message that is owed, by the name that it goes under; whether it counts as sent."""
    return {
        ".".join(filter(None, (kind, uuid.UUID(str(key)).hex, event and str(event)))): state == "sent"
        for kind, key, event, state in database.rows(OWED)
    }


def judged(owed: dict[str, bool], takes: Sequence[Take], kills: Sequence[float]) -> Letters:
    """Compare what was owed with what the server took."""
    in_turn = sorted(takes, key=lambda take: take.at)
    last = {take.id: take for take in in_turn}
    arrived = {take.id for take in takes if take.was_answered}
    excused = _cut_short(in_turn, kills)
    clear = [take for take in in_turn if take.was_answered and take not in excused]
    return Letters(
        owed=len(owed),
        undelivered=sum(not is_sent or name not in arrived for name, is_sent in owed.items()),
        unknown=len(set(last) - set(owed)),
        copies=len(takes) - len(last),
        needless_copies=sum(take != last[take.id] for take in clear),
    )


def _cut_short(in_turn: Sequence[Take], kills: Sequence[float]) -> set[Take]:
    """What the worker had in hand when it was killed: taken, perhaps, but not written down as sent."""
    found = {take for kill in kills for take in in_turn if kill < take.at < kill + AFTERWARDS}
    before = ([take for take in in_turn if take.at <= kill][-1:] for kill in kills)
    return found.union(*before)
