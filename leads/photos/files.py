"""Where photos rest: one encrypted file each, under a name that says nothing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from clinic import encryption


def keep(photo: bytes) -> str:
    """Write the photo to the disk for good, and return its name."""
    folder = _folder()
    name = secrets.token_hex(20)
    fresh = folder / f".{name}"
    try:
        _write(fresh, encryption.encrypt(photo))
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    fresh.rename(folder / name)
    _settle(folder)
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
    _settle(folder)


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


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "photos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _settle(folder: Path) -> None:
    """A name is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
