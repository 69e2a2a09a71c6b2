"""Sees that what was deleted leaves no bytes behind."""

from __future__ import annotations

import logging

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)


def scrub() -> bool:
    """Rewrite the database without its gaps; whether that was possible now.

    SQLite overwrites what is deleted, but leaves it in its log and in half-empty pages: a fresh copy
    has neither. PostgreSQL frees the room for other rows; the bytes go when that room is used again.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                # Not in a temporary file, which would leave bytes of its own.
                cursor.execute("PRAGMA temp_store=MEMORY")
            cursor.execute("VACUUM")
            if connection.vendor == "sqlite":
                return _empty_the_log(cursor)
    except OperationalError as error:
        logger.warning("Erased rows cannot be wiped off the disk now: %s", type(error).__name__)
        return False
    return True


def _empty_the_log(cursor: object) -> bool:
    is_busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # type: ignore[attr-defined]
    if is_busy:
        logger.warning("Erased rows stay in the database's log until its readers are done")
    return not is_busy
