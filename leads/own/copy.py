"""Everything a person sent with a request and through its page, as one file for them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from clinic.encryption import CannotDecrypt
from leads.asked import CameFrom
from leads.models import ConsultationRequest, Photo
from leads.photos import files as photo_files

ASKED = (
    "name",
    "phone",
    "phone_typed",
    "email",
    "contact_method",
    "language",
    "noticed",
    "preferred_time",
    "message",
)
CAME_FROM = tuple(field.name for field in fields(CameFrom))


def copy_of(request: ConsultationRequest) -> bytes:
    """A ZIP file: `request.json`, and the photos as they are kept."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        words = json.dumps(_told(request), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("request.json", words)
        for photo in request.photos.all():
            _add(archive, photo)
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, photo: Photo) -> None:
    try:
        archive.writestr(f"photo-{photo.number}.jpg", photo_files.read(photo.file))
    except (FileNotFoundError, CannotDecrypt):
        archive.writestr(f"photo-{photo.number}-cannot-be-read.txt", "The file of this photo is damaged.\n")


def _told(request: ConsultationRequest) -> dict[str, Any]:
    origin = getattr(request, "attribution", None)
    return {
        "reference": request.lead.reference_display,
        "received_at": request.received_at,
        "asked": {name: getattr(request, name) for name in ASKED},
        "treatment": request.treatment.name if request.treatment else "",
        "agreed": list(request.consents.values("purpose", "wording", "version", "language", "given_at")),
        "came_from": {name: getattr(origin, name) for name in CAME_FROM} if origin else {},
        "done_here": [
            {"what": event.kind, "at": event.at, "text": event.text} for event in request.events.all()
        ],
        "photos": list(request.photos.values("number", "added_at")),
    }
