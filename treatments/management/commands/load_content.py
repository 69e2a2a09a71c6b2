"""`manage.py load_content`: copy the starter files into the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from treatments.actions import BadContent, load_starter_content
from treatments.starter import BadContentFile


class Command(BaseCommand):
    """Loads what is new; leaves alone what staff have changed or deleted."""

    help = "Load the starter content. What staff changed or deleted stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--overwrite", action="store_true", help="Put every starter row back as it is in its file."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_starter_content(overwrite=options["overwrite"])
        except (BadContent, BadContentFile, ValidationError) as error:
            raise CommandError(str(error)) from error
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(loaded.counts.items()))
        self.stdout.write(f"Content: {counts}")
        for name in loaded.kept:
            self.stdout.write(f"  kept as staff left it: {name}")
