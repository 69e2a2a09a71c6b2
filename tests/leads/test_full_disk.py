"""A disk that is really full, under a real database: people are received, or told the truth, and it passes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from clinic import outage
from leads import actions
from leads.models import ConsultationRequest
from leads.waiting import ballast, spool
from leads.waiting.replay import replay
from tests.disks import NoSmallDisk, fill, small_disk
from tests.leads.sending import SARA, filled_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "no_database_to_write_to")]


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A small disk of its own, on which the spool lies."""
    try:
        with small_disk(tmp_path / "disk", megabytes=20) as folder:
            settings.SPOOL_DIR = folder / "spool"
            yield folder
    except NoSmallDisk as reason:
        pytest.skip(str(reason))


@pytest.fixture
def no_database_to_write_to(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The database says what SQLite says on a full disk, until this is undone."""

    def fail(**_values: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(actions, "record_request", fail)
    return monkeypatch


def send(number: int) -> int:
    values = {**SARA, "phone": f"+97150123{number:04}", "message": "A message of some length. " * 20}
    return Client().post("/consultation/", values).status_code


def test_a_full_disk_gives_up_its_ballast_and_takes_people_in(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballast, "ROOM", 0)
    spool.prepare()
    fill(disk)

    answers = [send(number) for number in range(50)]

    assert set(answers) == {303}
    assert not (disk / "spool" / ballast.NAME).exists()
    assert {path.parent for path in spool.waiting()} == {disk / "spool"}


def test_past_the_ballast_the_second_place_takes_people_in(disk: Path, settings: Any) -> None:
    spool.prepare()
    fill(disk)

    answers = [send(number) for number in range(20)]

    assert set(answers) == {303}
    assert {path.parent for path in spool.waiting()} == {Path(settings.SPOOL_DIR_2)}
    assert all(path.stat().st_size for path in spool.waiting())


def test_without_any_room_people_are_told_and_it_passes_by_itself(
    disk: Path, settings: Any, no_database_to_write_to: pytest.MonkeyPatch
) -> None:
    settings.SPOOL_DIR_2 = disk / "second-place"
    spool.prepare()
    big = fill(disk)

    told = Client().post("/consultation/", {**SARA, "message": "Kept on the page"})
    big.unlink()
    received = send(1)
    no_database_to_write_to.undo()
    outage.writing.end()
    replay()

    assert told.status_code == 503
    assert filled_in(told.content.decode())["message"] == "Kept on the page"
    assert "tel:+971" in told.content.decode()
    assert received == 303
    assert ConsultationRequest.objects.get().phone == "+971501230001"
    assert not list(disk.rglob("*.unfinished"))
