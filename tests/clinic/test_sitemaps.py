"""What machines follow: the sitemap and the feed name every page by the site's public address."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import PageFactory, ReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def text_of(client: Client, address: str, name: str) -> list[str]:
    """The texts of every element with this name."""
    tree = ET.fromstring(client.get(address, headers={"host": "localhost"}).content)  # noqa: S314  our own words
    return [element.text or "" for element in tree.iter() if element.tag.rpartition("}")[2] == name]


def test_the_sitemap_names_what_is_published(client: Client) -> None:
    PageFactory.create(slug="exosomes")
    PageFactory.create(slug="draft", is_published=False)

    addresses = text_of(client, "/sitemap.xml", "loc")

    assert "http://127.0.0.1:8000/" in addresses
    assert "http://127.0.0.1:8000/treatments/exosomes/" in addresses
    assert "http://127.0.0.1:8000/treatments/draft/" not in addresses


def test_the_sitemap_goes_by_the_public_address(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://clinic.example"

    assert "https://clinic.example/evidence/" in text_of(client, "/sitemap.xml", "loc")


def test_the_sitemap_says_when_a_page_last_changed(client: Client) -> None:
    page = PageFactory.create(written_on=date(2026, 1, 1))
    before = text_of(client, "/sitemap.xml", "lastmod")

    ReviewFactory.create(page=page, reviewed_on=date(2026, 5, 5))

    assert before == ["2026-01-01"]
    assert text_of(client, "/sitemap.xml", "lastmod") == ["2026-05-05"]


@pytest.mark.usefixtures("first_start")
def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    addresses = text_of(client, "/sitemap.xml", "loc")

    lost = [
        address
        for address in addresses
        if client.get(address.removeprefix("http://127.0.0.1:8000")).status_code != 200
    ]

    assert len(addresses) > 20
    assert lost == []


def test_the_feed_names_pages_newest_first(client: Client) -> None:
    PageFactory.create(title="Older page", written_on=date(2026, 1, 1))
    PageFactory.create(title="Newer page", written_on=date(2026, 6, 1))
    PageFactory.create(title="Draft page", is_published=False)

    titles = text_of(client, "/feed.xml", "title")

    assert titles[1:] == ["Newer page", "Older page"]
