"""What became of photos: looked at by those who sent them, in the database, and as files."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from tests.crash.answers import Answers
from tests.crash.databases import Row
from tests.crash.photos import looked_at
from tests.crash.servers import Site

PHOTOS = "SELECT request_id, file, digest FROM leads_photo"
# Long enough ago for the site to be sure that nobody is at work on a file any more.
LONG_AGO = 2 * 60 * 60


@dataclass(frozen=True)
class Album:
    """Photos that are not as they should be, and how many were acknowledged."""

    acknowledged: int
    lost: int
    doubled: int
    unreadable: int
    orphans: int
    # Left by what was killed, and cleared away by the site itself.
    swept: int
    differences: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every photo is there, once, and no file belongs to nobody."""
        return not (self.lost or self.doubled or self.unreadable or self.orphans or self.differences)


def counted(site: Site, answers: Answers) -> Album:
    """Let the site clear up after itself, then compare what people were told with what is there."""
    folder = site.folder / "media" / "photos"
    left = len(_orphans(folder, site.database.rows(PHOTOS)))
    _let_time_pass(folder)
    told = site.manage("reconcile", "--mend")
    rows = site.database.rows(PHOTOS)
    keys = MultiFernet([Fernet(key) for key in (site.folder / "data_keys").read_text("ascii").split()])
    orphans = _orphans(folder, rows)
    return Album(
        acknowledged=len(answers.photos),
        lost=sum(1 for page in answers.photos.values() if looked_at(site.port, page).status != 200),
        doubled=len(rows) - len({request for request, _file, _digest in rows}),
        unreadable=sum(1 for _request, file, digest in rows if not _is_readable(folder / file, digest, keys)),
        orphans=len(orphans),
        swept=left - len(orphans),
        differences=_differences(told.stdout) if told.returncode else (),
    )


def _differences(told: str) -> tuple[str, ...]:
    """What the site itself finds amiss.

    A file that was cut short holds a request that nobody was thanked for; the site keeps it and names it.
    """
    sentences = told.splitlines()[1:]
    return tuple(sentence for sentence in sentences if ".unfinished was set aside" not in sentence)


def _orphans(folder: Path, rows: list[Row]) -> set[str]:
    """Files of photos that no row names, finished or not."""
    return {path.name for path in _files(folder)} - {file for _request, file, _digest in rows}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


def _let_time_pass(folder: Path) -> None:
    then = time.time() - LONG_AGO
    for path in _files(folder):
        os.utime(path, (then, then))


def _is_readable(file: Path, digest: str, keys: MultiFernet) -> bool:
    try:
        return hashlib.sha256(keys.decrypt(file.read_bytes())).hexdigest() == digest
    except (OSError, InvalidToken):
        return False
