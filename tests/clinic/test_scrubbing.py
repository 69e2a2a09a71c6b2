"""What was deleted leaves no bytes in the database's files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper

from clinic.models import Person
from clinic.scrubbing import scrub
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
about_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's files")


def on_the_disk() -> bytes:
    """Every byte of the database."""
    file = Path(connection.settings_dict["NAME"])
    return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))


@about_sqlite
def test_what_was_deleted_is_nowhere_in_the_files() -> None:
    for number in range(300):
        PersonFactory.create(name=f"Planted Person {number}")
    assert b"Planted Person 7" in on_the_disk()

    Person.objects.all().delete()

    assert b"Planted Person" in on_the_disk()
    assert scrub() is True
    assert b"Planted Person" not in on_the_disk()


def test_what_was_kept_is_still_there() -> None:
    PersonFactory.create(name="Kept Person")

    assert scrub() is True
    assert Person.objects.get().name == "Kept Person"


def test_a_database_that_cannot_be_rewritten_now_is_said_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_asked: object) -> None:
        raise OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", refuse)
        assert scrub() is False

    assert caplog.messages == ["Erased rows cannot be wiped off the disk now: OperationalError"]


@about_sqlite
def test_a_reader_that_holds_the_log_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM clinic_person").fetchone()

        assert scrub() is False

    connection.close()
    assert caplog.messages == ["Erased rows stay in the database's log until its readers are done"]
