"""What people send: the smallest complete request, and how a browser reads and writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
from django.http import QueryDict
from django.test import Client

from clinic import wsgi


class Browser(Client):
    """A browser whose requests reach Django as they do through the server."""

    def request(self, **request: Any) -> Any:
        wsgi.read_as_utf8(request)
        return super().request(**request)


# The minimal post of the fixed points.
SARA = {"name": "Sara Ahmed", "phone": "050 123 4567", "consent": "on"}

KEY = "6c1f4a0e-6a53-4f0b-9d27-0a4f5a6f5f22"

# Every field, with marks that a page must not lose.
EVERYTHING = {
    "name": "Sara <b>O'Neill</b> عبد الله 😀",
    "contact_method": "phone",
    "phone_country": "GB",
    "phone": "(077) 00-900 123",
    "email": "sara@mail.example",
    "language": "ar",
    "noticed": "crown",
    "treatment": "prp",
    "message": 'Line one,\n\n  line "two" & <three>.',
    "preferred_time": "evening",
    "consent": "on",
    "marketing_consent": "on",
    "website": "",
    "request_key": KEY,
    "stamp": "",
    "landing_page": "/treatments/prp/?a=1&b=2",
    "referrer": "https://search.example/?q=1",
    "utm_source": "news",
    "utm_medium": "mail",
    "utm_campaign": "spring & summer",
    "utm_term": "“hair”",
    "utm_content": "top",
}


def querydict(values: Mapping[str, str]) -> QueryDict:
    """The values as Django reads them from a body."""
    return QueryDict(urlencode(values))


def receipt_of(visitor: Client, **changes: str) -> str:
    """The address of the receipt of Sara's request; named values differ from hers."""
    return str(visitor.post("/consultation/", {**SARA, **changes})["Location"])


def filled_in(page: str) -> dict[str, str]:
    """What a browser would send if the form on this page were sent as it stands."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    controls = document.iterfind(".//form[@method='post']//*")
    return {
        control.get("name", ""): value
        for control in controls
        if control.tag in {"input", "select", "textarea"} and (value := _value_of(control)) is not None
    }


def _value_of(control: Element) -> str | None:
    """What a control holds; None when it would not be sent."""
    if control.tag == "textarea":
        return "".join(control.itertext())
    if control.tag == "select":
        chosen = [option for option in control.iter("option") if "selected" in option.attrib]
        return [*chosen, *control.iter("option")][0].get("value")
    if control.get("type") in {"radio", "checkbox"} and "checked" not in control.attrib:
        return None
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
