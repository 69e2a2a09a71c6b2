"""The WhatsApp link: makes codes, counts presses, and opens leads from the codes that come back."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import get_language_from_path, gettext

from leads import actions, references, traces
from leads.asked import KEY_SPACE, ORIGIN, Agreed, Asked, CameFrom
from leads.consent import Wording
from leads.models import ContactMethod, Event, Lead
from leads.models.chat import CODE_LENGTH, KEPT_FOR, ChatCode, ChatDay
from treatments.models import Page

# What a flood of presses may fill.
MOST_CODES = 20_000
MOST_PAGES = 300
DAY = timedelta(days=1)
# Those without a row of their own in the library.
PAGES = frozenset(
    {"home", "privacy", "leads:consultation", "leads:received"}
    | {
        f"treatments:{name}"
        for name in ("index", "compare", "reviewers", "evidence", "glossary", "search", "faq")
    }
)


class NoSuchCode(LookupError):
    """The code is none of ours, or older than 30 days."""


def press(*, came_from: CameFrom, network: str, at: datetime) -> str:
    """Count a press of the link; the code for its message, or none when a flood has used them up.

    Presses within a minute by one place on one page share a code.
    """
    _count(came_from.landing_page, at)
    minute = f"{network}\n{came_from.landing_page}\n{int(at.timestamp()) // 60}"
    mark = traces.digest("chat", minute)
    known = ChatCode.objects.filter(mark=mark).values_list("code", flat=True).first()
    if known or ChatCode.objects.count() >= MOST_CODES:
        return known or ""
    try:
        with transaction.atomic():
            return ChatCode.objects.create(code=_new_code(), mark=mark, made_at=at, **asdict(came_from)).code
    except IntegrityError:
        # Another process made it between our look and our write.
        return ChatCode.objects.filter(mark=mark).values_list("code", flat=True).first() or ""


def open_lead(*, code: str, name: str, phone: str, language: str, by: User, at: datetime) -> Lead:
    """The lead of somebody who wrote with this code; the same lead however often it is opened.

    Raises:
        NoSuchCode: the code is none of ours, or older than 30 days.
    """
    with transaction.atomic():
        typed = references.as_typed(code).removeprefix(references.PREFIX)
        row = ChatCode.objects.select_for_update().valid(at).filter(code=typed).first()
        if row is None:
            raise NoSuchCode
        if row.lead:
            return row.lead
        request = actions.record_request(
            asked=Asked(name=name, phone=phone, contact_method=ContactMethod.WHATSAPP, language=language),
            agreed=Agreed(contact=_wording(), language="en"),
            came_from=CameFrom(**{part: getattr(row, part) for part in ORIGIN}),
            received_at=at,
            keys=[uuid.uuid5(KEY_SPACE, f"chat {row.pk} {row.code}")],
        )
        # Whoever opened it knows of it already.
        request.deliveries.all().delete()
        row.lead = request.lead
        row.save(update_fields=["lead"])
        pressed_at = timezone.localtime(row.made_at)
        words = gettext("Opened from WhatsApp code %(code)s; the link was pressed at %(time)s") % {
            "code": row.code,
            "time": f"{pressed_at:%H:%M, %d.%m.%Y}",
        }
        Event.objects.create(lead=request.lead, kind=Event.Kind.NOTE, at=at, by=by, text=words)
        return request.lead


def forget_codes(now: datetime) -> None:
    """Wipe the marks after a day, and throw codes away that nobody used in 30."""
    ChatCode.objects.filter(made_at__lte=now - DAY, mark__isnull=False).update(mark=None)
    ChatCode.objects.filter(made_at__lte=now - KEPT_FOR).delete()


def _wording() -> Wording:
    """Nobody ticked a box: this says what stands in its place."""
    return Wording(gettext("The person wrote to the clinic on WhatsApp first."), "whatsapp")


def _count(page: str, at: datetime) -> None:
    day, page = timezone.localdate(at), page if _is_ours(page) else ""
    pages = ChatDay.objects.filter(day=day)
    if not pages.filter(page=page).exists() and pages.count() >= MOST_PAGES:
        page = ""
    row, _is_new = ChatDay.objects.get_or_create(day=day, page=page)
    ChatDay.objects.filter(pk=row.pk).update(presses=F("presses") + 1)


def _is_ours(path: str) -> bool:
    """Whether a page of ours stands at this address, which anybody can write by hand."""
    try:
        with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
            found = resolve(path)
    except Resolver404:
        return False
    kind, slug = found.kwargs.get("kind"), found.kwargs.get("slug")
    if slug and found.url_name != "picture":
        return Page.objects.published().filter(kind=kind, slug=slug).exists()
    return found.view_name in PAGES


def _new_code() -> str:
    code = references.new().removeprefix(references.PREFIX)[:CODE_LENGTH]
    while ChatCode.objects.filter(code=code).exists():
        code = references.new().removeprefix(references.PREFIX)[:CODE_LENGTH]
    return code
