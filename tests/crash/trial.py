"""A trial: send, kill, wait until all is quiet, and count."""

from __future__ import annotations

import time
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.crash import album
from tests.crash.album import Album
from tests.crash.answers import Answers
from tests.crash.clients import crowd, steady
from tests.crash.databases import Database
from tests.crash.servers import Killer, Site, wait_for

REQUESTS = "SELECT phone, key FROM leads_consultationrequest"
LEADS = "SELECT phone FROM leads_lead"
# Everything that belongs to a request is written with it, or not at all.
HALF_WRITTEN = """
SELECT r.id FROM leads_consultationrequest r JOIN leads_lead l ON l.id = r.lead_id
WHERE NOT EXISTS (SELECT 1 FROM leads_consent c WHERE c.request_id = r.id)
   OR NOT EXISTS (SELECT 1 FROM leads_attribution a WHERE a.request_id = r.id)
   OR NOT EXISTS (SELECT 1 FROM leads_delivery d WHERE d.request_id = r.id OR l.status = 'held')
   OR NOT EXISTS (SELECT 1 FROM leads_event e WHERE e.lead_id = r.lead_id)
UNION ALL
SELECT l.id FROM leads_lead l
WHERE NOT EXISTS (SELECT 1 FROM leads_consultationrequest r WHERE r.lead_id = l.id)
"""


@dataclass(frozen=True)
class Count:
    """What became of what was acknowledged."""

    acknowledged: int
    lost: int
    doubled: int
    half_written: int
    refused: int

    @property
    def is_clean(self) -> bool:
        """Whether everything acknowledged is there, once and whole."""
        return not (self.lost or self.doubled or self.half_written or self.refused)


@dataclass(frozen=True)
class Outcome:
    """Counts, and what the trial was like."""

    count: Count
    photos: Album
    kills: dict[str, int]
    tries: int
    seconds: float
    rested_in: float

    @property
    def is_clean(self) -> bool:
        """Whether everything acknowledged is there, once and whole, and nothing else."""
        return self.count.is_clean and self.photos.is_clean


@dataclass(frozen=True)
class Outage:
    """What an outage did."""

    count: Count
    # Nobody presses twice here, so each of these is somebody sent away.
    unanswered: int
    longest_wait: float
    spooled: int
    replayed_in: float

    @property
    def is_clean(self) -> bool:
        """Whether everybody was taken in, once and whole."""
        return self.count.is_clean and not self.unanswered


def killing(
    site: Site, *, people: int, clients: int, seed: int, pauses: tuple[float, float], photo_every: int
) -> Outcome:
    """Everything is killed at random while people send; then all is let come to rest, and counted."""
    began = time.monotonic()
    with Killer(site, seed, pauses) as killer:
        answers = crowd(site.port, people, clients, photo_every=photo_every)
    seconds = time.monotonic() - began
    rested = _come_to_rest(site)
    return Outcome(
        count=counted(site.database, answers),
        photos=album.counted(site, answers),
        kills=killer.kills,
        tries=answers.tries,
        seconds=seconds,
        rested_in=rested,
    )


def _come_to_rest(site: Site) -> float:
    """Wait until nothing waits and nothing more is written; how many seconds that took."""
    took = wait_for(site.is_ready) + wait_for(lambda: not site.spooled(), 300)
    before = -1
    while before != (now := len(site.database.rows(REQUESTS))):
        before = now
        time.sleep(1.5)
    return took


def outage(site: Site, out: AbstractContextManager[None], *, seconds: float, rate: float) -> Outage:
    """The database is out for a while, and people come all the same."""
    with out:
        answers = steady(site.port, seconds=seconds, rate=rate)
        spooled = site.spooled()
    replayed_in = wait_for(lambda: not site.spooled(), 300)
    return Outage(
        count=counted(site.database, answers),
        unanswered=answers.tries - len(answers.receipts),
        longest_wait=answers.longest_wait,
        spooled=spooled,
        replayed_in=replayed_in,
    )


def counted(database: Database, answers: Answers) -> Count:
    """Compare what people were told with what is there."""
    kept: dict[str, list[str]] = {}
    for phone, key in database.rows(REQUESTS):
        kept.setdefault(phone, []).append(uuid.UUID(str(key)).hex)
    leads = [phone for (phone,) in database.rows(LEADS)]
    lost = [phone for phone, keys in answers.receipts.items() if not keys <= set(kept.get(phone, []))]
    doubled = {phone for phone, keys in kept.items() if len(keys) > 1}
    return Count(
        acknowledged=len(answers.receipts),
        lost=len(lost),
        doubled=len(doubled) + len(leads) - len(set(leads)),
        half_written=len(database.rows(HALF_WRITTEN)),
        refused=answers.refused,
    )
