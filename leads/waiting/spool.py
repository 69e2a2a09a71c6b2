"""Requests as files while the database cannot take them. Knows files, and nothing of what is in them."""

from __future__ import annotations

import errno
import logging
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from clinic import disk
from leads.waiting import ballast

logger = logging.getLogger(__name__)

# Ordered by time, found by key, and nothing personal.
NAME = re.compile(r"(?P<at>\d{8}T\d{12}Z)-(?P<key>[0-9a-f]{32})\.request")
UNFINISHED = ".unfinished"
ASIDE = "aside"
# Longer than any write takes: what is older was left by a process that was killed.
ABANDONED_AFTER = 60.0


class NoPlaceLeft(OSError):
    """Neither place can keep a file."""


def put(at: datetime, key: UUID, content: bytes) -> None:
    """Keep a request; on return it is on the disk, or in the second place.

    Raises:
        NoPlaceLeft: nothing can be written anywhere.
    """
    name = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{key.hex}.request"
    first, second = _places()
    if _is_kept(first, name, content):
        return
    if ballast.release(first) and _is_kept(first, name, content):
        return
    if not _is_kept(second, name, content):
        raise NoPlaceLeft


def waiting() -> list[Path]:
    """The requests that wait, oldest first; those that a killed process left unfinished too."""
    ready = [path for place in _places() for path in _files(place) if NAME.fullmatch(path.name)]
    return sorted([*_abandoned(), *ready], key=lambda path: path.name.lstrip("."))


def set_apart() -> list[Path]:
    """Those that could not be read or kept, and wait for someone to look at them."""
    return sorted(path for place in _places() for path in _files(place / ASIDE))


def find(keys: Iterable[UUID]) -> tuple[UUID, Path] | None:
    """The request with one of these keys, wherever it lies."""
    wanted = {key.hex: key for key in keys}
    for path in [*waiting(), *set_apart()]:
        match = NAME.fullmatch(path.name)
        if match and match["key"] in wanted:
            return wanted[match["key"]], path
    return None


def set_aside(path: Path) -> None:
    """Put it out of the way, where staff are told of it and nothing deletes it."""
    folder = path.parent / ASIDE
    folder.mkdir(mode=0o700, exist_ok=True)
    path.rename(folder / path.name.lstrip("."))
    disk.settle(folder)


def take_back() -> int:
    """Let those that were set aside be tried once more; how many."""
    apart = set_apart()
    for path in apart:
        path.rename(path.parent.parent / path.name)
    return len(apart)


def remove(path: Path) -> None:
    """It is in the database: the file has done its work."""
    path.unlink(missing_ok=True)


def bring_home() -> None:
    """What lies in the second place goes to the first as soon as that takes it."""
    first, second = _places()
    for path in _files(second):
        if NAME.fullmatch(path.name):
            with suppress(FileNotFoundError):
                if not _is_kept(first, path.name, path.read_bytes()):
                    return
                path.unlink()


def waiting_since(path: Path) -> datetime:
    """When the request in this file came."""
    match = NAME.search(path.name)
    stamp = match["at"] if match else "19700101T000000000000Z"
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)


def prepare() -> None:
    """Have the first place and its ballast ready before they are needed."""
    first, _second = _places()
    try:
        _make(first)
    except OSError as error:
        logger.error("The spool cannot be made: %s", error.strerror)  # noqa: TRY400
        return
    ballast.keep(first)


def _places() -> tuple[Path, Path]:
    return Path(settings.SPOOL_DIR), Path(settings.SPOOL_DIR_2)


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder of ours; in shared memory, others may have put one there by our name."""
    try:
        if folder.stat().st_uid != os.geteuid():
            return
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:
        return
    yield from (folder / name for name in names)


def _abandoned() -> list[Path]:
    old = time.time() - ABANDONED_AFTER
    found = [path for place in _places() for path in _files(place) if path.name.endswith(UNFINISHED)]
    left = []
    for path in found:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < old:
                left.append(path)
    return left


def _is_kept(folder: Path, name: str, content: bytes) -> bool:
    """Write it whole or not at all; whether it is on the disk."""
    unfinished = folder / f".{name}.{secrets.token_hex(4)}{UNFINISHED}"
    try:
        _make(folder)
        disk.write(unfinished, content)
        unfinished.rename(folder / name)
        disk.settle(folder)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        logger.error("A request could not be written: %s", error.strerror)  # noqa: TRY400
        return False
    return True


def _make(folder: Path) -> None:
    """Ours alone; in shared memory, somebody else may have made one by its name."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk.settle(folder.parent)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, "The folder is somebody else's")
