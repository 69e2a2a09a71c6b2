"""How a page shows where people share it: its picture, and what the picture says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, gettext

from clinic.pictures import Card
from clinic.signboard import Signboard

# Open Graph wants a country too: ours is the Emirates, whose English is written as in Britain.
LOCALES = {"en": "en_GB", "ar": "ar_AE"}


@dataclass(frozen=True)
class Sharing:
    """What the head of a page tells those who show it elsewhere."""

    image: str
    alt: str
    kind: str
    locale: str


def card(title: str, kind: str, clinic: Signboard) -> Card:
    """What a picture says, in the reader's language."""
    return Card(title, kind, clinic.name, is_from_right=get_language_bidi())


def site_card(clinic: Signboard) -> Card:
    """The picture of every page that has none of its own."""
    kind = gettext("Hair clinic in %(city)s") % {"city": clinic.city}
    return card(gettext("First, find out why"), kind, clinic)


def shared(path: str, said: Card, kind: str) -> Sharing:
    """The picture's address changes with what it says, so that nobody keeps showing an old one."""
    return Sharing(
        image=f"{settings.SITE_URL}{path}?v={said.digest}",
        alt=f"{said.title}. {said.clinic}",
        kind=kind,
        locale=LOCALES.get(get_language() or "", "en_GB"),
    )


def site_sharing(clinic: Signboard) -> Sharing:
    """For every page that does not say otherwise."""
    return shared(reverse("picture"), site_card(clinic), "website")


def clinic_context(clinic: Signboard) -> dict[str, Any]:
    """The clinic as templates see it, and how its pages show elsewhere: one reading of its row for both."""
    return {"clinic": clinic, "sharing": SimpleLazyObject(lambda: site_sharing(clinic))}
