"""Everybody can use every page on a phone, in light and dark."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from leads import own_address
from tests.browser import PHONE
from tests.factories import ConsultationRequestFactory
from tests.journeys.accessibility import violations, violations_at
from tests.journeys.test_request import HEIC
from tests.test_everywhere import CHOSEN, PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [*PAGES, *CHOSEN])
def test_axe_has_nothing_to_say(browser: Browser, reading_room: str, address: str) -> None:
    assert violations_at(browser, reading_room, address, PHONE) == []


def test_axe_has_nothing_to_say_about_a_form_sent_empty(browser: Browser, reading_room: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=reading_room)
    page = context.new_page()
    page.goto("/consultation/")
    page.get_by_role("button", name="Send request").click()
    page.get_by_role("alert").wait_for()

    found = violations(page)

    context.close()
    assert found == []


def test_axe_has_nothing_to_say_about_an_own_page_with_a_photo_and_an_error(
    browser: Browser, live_server: LiveServer, first_start: None
) -> None:
    request = ConsultationRequestFactory.create(received_at=timezone.now())
    context = browser.new_context(viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    page.goto(own_address.address_for(request))
    page.get_by_label("Photos of your hair").set_input_files(HEIC)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("img", name="Photo 1").wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("alert").wait_for()

    found = violations(page)

    context.close()
    assert found == []


def test_axe_has_nothing_to_say_about_an_open_menu(browser: Browser, reading_room: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=reading_room)
    page = context.new_page()
    page.goto("/")
    page.locator("summary", has_text="Menu").click()

    found = violations(page)

    context.close()
    assert found == []


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("document.querySelector('h1').remove()", "page-has-heading-one"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('main a').textContent = ''", "link-name"),
        (
            "document.querySelector('main p').setAttribute('style', 'color: #999; background: #aaa')",
            "color-contrast",
        ),
    ],
)
def test_axe_notices_a_planted_fault(browser: Browser, reading_room: str, fault: str, rule: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=reading_room, bypass_csp=True)
    page = context.new_page()
    page.goto("/privacy/")
    page.evaluate(fault)

    found = violations(page)

    context.close()
    assert rule in "".join(found)
