"""Reads every row that is kept, and says which of our own rules one breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.utils import getaddresses
from random import Random
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CharField, Model, TextField

from leads import text
from leads.forms import MESSAGE_LIMIT
from leads.models import Consent, ConsultationRequest, Delivery, Event, Lead, Photo
from leads.outbox.emails import compose
from leads.own.actions import MOST_MESSAGES
from leads.own.forms import MESSAGE_LIMIT as OWN_MESSAGE_LIMIT

E164_OR_NONE = re.compile(r"(\+[1-9][0-9]{6,14})?\Z")
KEPT: list[type[Model]] = list(apps.get_app_config("leads").get_models())
# Each of these costs many questions to the database, so they are asked of some rows only.
LOOKED_AT_CLOSELY = 300


def faults(seed: int) -> list[str]:
    """Every rule that a row breaks, by kind and number of the row."""
    chance = Random(seed)  # noqa: S311  no secret
    found = list(_faults_of_the_file())
    for model in KEPT:
        rows = model._default_manager.order_by("pk")
        for row in rows.iterator():
            found.extend(f"{row}: {fault}" for fault in _faults_of(row))
        numbers = list(rows.values_list("pk", flat=True))
        close = chance.sample(numbers, min(LOOKED_AT_CLOSELY, len(numbers)))
        found.extend(fault for row in rows.filter(pk__in=close) for fault in _close_faults_of(row))
    return found


def counted() -> dict[str, int]:
    """How many rows of each kind there are."""
    return {model.__name__: model._default_manager.count() for model in KEPT}


def _faults_of_the_file() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for question in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
            answers = cursor.execute(question).fetchall()
            yield from (f"{question}: {answer}" for answer in answers if answer != ("ok",))


def _faults_of(row: Any) -> Iterator[str]:
    try:
        row.clean_fields()
    except ValidationError as error:
        yield f"refused by its own fields: {sorted(error.error_dict)}"
    for field in row._meta.concrete_fields:
        if isinstance(field, CharField | TextField):
            yield from (f"{field.name} {fault}" for fault in _faults_of_text(getattr(row, field.attname)))
    for kinds, faults_of in OF_KINDS:
        if isinstance(row, kinds):
            yield from faults_of(row)


def _faults_of_text(written: str) -> Iterator[str]:
    if not unicodedata.is_normalized("NFC", written):
        yield "is not in normal form"
    if text.has_unprintable(written) or "\r" in written:
        yield "holds what cannot be shown"
    if text.DIRECTION_OVERRIDES.search(written):
        yield "turns the direction of what follows"


def _faults_of_person(row: Lead | ConsultationRequest) -> Iterator[str]:
    if not E164_OR_NONE.match(row.phone):
        yield "phone is not in E.164"
    if text.shows_nothing(row.name) or row.name != text.one_line(row.name):
        yield "name shows nothing or is more than a line"
    if row.email != row.email.encode().lower().decode() or len(row.email) > 254:
        yield "email is too long or holds capitals"
    if isinstance(row, Lead) and row.name_key != text.name_key(row.name):
        yield "is compared by another name"


def _faults_of_event(row: Event) -> Iterator[str]:
    if row.kind == Event.Kind.MESSAGE and len(row.text) > OWN_MESSAGE_LIMIT:
        yield "message is too long"


def _faults_of_request(row: ConsultationRequest) -> Iterator[str]:
    if len(row.message) > MESSAGE_LIMIT:
        yield "message is too long"
    if not row.consents.filter(purpose=Consent.Purpose.CONTACT).exclude(wording="").exists():
        yield "nobody agreed to it"
    if row.events.filter(kind=Event.Kind.MESSAGE).count() > MOST_MESSAGES:
        yield "has more messages than it may"
    if row.photos.count() > Photo.MOST:
        yield "has more photos than it may"


def _close_faults_of(row: Any) -> Iterator[str]:
    try:
        row.full_clean()
    except ValidationError as error:
        yield f"{row}: refused by {sorted(error.message_dict)}"
    if isinstance(row, Delivery) and row.kind != Delivery.Kind.WEBHOOK:
        yield from (f"{row}: {fault}" for fault in _faults_of_mail(row))


def _faults_of_mail(delivery: Delivery) -> Iterator[str]:
    """Nothing typed becomes a header of its own, or another address."""
    composed = compose(delivery)
    message = message_from_bytes(composed.message().as_bytes())
    named = getaddresses([str(to) for to in message.get_all("To", [])])
    if len(named) != 1 or len(composed.recipients()) != 1:
        yield "goes to nobody, or to more than one"
    if any(message.get_all(name) for name in ("Cc", "Bcc", "Reply-To")):
        yield "goes to more people"


OF_KINDS: tuple[tuple[Any, Callable[[Any], Iterator[str]]], ...] = (
    ((Lead, ConsultationRequest), _faults_of_person),
    (ConsultationRequest, _faults_of_request),
    (Event, _faults_of_event),
)
