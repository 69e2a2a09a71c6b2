"""The country list has every country, with its calling code, the neighbours first."""

from __future__ import annotations

import phonenumbers
import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from leads import countries


def test_home_is_first() -> None:
    assert countries.choices("en")[0] == ("AE", "United Arab Emirates +971")


def test_every_country_stands_once() -> None:
    codes = [code for code, _label in countries.choices("en")]

    assert sorted(codes) == sorted(phonenumbers.SUPPORTED_REGIONS)


def test_the_neighbours_come_before_the_rest_by_name() -> None:
    labels = [label for _code, label in countries.choices("en")]

    assert labels[len(countries.NEAR)].startswith("Afghanistan")


@pytest.mark.parametrize("language", ["ar", "ar-ae"])
def test_names_are_in_the_language_of_the_page(language: str) -> None:
    assert countries.choices(language)[0] == ("AE", "الإمارات العربية المتحدة +971")


@pytest.mark.parametrize("value", ["GB", "", None, "<b>"])
def test_the_list_is_written_as_django_writes_it(value: str | None) -> None:
    given = {"id": "id_phone_country", "aria-invalid": "true", "class": "<b>"}
    ours, djangos = countries.CountrySelect(), forms.Select()
    ours.choices = djangos.choices = countries.choices("ar")

    written = ours.render("phone_country", value, given)

    assertHTMLEqual(written, djangos.render("phone_country", value, given))
