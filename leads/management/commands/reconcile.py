"""`manage.py reconcile`: compare requests, spool, messages and photo files; ends with 1 on any difference."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from clinic.database import why_unusable
from leads import reconcile
from leads.sweeping import sweep
from leads.waiting.replay import replay


class Command(BaseCommand):
    """The worker does this every night; by hand it answers at once."""

    help = "Name every difference between requests, spool, messages owed and photo files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend",
            action="store_true",
            help="First bring in what waits in the spool, and clear away photo files that belong to nobody.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            if options["mend"]:
                self.stdout.write(f"Brought in: {replay()}, cleared away: {sweep(now)}")
            found = reconcile.run(now)
        except Error as error:
            raise CommandError(why_unusable(error) or type(error).__name__) from None
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences")
        self.stdout.write("Everything fits together")
