"""The list of treatments: what stands on it, what a choice leaves of it, and what is said of the rest."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import (
    ClaimFactory,
    ComparisonCellFactory,
    ComparisonRowFactory,
    ListingFactory,
    PageFactory,
    ReferenceFactory,
    TreatmentFactory,
)
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


@pytest.fixture
def treatments() -> None:
    """A lotion for everybody, a tablet for men, and waiting, which is fair for shedding too."""
    lotion = TreatmentFactory.create(slug="lotion", evidence="limited")
    tablet = TreatmentFactory.create(slug="tablet", evidence="strong")
    waiting = TreatmentFactory.create(slug="waiting", kind="none", evidence="none")
    ListingFactory.create(treatment=lotion)
    ListingFactory.create(treatment=tablet, in_women=False)
    ListingFactory.create(treatment=waiting)
    ListingFactory.create(treatment=waiting, hair_loss="shedding")


def shown(client: Client, query: str, name: str = "cards") -> list[str]:
    """The treatments that the list shows, or those that it leaves out."""
    response = client.get(f"/treatments/{query}")
    assert response.status_code == 200
    return [card.treatment.slug for card in response.context[name]]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["lotion", "tablet", "waiting"]),
        ("?hair_loss=&people=&order=", ["lotion", "tablet", "waiting"]),
        ("?hair_loss=pattern-hair-loss", ["lotion", "tablet", "waiting"]),
        ("?people=women", ["lotion", "waiting"]),
        ("?people=men", ["lotion", "tablet", "waiting"]),
        ("?hair_loss=shedding", ["waiting"]),
        ("?hair_loss=shedding&people=men", ["waiting"]),
        ("?hair_loss=traction-and-scarring", []),
        ("?order=evidence", ["tablet", "lotion", "waiting"]),
        ("?hair_loss=nothing&people=nobody&order=price", ["lotion", "tablet", "waiting"]),
        ("?hair_loss=%00", ["lotion", "tablet", "waiting"]),
        ("?people=%22%3E%3Cscript%3E", ["lotion", "tablet", "waiting"]),
    ],
)
@pytest.mark.usefixtures("treatments")
def test_a_choice_leaves_what_is_listed_for_it(client: Client, query: str, slugs: list[str]) -> None:
    assert shown(client, query) == slugs


@pytest.mark.usefixtures("treatments")
def test_what_a_choice_leaves_out_is_named(client: Client) -> None:
    assert shown(client, "", "left") == []
    assert shown(client, "?people=women", "left") == ["tablet"]
    assert shown(client, "?hair_loss=traction-and-scarring", "left") == ["lotion", "tablet", "waiting"]


@pytest.mark.usefixtures("treatments")
def test_what_is_left_out_says_in_whom_it_was_studied_and_whom_it_is_not_for(client: Client) -> None:
    tablet = Treatment.objects.get(slug="tablet")
    tablet.listings.update(claim=ClaimFactory.create(short="Studied in men alone"))
    row = ComparisonRowFactory.create(key="not-for", label="Not for")
    ComparisonCellFactory.create(row=row, treatment=tablet, text="Women and children")

    html = client.get("/treatments/?people=women").content.decode()

    assert "Studied in: Studied in men alone" in html
    assert "Not for: Women and children" in html


@pytest.mark.parametrize(
    ("query", "is_told"), [("", False), ("?people=women", False), ("?people=men&hair_loss=nothing", True)]
)
@pytest.mark.usefixtures("treatments")
def test_a_choice_we_do_not_have_gets_a_kind_word(client: Client, query: str, is_told: bool) -> None:  # noqa: FBT001
    html = client.get(f"/treatments/{query}").content.decode()

    assert ("We do not have everything that you asked for here" in html) is is_told


@pytest.mark.usefixtures("treatments")
def test_a_kind_that_nothing_is_listed_for_sends_to_a_doctor_and_to_its_page(client: Client) -> None:
    page = PageFactory.create(kind="hair-loss", slug="shedding", treatment=None, standfirst="It passes.")

    response = client.get("/treatments/?hair_loss=shedding")

    html = response.content.decode()
    assert response.context["about"].is_treated is False
    assert "See a doctor first" in html
    assert "It passes." in html
    assert f'href="{page.get_absolute_url()}"' in html


@pytest.mark.usefixtures("treatments")
def test_a_kind_whose_page_is_taken_down_still_sends_to_a_doctor(client: Client) -> None:
    PageFactory.create(kind="hair-loss", slug="shedding", treatment=None, is_published=False)

    html = client.get("/treatments/?hair_loss=shedding").content.decode()

    assert "See a doctor first" in html
    assert "Read about it" not in html


@pytest.mark.usefixtures("treatments")
def test_a_kind_that_is_treated_leads_to_its_page_without_a_warning(client: Client) -> None:
    PageFactory.create(kind="hair-loss", slug="pattern-hair-loss", treatment=None)

    response = client.get("/treatments/?hair_loss=pattern-hair-loss")

    assert response.context["about"].is_treated is True
    assert "See a doctor first" not in response.content.decode()


def test_a_card_prints_rows_of_the_comparison_with_their_sources(client: Client) -> None:
    claim = ClaimFactory.create(short="Scars, rarely", references=[ReferenceFactory.create()])
    row = ComparisonRowFactory.create(key="serious", label="Serious, rare or unknown")
    cell = ComparisonCellFactory.create(row=row, text=f"{{short:{claim.key}}}")

    response = client.get("/treatments/")

    (card,) = response.context["cards"]
    ((label, value),) = card.facts
    assert card.treatment == cell.treatment
    assert label == "Serious, rare or unknown"
    assert value.startswith("Scars, rarely")
    assert [entry.number for entry in response.context["references"]] == [1]


def test_results_in_women_stand_on_cards_for_women_alone(client: Client) -> None:
    row = ComparisonRowFactory.create(key="result-women", label="Result in women")
    cell = ComparisonCellFactory.create(row=row, text="Less is known")
    ListingFactory.create(treatment=cell.treatment)

    (everybody,) = client.get("/treatments/").context["cards"]
    (women,) = client.get("/treatments/?people=women").context["cards"]

    assert "Result in women" not in dict(everybody.facts)
    assert dict(women.facts)["Result in women"] == "Less is known"


@pytest.mark.usefixtures("first_start")
def test_what_we_ship_lists_no_treatment_where_facts_name_none(client: Client) -> None:
    assert shown(client, "?hair_loss=shedding") == ["no-treatment"]
    assert shown(client, "?hair_loss=alopecia-areata") == ["no-treatment"]
    assert shown(client, "?hair_loss=traction-and-scarring") == []


@pytest.mark.usefixtures("first_start")
def test_what_we_ship_lists_for_women_what_was_studied_in_them(client: Client) -> None:
    assert shown(client, "?people=women", "left") == ["microneedling-with-exosomes", "finasteride"]
    assert shown(client, "?people=men", "left") == []


@pytest.mark.usefixtures("first_start")
def test_every_card_we_ship_says_where_when_what_is_approved_and_what_can_go_wrong(client: Client) -> None:
    cards = client.get("/treatments/").context["cards"]

    labels = [{label for label, _value in card.facts} for card in cards]

    assert len(cards) == 10
    wanted = {
        "Where you have it",
        "When to judge it",
        "Approved for this use",
        "Serious, rare or unknown",
        "Not for, or check first",
    }
    assert all(wanted <= found for found in labels)
