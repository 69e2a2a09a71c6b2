"""What machines read of the clinic (schema.org), from the same rows that its pages print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from clinic.models import ClinicProfile
from clinic.signboard import Signboard

Node = dict[str, Any]

# As in Django's json_script: no browser reads these as the end of the element or the start of a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# Schema.org's names, in Python's order; not for people, so never translated.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def as_json(*nodes: Node | None) -> SafeString:
    """The nodes as a script element of the type application/ld+json holds them."""
    graph = {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}
    # Safe: what could end the element is escaped, and quotation marks mean nothing in it.
    return SafeString(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))


def absolute(path: str) -> str:
    """An address of ours as the world knows it."""
    return f"{settings.SITE_URL}{path}"


def clinic_in_short(clinic: Signboard) -> Node:
    """Who publishes a page."""
    home = absolute(reverse("home"))
    return {"@type": "MedicalClinic", "@id": f"{home}#clinic", "name": clinic.name, "url": home}


def clinic_in_full(clinic: Signboard) -> Node:
    """The clinic; what is still the placeholder's is not claimed."""
    return {
        **clinic_in_short(clinic),
        "address": {
            "@type": "PostalAddress",
            **_given(streetAddress=clinic.address, addressLocality=clinic.city),
        },
        **_given(telephone=_own(clinic, "phone"), email=_own(clinic, "email")),
        **_given(identifier=_identifier("Dubai Health Authority facility licence", clinic.facility_licence)),
        **_given(openingHoursSpecification=list(_opening(clinic))),
        **_given(specialOpeningHoursSpecification=list(_coming(clinic))),
    }


def breadcrumbs(crumbs: Iterable[tuple[str, str | None]]) -> Node:
    """Where a page stands; the page itself comes last and needs no address."""
    items = [
        {"@type": "ListItem", "position": place, "name": label, **_given(item=absolute(path) if path else "")}
        for place, (label, path) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _own(clinic: Signboard, field: str) -> str:
    value = str(getattr(clinic, field))
    return "" if value == getattr(ClinicProfile(), field) else value


def _identifier(name: str, value: str) -> Node | None:
    return {"@type": "PropertyValue", "name": name, "value": value} if value else None


def _opening(clinic: Signboard) -> Iterator[Node]:
    """The week's hours; days that run alike stand together, as on the page."""
    week = [(day, tuple(clinic.hours.weekly.get(day, ()))) for day in range(len(DAYS))]
    for spans, run in groupby(week, key=lambda entry: entry[1]):
        days = [f"https://schema.org/{DAYS[day]}" for day, _spans in run]
        for opens, closes in spans:
            yield {"@type": "OpeningHoursSpecification", "dayOfWeek": days, **_hours(opens, closes)}


def _coming(clinic: Signboard) -> Iterator[Node]:
    """Holidays and other unusual hours, as far ahead as pages show them; without hours it is closed."""
    for spell in (coming.spell for coming in clinic.coming_lines):
        days = {"validFrom": spell.first_on.isoformat(), "validThrough": spell.last_on.isoformat()}
        node = {"@type": "OpeningHoursSpecification", **_given(name=spell.name), **days}
        yield from ({**node, **_hours(*span)} for span in spell.spans)
        if not spell.spans:
            yield node


def _hours(opens: time, closes: time) -> Node:
    return {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}


def _given(**values: object) -> Node:
    """Only what there is something to say of."""
    return {name: value for name, value in values.items() if value}
