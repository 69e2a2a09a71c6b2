"""What a person can choose from when they ask."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactMethod(models.TextChoices):
    """How a person wants to be answered."""

    WHATSAPP = "whatsapp", _("WhatsApp")
    PHONE = "phone", _("Phone call")
    EMAIL = "email", _("Email")


class Noticed(models.TextChoices):
    """What people notice, by the eight drawings of heads."""

    TEMPLES = "temples", _("Receding at the temples")
    CROWN = "crown", _("Thinning at the crown")
    BOTH = "both", _("Both together")
    TOP = "top", _("Most of the top")
    PARTING = "parting", _("Widening parting")
    PATCHES = "patches", _("Smooth round patches")
    SHEDDING = "shedding", _("Shedding all over")
    NOT_SURE = "not-sure", _("Something else, or not sure")


class PreferredTime(models.TextChoices):
    """When a person is best reached, in Dubai time."""

    ANY = "any", _("Any time")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
