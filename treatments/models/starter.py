"""Which records came with the product."""

from __future__ import annotations

from django.db import models


class StarterRecord(models.Model):
    """What was loaded from the starter files, so that staff edits and deletions are never undone."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="a_starter_row_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
