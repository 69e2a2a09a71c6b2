"""Small disks that a test may fill to the last byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STEP = 65536


class NoSmallDisk(RuntimeError):
    """Making one needs Linux and the rights of root."""


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A disk of its own in this folder.

    Raises:
        NoSmallDisk: it cannot be made here.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        raise NoSmallDisk("making a small disk needs Linux and the rights of root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Take up all the room but this many bytes, with one big file."""
    big = folder / "big"
    with big.open("ab", buffering=0) as file, suppress(OSError):
        while (room := shutil.disk_usage(folder).free - leave) > 0:
            file.write(b"x" * min(room, STEP))
    return big
