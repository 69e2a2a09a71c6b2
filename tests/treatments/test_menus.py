"""The menus of every page leave out what is long overdue for its review."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import promises
from tests.factories import PageFactory, ReviewFactory
from treatments.menus import Menus
from treatments.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]

IN_MENUS = [
    ("visit", "results-timeline"),
    ("visit", "prepare"),
    ("visit", "procedure"),
    ("visit", "aftercare"),
    ("guide", "safety"),
    ("guide", "costs"),
    ("guide", "compare"),
    ("about", "how-we-write"),
    ("hair-loss", "hair-loss"),
    ("collection", "faq"),
]
VISIT = [slug for kind, slug in IN_MENUS if kind == "visit"]


def overdue(kind: str, slug: str, days: int = 91) -> Page:
    """A page whose review was due so many days ago."""
    due = timezone.localdate() - timedelta(days=days)
    page: Page = PageFactory.create(kind=kind, slug=slug, treatment=None)
    ReviewFactory.create(page=page, reviewed_on=due - timedelta(days=300), next_due_on=due)
    return page


def in_menus(client: Client, address: str) -> set[str]:
    """Where the menus at the head and the foot of a page lead."""
    seen = promises.Seen(address, 200, client.get(address).content.decode())
    parts = [part for part in seen.elements("header", "footer") if "c-" in part.attrib.get("class", "")]
    return {link.attrib["href"] for part in parts for link in part.iter("a")}


@pytest.mark.parametrize(("kind", "slug"), IN_MENUS)
def test_the_menus_leave_out_a_page_that_is_long_overdue(client: Client, kind: str, slug: str) -> None:
    page = overdue(kind, slug)

    assert page.get_absolute_url() not in in_menus(client, "/privacy/")


@pytest.mark.parametrize(("kind", "slug"), IN_MENUS)
def test_the_menus_keep_a_page_that_is_not(client: Client, kind: str, slug: str) -> None:
    page = overdue(kind, slug, days=90)

    assert page.get_absolute_url() in in_menus(client, "/privacy/")


@pytest.mark.parametrize("address", ["/", "/compare/", "/evidence/", "/treatments/some-page/", "/faq/"])
def test_every_page_has_the_same_menus(client: Client, address: str) -> None:
    PageFactory.create(slug="some-page")
    page = overdue("visit", "aftercare")

    found = in_menus(client, address)

    assert page.get_absolute_url() not in found
    assert "/your-visit/prepare/" in found


def test_a_menu_that_leads_nowhere_is_left_out(client: Client) -> None:
    for slug in VISIT:
        overdue("visit", slug)

    html = client.get("/privacy/").content.decode()

    assert "footer-read" in html
    assert "footer-visit" not in html


def test_a_page_beside_one_that_is_overdue_does_not_lead_to_it(client: Client) -> None:
    page = overdue("visit", "aftercare")
    other = PageFactory.create(kind="visit", slug="prepare")

    html = client.get(other.get_absolute_url()).content.decode()

    assert page.get_absolute_url() not in html


@pytest.mark.parametrize("address", ["/compare/", "/evidence/", "/treatments/some-page/"])
def test_a_page_that_reads_pages_asks_nothing_more_for_its_menus(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    PageFactory.create(slug="some-page")

    monkeypatch.setattr("treatments.menus._overdue.get", lambda: pytest.fail("asked once more"))

    assert "/your-visit/aftercare/" in in_menus(client, address)


def test_the_menus_are_whole_while_the_database_is_out(
    client: Client, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("database_gone")

    assert "/your-visit/aftercare/" in in_menus(client, "/consultation/")


def test_the_main_menu_says_what_to_expect_only_while_it_is_offered() -> None:
    whole = [label for _url, label in Menus([]).main]

    without = [label for _url, label in Menus([("visit", "results-timeline")]).main]

    assert set(whole) - set(without) == {"What to expect"}
