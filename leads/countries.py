"""The countries a phone number may come from, with their calling codes."""

from __future__ import annotations

from functools import cache
from typing import Any

import phonenumbers
from babel import Locale
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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


class CountrySelect(forms.Select):
    """The list, written in one go: with a template for each country it took longer than all the rest of a page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        """A select element, as Django's own."""
        lines = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((code, flatatt({"selected": code == value}), label) for code, label in self.choices),
        )
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>\n{}\n</select>", given, lines)
