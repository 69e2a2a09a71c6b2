"""Photo files that belong to nobody are cleared away, and no others."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from leads import chores, sweeping
from leads.photos import files as photo_files
from tests.factories import MONDAY_NOON, PhotoFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
LONG_AGO = MONDAY_NOON - timedelta(hours=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media" / "photos"


def left(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def written(file: Path, at: datetime = LONG_AGO) -> Path:
    os.utime(file, (at.timestamp(), at.timestamp()))
    return file


def test_a_file_without_a_row_goes_after_an_hour(folder: Path) -> None:
    written(folder / photo_files.keep(b"a photo"))
    young = written(folder / photo_files.keep(b"another"), MONDAY_NOON - timedelta(minutes=59))

    assert sweeping.sweep(MONDAY_NOON) == 1
    assert left(folder) == [young]


def test_a_file_with_a_row_stays(folder: Path) -> None:
    name = photo_files.keep(b"a photo")
    written(folder / name)
    PhotoFactory.create(file=name)

    assert sweeping.sweep(MONDAY_NOON) == 0
    assert photo_files.read(name) == b"a photo"


def test_a_file_that_was_never_finished_goes_too(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".unfinished").touch()
    written(folder / ".unfinished")

    sweeping.sweep(MONDAY_NOON)

    assert left(folder) == []


def test_the_photos_of_another_database_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sweeping, "MOST", 1)
    for photo in (b"one", b"two"):
        written(folder / photo_files.keep(photo))

    assert sweeping.sweep(MONDAY_NOON) == 0
    assert len(left(folder)) == 2
    assert "too many to be cleared away" in caplog.text


def test_without_photos_nothing_is_asked(folder: Path, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert sweeping.sweep(MONDAY_NOON) == 0


def test_the_worker_sees_to_it(folder: Path) -> None:
    written(folder / photo_files.keep(b"a photo"))

    chores.do_all(MONDAY_NOON)

    assert left(folder) == []


def test_it_can_be_done_by_hand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder / photo_files.keep(b"a photo"), datetime.fromtimestamp(0, UTC))

    call_command("reconcile", mend=True)

    assert left(folder) == []
    assert capsys.readouterr().out.startswith("Brought in: 0, cleared away: 1\n")
