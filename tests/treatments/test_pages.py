"""Tests of what public pages put together."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import PageFactory, TreatmentFactory
from treatments.models import GlossaryTerm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def ways_on(client: Client, address: str) -> list[str]:
    """What the links under "Read on" say."""
    html = client.get(address).content.decode()
    return re.findall(r'c-go__label">([^<]+)<', html.partition('id="related"')[2].partition("</nav>")[0])


def test_the_pages_on_a_visit_lead_to_the_one_before_and_the_one_after(client: Client) -> None:
    pages = [
        PageFactory.create(kind="visit", name=name, order=order)
        for order, name in enumerate(["Visit", "Prepare", "Aftercare", "Results"])
    ]

    said = ways_on(client, pages[1].get_absolute_url())

    assert said == ["Before this: Visit", "Next: Aftercare", "Results"]


def test_the_page_before_and_the_page_after_are_never_left_out(client: Client) -> None:
    pages = [PageFactory.create(kind="hair-loss", name=f"Kind {order}", order=order) for order in range(7)]

    said = ways_on(client, pages[5].get_absolute_url())

    assert said == ["Kind 0", "Kind 1", "Before this: Kind 4", "Next: Kind 6"]


def test_treatments_do_not_follow_one_another(client: Client) -> None:
    page, _other = PageFactory.create(name="Lotion", order=1), PageFactory.create(name="Tablet", order=2)

    assert ways_on(client, page.get_absolute_url()) == ["Tablet"]


def test_words_stand_under_their_letters_whatever_their_case(client: Client) -> None:
    for slug, term in [("graft", "graft"), ("donor", "donor area"), ("dht", "DHT")]:
        GlossaryTerm.objects.create(slug=slug, term=term, meaning="A word.")

    html = client.get("/glossary/").content.decode()

    assert re.findall(r'href="#letter-(\w)"', html) == ["D", "G"]
    assert re.findall(r'id="(letter-\w|graft|donor|dht)"', html) == [
        "letter-D",
        "dht",
        "donor",
        "letter-G",
        "graft",
    ]


@pytest.mark.parametrize("is_bookable", [True, False])
def test_a_treatment_that_may_not_be_offered_says_so_first_and_asks_nobody_to_book(
    client: Client,
    is_bookable: bool,  # noqa: FBT001
) -> None:
    page = PageFactory.create(treatment__is_bookable=is_bookable)

    html = client.get(page.get_absolute_url()).content.decode()

    main = html.partition("<main")[2].partition("</main>")[0]
    head = main.partition("How this page was checked")[0]
    assert ("do not take bookings for it" in head) is not is_bookable
    assert ('href="/consultation/' in main) is is_bookable


def test_a_comparison_says_which_of_the_two_cannot_be_booked(client: Client) -> None:
    left = TreatmentFactory.create(name="Sprays", is_bookable=False)
    page = PageFactory.create(kind="comparison", treatment=None, left=left, right=TreatmentFactory.create())

    html = client.get(page.get_absolute_url()).content.decode()

    assert re.findall(r"(\w+): we tell you about this treatment, but do not take bookings", html) == [
        "Sprays"
    ]
