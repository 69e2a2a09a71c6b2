"""Words explained."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GlossaryTerm(models.Model):
    """A word explained."""

    slug = models.SlugField(_("slug"), unique=True)
    term = models.CharField(_("term"), max_length=80)
    also = models.JSONField(
        _("other forms"), default=list, blank=True, help_text=_("As found in texts and searches.")
    )
    meaning = models.TextField(_("meaning"))

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.term

    @property
    def letter(self) -> str:
        """The letter it stands under."""
        return self.term[:1].upper()
