"""What happened to a lead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.fields import EncryptedTextField
from leads.models.lead import ConsultationRequest, Lead


class Event(models.Model):
    """Something that happened to a lead: who did it, and when. Never changed, never deleted alone."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Request received")
        REPEATED = "repeated", _("Asked again")
        STATUS = "status", _("Status changed")
        NOTE = "note", _("Note")
        WITHDRAWN = "withdrawn", _("News no longer wanted")
        MERGED = "merged", _("Joined with another lead")
        SPLIT = "split", _("Split in two")
        MESSAGE = "message", _("Message from the person")
        PHOTOS = "photos", _("Photos from the person")
        WISHES = "wishes", _("Wishes changed by the person")
        STOPPED = "stopped", _("Asked us not to get in touch")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="events")
    # Whose own page it came through; none when staff or the program did it.
    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    from_status = models.CharField(max_length=10, choices=Lead.Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Lead.Status, blank=True)
    text = EncryptedTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="status") | ~Q(to_status=""), name="status_event_says_which"
            ),
            models.CheckConstraint(condition=~Q(kind="note") | ~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="message") | Q(~Q(text=""), request__isnull=False),
                name="message_says_something_about_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"Event {self.pk}"
