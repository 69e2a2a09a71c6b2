"""The site and its worker, started again whenever one of them ends, and killed at random."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import IO

from tests.crash.databases import Database

ROOT = Path(__file__).resolve().parent.parent.parent
REAL, NAIVE = "clinic.wsgi", "tests.crash.naive"
PREY = ("web worker",) * 6 + ("worker",) * 2 + ("web server", "database")


class Kept:
    """A program that is started again when it ends."""

    def __init__(self, command: list[str], surroundings: Mapping[str, str], log: IO[bytes]) -> None:
        self._command, self._surroundings, self._log = command, surroundings, log
        self._is_over = threading.Event()
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep)
        self._keeper.start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            self._command,
            cwd=ROOT,
            env=dict(self._surroundings),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def _keep(self) -> None:
        while not self._is_over.wait(0.05):
            if self._process.poll() is not None:
                self._kill_group()
                self._process = self._start()

    def children(self) -> list[int]:
        """The processes that it started itself."""
        listing = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        try:
            return [int(pid) for pid in listing.read_text().split()]
        except OSError:
            return []

    def kill(self) -> None:
        """Kill it with all its children."""
        self._kill_group()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Stop it for good."""
        self._is_over.set()
        self._keeper.join()
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        self._kill_group()
        self._process.wait()


class Site:
    """A site, its worker and its database."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        application: str,
        *,
        is_prepared: bool,
        extra: Mapping[str, str],
    ) -> None:
        self.folder, self.database = folder, database
        self.port = free_port()
        self.log = folder / "log"
        self._log = self.log.open("wb")
        self._extra = extra
        surroundings = self._surroundings()
        if not is_prepared:
            self.manage("prepare", check=True)
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:clinic.gunicorn", application]
        self.web = Kept(gunicorn, surroundings, self._log)
        self.worker = Kept([sys.executable, "manage.py", "work"], surroundings, self._log)

    def _surroundings(self) -> dict[str, str]:
        ours = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database.url,
            "SPOOL_DIR_2": str(self.folder / "second-place"),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "clinic.settings",
            "EMAIL_URL": "",
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        return {**os.environ, **ours, **self._extra}  # noqa: TID251  a process of its own needs all the rest as well

    def manage(self, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        """Give it a command, as whoever looks after it would."""
        return subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self._surroundings(),
            capture_output=True,
            text=True,
            check=check,
        )

    def is_ready(self) -> bool:
        """Whether it answers."""
        http = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            http.request("GET", "/consultation/")
            return http.getresponse().status == 200
        except OSError:
            return False
        finally:
            http.close()

    def spooled(self) -> int:
        """How many requests wait as files."""
        places = (self.folder / "spool", self.folder / "second-place")
        return sum(1 for place in places for path in place.glob("*.request"))

    def end(self) -> None:
        """Stop everything."""
        self.web.end()
        self.worker.end()
        self._log.close()


@contextmanager
def running(
    folder: Path,
    database: Database,
    application: str = REAL,
    *,
    is_prepared: bool = False,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Site]:
    """A site that runs meanwhile, with these settings more; nothing of it is left afterwards."""
    site = Site(folder, database, application, is_prepared=is_prepared, extra=extra)
    try:
        wait_for(site.is_ready)
        yield site
    finally:
        site.end()


class Killer:
    """Kills something of a site, again and again, at moments nobody can foresee."""

    def __init__(
        self, site: Site, seed: int, pauses: tuple[float, float], prey: Sequence[str] = PREY
    ) -> None:
        self._site, self._random, self._pauses = site, Random(seed), pauses  # noqa: S311  no secret
        self._prey = prey
        self.kills: dict[str, int] = {}
        # When the worker was killed, on the clock that only goes forward.
        self.worker_killed_at: list[float] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._rage)

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _rage(self) -> None:
        while not self._is_over.wait(self._random.uniform(*self._pauses)):
            # On a slow machine too, people get a word in between two kills.
            if not self._site.is_ready():
                continue
            name = self._random.choice(self._prey)
            if self._kill(name):
                self.kills[name] = self.kills.get(name, 0) + 1

    def _kill(self, name: str) -> bool:
        if name == "database":
            return self._site.database.crash()
        if name == "worker":
            self._site.worker.kill()
            self.worker_killed_at.append(time.monotonic())
        elif name == "web server":
            self._site.web.kill()
        else:
            return self._kill_one_of(self._site.web.children())
        return True

    def _kill_one_of(self, pids: list[int]) -> bool:
        if not pids:
            return False
        with suppress(ProcessLookupError):
            os.kill(self._random.choice(pids), signal.SIGKILL)
        return True


def wait_for(is_so: object, patience: float = 120.0) -> float:
    """Wait until something is so; how many seconds it took."""
    assert callable(is_so)
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > patience:
            raise TimeoutError("waited in vain")
        time.sleep(0.1)
    return time.monotonic() - began


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
