"""The treatments a person can ask about, as last known."""

from __future__ import annotations

import json
from functools import cache

from clinic.memory import LastKnown
from treatments import starter
from treatments.models import Treatment

Choices = list[tuple[str, str]]


def treatments(language: str) -> tuple[Choices, bool]:
    """Slug and name of each, for pages in this language; and whether the list is the database's own."""
    return _in(language).look()


@cache
def _in(language: str) -> LastKnown[Choices]:
    return LastKnown(
        f"treatments-{language}",
        ask=_ask,
        pack=lambda choices: json.dumps(choices, ensure_ascii=False),
        unpack=lambda text: [(slug, name) for slug, name in json.loads(text)],
        at_first=starter.treatment_names,
    )


def _ask() -> Choices:
    listed = Treatment.objects.listed().exclude(kind=Treatment.Kind.NONE)
    return list(listed.values_list("slug", "name"))


def forget() -> None:
    """Begin as a new process does."""
    _in.cache_clear()
