"""`manage.py launch_check`: name what is owed before going live; exit status 1 while anything is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.launch import owed


class Command(BaseCommand):
    """Prints the launch checklist."""

    help = "Name what is still owed before the site may go live."

    def handle(self, *args: Any, **options: Any) -> None:
        items = owed()
        for item in items:
            self.stdout.write(f"- {item.title}\n  {item.mend}")
        if items:
            raise CommandError(f"{len(items)} things are owed before going live.", returncode=1)
        self.stdout.write("Nothing is owed: a manager may switch the site to live.")
