"""Brings what waits in the spool into the database, oldest first, each once."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from django.db import Error

from clinic import outage
from leads.waiting import parcels, spool

logger = logging.getLogger(__name__)


def replay() -> int:
    """Bring in everything that waits; how many were brought in.

    Raises:
        Error: the database cannot take them yet.
    """
    brought, refused = 0, False
    for path in spool.waiting():
        try:
            brought += _bring_in(path)
        except Error as error:
            # A single one that the database chokes on does not stand in the others' way.
            if refused:
                raise
            refused = True
            logger.warning("A request waits in the spool: %s", type(error).__name__)
    if brought:
        logger.warning("%s requests were brought in from the spool", brought)
    return brought


def _bring_in(path: Path) -> bool:
    try:
        parcels.unpack(path.read_bytes()).record()
    except FileNotFoundError:
        return False
    except Error as error:
        if outage.is_outage(error):
            raise
        _set_aside(path, error)
        return False
    except (ValueError, OSError) as error:
        _set_aside(path, error)
        return False
    spool.remove(path)
    return True


def _set_aside(path: Path, error: Exception) -> None:
    """Its name says when the request came; its content stays as it is."""
    logger.error("Set aside %s: %s", path.name, type(error).__name__)
    with suppress(OSError):
        spool.set_aside(path)
