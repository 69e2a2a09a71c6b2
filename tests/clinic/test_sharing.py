"""Sharing: the picture's address follows what it says, and nobody can have another one drawn."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from clinic.models import ClinicProfile
from clinic.sharing import site_sharing
from clinic.signboard import Signboard
from tests.factories import PageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def test_the_pictures_address_changes_with_what_it_says() -> None:
    before = site_sharing(Signboard.of_today())

    ClinicProfile.objects.update(name="Another clinic")
    after = site_sharing(Signboard.of_today())

    assert before.image.startswith("http://127.0.0.1:8000/share/site.png?v=")
    assert before.image != after.image
    assert after.alt.endswith("Another clinic")


def test_the_locale_names_a_country() -> None:
    with translation.override("ar"):
        assert site_sharing(Signboard.of_today()).locale == "ar_AE"
    assert site_sharing(Signboard.of_today()).locale == "en_GB"


@pytest.mark.parametrize("query", ["", "?v=anything", "?title=Free+hair"])
def test_the_picture_is_the_same_whatever_is_asked(client: Client, query: str) -> None:
    plain = client.get("/share/site.png")

    asked = client.get(f"/share/site.png{query}")

    assert asked.content == plain.content
    assert asked["Content-Type"] == "image/png"
    assert set(asked["Cache-Control"].split(", ")) == {"max-age=3600", "public"}


def test_a_page_has_a_picture_of_its_own(client: Client) -> None:
    PageFactory.create(slug="some-page")

    picture = client.get("/share/treatment/some-page.png")

    assert picture["Content-Type"] == "image/png"
    assert picture.content != client.get("/share/site.png").content


@pytest.mark.parametrize(
    "address", ["/share/treatment/no-such.png", "/share/treatment/draft.png", "/share/other/draft.png"]
)
def test_nothing_else_has_a_picture(client: Client, address: str) -> None:
    PageFactory.create(slug="draft", is_published=False)

    assert client.get(address).status_code == 404
