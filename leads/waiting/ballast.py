"""A file that only takes up room: thrown off when the disk is full, so that the next people still fit."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

logger = logging.getLogger(__name__)

NAME = "ballast"
CHUNK = 1 << 20
CHUNKS = 16
# Not taken on again before there is this much room, or a full disk would never have peace.
ROOM = 4 * CHUNKS * CHUNK


def release(folder: Path) -> bool:
    """Throw it off; whether there was one."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    logger.error("The disk is full: the ballast is thrown off")
    return True


def keep(folder: Path) -> bool:
    """Take it on where it is missing and there is room; whether it is there."""
    ballast, aside = folder / NAME, folder / f".{NAME}"
    if ballast.exists():
        return True
    try:
        if shutil.disk_usage(folder).free < ROOM:
            return False
        with aside.open("wb") as file:
            for _number in range(CHUNKS):
                # Not zeros, which some disks keep as a hole.
                file.write(os.urandom(CHUNK))
        aside.replace(ballast)
    except OSError as error:
        aside.unlink(missing_ok=True)
        logger.warning("The ballast could not be taken on: %s", type(error).__name__)
        return False
    return True
