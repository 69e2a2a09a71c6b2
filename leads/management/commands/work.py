"""`manage.py work`: the background worker. Sends what is owed, and brings in what waits in the spool."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from clinic import outage
from clinic.database import why_unusable
from clinic.logs import quiet_the_end
from leads.chores import rota
from leads.outbox.deliveries import send_next
from leads.waiting import spool
from leads.waiting.replay import replay

logger = logging.getLogger(__name__)
PAUSE = 1.0
PAUSE_AFTER_TROUBLE = 5.0
# A look at the spool is cheap, and people wait for the reference on their receipt.
PAUSE_OF_SPOOL = 2.0
# Set while requests are brought in: they come first, and messages can wait for a minute.
_bringing_in = threading.Event()


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C, and finishes what it has in hand."""

    help = "Send what is owed and bring in what waits, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet_the_end()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        if options["once"]:
            _mind_the_spool()
            while not stop.is_set() and not _send():
                pass
            return
        # A mail server that hangs does not keep requests in the spool.
        with ThreadPoolExecutor(1) as beside:
            minding = beside.submit(_repeat, _mind_the_spool, stop)
            try:
                _repeat(_send, stop)
            finally:
                stop.set()
            minding.result()


def _repeat(chore: Callable[[], float], stop: threading.Event) -> None:
    """Do it again and again; when it breaks, the chore beside it ends too, and all is started afresh."""
    try:
        while not stop.is_set():
            stop.wait(chore())
    finally:
        stop.set()
        connection.close()


def _send() -> float:
    """One delivery, so that a stop is heard between two; how long to rest after it."""
    if _bringing_in.is_set():
        return PAUSE
    close_old_connections()
    try:
        now = timezone.now()
        rota.do_due(now)
        was_due = send_next(now)
    except Error as error:
        return _rest_after(error)
    return 0 if was_due else PAUSE


def _mind_the_spool() -> float:
    """Everything that waits, and the ballast; how long to rest after it."""
    close_old_connections()
    spool.prepare()
    _bringing_in.set()
    try:
        replay()
    except Error as error:
        _rest_after(error)
        spool.bring_home()
    finally:
        _bringing_in.clear()
    return PAUSE_OF_SPOOL


def _rest_after(error: Error) -> float:
    if not outage.is_outage(error):
        raise error
    logger.warning("%s Trying again.", why_unusable(error) or f"{type(error).__name__}.")
    return PAUSE_AFTER_TROUBLE
