"""Joins two leads of one person, and parts what does not belong together. Nothing that was sent is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext

from leads import actions
from leads.contact import take_contact, told_by
from leads.models import ConsultationRequest, Event, FormerLead, Lead

Status = Lead.Status
# When neither waits, the lead stands where the matter has come furthest.
FURTHEST = (Status.ATTENDED, Status.BOOKED, Status.CONTACTED, Status.LOST, Status.HELD)
ANSWERED = (Status.CONTACTED, Status.BOOKED, Status.ATTENDED)
CLOCK = ("status", "held_because", "received_at", "reply_due_at", "first_contacted_at")


class CannotJoin(ValueError):
    """They are one lead already, or one of them has gone."""


class CannotSplit(ValueError):
    """The request is all that its lead has, or it has gone elsewhere."""


def merge_leads(*, lead: Lead, other: Lead, by: User, at: datetime) -> Lead:
    """Let the other lead become part of this one, which keeps its reference.

    The clock counts from the earliest request that nobody has answered.

    Raises:
        CannotJoin: they are one lead already, or one of them has gone.
    """
    with transaction.atomic():
        kept, joining = _locked_pair(lead, other)
        FormerLead.objects.create(
            lead=kept,
            reference=joining.reference,
            joined_at=at,
            requests=list(joining.requests.values_list("pk", flat=True)),
            events=list(joining.events.values_list("pk", flat=True)),
            **_clock(joining),
            stayed=_packed(_clock(kept)),
        )
        was = kept.status
        _take_clock(kept, joining)
        _complete(kept, joining)
        _move_all(joining, kept)
        joining.delete()
        kept.save()
        words = gettext("%(reference)s became part of this lead") % {"reference": joining.reference_display}
        _tell(kept, Event.Kind.MERGED, words, by=by, at=at, was=was)
    return kept


def split_request(*, request: ConsultationRequest, by: User, at: datetime) -> Lead:
    """Give a request a lead of its own; what came in with a joined lead goes out with it, as that lead.

    Raises:
        CannotSplit: the request is all that its lead has, or it has gone elsewhere.
    """
    with transaction.atomic():
        lead = Lead.objects.select_for_update().filter(requests=request.pk).first()
        if lead is None or lead.pk != request.lead_id:
            raise CannotSplit
        former = former_of(lead, request)
        going = former.requests if former else [request.pk]
        if not lead.requests.exclude(pk__in=going).exists():
            raise CannotSplit
        was = lead.status
        parted = _parted(lead, request, former)
        lead.requests.filter(pk__in=going).update(lead=parted)
        _events_of(lead, going, former).update(lead=parted)
        _set_right(lead, former)
        if former:
            former.delete()
        names = {"one": lead.reference_display, "other": parted.reference_display}
        _tell(lead, Event.Kind.SPLIT, gettext("%(other)s was split off") % names, by=by, at=at, was=was)
        _tell(parted, Event.Kind.SPLIT, gettext("Split off from %(one)s") % names, by=by, at=at, was=was)
    return parted


def _locked_pair(lead: Lead, other: Lead) -> tuple[Lead, Lead]:
    # In one order for everybody, so that two who join the same leads do not wait for each other.
    rows = Lead.objects.select_for_update().filter(pk__in=[lead.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:  # noqa: PLR2004  two leads
        raise CannotJoin
    return found[lead.pk], found[other.pk]


def _clock(lead: Lead | FormerLead) -> dict[str, Any]:
    return {name: getattr(lead, name) for name in CLOCK}


def _packed(clock: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in clock.items()
    }


def _clock_before(former: FormerLead) -> dict[str, Any]:
    """How the lead that stayed stood before it was joined; nothing where that was not written down."""
    return {
        name: datetime.fromisoformat(value) if value and name.endswith("_at") else value
        for name, value in former.stayed.items()
    }


def _take_clock(kept: Lead, joining: Lead) -> None:
    """Stand where the more pressing of the two stands."""
    _set_clock(kept, _more_pressing(_clock(kept), _clock(joining)))


def _more_pressing(*clocks: dict[str, Any]) -> dict[str, Any]:
    waiting = [clock for clock in clocks if clock["status"] == Status.NEW]
    if waiting:
        return min(waiting, key=lambda clock: clock["received_at"])
    return min(clocks, key=lambda clock: FURTHEST.index(Status(clock["status"])))


def _set_clock(lead: Lead, clock: dict[str, Any]) -> None:
    for name, value in clock.items():
        setattr(lead, name, value)


def _complete(kept: Lead, joining: Lead) -> None:
    """Keep every way to reach the person."""
    kept.phone = kept.phone or joining.phone
    kept.email = kept.email or joining.email
    kept.treatment = kept.treatment or joining.treatment


def _move_all(source: Lead, target: Lead) -> None:
    """Every row that belongs to a lead, those of tables to come included."""
    for relation in Lead._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: source.pk})
        rows.update(**{relation.field.name: target.pk})


def former_of(lead: Lead, request: ConsultationRequest) -> FormerLead | None:
    """The joined lead with which the request came; the latest where leads were joined in turn."""
    came_with = [former for former in lead.formers.all() if request.pk in former.requests]
    return came_with[-1] if came_with else None


def _parted(lead: Lead, request: ConsultationRequest, former: FormerLead | None) -> Lead:
    """The lead that goes its own way."""
    latest = request
    if former:
        latest = lead.requests.filter(pk__in=former.requests).latest("received_at", "pk")
    parted = Lead(
        reference=former.reference if former else actions.new_reference(),
        **told_by(latest),
        **(_clock(former) if former else _own_clock(lead, request)),
    )
    parted.save()
    return parted


def _own_clock(lead: Lead, request: ConsultationRequest) -> dict[str, Any]:
    """Waiting from when it came, unless the lead was answered since, or is held as a whole."""
    clock = {
        **_clock(lead),
        "received_at": request.received_at,
        "reply_due_at": actions.reply_due(request.received_at),
    }
    answered_at = lead.first_contacted_at
    if lead.status in ANSWERED and (answered_at is None or answered_at < request.received_at):
        return clock | {"status": Status.NEW, "first_contacted_at": None}
    return clock | ({"status": Status.CONTACTED} if lead.status in ANSWERED else {})


def _events_of(lead: Lead, requests: Iterable[int], former: FormerLead | None) -> models.QuerySet[Event]:
    """What happened to these requests alone."""
    came_with = former.events if former else []
    return lead.events.filter(models.Q(pk__in=came_with) | models.Q(request__in=requests))


def _set_right(lead: Lead, former: FormerLead | None) -> None:
    """The lead that stays, without what has left: its contact, and its own clock or that of who still waits."""
    take_contact(lead)
    before = _clock_before(former) if former else {}
    if former and before and _clock(lead) == _more_pressing(before, _clock(former)):
        # Nothing has changed since they were joined.
        _set_clock(lead, before)
    elif lead.is_waiting:
        unanswered = lead.requests.filter(received_at__gte=lead.received_at).order_by("received_at").first()
        _wait_from(lead, unanswered)
    lead.save()


def _wait_from(lead: Lead, unanswered: ConsultationRequest | None) -> None:
    answer = lead.events.filter(to_status__in=ANSWERED).order_by("at").last()
    if unanswered is None and answer:
        # Only what has left was unanswered.
        lead.status, lead.first_contacted_at = answer.to_status, answer.at
        return
    counts_from = unanswered or lead.requests.earliest("received_at", "pk")
    lead.received_at = counts_from.received_at
    lead.reply_due_at = actions.reply_due(counts_from.received_at)


def _tell(lead: Lead, kind: Event.Kind, words: str, *, by: User, at: datetime, was: str) -> None:
    changed = {"from_status": was, "to_status": lead.status} if was != lead.status else {}
    Event.objects.create(lead=lead, kind=kind, at=at, by=by, text=words, **changed)
