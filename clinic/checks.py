"""System checks: the program refuses to start on ground where requests could be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.models import Model

from clinic import encryption
from clinic.fields import EncryptedTextField, Unreadable, encrypted_columns

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


@register(Tags.database)
def check_keys(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """What people wrote can be read: a look at the newest text of each kind."""
    if not databases or all(_is_readable(model, field) for model, field in encrypted_columns()):
        return []
    return [
        Error(
            "Messages or notes cannot be read: none of the keys fits.",
            hint="Put back the keys that were in use, as DATA_KEYS or in the file data_keys of DATA_DIR. "
            "Keep newer ones in front of them: what was written since needs those.",
            id="clinic.E003",
        )
    ]


def _is_readable(model: type[Model], field: EncryptedTextField) -> bool:
    written = model._base_manager.exclude(**{field.name: ""}).order_by("-pk")
    try:
        newest = written.values_list(field.name, flat=True).first()
    except DatabaseError:
        # The table is yet to be made.
        return True
    # Before the migration that encrypts them, texts lie there plain.
    return not isinstance(newest, Unreadable) or not encryption.looks_encrypted(newest.stored)
