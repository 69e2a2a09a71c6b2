"""`manage.py serve`: prepare everything, then run the site and its worker under one supervisor."""

from __future__ import annotations

import fcntl
import os
import shlex
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from clinic import env

SUPERVISOR = Path(__file__).resolve().parent.parent.parent / "supervisor.conf"


class Command(BaseCommand):
    """Becomes the supervisor, which restarts either child and stops both."""

    help = "Serve the site and its worker until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        # What is written from here on is for this user's eyes alone.
        os.umask(0o077)
        self._take_the_folder()
        self._refuse_taken_port()
        call_command("check", databases=["default"])
        call_command("prepare", stdout=self.stdout)
        self._greet()
        # Not read here but handed on: the supervisor's file and its children have no other way to know.
        os.environ.update(  # noqa: TID251
            PORT=str(settings.PORT),
            DATA_DIR=str(settings.DATA_DIR),
            PYTHON=sys.executable,
            PROJECT=str(settings.BASE_DIR),
            RUN_AS=str(os.getuid()),
            FORWARDED_ALLOW_IPS=",".join(settings.TRUSTED_PROXIES) or "127.0.0.1",
        )
        supervisor = Path(sys.executable).with_name("supervisord")
        self.stdout.flush()
        os.execv(supervisor, [str(supervisor), "--nodaemon", "--configuration", str(SUPERVISOR)])  # noqa: S606

    def _take_the_folder(self) -> None:
        """One at a time in a DATA_DIR. The lock passes on to the supervisor and ends with it, however it ends."""
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(settings.DATA_DIR / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise CommandError(
                f"The site is being served from {settings.DATA_DIR} already. Stop that one first, or give "
                "this one a place of its own: DATA_DIR=... make run"
            ) from error
        os.set_inheritable(lock, True)  # noqa: FBT003  the function takes no names

    def _refuse_taken_port(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", settings.PORT))  # noqa: S104
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} cannot be used ({error.strerror}). "
                    f"Stop what uses it, or choose another: PORT={settings.PORT + 1} make run"
                ) from error

    def _greet(self) -> None:
        here = f"http://127.0.0.1:{settings.PORT}"
        self.stdout.write(f"\nThe site:       {here}/\nStaff sign-in:  {here}/admin/")
        if here != settings.SITE_URL:
            self.stdout.write(f"For visitors:   {settings.SITE_URL}/ (see SITE_URL)")
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write(f"No staff account yet. Make the first in another terminal: {_make_staff()}")
        self.stdout.write("Stop with Ctrl-C.\n")


def _make_staff() -> str:
    """The command for another terminal, which knows nothing of what was set in this one."""
    given = {"DATA_DIR": str(settings.DATA_DIR), "PORT": str(settings.PORT)}
    usual = {"DATA_DIR": str(settings.BASE_DIR / "var"), "PORT": "8000"}
    words = [f"{name}={shlex.quote(value)}" for name, value in given.items() if value != usual[name]]
    # An address of a database may hold a password, so it is not repeated.
    same = " (with the same DATABASE_URL)" if env.text("DATABASE_URL") else ""
    return " ".join([*words, "make staff"]) + same
