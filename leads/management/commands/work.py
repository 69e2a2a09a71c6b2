"""`manage.py work`: the background worker. Sends what is owed until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from clinic.database import why_unusable
from leads.deliveries import send_next

logger = logging.getLogger(__name__)
PAUSE = 1.0
PAUSE_AFTER_TROUBLE = 5.0


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C, and finishes what it has in hand."""

    help = "Send what is owed until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        while not stop.is_set():
            pause = self._round()
            if pause and options["once"]:
                break
            stop.wait(pause)

    def _round(self) -> float:
        """One delivery, so that a stop is heard between two; how long to rest after it."""
        close_old_connections()
        try:
            was_due = send_next(timezone.now())
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s Trying again.", why_unusable(error) or f"{type(error).__name__}.")
            return PAUSE_AFTER_TROUBLE
        return 0 if was_due else PAUSE
