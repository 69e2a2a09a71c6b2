"""What the worker does every minute besides sending: reminds, forgets, counts and compares."""

from __future__ import annotations

from datetime import datetime, timedelta

from leads import reconcile, screening, sweeping
from leads.chat import codes
from leads.outbox import reminders
from leads.privacy import retention

EVERY = timedelta(minutes=1)


class Rota:
    """Knows when the chores are due again."""

    def __init__(self) -> None:
        self.due_at: datetime | None = None

    def do_due(self, now: datetime) -> None:
        """Do the chores when a minute has passed since they were done."""
        if self.due_at is None or now >= self.due_at:
            self.due_at = now + EVERY
            do_all(now)


rota = Rota()


def do_all(now: datetime) -> None:
    """Each chore once; what finds nothing to do costs next to nothing."""
    reminders.write_reminders(now)
    codes.forget_codes(now)
    screening.wipe_traces(now)
    screening.fold_all_spam(now)
    sweeping.sweep(now)
    retention.run_at_night(now)
    reconcile.run_at_night(now)
