"""The words people agree to. A changed word is a new version; old versions stay with their consents."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

VERSION = "2026-11"


@dataclass(frozen=True)
class Wording:
    """A sentence to agree to, and its version."""

    text: str
    version: str


def contact(clinic_name: str) -> Wording:
    """Agreement to be contacted about this request: required."""
    text = gettext("%(clinic)s may contact me about this request and keep my details for up to 12 months.")
    return Wording(text % {"clinic": clinic_name}, VERSION)


def marketing(clinic_name: str) -> Wording:
    """Agreement to hear news: optional, and apart from the request."""
    text = gettext("%(clinic)s may also send me news about hair loss care. I can stop this at any time.")
    return Wording(text % {"clinic": clinic_name}, VERSION)


def photos(clinic_name: str) -> Wording:
    """Agreement to show photos to the doctor: given by sending them, beside these words."""
    text = gettext(
        "%(clinic)s keeps my photos encrypted for up to 12 months, and shows them only to the staff and doctors who prepare my consultation."
    )
    return Wording(text % {"clinic": clinic_name}, VERSION)
