"""A database that cannot be used is named in one sentence, wherever a command meets it."""

from __future__ import annotations

import errno
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from clinic import database, outage
from clinic.database import patience, refusal_to_write, why_unusable
from tests.clinic.test_settings import start

COMMANDS = ["prepare", "serve", "staff", "launch_check", "migrate"]
RUN = "import runpy, sys; sys.argv = ['manage.py', {command!r}]; runpy.run_path('manage.py', run_name='__main__')"


def manage(folder: Path, command: str, **values: str) -> subprocess.CompletedProcess[str]:
    account = {"STAFF_USERNAME": "layla", "STAFF_EMAIL": "layla@clinic.example", "STAFF_ROLE": "editor"}
    values = {"STAFF_PASSWORD": "correct horse battery", **account, "PORT": _free_port(), **values}
    return start(folder, RUN.format(command=command), **values)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_is_down_is_named_without_its_password(tmp_path: Path, command: str) -> None:
    port = _free_port()

    outcome = manage(tmp_path, command, DATABASE_URL=f"postgres://u:hunter2@127.0.0.1:{port}/clinic")

    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[-1].startswith(f"The database at 127.0.0.1:{port} cannot be used: ")
    assert "Check DATABASE_URL" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "hunter2" not in outcome.stderr + outcome.stdout


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "clinic.sqlite3").write_text("No database, but long enough to be taken for one." * 40)

    outcome = manage(tmp_path, "prepare")

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"The database {tmp_path}/clinic.sqlite3 cannot be used: file is not a")


def test_a_database_without_tables_says_what_to_run(tmp_path: Path) -> None:
    outcome = manage(tmp_path, "launch_check")

    assert outcome.returncode == 1
    assert "is not set up yet. Run make run" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_whoever_asks_for_it_gets_the_traceback(tmp_path: Path) -> None:
    asked = "import runpy, sys; sys.argv = ['manage.py', 'launch_check', '--traceback']"

    outcome = start(tmp_path, f"{asked}; runpy.run_path('manage.py', run_name='__main__')")

    assert "Traceback" in outcome.stderr


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            'connection failed: connection to server at "db", port 1 failed: FATAL:  no such role',
            "no such role",
        ),
        ("connection failed: server at db failed: Connection refused\n\tIs it there?", "Connection refused"),
        ('connection is bad: invalid sslmode value: "x"', 'invalid sslmode value: "x"'),
        ("database is locked", "database is locked"),
        ("", "OperationalError"),
    ],
)
def test_the_reason_is_what_the_server_says_of_itself(said: str, reason: str) -> None:
    assert f"cannot be used: {reason}. Check" in why_unusable(OperationalError(said))


@pytest.mark.parametrize("kind", [IntegrityError, DataError, ProgrammingError])
def test_an_error_that_may_quote_a_row_is_no_trouble_of_the_database(kind: type[Error]) -> None:
    assert why_unusable(kind("Failing row contains (Sara Haddad)")) == ""


def test_a_connection_that_broke_is_trouble() -> None:
    assert "the connection is closed" in why_unusable(InterfaceError("the connection is closed"))


@pytest.mark.django_db
def test_a_missing_table_is_known_on_every_database() -> None:
    with pytest.raises((OperationalError, ProgrammingError)) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_table_of_ours")

    assert "is not set up yet" in why_unusable(caught.value)


@pytest.mark.django_db(transaction=True)
def test_a_sound_database_takes_writes_and_keeps_nothing_of_the_look() -> None:
    before = MigrationRecorder.Migration.objects.count()

    assert refusal_to_write() == ""
    assert MigrationRecorder.Migration.objects.count() == before
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_refuses_within_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 50)

    with _locked_by_another():
        assert refusal_to_write() == "OperationalError"

    assert refusal_to_write() == ""


@contextmanager
def _locked_by_another() -> Iterator[None]:
    """Somebody else holds what a write needs."""
    other = connection.copy()
    other.inc_thread_sharing()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute(
            "DELETE FROM django_migrations WHERE id = 0" if sqlite else "LOCK TABLE django_migrations"
        )
        yield
    other.rollback()
    other.close()


@pytest.mark.django_db(transaction=True)
def test_patience_is_as_before_after_a_look() -> None:
    refusal_to_write()

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
        else:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone()[0] == "0"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_longer_for_the_write_lock_than_they_have_patience() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's connections know of patience themselves")
    with connection.cursor() as cursor:
        with outage.patient_for(3), patience():
            meanwhile = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        afterwards = cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    assert (meanwhile, afterwards) == (3_000, 20_000)


@pytest.mark.django_db(transaction=True)
def test_without_a_limit_the_write_lock_is_waited_for_as_usual() -> None:
    with CaptureQueriesContext(connection) as asked, patience():
        pass

    assert not asked.captured_queries


@pytest.mark.django_db(transaction=True)
def test_a_database_that_may_only_be_read_refuses() -> None:
    only_read, as_before = (
        ("PRAGMA query_only = 1", "PRAGMA query_only = 0")
        if connection.vendor == "sqlite"
        else ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
    )

    with connection.cursor() as cursor:
        cursor.execute(only_read)
        refusal = refusal_to_write()
        cursor.execute(as_before)

    assert refusal in {"OperationalError", "InternalError"}


@pytest.mark.django_db
def test_a_full_disk_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("clinic.database.os.fsync", fail)

    assert refusal_to_write() == "No space left on device"
