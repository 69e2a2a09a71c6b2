"""`make crash-test` in short: nothing acknowledged is lost, doubled or half-written; built wrong, it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.crash import trial
from tests.crash.clients import Answers
from tests.crash.databases import Postgres, Sqlite
from tests.crash.servers import NAIVE, REAL, Site, running
from tests.leads.servers import Ground, copied, prepared


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """What a first start makes; each trial stands on a copy of it."""
    with prepared(tmp_path_factory.mktemp("prepared")) as made:
        yield made


@contextmanager
def site(ground: Ground, folder: Path, application: str) -> Iterator[Site]:
    """A site that a trial may wreck."""
    with copied(ground, folder) as own:
        database = Postgres(own.database_url) if own.database_url else Sqlite(folder)
        with running(folder, database, application, is_prepared=True) as made:
            yield made


def test_whatever_is_killed_every_request_that_was_acknowledged_is_there_once_and_whole(
    ground: Ground, tmp_path: Path
) -> None:
    with site(ground, tmp_path / "site", REAL) as wrecked:
        outcome = trial.killing(wrecked, people=200, clients=12, seed=1, pauses=(0.2, 0.8))

    assert outcome.count == trial.Count(acknowledged=200, lost=0, doubled=0, half_written=0, refused=0)
    assert sum(outcome.kills.values()) > 0


def test_a_site_built_wrong_is_found_out(ground: Ground, tmp_path: Path) -> None:
    with site(ground, tmp_path / "site", NAIVE) as wrecked:
        outcome = trial.killing(wrecked, people=200, clients=12, seed=1, pauses=(0.05, 0.2))

    assert outcome.count.acknowledged == 200
    assert outcome.count.lost > 0
    assert not outcome.count.is_clean


class Told:
    """A database that answers what it was told to."""

    url = ""

    def __init__(self, requests: list[tuple[str, str]], leads: list[str], half_written: int) -> None:
        self._answers: dict[str, list[Any]] = {
            trial.REQUESTS: requests,
            trial.LEADS: [(phone,) for phone in leads],
            trial.HALF_WRITTEN: [(number,) for number in range(half_written)],
        }

    def rows(self, sql: str) -> list[Any]:
        """What a question answers."""
        return self._answers[sql]

    def crash(self) -> bool:
        """There is nothing to kill."""
        return False


ONE, OTHER = "1" * 32, "2" * 32


@pytest.mark.parametrize(
    ("requests", "leads", "half_written", "expected"),
    [
        ([("a", ONE)], ["a"], 0, (0, 0, 0)),
        ([], [], 0, (1, 0, 0)),
        ([("a", OTHER)], ["a"], 0, (1, 0, 0)),
        ([("a", ONE), ("a", OTHER)], ["a"], 0, (0, 1, 0)),
        ([("a", ONE)], ["a", "a"], 0, (0, 1, 0)),
        ([("a", ONE)], ["a"], 2, (0, 0, 2)),
    ],
)
def test_what_is_lost_doubled_or_half_written_is_counted(
    requests: list[tuple[str, str]], leads: list[str], half_written: int, expected: tuple[int, int, int]
) -> None:
    answers = Answers(receipts={"a": {ONE}})

    count = trial.counted(Told(requests, leads, half_written), answers)

    assert (count.lost, count.doubled, count.half_written) == expected
    assert count.is_clean is (expected == (0, 0, 0))
