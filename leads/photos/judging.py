"""Turns what people upload into photos that are safe to keep, or says kindly why it cannot."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from django.utils.translation import gettext

from leads.photos import redraw

PROGRAM = Path(redraw.__file__)
# Reading and drawing the largest photo takes about four seconds of this.
PATIENCE_SECONDS = 25
# Each child may take a gigabyte: two of them at once in a process of the server.
turns = threading.BoundedSemaphore(2)


class BadPhoto(ValueError):
    """A file that cannot be kept. Its text tells the person what to do."""


def made_safe(raw: bytes) -> bytes:
    """The photo drawn anew as JPEG, without anything but its pixels.

    Raises:
        BadPhoto: it is too large, broken or no photo.
    """
    if len(raw) > redraw.MOST_BYTES:
        raise BadPhoto(gettext("The photo is larger than 12 MB. Send a smaller copy, or a screenshot of it"))
    if not raw:
        raise BadPhoto(gettext("The file is empty. Choose the photo again"))
    if not turns.acquire(timeout=PATIENCE_SECONDS):
        raise BadPhoto(gettext("Many photos are coming in just now. Send yours again in a minute"))
    try:
        return _drawn_by_child(raw)
    finally:
        turns.release()


def _drawn_by_child(raw: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell, nothing typed in its arguments
            [sys.executable, "-I", str(PROGRAM)],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadPhoto(_why(redraw.BROKEN)) from None
    if done.returncode or not done.stdout.startswith(b"\xff\xd8"):
        raise BadPhoto(_why(done.returncode))
    return done.stdout


def _why(status: int) -> str:
    if status == redraw.NOT_A_PHOTO:
        return gettext("This is not a photo we can read. Send a JPEG, PNG, WebP or HEIC photo")
    if status == redraw.TOO_MANY_PIXELS:
        return gettext("The photo has too many pixels. Send a smaller copy, or a screenshot of it")
    return gettext("The photo cannot be read: it may be damaged. Choose another, or take it again")
