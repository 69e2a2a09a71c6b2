"""What the checker looks for."""

from __future__ import annotations

from dataclasses import fields

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.checking.rulebook import Rule, problem_with
from treatments.models.keys import KEY

# What the checker knows of a rule; its reason is for people.
WRITTEN = tuple(field.name for field in fields(Rule))


class EditorialRuleQuerySet(models.QuerySet["EditorialRule"]):
    """Reads of rules."""

    def active(self) -> EditorialRuleQuerySet:
        """Those the checker goes by."""
        return self.filter(is_active=True)

    def written(self) -> list[Rule]:
        """As the checker reads them."""
        return [row.written for row in self]


class EditorialRule(models.Model):
    """What the checker looks for in texts, why, and what to say instead."""

    class Kind(models.TextChoices):
        BANNED = "banned-words", _("Banned words")
        RESTRICTED = "restricted-words", _("Restricted words")
        ABSOLUTE = "absolute-safety", _("Absolute claim of safety")
        UNSAFE = "unsafe-claim", _("Unsafe claim")
        CONTRADICTION = "contradiction", _("Amount that must agree with the facts")
        FIGURE = "figure-without-claim", _("Figure that belongs in a claim")
        MISSING = "missing", _("What an article must not leave out")
        ANATOMY = "anatomy", _("Parts a page must have")
        BUILT_IN = "built-in", _("Check built into the program")
        WORDS = "words", _("List of words that rules use by name")

    class Severity(models.TextChoices):
        ERROR = "error", _("Error: the text may not be published like this")
        WARNING = "warning", _("Warning: look at it again")

    class Measure(models.TextChoices):
        TIME = "time", _("A length of time")
        INTERVAL = "interval", _("A length of time, or how often")
        LENGTH = "length", _("A length in cm or mm")
        HAIRS = "hairs", _("A number of hairs")
        SESSIONS = "sessions", _("A number of sessions")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("en", _("English")), ("ar", _("Arabic"))],
        help_text=_("Empty when it holds for both."),
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.ERROR)
    looks_for = models.TextField(
        _("looks for"),
        blank=True,
        help_text=_(
            "Words or phrases, between commas or one a line; any one of them is enough. A line with only + "
            "means “and”: one of each group, in one sentence. risk: in any form. risk/danger: either. "
            "no … risk: up to four words between, …2 up to two. @harm: the list called harm. "
            "<number>, <percent>, <time>: a figure. Parts of a page: #risks or {passage:check-first}."
        ),
    )
    unless = models.TextField(
        _("unless"),
        blank=True,
        help_text=_("Written in the same way; one of these in the sentence excuses it."),
    )
    within = models.PositiveSmallIntegerField(
        _("within"),
        default=0,
        help_text=_("Words between the groups, or to the amount, at most. 0: anywhere in the sentence."),
    )
    is_strict = models.BooleanField(
        _("also when denied"),
        default=False,
        help_text=_(
            "Otherwise “not”, “nobody can say” and the like before the last group excuse the sentence."
        ),
    )
    fact = models.CharField(
        _("fact"), max_length=120, blank=True, help_text=_("Topics whose value amounts must agree with.")
    )
    allowed = models.CharField(
        _("allowed"),
        max_length=40,
        blank=True,
        help_text=_(
            "An amount, like “up to 7 days” or “at least 3 months”; “nothing” when only facts say it."
        ),
    )
    measure = models.CharField(_("measure"), max_length=10, choices=Measure, default=Measure.TIME)
    applies_to = models.CharField(
        _("applies to"),
        max_length=80,
        blank=True,
        help_text=_("A kind of page, or one page: treatment/exosomes."),
    )
    message = models.TextField(_("what is wrong, and what to say instead"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    source = models.CharField(
        _("source"), max_length=60, blank=True, help_text=_("What it rests on, like U-01 or AE2.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = EditorialRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the checker")
        verbose_name_plural = _("rules of the checker")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "banned-words",
                        "restricted-words",
                        "absolute-safety",
                        "unsafe-claim",
                        "contradiction",
                        "figure-without-claim",
                        "missing",
                        "anatomy",
                        "built-in",
                        "words",
                    ]
                ),
                name="rule_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["error", "warning"]), name="rule_severity_is_error_or_warning"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", "en", "ar"]), name="rule_language_is_english_arabic_or_both"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["time", "interval", "length", "hairs", "sessions"]),
                name="rule_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="words") | ~Q(message=""),
                name="rule_says_what_is_wrong",
                violation_error_message=_("Say what is wrong, and what to say instead."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def written(self) -> Rule:
        """As the checker reads it."""
        return Rule(**{name: getattr(self, name) for name in WRITTEN})

    def clean(self) -> None:
        """Refuse a pattern that cannot be read.

        Raises:
            ValidationError: it cannot; the text says where.
        """
        lists = EditorialRule.objects.filter(kind=self.Kind.WORDS).exclude(pk=self.pk)
        problem = problem_with(self.written, dict(lists.values_list("key", "looks_for")))
        if problem:
            raise ValidationError(problem)
