"""`manage.py retention`: erase what has been kept for as long as we promised."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils import timezone

from leads.models import Lead
from leads.privacy import retention


class Command(BaseCommand):
    """The worker does the same every night."""

    help = "Erase leads, requests and notes whose time is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and erase nothing")
        parser.add_argument(
            "--clock-is-right", action="store_true", help="after a long silence: trust the clock this once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"It is {timezone.localtime(now):%Y-%m-%d %H:%M}, Dubai time.")
        if options["dry_run"]:
            self._tell(now)
            return
        done = retention.run(now, clock_is_right=options["clock_is_right"])
        if done.refused_because:
            raise CommandError(done.refused_because)
        self.stdout.write(
            f"Erased: {done.erased} leads, and {done.trimmed} older requests and notes of leads that stay. "
            f"Left for the next run: {done.left}."
        )

    def _tell(self, now: Any) -> None:
        found = retention.due(now)
        labels = dict(Lead.Status.choices)
        counts = Lead.objects.filter(pk__in=found.leads.values("pk")).values_list("status")
        for status, count in counts.annotate(count=Count("pk")).order_by("status"):
            self.stdout.write(f"Would go: {count} leads, {labels[status]}")
        self.stdout.write(f"Would go of leads that stay: {found.requests.count()} requests")
        self.stdout.write(f"Would go of leads that stay: {found.notes.count()} entries of history")
        refusal = retention.why_not(now)
        if refusal:
            self.stdout.write(f"But nothing would be erased now. {refusal}")
