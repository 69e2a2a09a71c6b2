"""The countries a phone number may come from, with their calling codes."""

from __future__ import annotations

from functools import cache

import phonenumbers
from babel import Locale

HOME = "AE"
NEAR = ("AE", "SA", "QA", "KW", "BH", "OM", "EG", "JO", "LB", "IN", "PK", "GB")


@cache
def choices(language: str) -> list[tuple[str, str]]:
    """(ISO code, "Name +code"): the neighbours first, then every other by name."""
    names = Locale.parse(language.split("-", maxsplit=1)[0]).territories
    regions = sorted(phonenumbers.SUPPORTED_REGIONS - set(NEAR), key=lambda code: names.get(code, code))
    return [(code, f"{names.get(code, code)} +{_calling_code(code)}") for code in (*NEAR, *regions)]


def _calling_code(region: str) -> int:
    return phonenumbers.country_code_for_region(region)
