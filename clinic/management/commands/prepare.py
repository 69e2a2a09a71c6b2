"""`manage.py prepare`: bring the database, the content and the static files up to date."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clinic.actions import found_clinic, set_up_roles

# Any number will do, as long as nothing else on the server locks by it.
LOCK = 0x6B687573


class Command(BaseCommand):
    """Does only what is needed, so that a second start is quick."""

    help = "Bring database, starter content and static files up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        with _one_at_a_time():
            self._prepare()

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            self.stdout.write("Database: brought up to date")
        found_clinic()
        set_up_roles()
        call_command("reapply_erasures", stdout=self.stdout)
        call_command("load_content", stdout=self.stdout)
        self._collect_static()

    def _collect_static(self) -> None:
        # Beside the folder, whose files everybody may read.
        stamp = Path(settings.STATIC_ROOT).with_name("static-prepared")
        digest = _static_digest()
        is_there = stamp.exists() and Path(settings.STATIC_ROOT).is_dir()
        if is_there and stamp.read_text("ascii") == digest:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest, "ascii")
        self.stdout.write("Static files: collected")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two starts at once: the second waits, and finds everything ready.

    On this machine a file says so; on PostgreSQL the server too, since several machines may share it.
    """
    with (Path(settings.DATA_DIR) / "prepare.lock").open("w") as file, connection.cursor() as cursor:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        # Waiting for the other, and moving a large table, may take longer than a request may.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
            cursor.execute("RESET statement_timeout")


def _static_digest() -> str:
    """Changes whenever a static file is added, taken away or edited."""
    whole = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            state = path.stat()
            whole.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return whole.hexdigest()
