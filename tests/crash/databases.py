"""Databases that a trial may do as it likes with."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg

Row = tuple[Any, ...]


class Database(Protocol):
    """A database of its own."""

    url: str

    def rows(self, sql: str) -> list[Row]:
        """What a question answers."""

    def crash(self) -> bool:
        """Die and come back; whether it can."""


class OwnDatabase(Database, Protocol):
    """One that nobody else uses, so that it may be out for a while."""

    def out(self) -> AbstractContextManager[None]:
        """It cannot be used meanwhile."""

    def frozen(self) -> AbstractContextManager[None]:
        """It says nothing meanwhile."""


class Sqlite:
    """A file in the folder of the trial; there is no server to kill."""

    url = ""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clinic.sqlite3"

    def rows(self, sql: str) -> list[Row]:
        """What a question answers."""
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as opened:
            return opened.execute(sql).fetchall()

    def crash(self) -> bool:
        """There is nothing to kill."""
        return False

    @contextmanager
    def out(self) -> Iterator[None]:
        """Somebody else writes, and does not come to an end."""
        with closing(sqlite3.connect(self._file, isolation_level=None)) as opened:
            opened.execute("PRAGMA busy_timeout=20000")
            opened.execute("BEGIN EXCLUSIVE")
            yield
            opened.execute("ROLLBACK")

    def frozen(self) -> AbstractContextManager[None]:
        """There is no server to say nothing."""
        raise SystemExit("Only a server can be frozen: --database postgresql")


class Postgres:
    """A database on a server that others use too: its connections can be cut, the server stays."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, sql: str) -> list[Row]:
        """What a question answers."""
        with closing(psycopg.connect(self.url, autocommit=True)) as opened:
            return opened.execute(sql.encode()).fetchall()

    def crash(self) -> bool:
        """Cut every connection but this."""
        self.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return True


class Cluster(Postgres):
    """A PostgreSQL server of its own, that can be killed."""

    def __init__(self, folder: Path) -> None:
        self._programs = programs()
        self._data, self._log = folder / "data", folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        super().__init__(f"postgres://clinic@127.0.0.1:{self._port}/clinic")
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        flags = ["--username=clinic", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", f"--pgdata={self._data}", *flags)
        self.start()
        self._run("createdb", "--host=127.0.0.1", f"--port={self._port}", "--username=clinic", "clinic")

    def start(self) -> None:
        """Come up, and wait until it has."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._data}"
        control = [f"--pgdata={self._data}", f"--log={self._log}", "--wait", "--silent", "--timeout=120"]
        self._run("pg_ctl", *control, f"--options={options}", "start")

    def stop(self) -> None:
        """Go down in good order."""
        self._run("pg_ctl", f"--pgdata={self._data}", "--mode=fast", "--wait", "--silent", "stop")

    @contextmanager
    def out(self) -> Iterator[None]:
        """It goes down in good order, and comes up again."""
        self.stop()
        yield
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It accepts connections and says nothing, like a machine whose disk hangs."""
        everything = self._processes()
        self._tell(everything, signal.SIGSTOP)
        try:
            yield
        finally:
            self._tell(everything, signal.SIGCONT)

    def crash(self) -> bool:
        """Kill the server where it stands, and let it recover from its log."""
        self._tell(self._processes(), signal.SIGKILL)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        while not self._is_up_again():
            time.sleep(0.2)
        return True

    def _processes(self) -> list[int]:
        server = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]

    def _tell(self, pids: list[int], word: signal.Signals) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, word)

    def _is_up_again(self) -> bool:
        try:
            self.start()
        except subprocess.CalledProcessError:
            # Its processes of before hold the memory for another moment.
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        become = ["runuser", "--user", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(  # noqa: S603
            [*become, str(self._programs / program), *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A server that runs meanwhile."""
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.stop()


def programs() -> Path:
    """The folder of PostgreSQL's own programs; Debian keeps them off the PATH, by version."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if not found:
        raise SystemExit("PostgreSQL is not installed: its programs initdb and pg_ctl were not found.")
    return Path(found).parent
