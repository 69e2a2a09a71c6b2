"""The clinic as last known: what pages say of it, whether or not the database can be asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time

from django.core import serializers
from django.core.serializers.base import DeserializationError

from clinic import models
from clinic.hours import PLACEHOLDER_WEEK, Calendar, Span
from clinic.memory import LastKnown
from clinic.models import ClinicProfile


def profile() -> ClinicProfile:
    """Who the clinic is."""
    return _profile.get()


def calendar() -> Calendar:
    """When it is open."""
    return _calendar.get()


def forget() -> None:
    """Begin as a new process does."""
    _profile.forget()
    _calendar.forget()


def _pack_profile(profile: ClinicProfile) -> str:
    return str(serializers.serialize("json", [profile]))


def _unpack_profile(text: str) -> ClinicProfile:
    try:
        rows = [row.object for row in serializers.deserialize("json", text, ignorenonexistent=True)]
    except DeserializationError as error:
        raise ValueError("written by another version") from error
    if len(rows) != 1 or not isinstance(rows[0], ClinicProfile):
        raise ValueError("no profile")
    return rows[0]


def _pack_calendar(hours: Calendar) -> str:
    weekly = {str(day): _written(spans) for day, spans in hours.weekly.items()}
    special = {day.isoformat(): _written(spans) for day, spans in hours.special.items()}
    names = {day.isoformat(): name for day, name in hours.names.items()}
    return json.dumps({"weekly": weekly, "special": special, "names": names}, ensure_ascii=False)


def _unpack_calendar(text: str) -> Calendar:
    try:
        written = json.loads(text)
        return Calendar(
            weekly={int(day): _read(spans) for day, spans in written["weekly"].items()},
            special={date.fromisoformat(day): _read(spans) for day, spans in written["special"].items()},
            names={date.fromisoformat(day): name for day, name in written.get("names", {}).items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no opening hours") from error


def _written(spans: Sequence[Span]) -> list[list[str]]:
    return [[opens.isoformat(), closes.isoformat()] for opens, closes in spans]


def _read(spans: list[list[str]]) -> list[Span]:
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans]


_profile = LastKnown(
    "clinic",
    ask=ClinicProfile.objects.current,
    pack=_pack_profile,
    unpack=_unpack_profile,
    at_first=ClinicProfile,
)
_calendar = LastKnown(
    "hours",
    ask=models.calendar,
    pack=_pack_calendar,
    unpack=_unpack_calendar,
    at_first=lambda: Calendar(weekly=PLACEHOLDER_WEEK),
)
