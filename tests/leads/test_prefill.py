"""The form fills in what the visit already tells."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import RequestFactory

from leads import prefill


def initial_of(address: str, **headers: Any) -> dict[str, str]:
    return prefill.initial(RequestFactory().get(address, headers=headers))


def test_every_visit_has_a_key_of_its_own() -> None:
    one, other = (uuid.UUID(initial_of("/consultation/")["request_key"]) for _visit in range(2))

    assert one != other


def test_the_page_before_is_remembered() -> None:
    initial = initial_of("/consultation/", referer="http://testserver/faq/?q=washing")

    assert initial["landing_page"] == "/faq/"
    assert initial["referrer"] == ""


def test_the_link_may_name_the_page() -> None:
    assert initial_of("/consultation/?from=/compare/")["landing_page"] == "/compare/"


def test_a_treatment_page_chooses_its_treatment() -> None:
    assert initial_of("/consultation/?from=/treatments/prp/")["treatment"] == "prp"


def test_a_treatment_in_the_address_wins() -> None:
    initial = initial_of("/consultation/?treatment=minoxidil&from=/treatments/prp/")

    assert initial["treatment"] == "minoxidil"


def test_a_pattern_in_the_address_is_chosen() -> None:
    assert initial_of("/consultation/?noticed=crown")["noticed"] == "crown"


def test_an_unknown_pattern_is_not_chosen() -> None:
    assert initial_of("/consultation/?noticed=baldness")["noticed"] == ""


def test_another_site_is_the_referrer() -> None:
    initial = initial_of("/consultation/", referer="https://search.example/?q=hair")

    assert initial["referrer"] == "https://search.example/?q=hair"
    assert initial["landing_page"] == "/consultation/"


def test_the_campaign_comes_from_this_address() -> None:
    initial = initial_of("/consultation/?utm_source=news&utm_campaign=spring")

    assert (initial["utm_source"], initial["utm_campaign"], initial["utm_term"]) == ("news", "spring", "")


def test_the_campaign_comes_from_the_page_before() -> None:
    initial = initial_of("/consultation/", referer="http://testserver/faq/?utm_source=news")

    assert initial["utm_source"] == "news"


def test_the_campaign_of_another_site_is_not_ours() -> None:
    initial = initial_of("/consultation/", referer="https://search.example/?utm_source=theirs")

    assert initial["utm_source"] == ""


@pytest.mark.parametrize("referer", ["http://[", "http://[::1", "//[", "::", "\xff\xfe", "?" * 9000])
def test_an_odd_referrer_is_never_an_error(referer: str) -> None:
    assert initial_of("/consultation/", referer=referer)["request_key"]


@pytest.mark.parametrize("query", ["from=%00", "from=%ff", "treatment=%ed%a0%80", "utm_source=%", "from[]=x"])
def test_an_odd_address_is_never_an_error(query: str) -> None:
    assert initial_of(f"/consultation/?{query}")["request_key"]
