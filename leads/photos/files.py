"""Where photos rest: one encrypted file each, under a name that says nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from clinic import disk, encryption


def keep(photo: bytes) -> str:
    """Write the photo to the disk for good, and return its name."""
    folder = _folder()
    name = secrets.token_hex(20)
    fresh = folder / f".{name}"
    try:
        disk.write(fresh, encryption.encrypt(photo))
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    fresh.rename(folder / name)
    disk.settle(folder)
    return name


def read(name: str) -> bytes:
    """The photo.

    Raises:
        FileNotFoundError: the file is gone.
        CannotDecrypt: none of our keys fits.
    """
    return encryption.decrypt((_folder() / name).read_bytes())


def remove(names: Iterable[str]) -> None:
    """Take the photos from the disk; one that is gone already is no trouble."""
    folder = _folder()
    for name in names:
        (folder / name).unlink(missing_ok=True)
    disk.settle(folder)


def kept() -> Iterator[Path]:
    """Every file there is, also those that were never finished."""
    return _folder().iterdir()


def kept_before(moment: datetime) -> set[str]:
    """The names of those that were written before this moment."""
    old = set()
    for path in kept():
        # One may go while we look.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < moment.timestamp():
                old.add(path.name)
    return old


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "photos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
