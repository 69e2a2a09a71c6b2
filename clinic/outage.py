"""Whether the database can be used: which errors say that it cannot, and how long it is then left alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, Error, InterfaceError, InternalError, OperationalError

logger = logging.getLogger(__name__)

# PostgreSQL's words for tables, schemas and rights that are not there; a slip in a statement has others.
GROUND_GONE = {"42P01", "42703", "3F000", "42501"}

# How many seconds an answer of PostgreSQL may take, in all, before it counts as silent; None is for ever.
patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    """Wait no longer than this for each answer."""
    before = patience.set(seconds)
    try:
        yield
    finally:
        patience.reset(before)


def is_outage(error: Exception) -> bool:
    """Whether the database cannot be used at all, as against a statement that it refused."""
    if isinstance(error, OperationalError | InterfaceError | InternalError):
        return True
    # SQLite says no more than this of a file that is damaged or no database.
    is_nameless = type(error) is DatabaseError
    is_groundless = isinstance(error, Error) and getattr(error.__cause__, "sqlstate", "") in GROUND_GONE
    return is_nameless or is_groundless


class Rest:
    """After a failure the database is left alone for a moment, so that people do not wait one by one."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends_at = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the database had better not be asked now."""
        return time.monotonic() < self._ends_at

    def begin(self, error: Exception) -> None:
        """Leave the database alone for a while, for this reason."""
        if not self.is_on:
            # The error's own words may quote what was typed, so only its name is kept.
            logger.error("The database cannot be used now: %s", type(error).__name__)
        self._ends_at = time.monotonic() + self._seconds

    def end(self) -> None:
        """The database may be asked again."""
        self._ends_at = 0.0


# Reads and writes rest apart: a database that is read-only can still be read.
reading = Rest(2.0)
writing = Rest(2.0)
