"""`manage.py replay`: bring in what waits in the spool, without waiting for the worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from clinic.database import why_unusable
from leads.waiting import replay, spool


class Command(BaseCommand):
    """The worker does this by itself; by hand it is for what was set aside."""

    help = "Bring requests that wait as files into the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--aside", action="store_true", help="Try those that were set aside once more.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["aside"]:
            self.stdout.write(f"Taken back: {spool.take_back()}")
        try:
            self.stdout.write(f"Brought in: {replay.replay()}")
        except Error as error:
            raise CommandError(why_unusable(error) or type(error).__name__) from None
        self.stdout.write(f"Set aside: {len(spool.set_apart())}. Still waiting: {len(spool.waiting())}")
