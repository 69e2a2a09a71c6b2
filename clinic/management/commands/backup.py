"""`manage.py backup`: a safety copy of the database, while the site runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from clinic import backups


class Command(BaseCommand):
    """For SQLite. PostgreSQL has a program of its own."""

    help = "Copy the database into DATA_DIR/backups, and throw away copies over 30 days old."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "PostgreSQL is copied by its own program: pg_dump --format=custom --file=clinic.dump "
                "followed by the address in DATABASE_URL. Keep such copies for 30 days at most."
            )
        now = timezone.now()
        try:
            copy = backups.make(Path(connection.settings_dict["NAME"]), now)
        except OSError as error:
            raise CommandError(f"No copy was made: {error.strerror or error}.") from error
        dropped = backups.drop_old(now)
        self.stdout.write(f"Written: {copy}. Thrown away: {dropped} over 30 days old.")
        self.stdout.write(
            "Take it off this machine, with the folder media, and apart from data_keys and hash_key."
        )
