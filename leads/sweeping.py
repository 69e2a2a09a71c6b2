"""Clears away photo files that belong to nobody: what killed programs left, and what was to be deleted."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from leads.models import Photo
from leads.photos import files as photo_files

logger = logging.getLogger(__name__)

# A file gets its row within seconds, or never.
LEFT_AFTER = timedelta(hours=1)
# More than killed programs leave behind.
MOST = 100


def sweep(now: datetime) -> int:
    """Delete photo files without a row; how many there were."""
    # Files first: whichever got its row meanwhile is named.
    old = photo_files.kept_before(now - LEFT_AFTER)
    if not old:
        return 0
    named = set(Photo.objects.values_list("file", flat=True))
    nobody_s = old - named
    if len(nobody_s) > max(MOST, len(named)):
        # The database of another site, or of long ago. The nightly comparison names them.
        logger.error("%s photo files belong to nobody: too many to be cleared away", len(nobody_s))
        return 0
    if nobody_s:
        photo_files.remove(nobody_s)
        logger.warning("%s photo files belonged to nobody and were cleared away", len(nobody_s))
    return len(nobody_s)
