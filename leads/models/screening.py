"""What was found when a request came in, and, for a day, the keyed hashes that later ones are compared by."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from leads.spam import reasons as spam_reasons
from leads.spam.points import Before
from leads.traces import LENGTH

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Past this many alike it makes no difference.
ENOUGH = 601
TRACES = ("network", "phone", "email", "page", "text")


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Reads of screenings."""

    def alike(self, trace: str, value: str, *, until: datetime, network: str = "") -> Counter[str]:
        """How often this trace was left in the hour and the day until then; also from this network alone."""
        if not value:
            return Counter()
        left = self.filter(**{trace: value}, at__gt=until - DAY, at__lte=until).order_by("-at")
        in_hour, here = Q(at__gt=until - HOUR), Q(network=network)
        counts = {"day": Count("pk"), "hour": Count("pk", filter=in_hour)}
        # Where no network is known, nobody comes from the same one.
        if network:
            counts |= {"day_here": Count("pk", filter=here), "hour_here": Count("pk", filter=in_hour & here)}
        return Counter(left[:ENOUGH].aggregate(**counts))

    def of_lead(self, lead: int) -> ScreeningQuerySet:
        """Those of a lead's requests that found something, the newest first."""
        return self.filter(request__lead_id=lead, points__gt=0).order_by("-at", "-pk")

    def past(self, now: datetime) -> ScreeningQuerySet:
        """Those whose traces are a day old."""
        return self.filter(at__lte=now - DAY, has_traces=True)


class Screening(models.Model):
    """The points of one request, with reasons; its traces are wiped after a day."""

    request = models.OneToOneField(
        "leads.ConsultationRequest", on_delete=models.CASCADE, related_name="screening"
    )
    at = models.DateTimeField(_("when"))
    points = models.PositiveSmallIntegerField(_("points"))
    signs = models.JSONField(_("reasons"), default=list, help_text="[[key, points], …], the heaviest first.")
    has_traces = models.BooleanField(default=True)
    network = models.CharField(max_length=LENGTH, blank=True)
    phone = models.CharField(max_length=LENGTH, blank=True)
    email = models.CharField(max_length=LENGTH, blank=True)
    page = models.CharField(max_length=LENGTH, blank=True)
    text = models.CharField(max_length=LENGTH, blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        indexes = [
            *(models.Index(fields=[trace, "at"], name=f"screening_by_{trace}") for trace in TRACES),
            models.Index(fields=["has_traces", "at"], name="screening_with_traces"),
            models.Index(fields=["points"], name="screening_by_points"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_traces=True) | Q(**dict.fromkeys(TRACES, "")),
                name="screening_without_traces_has_none",
            ),
        ]

    def __str__(self) -> str:
        return f"Screening {self.pk}"

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason in words, with its points."""
        return [(spam_reasons.in_words(key), points) for key, points in self.signs]


class SpamDay(models.Model):
    """How much spam beyond doubt was counted instead of kept, by the day on which it was let go."""

    day = models.DateField(_("day"), unique=True)
    folded = models.PositiveIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("day of spam")
        verbose_name_plural = _("spam that was only counted")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"Spam of {self.day}"


def before(traces: dict[str, str], at: datetime) -> Before:
    """How many like this one had come lately at this moment."""
    alike, network = partial(Screening.objects.alike, until=at), traces.get("network", "")
    by_network = alike("network", network)
    # Whichever of the two came more often.
    contact = alike("phone", traces.get("phone", ""), network=network)
    contact |= alike("email", traces.get("email", ""), network=network)
    return Before(
        network=by_network["hour"],
        contact=contact["hour"],
        contact_from_here=contact["hour_here"],
        page=alike("page", traces.get("page", ""))["day"],
        text=alike("text", traces.get("text", ""))["day"],
        network_in_a_day=by_network["day"],
        contact_in_a_day=contact["day"],
        contact_from_here_in_a_day=contact["day_here"],
    )
