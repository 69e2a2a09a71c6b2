"""Everything we hold about a person, in a form they can read and take elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from clinic.encryption import CannotDecrypt
from clinic.models import ClinicProfile
from leads.models import Lead, Photo
from leads.photos import files as photo_files
from leads.privacy.persons import Person

Files = Callable[[Person], Iterator[tuple[str, bytes]]]
_files: list[Files] = []
# How we compare and order rows, which says nothing about a person.
OURS = {"id", "name_key", "leased_until"}


def files_by(files: Files) -> Files:
    """Add files of a person, such as photos, each with its name in the archive."""
    _files.append(files)
    return files


@files_by
def photos(person: Person) -> Iterator[tuple[str, bytes]]:
    """Their photos."""
    for photo in Photo.objects.filter(request__key__in=person.request_keys).order_by("pk"):
        try:
            yield f"photos/{photo.pk}.jpg", photo_files.read(photo.file)
        except (FileNotFoundError, CannotDecrypt):
            yield f"photos/{photo.pk}-cannot-be-read.txt", b"The file of this photo is damaged.\n"


def archive(person: Person, *, at: datetime) -> bytes:
    """A ZIP file: everything as JSON, and every file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archived:
        archived.writestr("everything.json", as_json(person, at=at))
        for files in _files:
            for name, content in files(person):
                archived.writestr(name, content)
    return kept.getvalue()


def as_json(person: Person, *, at: datetime) -> str:
    """Everything we hold, written out."""
    told = {
        "held_by": ClinicProfile.objects.current().name,
        "written_at": at,
        "requests_made": [_row(lead) for lead in person.leads],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _row(row: models.Model) -> dict[str, Any]:
    """A row with all that hangs on it. New columns and tables are in it without a word here."""
    told = {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if field.name not in OURS and not _leads_elsewhere(field)
    }
    for relation in row._meta.related_objects:
        if (
            relation.on_delete is models.CASCADE
            and relation.related_model._meta.app_label == Lead._meta.app_label
        ):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row}).order_by("pk")
            told[str(relation.get_accessor_name())] = [_row(below) for below in rows]
    return told


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    if field.is_relation:
        return str(getattr(row, field.name) or "")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return field.value_from_object(row)


def _leads_elsewhere(field: models.Field[Any, Any]) -> bool:
    """Whether it points up to the row above, or at a member of staff, whose name is not the person's data."""
    if not field.is_relation:
        return False
    target = field.related_model._meta.label  # type: ignore[union-attr]  # no generic relation here
    return target == settings.AUTH_USER_MODEL or target.startswith("leads.")
