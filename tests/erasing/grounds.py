"""Databases that can be out for a while, copied, and put back from a copy, as the manual says."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from tests.crash.databases import Cluster, Database, Sqlite, programs
from tests.crash.servers import Site


class Ground(Protocol):
    """A database, and what can be done to it."""

    @property
    def database(self) -> Database:
        """The database itself."""

    def out(self) -> Iterator[None]:
        """Nothing can be written meanwhile."""

    def copy(self, to: Path, site: Site) -> None:
        """Make a safety copy."""

    def put_back(self, copy: Path) -> None:
        """Make it what the copy holds; nobody uses it meanwhile."""


class OnSqlite:
    """A file in the folder of the site."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "clinic.sqlite3"
        self.database = Sqlite(folder)

    def out(self) -> Iterator[None]:
        """Somebody else writes for a long time."""
        with closing(sqlite3.connect(self._file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def copy(self, to: Path, site: Site) -> None:
        """With the program's own command."""
        site.manage("backup", check=True)
        (made,) = (self._folder / "backups").iterdir()
        shutil.move(made, to)

    def put_back(self, copy: Path) -> None:
        """The file is put in place, and what lay beside the other is taken away."""
        shutil.copy(copy, self._file)
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


class OnPostgresql:
    """A server of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self.database = cluster

    def out(self) -> Iterator[None]:
        """It is stopped."""
        self.database.stop()
        yield
        self.database.start()

    def copy(self, to: Path, site: Site) -> None:
        """With PostgreSQL's own program, which writes everything as text."""
        _run([str(programs() / "pg_dump"), f"--file={to}", self.database.url])

    def put_back(self, copy: Path) -> None:
        """The text is read into an empty database."""
        psql = [str(programs() / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", self.database.url]
        emptied = "SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        _run([*psql, f"--command={emptied}"])
        _run([*psql, f"--file={copy}"])


@contextmanager
def being_out(ground: Ground) -> Iterator[None]:
    """The database is out meanwhile."""
    yield from ground.out()


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
