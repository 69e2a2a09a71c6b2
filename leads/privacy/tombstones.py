"""What stays of an erased person: keyed hashes, in the database and in a file that no database backup takes back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from clinic.encryption import keyed_hash
from leads.models import ConsultationRequest, Erasure, Lead, LeadQuerySet
from leads.privacy.persons import Person

PURPOSE = "erased"


@dataclass(frozen=True)
class Tombstone:
    """When a person was erased, and the marks of what was theirs."""

    at: str
    marks: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The same for the same tombstone."""
        return hashlib.sha256("\n".join([self.at, *self.marks]).encode()).hexdigest()


def mark_of(value: str) -> str:
    """The mark of a request key or a reference."""
    return keyed_hash(value, PURPOSE)


def tombstone_of(person: Person, at: datetime) -> Tombstone:
    """The marks of the person's requests and references: random values, so that no list of people finds them."""
    marks = sorted(mark_of(value) for value in person.request_keys | person.references)
    return Tombstone(at.astimezone(UTC).isoformat(), tuple(marks))


def put_up(tombstone: Tombstone) -> None:
    """Write it to the file, for good, before anything is erased."""
    # Begun on a line of its own, whatever a power cut left of the one before.
    line = "\n" + json.dumps({"at": tombstone.at, "marks": tombstone.marks}) + "\n"
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def enter(tombstone: Tombstone, *, by: User | None = None) -> None:
    """Write it to the database; once, however often it is told."""
    at = datetime.fromisoformat(tombstone.at)
    values = {"erased_at": at, "by": by, "marks": list(tombstone.marks)}
    Erasure.objects.get_or_create(digest=tombstone.digest, defaults=values)


def all_known() -> set[Tombstone]:
    """Those of the file and those of the database: a restored backup may lack either."""
    rows = Erasure.objects.values_list("erased_at", "marks")
    return {*_in_file(), *(Tombstone(at.isoformat(), tuple(marks)) for at, marks in rows)}


def leads_under(marks: dict[str, str]) -> LeadQuerySet:
    """Leads whose reference bears one of the marks."""
    rows = Lead.objects.values_list("pk", "reference").iterator()
    return Lead.objects.filter(pk__in=[lead for lead, reference in rows if mark_of(reference) in marks])


def requests_under(marks: dict[str, str]) -> models.QuerySet[ConsultationRequest]:
    """Requests that bear one of the marks.

    The same words sent again after the erasure make the same key: such a request is a new one, and stays.
    """
    rows = ConsultationRequest.objects.values_list("pk", "key", "received_at").iterator()
    found = [
        request
        for request, key, received_at in rows
        if (erased_at := marks.get(mark_of(key.hex))) and received_at <= datetime.fromisoformat(erased_at)
    ]
    return ConsultationRequest.objects.filter(pk__in=found)


def _file() -> Path:
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def _in_file() -> Iterator[Tombstone]:
    try:
        lines = _file().read_text("ascii").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            # Cut short by a power cut while it was written: nothing was erased yet.
            continue
        yield Tombstone(told["at"], tuple(told["marks"]))
