"""What the clinic owes to tell, and whether it did."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.event import Event
from leads.models.lead import ConsultationRequest

DAY = timedelta(days=1)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads of deliveries."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those to be tried now: their time has come, and nobody is at it."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.filter(free, state=Delivery.State.WAITING, try_at__lte=now).order_by("try_at", "pk")

    def held_up(self, now: datetime, *, same_way_as: Delivery) -> DeliveryQuerySet:
        """Those that trouble on the same way made wait; not those whose recipient is not known there."""
        is_webhook = Q(kind=Delivery.Kind.WEBHOOK)
        same_way = is_webhook if same_way_as.kind == Delivery.Kind.WEBHOOK else ~is_webhook
        of_its_own = Q(problem__in=["", Delivery.NOBODY]) | Q(problem__startswith=Delivery.UNKNOWN_THERE)
        return self.filter(same_way, state=Delivery.State.WAITING, try_at__gt=now).exclude(of_its_own)

    def copies_to(self, email: str, *, until: datetime) -> int:
        """How many copies were owed to this address in the day until then."""
        theirs = self.filter(kind=Delivery.Kind.RECEIPT, request__email=email)
        return theirs.filter(created_at__gt=until - DAY, created_at__lte=until).count()


class Delivery(models.Model):
    """A message the clinic owes, written with the request and sent by the worker."""

    class Kind(models.TextChoices):
        STAFF_ALERT = "staff-alert", _("Alert to staff")
        WEBHOOK = "webhook", _("Alert to another program")
        RECEIPT = "receipt", _("Copy for the person who asked")
        REMINDER = "reminder", _("Reminder: two thirds of the promised time are gone")
        LATE = "late", _("Late: the promised time has passed")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    # Problems that a message has of its own: nobody was named, or the mail server knows nobody there.
    NOBODY, UNKNOWN_THERE = "NobodyToSendTo", "SMTPRecipientsRefused 5"

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="deliveries")
    # What it tells of, when that came after the request itself.
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"))
    try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("last problem"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages sent")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "try_at"], name="delivery_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(event__isnull=True),
                name="a_request_is_told_once_in_a_kind",
            ),
            models.UniqueConstraint(fields=["event", "kind"], name="an_event_is_told_once_in_a_kind"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | Q(~Q(state="sent"), sent_at__isnull=True),
                name="delivery_is_sent_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
