"""A safety copy is whole, private, and gone after a month."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from clinic import backups
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
about_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where copies go."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "backups"


def made() -> Path:
    return backups.make(Path(connection.settings_dict["NAME"]), NOON)


@about_sqlite
def test_a_copy_holds_what_the_database_holds(folder: Path) -> None:
    PersonFactory.create(name="Dr Copied")

    copy = made()

    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT name FROM clinic_person").fetchall() == [("Dr Copied",)]
    assert list(folder.iterdir()) == [copy]


@about_sqlite
def test_a_copy_is_its_owners_alone(folder: Path) -> None:
    assert stat.S_IMODE(made().stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@about_sqlite
def test_a_copy_is_never_written_over(folder: Path) -> None:
    first = made()
    first.write_bytes(b"kept")

    with pytest.raises(FileExistsError):
        backups.make(Path(connection.settings_dict["NAME"]), NOON)

    assert first.read_bytes() == b"kept"


def test_a_copy_that_is_not_whole_is_thrown_away(folder: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 4096)

    with pytest.raises(sqlite3.DatabaseError):
        backups.make(damaged, NOON)

    assert list(folder.iterdir()) == []


def test_copies_go_after_a_month_and_others_files_stay(folder: Path) -> None:
    folder.mkdir()
    for days in (29, 31):
        (folder / (NOON - timedelta(days=days)).strftime(backups.NAME)).touch()
    (folder / "clinic-before-the-move.sqlite3").touch()

    assert backups.drop_old(NOON) == 1
    assert {file.name for file in folder.iterdir()} == {
        "clinic-20261025-080000.sqlite3",
        "clinic-before-the-move.sqlite3",
    }


def told() -> str:
    out = StringIO()
    call_command("backup", stdout=out)
    return out.getvalue()


@about_sqlite
def test_the_command_says_what_it_did(folder: Path) -> None:
    words = told()

    assert str(next(folder.iterdir())) in words
    assert "Thrown away: 0" in words


@about_sqlite
def test_the_command_says_why_it_could_not(folder: Path) -> None:
    folder.write_text("in the way")

    with pytest.raises(CommandError, match="No copy was made: File exists"):
        told()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="about PostgreSQL")
def test_postgresql_is_copied_by_its_own_program() -> None:
    with pytest.raises(CommandError, match="pg_dump"):
        told()
