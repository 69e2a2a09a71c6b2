"""`manage.py load_content`: copy the starter files into the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from treatments.actions import BadContent, Loaded, NoSuchEntry, load_starter_content, restore_starter_row
from treatments.starter import BadContentFile


class Command(BaseCommand):
    """Loads what is new; leaves alone what staff have changed or deleted."""

    help = "Load the starter content. What staff changed or deleted stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--overwrite", action="store_true", help="Put every starter row back as it is in its file."
        )
        what.add_argument(
            "--restore",
            nargs=2,
            metavar=("KIND", "KEY"),
            help="Put one row back, such as: claim mn-network, fact microneedling/soreness, page treatment/prp.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["restore"]:
                kind, key = options["restore"]
                entry = restore_starter_row(kind=kind, key=key)
                self.stdout.write(f"Put back as in its file: {entry.name}")
            else:
                self._report(load_starter_content(overwrite=options["overwrite"]))
        except (BadContent, BadContentFile, NoSuchEntry, ValidationError) as error:
            raise CommandError(str(error)) from error

    def _report(self, loaded: Loaded) -> None:
        if loaded.is_same:
            self.stdout.write("Content: no starter file has changed since the last load")
            return
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(loaded.counts.items()))
        self.stdout.write(f"Content: {counts}")
        for name in loaded.kept:
            self.stdout.write(f"  kept as staff left it: {name}")
