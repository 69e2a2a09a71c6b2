"""Everybody can use a person's own page on a phone, with a photo sent and a mistake made."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from leads.own import address as own_address
from tests.browser import PHONE
from tests.factories import ConsultationRequestFactory
from tests.journeys.accessibility import violations
from tests.journeys.test_request import HEIC


@pytest.mark.django_db(transaction=True)
def test_axe_has_nothing_to_say_about_an_own_page_with_a_photo_and_an_error(
    browser: Browser, live_server: LiveServer, first_start: None
) -> None:
    request = ConsultationRequestFactory.create(received_at=timezone.now())
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(own_address.address_for(request))
    page.get_by_label("Photos of your hair").set_input_files(HEIC)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("img", name="Photo 1").wait_for()
    page.get_by_label("Your message").fill("   ")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("alert").wait_for()

    found = violations(page)

    page.wait_for_load_state("networkidle")
    context.close()
    assert found == []
