"""Looks at a request as it comes in, weighs it beside the others, and bounds what spam may cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest
from django.utils import timezone

from leads import traces
from leads.asked import Asked
from leads.models import ConsultationRequest, Lead, Screening, SpamDay
from leads.models import screening as screened
from leads.spam import points as spam
from leads.spam import stamps
from leads.spam import text as spam_text

# What is beyond doubt is kept this often, for staff to look at; the rest is counted.
CERTAIN_KEPT = 1_000
# And this much of what is held altogether, whatever its points.
HELD_KEPT = 20_000
# And this much of it in one lead, whose page shows them all.
KEPT_IN_ONE = 50
AT_A_TIME, LEADS_AT_A_TIME = 500, 20


@dataclass(frozen=True, repr=False)
class Screened:
    """What a request shows by itself, and its traces, by which it is compared with others."""

    signs: tuple[spam.Sign, ...] = ()
    traces: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Any) -> Screened:
        """As it was written into a file; nothing found where nothing was written."""
        if not values:
            return cls()
        signs = tuple(spam.Sign(str(sign["key"]), int(sign["points"])) for sign in values["signs"])
        return cls(
            # Files of an earlier version hold what was counted, too; it is counted when they are weighed.
            tuple(sign for sign in signs if sign.key not in spam.COUNTED),
            {trace: str(left) for trace, left in values["traces"].items() if trace in screened.TRACES},
        )


def screen(request: HttpRequest, asked: Asked, *, stamp: str, is_trapped: bool, now: datetime) -> Screened:
    """Look at a request that was judged valid. The database is not asked: it may be out."""
    page, opened = stamps.read(stamp, now)
    left = {
        "network": traces.network_of(request),
        "phone": traces.digest("phone", asked.phone),
        "email": traces.digest("email", asked.email),
        "page": traces.digest("page", page),
        "text": traces.digest("text", spam_text.skeleton(asked.message)),
    }
    sent = spam.Sent(
        name=asked.name,
        message=asked.message,
        own_host=request.get_host(),
        is_trapped=is_trapped,
        is_from_browser=bool({"Origin", "Sec-Fetch-Site"} & set(request.headers)),
        opened=opened,
    )
    return Screened(spam.signs_of(sent), left)


def weigh(found: Screened, at: datetime) -> spam.Verdict:
    """What speaks for spam in a request of this moment, by itself and beside what had come until then.

    So one that waited as a file while the database was out weighs what it would have weighed at once.
    """
    return spam.judge(found.signs, screened.before(found.traces, at))


def note(request: ConsultationRequest, found: Screened, verdict: spam.Verdict, at: datetime) -> None:
    """Keep what was found beside the request; once, however often the request is sent."""
    signs = [[sign.key, sign.points] for sign in verdict.signs]
    row = Screening(request=request, at=at, points=verdict.points, signs=signs, **found.traces)
    Screening.objects.bulk_create([row], ignore_conflicts=True)


def wipe_traces(now: datetime) -> int:
    """Forget the traces that are a day old; how many there were."""
    nothing: dict[str, Any] = dict.fromkeys(screened.TRACES, "")
    return Screening.objects.past(now).update(has_traces=False, **nothing)


def fold_spam(now: datetime) -> int:
    """Count the spam beyond what is kept instead of keeping it; how much it was.

    The newest thousand of what is beyond doubt stay. Of the rest, nothing goes until 20,000 are held
    altogether, or 50 in one lead.
    What staff wrote a note about always stays, and so does whoever used the page of their request.
    """
    held = (
        ConsultationRequest.objects.filter(lead__status=Lead.Status.HELD)
        .exclude(lead__events__by__isnull=False)
        .exclude(lead__events__request__isnull=False)
        .exclude(photos__isnull=False)
    )
    certain = held.filter(screening__points__gte=spam.CERTAIN).order_by("-received_at", "-pk")
    folded = _fold(certain.values_list("pk", "lead_id")[CERTAIN_KEPT : CERTAIN_KEPT + AT_A_TIME], now)
    kept_first = held.order_by(F("screening__points").asc(nulls_first=True), "-received_at", "-pk")
    rows = kept_first.values_list("pk", "lead_id")
    fullest = held.order_by().values_list("lead").annotate(many=Count("pk")).filter(many__gt=KEPT_IN_ONE)
    for lead, _many in fullest[:LEADS_AT_A_TIME]:
        folded += _fold(rows.filter(lead=lead)[KEPT_IN_ONE : KEPT_IN_ONE + AT_A_TIME], now)
    return folded + _fold(rows[HELD_KEPT : HELD_KEPT + AT_A_TIME], now)


def fold_all_spam(now: datetime) -> int:
    """Fold until nothing more is to go; how much it was."""
    folded = 0
    while step := fold_spam(now):
        folded += step
    return folded


def _fold(chosen: Any, now: datetime) -> int:
    """Delete these requests and the leads that they leave empty, and count them."""
    rows = list(chosen)
    if not rows:
        return 0
    with transaction.atomic():
        # Locked, so that a lead released at this moment is not taken away.
        lead_ids = {lead for _pk, lead in rows}
        leads = Lead.objects.select_for_update().filter(pk__in=lead_ids, status=Lead.Status.HELD)
        still_held = set(leads.values_list("pk", flat=True))
        going = [pk for pk, lead in rows if lead in still_held]
        ConsultationRequest.objects.filter(pk__in=going).delete()
        Lead.objects.filter(pk__in=still_held, requests__isnull=True).delete()
        day, _is_new = SpamDay.objects.get_or_create(day=timezone.localdate(now))
        SpamDay.objects.filter(pk=day.pk).update(folded=F("folded") + len(going))
    return len(going)
