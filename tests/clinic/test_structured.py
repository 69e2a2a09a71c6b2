"""What machines read of the clinic: only what is the clinic's own, and nothing a browser could run."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from clinic import structured
from clinic.models import ClinicProfile
from clinic.signboard import Signboard
from tests import promises
from tests.factories import MONDAY_NOON, OpeningHoursFactory, SpecialHoursFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b", "٠ ‎“”"])
def test_no_text_ends_the_element_or_starts_a_comment(text: str) -> None:
    written = structured.as_json({"name": text})

    assert not set("<>&") & set(written)
    assert json.loads(written)["@graph"] == [{"name": text}]


def test_what_is_nothing_is_left_out() -> None:
    assert json.loads(structured.as_json(None, {"name": "x"}))["@graph"] == [{"name": "x"}]


@pytest.fixture
def node(clinic: ClinicProfile) -> dict[str, Any]:
    """The placeholder clinic as machines read it."""
    return structured.clinic_in_full(Signboard.of_today())


def test_the_clinic_has_what_schema_org_asks_for(node: dict[str, Any]) -> None:
    assert node["@type"] == "MedicalClinic"
    assert node["name"] == "Khusla"
    assert node["url"] == "http://127.0.0.1:8000/"
    assert node["address"] == {"@type": "PostalAddress", "addressLocality": "Dubai"}


def test_placeholders_are_not_claimed(node: dict[str, Any]) -> None:
    assert not {"telephone", "email", "identifier"} & set(node)


def test_the_clinics_own_values_are_told(clinic: ClinicProfile) -> None:
    own = {"phone": "+97143300000", "email": "hello@clinic.example", "facility_licence": "L-1"}
    ClinicProfile.objects.update(**own, address="Building 1")

    node = structured.clinic_in_full(Signboard.of_today())

    assert (node["telephone"], node["email"]) == (own["phone"], own["email"])
    assert node["identifier"]["value"] == "L-1"
    assert node["address"]["streetAddress"] == "Building 1"


def test_days_that_run_alike_stand_together(db: None) -> None:
    for day in (0, 1, 3):
        OpeningHoursFactory.create(weekday=day, opens=time(10), closes=time(22, 30))

    first, second = structured.clinic_in_full(Signboard.of_today())["openingHoursSpecification"]

    assert first["dayOfWeek"] == ["https://schema.org/Monday", "https://schema.org/Tuesday"]
    assert second["dayOfWeek"] == ["https://schema.org/Thursday"]
    assert (first["opens"], first["closes"]) == ("10:00", "22:30")


def special_hours(**values: Any) -> list[dict[str, Any]]:
    SpecialHoursFactory.create(**values)
    with time_machine.travel(MONDAY_NOON, tick=False):
        found: list[dict[str, Any]] = structured.clinic_in_full(Signboard.of_today())[
            "specialOpeningHoursSpecification"
        ]
    return found


@pytest.mark.usefixtures("clinic")
def test_a_coming_holiday_is_told_by_its_name_and_days_and_as_closed() -> None:
    (holiday,) = special_hours(name="Eid", first_on=date(2026, 12, 2), last_on=date(2026, 12, 3))

    assert holiday == {
        "@type": "OpeningHoursSpecification",
        "name": "Eid",
        "validFrom": "2026-12-02",
        "validThrough": "2026-12-03",
    }


@pytest.mark.usefixtures("clinic")
def test_coming_short_hours_are_told() -> None:
    (spell,) = special_hours(first_on=date(2026, 12, 2), opens=time(10), closes=time(14, 30))

    assert (spell["opens"], spell["closes"]) == ("10:00", "14:30")


@pytest.mark.usefixtures("clinic")
def test_what_machines_read_of_coming_hours_stands_on_the_page_too(client: Client) -> None:
    SpecialHoursFactory.create(name="Eid", first_on=date(2026, 12, 2), opens=time(10), closes=time(14, 30))
    SpecialHoursFactory.create(name="Works", first_on=date(2026, 12, 4))

    with time_machine.travel(MONDAY_NOON, tick=False):
        html = client.get("/").content.decode()

    page = promises.Seen("/", 200, html)
    assert "Eid,Wednesday2December:10amto2:30pm" in page.unmarked_words
    assert "Eid:Wednesday2December" in page.unmarked_words
    assert "specialOpeningHoursSpecification" in html
    assert promises.tells_machines_only_what_people_see(page) == []


def test_the_last_crumb_is_the_page_itself() -> None:
    first, last = structured.breadcrumbs([("Home", "/"), ("Compare", None)])["itemListElement"]

    assert (first["position"], first["item"]) == (1, "http://127.0.0.1:8000/")
    assert (last["position"], last["name"]) == (2, "Compare")
    assert "item" not in last
