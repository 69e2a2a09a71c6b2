"""`make crash-test` in short: nothing acknowledged is lost, doubled or half-written; built wrong, it is."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from tests.crash import album, disk, trial
from tests.crash.answers import Answer, Answers
from tests.crash.databases import Postgres, Row, Sqlite
from tests.crash.servers import NAIVE, REAL, Site, running
from tests.leads.servers import Ground, bare, copied


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A site that takes requests; each trial stands on a copy of it."""
    with bare(tmp_path_factory.mktemp("bare")) as made:
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
        outcome = trial.killing(wrecked, people=60, clients=12, seed=1, pauses=(0.2, 0.8), photo_every=20)

    assert outcome.count == trial.Count(acknowledged=60, lost=0, doubled=0, half_written=0, refused=0)
    assert outcome.photos.acknowledged == 3
    assert outcome.photos.is_clean
    assert outcome.is_clean
    assert sum(outcome.kills.values()) > 0


def test_a_site_built_wrong_is_found_out(ground: Ground, tmp_path: Path) -> None:
    with site(ground, tmp_path / "site", NAIVE) as wrecked:
        outcome = trial.killing(wrecked, people=200, clients=12, seed=1, pauses=(0.05, 0.2), photo_every=0)

    assert outcome.count.acknowledged == 200
    assert outcome.count.lost > 0
    assert not outcome.count.is_clean


class Told:
    """A database that answers what it was told to."""

    url = ""

    def __init__(
        self, requests: list[Row], leads: list[str], half_written: int, photos: Sequence[Row] = ()
    ) -> None:
        self._answers: dict[str, list[Any]] = {
            trial.REQUESTS: requests,
            trial.LEADS: [(phone,) for phone in leads],
            album.PHOTOS: list(photos),
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
    requests: list[Row], leads: list[str], half_written: int, expected: tuple[int, int, int]
) -> None:
    answers = Answers(receipts={"a": {ONE}})

    count = trial.counted(Told(requests, leads, half_written), answers)

    assert (count.lost, count.doubled, count.half_written) == expected
    assert count.is_clean is (expected == (0, 0, 0))


# Photos


class Bare(Site):
    """A site that is nothing but its folder and what its database says."""

    def __init__(self, folder: Path, photos: list[Row]) -> None:
        self.folder, self.database, self.port = folder, Told([], [], 0, photos), 0

    def manage(self, *_arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], int(check), "Brought in: 0, cleared away: 0\n")


KEY = Fernet.generate_key()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder with one photo."""
    (tmp_path / "data_keys").write_bytes(KEY)
    (tmp_path / "media" / "photos").mkdir(parents=True)
    (tmp_path / "media" / "photos" / "one").write_bytes(Fernet(KEY).encrypt(b"a photo"))
    return tmp_path


ROW = (1, "one", hashlib.sha256(b"a photo").hexdigest())


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ROW], (0, 0, 0)),
        ([], (0, 0, 1)),
        ([ROW, (2, "gone", "0")], (0, 1, 0)),
        ([(1, "one", "another digest")], (0, 1, 0)),
        ([ROW, ROW], (1, 0, 0)),
    ],
)
def test_photos_doubled_unreadable_or_without_a_row_are_counted(
    folder: Path, rows: list[Row], expected: tuple[int, int, int]
) -> None:
    photos = album.counted(Bare(folder, rows), Answers())

    assert (photos.doubled, photos.unreadable, photos.orphans) == expected
    assert photos.is_clean is (expected == (0, 0, 0))


def test_a_photo_that_its_owner_cannot_see_is_lost(folder: Path) -> None:
    photos = album.counted(Bare(folder, [ROW]), Answers(photos={"a": "/request/secret/"}))

    assert (photos.acknowledged, photos.lost, photos.is_clean) == (1, 1, False)


@pytest.mark.parametrize(
    ("sentence", "is_clean"),
    [
        ("Request 1 has no consent", False),
        ("1.request was set aside: manage.py replay --aside tries it again", False),
        ("1.request.a.unfinished was set aside: manage.py replay --aside tries it again", True),
    ],
)
def test_what_the_site_itself_finds_amiss_counts_save_a_request_that_nobody_was_thanked_for(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    sentence: str,
    is_clean: bool,  # noqa: FBT001
) -> None:
    told = subprocess.CompletedProcess([], 1, f"Brought in: 0, cleared away: 0\n{sentence}\n")
    monkeypatch.setattr(Bare, "manage", lambda *_arguments: told)

    photos = album.counted(Bare(folder, [ROW]), Answers())

    assert photos.is_clean is is_clean


# A full disk

TYPED = {"name": "Sara O'Neill", "message": "My words "}
TRUTH = (
    "<p>We could not keep your request.</p> Sara O&#x27;Neill <textarea>My words</textarea>"
    '<a href="tel:+97140000000"></a> <a href="https://wa.me/97140000000"></a>'
)


@pytest.mark.parametrize(
    ("status", "body", "is_true"),
    [
        (503, TRUTH, True),
        (500, TRUTH, False),
        (503, TRUTH.replace("My words", ""), False),
        (503, TRUTH.replace("tel:", ""), False),
        (503, TRUTH.replace("wa.me", ""), False),
    ],
)
def test_who_is_sent_away_is_told_the_truth(
    status: int,
    body: str,
    is_true: bool,  # noqa: FBT001
) -> None:
    assert disk.is_the_truth(Answer(status, body=body), TYPED) is is_true
