"""Whether the database can be used, and in words why it cannot."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import (
    DatabaseError,
    Error,
    InterfaceError,
    NotSupportedError,
    OperationalError,
    connection,
    transaction,
)

from clinic import outage

UNDEFINED_TABLE = "42P01"
# How long a look at the database may wait for its write lock, in seconds.
PATIENCE = 1.0
# What must fit on the disk: more than a request and its messages need.
ROOM = 64 * 1024
OF_THE_PLACE = (OperationalError, InterfaceError, NotSupportedError)


def why_unusable(error: Error) -> str:
    """What an operator can do about the database; empty when the fault is in what it was asked.

    Only what the server or the library says of itself is quoted: no password, and nothing from a row.
    """
    if _lacks_tables(error):
        return f"{_place()} is not set up yet. Run make run, or .venv/bin/python manage.py prepare"
    if not isinstance(error, OF_THE_PLACE) and type(error) is not DatabaseError:
        return ""
    return f"{_place()} cannot be used: {_reason(error)}. Check {_setting()}."


def refusal_to_write() -> str:
    """Why nothing can be written now, in a word or two; empty when it can. Leaves nothing behind."""
    try:
        _take_write_lock()
        _fill_some_room()
    except (DatabaseError, InterfaceError) as error:
        return type(error).__name__
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[None]:
    """Wait no longer than this for SQLite's write lock, or than whoever asks has patience."""
    seconds = seconds or outage.patience.get()
    if connection.vendor != "sqlite" or seconds is None:
        yield
        return
    usual = settings.DATABASES["default"]["OPTIONS"]["timeout"]
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual * 1000}")


def _take_write_lock() -> None:
    """A transaction that would write, given up again; it does not wait as long as a request would."""
    if connection.vendor == "sqlite":
        with patience(PATIENCE):
            _write_nothing("SELECT 1")
    else:
        _write_nothing(f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}")


def _write_nothing(first: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(first)
        cursor.execute("DELETE FROM django_migrations WHERE id = 0")
        transaction.set_rollback(True)


def _fill_some_room() -> None:
    """SQLite notices a full disk only when it commits, and photos, mail and waiting requests are files."""
    name = settings.DATABASES["default"]["NAME"]
    folder = Path(name).parent if connection.vendor == "sqlite" else settings.DATA_DIR
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(ROOM))
        file.flush()
        os.fsync(file.fileno())


def _lacks_tables(error: Error) -> bool:
    return (
        str(error).startswith("no such table") or getattr(error.__cause__, "sqlstate", "") == UNDEFINED_TABLE
    )


def _place() -> str:
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        return f"The database {given['NAME']}"
    return f"The database at {given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"


def _setting() -> str:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return "that its folder can be written to, that its disk has room, and DATABASE_URL if you set it"
    return "DATABASE_URL, and that the server runs"


def _reason(error: Error) -> str:
    """The end of the error's first line, where libpq puts what happened."""
    first = (str(error).splitlines() or [""])[0]
    return re.split(r"failed: |is bad: |FATAL: +", first)[-1].rstrip(".") or type(error).__name__
