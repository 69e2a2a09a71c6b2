"""Sends what is owed: lease a delivery, send it, mark it. Trouble with mail waits and tries again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone

from leads.models import Delivery
from leads.outbox import webhooks
from leads.outbox.emails import compose

logger = logging.getLogger(__name__)

# Longer than any one attempt can take, so that only a killed worker's lease ever runs out.
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=7)


def send_next(now: datetime) -> bool:
    """Try the delivery that has been due longest; whether there was one."""
    delivery = _lease(now)
    if delivery is None:
        return False
    problem = _send(delivery)
    if problem:
        _postpone(delivery, problem)
    else:
        _mark_sent(delivery)
    return True


def _lease(now: datetime) -> Delivery | None:
    """Take the next due delivery for ourselves."""
    with transaction.atomic():
        due = Delivery.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        delivery = due.select_related("request__lead").first()
        if delivery:
            delivery.leased_until = now + LEASE
            delivery.attempts += 1
            delivery.save(update_fields=["leased_until", "attempts"])
        return delivery


def _send(delivery: Delivery) -> str:
    """Hand it to the mail server, or to the other program; what went wrong, or nothing."""
    try:
        if delivery.kind == Delivery.Kind.WEBHOOK:
            webhooks.call(delivery)
            return ""
        message = compose(delivery)
        # Closed whatever happens: Django leaves a connection open that fails while it is made.
        with get_connection() as message.connection:
            sent = message.send()
    except (SMTPException, OSError, ValueError) as error:
        return _named(error)
    return "" if sent else Delivery.NOBODY


def _named(error: Exception) -> str:
    """Its name and the mail server's numbers: its own words may quote an address."""
    numbers: list[int] = []
    if isinstance(error, SMTPResponseException):
        numbers = [error.smtp_code]
    if isinstance(error, SMTPRecipientsRefused):
        numbers = [number for number, _words in error.recipients.values()]
    return " ".join([type(error).__name__, *map(str, numbers)])


def _mark_sent(delivery: Delivery) -> None:
    now = timezone.now()
    delivery.state, delivery.sent_at = Delivery.State.SENT, now
    delivery.leased_until, delivery.problem = None, ""
    _keep(delivery, "state", "sent_at", "leased_until", "problem")
    # That way is open again: what was held up on it need not wait out its time.
    Delivery.objects.held_up(now, same_way_as=delivery).update(try_at=now)


def _postpone(delivery: Delivery, problem: str) -> None:
    """Wait twice as long as last time; after seven days, give up where staff can see it."""
    now = timezone.now()
    wait = min(FIRST_WAIT * 2 ** min(delivery.attempts, 12), LONGEST_WAIT)
    delivery.try_at, delivery.leased_until, delivery.problem = now + wait, None, problem
    if now - delivery.created_at > GIVE_UP_AFTER:
        delivery.state = Delivery.State.DEAD
    _keep(delivery, "state", "try_at", "leased_until", "problem")
    logger.warning("Delivery %s failed: %s; attempt %s", delivery.pk, problem, delivery.attempts)


def _keep(delivery: Delivery, *names: str) -> None:
    """Write these fields; nothing, if the person was erased while the message was on its way."""
    Delivery.objects.filter(pk=delivery.pk).update(**{name: getattr(delivery, name) for name in names})
