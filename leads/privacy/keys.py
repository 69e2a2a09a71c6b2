"""Brings encrypted files, those in the spool and photos, under the newest key."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from clinic.rotation import Renewed, renew_file, rotated_by
from leads.waiting import spool


@rotated_by
def renew_files() -> Renewed:
    """Every encrypted file of ours."""
    photos = (Path(settings.MEDIA_ROOT) / "photos").glob("*")
    files = [*spool.waiting(), *spool.set_apart(), *(file for file in photos if file.is_file())]
    return sum((renew_file(file) for file in files), Renewed())
