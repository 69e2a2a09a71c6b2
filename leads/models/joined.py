"""A lead that was joined to another: what it takes to find it, and to part the two again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads import references


class FormerLead(models.Model):
    """The reference that people still quote, and which rows came with it. It names nobody."""

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="formers")
    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=10)
    held_because = models.CharField(_("held because"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"))
    reply_due_at = models.DateTimeField(_("reply due"))
    first_contacted_at = models.DateTimeField(_("first contacted"), null=True, blank=True)
    # The clock of the lead that stayed, as it was before: its fields by name.
    stayed = models.JSONField(default=dict, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    # Numbers of rows, so that nothing about a row changes when its lead is joined.
    requests = models.JSONField(default=list)
    events = models.JSONField(default=list)

    class Meta:
        verbose_name = _("joined lead")
        verbose_name_plural = _("joined leads")
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return f"Joined lead {self.pk}"

    @property
    def reference_display(self) -> str:
        """The reference in groups."""
        return references.for_reading(self.reference)
