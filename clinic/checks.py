"""System checks: the program refuses to start on ground where requests could be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# Older libraries can corrupt a database in write-ahead mode when its log is reset.
SQLITE_OLDEST = (3, 51, 3)
SYNCHRONOUS_FULL = 2


@register(Tags.database)
def check_sqlite(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """The SQLite library is sound, and what it acknowledges is on the disk."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        if sqlite3.sqlite_version_info < SQLITE_OLDEST:
            oldest = ".".join(map(str, SQLITE_OLDEST))
            errors.append(
                Error(
                    f"SQLite {sqlite3.sqlite_version} can lose data.",
                    hint=f"Install the pinned pysqlite3 (SQLite {oldest} or newer).",
                    id="clinic.E001",
                )
            )
        with connection.cursor() as cursor:
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
        if not in_memory and (journal != "wal" or synchronous != SYNCHRONOUS_FULL):
            errors.append(
                Error(
                    f"SQLite runs with journal_mode={journal}, synchronous={synchronous}.",
                    hint="Keep DATA_DIR on a local disk where write-ahead logging works.",
                    id="clinic.E002",
                )
            )
    return errors
