"""Real servers for tests: `manage.py serve` with a port, a folder and a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection

PATIENCE = 60.0


class Ground:
    """A folder and a database on which a server stands."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a server that stands here."""
        ours = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SPOOL_DIR_2": str(self.folder / "second-place"),
        }
        # A process of its own needs all the rest as well.
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "clinic.settings", **ours}  # noqa: TID251

    @property
    def database_url(self) -> str:
        """Where its database is; nothing for SQLite in its folder."""
        return _address_of(self.database) if connection.vendor == "postgresql" else ""

    def number(self, sql: str) -> int:
        """The number that a question to the database answers."""
        opened: Any = (
            psycopg.connect(self.database_url)
            if self.database_url
            else sqlite3.connect(f"file:{self.folder}/clinic.sqlite3?mode=ro", uri=True)
        )
        with closing(opened) as database:
            return int(database.execute(sql).fetchone()[0])

    def mails(self) -> list[str]:
        """Every message that went out."""
        return [path.read_text("utf-8") for path in sorted(self.folder.glob("mail/*"))]


@contextmanager
def prepared(folder: Path, *, at_once: int = 1) -> Iterator[Ground]:
    """A ground with everything that a first start makes, or several that happen at once."""
    with _database() as name:
        ground = Ground(folder, name)
        _manage_at_once(ground, *[["prepare"]] * at_once)
        yield ground


# The articles take as long to load as all the rest, and no request needs them.
TABLES = """
from django.core.management import call_command
from clinic.actions import found_clinic, set_up_roles
call_command("migrate", verbosity=0)
found_clinic()
set_up_roles()
"""


@contextmanager
def bare(folder: Path) -> Iterator[Ground]:
    """A ground with what taking requests needs: tables, the clinic, its roles and static files, all made at once."""
    with _database() as name:
        ground = Ground(folder, name)
        _manage_at_once(
            ground,
            ["shell", "--verbosity=0", f"--command={TABLES}"],
            ["collectstatic", "--no-input", "--verbosity=0"],
        )
        yield ground


@contextmanager
def copied(ground: Ground, folder: Path) -> Iterator[Ground]:
    """Another ground just like it."""
    shutil.copytree(ground.folder, folder)
    with _database(like=ground.database) as name:
        yield Ground(folder, name)


def _manage_at_once(ground: Ground, *commands: list[str]) -> None:
    """Give these commands at the same moment, and wait until all are done."""
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=ground.surroundings,
            stdout=subprocess.DEVNULL,
        )
        for command in commands
    ]
    assert [each.wait() for each in started] == [0] * len(commands)


@contextmanager
def _database(like: str = "template1") -> Iterator[str]:
    """A database of its own on the PostgreSQL that the tests use; nothing to do for SQLite."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"together_{uuid.uuid4().hex}"
    with closing(psycopg.connect(_address_of("postgres"), autocommit=True)) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
        try:
            yield name
        finally:
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _address_of(name: str) -> str:
    given = connection.settings_dict
    who = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgres://{who}@{given['HOST'] or 'localhost'}:{given['PORT'] or 5432}/{name}"


class Server:
    """A site and its worker that run."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.port = _free_port()
        self.log = ground.folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env={**ground.surroundings, "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def family(self) -> set[int]:
        """Every process of this server."""
        found, everybody = {self.process.pid}, processes()
        for _generation in range(3):
            found |= {process.pid for process in everybody if process.parent in found}
        return found

    def children_of(self, parents: set[int], command: str) -> set[int]:
        """The processes that these parents started with this command."""
        return {each.pid for each in processes() if each.parent in parents and command in each.command}

    @property
    def web(self) -> set[int]:
        """The process that starts those which answer visitors."""
        return self.children_of({self.process.pid}, "gunicorn")

    @property
    def web_workers(self) -> set[int]:
        """The processes that answer visitors."""
        return self.children_of(self.web, "gunicorn")

    @property
    def delivery_worker(self) -> set[int]:
        """The process that sends what is owed."""
        return self.children_of({self.process.pid}, "manage.py work")

    def get(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            return self._ask("GET", path)[0]
        except OSError:
            return 0

    def post(self, values: Mapping[str, str]) -> tuple[int, str]:
        """Send the form: the status and where it leads."""
        return self._ask("POST", "/consultation/", urlencode(values))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as http:
            http.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = http.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")

    def is_ready(self) -> bool:
        """Whether it answers, and both kinds of worker are there."""
        return self.get("/readyz") == 200 and bool(self.web_workers) and bool(self.delivery_worker)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Tell it to stop, and wait until it has."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


@contextmanager
def serving(ground: Ground) -> Iterator[Server]:
    """A server that runs meanwhile; nothing of it is left afterwards."""
    server = Server(ground)
    try:
        wait_until(server.is_ready)
        yield server
    finally:
        family = server.family()
        if server.process.poll() is None:
            server.stop()
        for pid in left_of(family):
            os.kill(pid, signal.SIGKILL)


class Process(NamedTuple):
    """A process of this machine."""

    pid: int
    parent: int
    command: str


def processes() -> list[Process]:
    """Every process that runs; those that have ended and wait for their parent to notice do not."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,args="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(maxsplit=3) for line in listing.stdout.splitlines()]
    return [Process(int(row[0]), int(row[1]), row[-1]) for row in rows if not row[2].startswith("Z")]


def left_of(family: set[int]) -> set[int]:
    """Those that still run."""
    return family & {process.pid for process in processes()}


def wait_until(is_so: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something that should come soon; fail when it does not."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
