"""Safety copies of the database: whole, readable by their owner alone, and gone after a month."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from clinic import disk

# The privacy page says so: who was erased is in no copy older than this.
KEPT_FOR = timedelta(days=30)
NAME = "clinic-%Y%m%d-%H%M%S.sqlite3"


class BadBackup(OSError):
    """The copy is not whole, and was thrown away."""


def make(database: Path, at: datetime) -> Path:
    """Copy the database while it is in use. On return the copy is on the disk, and read through once.

    Raises:
        BadBackup: the copy has a fault.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / at.astimezone(UTC).strftime(NAME)
    unfinished = copy.with_suffix(".unfinished")
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(database, unfinished)
        # Unlike renaming, this writes over nothing.
        copy.hardlink_to(unfinished)
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return copy


def drop_old(now: datetime) -> int:
    """Throw away copies that are over a month old; how many."""
    old = [copy for copy in _folder().glob("clinic-*.sqlite3") if _made_at(copy) < now - KEPT_FOR]
    for copy in old:
        copy.unlink()
    return len(old)


def _copy(database: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        # One file, without a log beside it.
        target.execute("PRAGMA journal_mode=DELETE")
        verdict = target.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise BadBackup("The copy has a fault")
    disk.settle(copy)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "backups"


def _made_at(copy: Path) -> datetime:
    try:
        return datetime.strptime(copy.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        # Named by somebody: theirs to throw away.
        return datetime.max.replace(tzinfo=UTC)
