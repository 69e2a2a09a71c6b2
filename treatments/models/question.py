"""Questions and answers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A group of questions."""

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic of questions")
        verbose_name_plural = _("topics of questions")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions."""

    def published(self) -> QuestionQuerySet:
        """Those a visitor may read, topic by topic."""
        return self.filter(is_published=True).select_related("topic")

    def featured(self) -> QuestionQuerySet:
        """Those on the home page."""
        return self.published().filter(is_featured=True)


class Question(models.Model):
    """A question people ask, and its answer."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    question = models.CharField(_("question"), max_length=160)
    answer = models.TextField(_("answer"), help_text=_("60 to 120 words, the answer first."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_featured = models.BooleanField(_("on the home page"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    written_on = models.DateField(_("written on"), null=True, blank=True)
    changed_on = models.DateField(
        _("changed on"), null=True, blank=True, editable=False, help_text=_("Set when staff save the answer.")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["topic__order", "order", "slug"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The answer's own address."""
        return f"{reverse('treatments:faq')}#{self.slug}"
