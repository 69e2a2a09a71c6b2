"""`manage.py reapply_erasures`: erase again what an older backup brought back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from leads.privacy.erasure import reapply


class Command(BaseCommand):
    """Runs at every start too."""

    help = "Erase again everyone who was erased, after a backup was restored."

    def handle(self, *args: Any, **options: Any) -> None:
        count = reapply(timezone.now())
        if count:
            self.stdout.write(f"Erasures: {count} leads that came back with a backup are gone again")
