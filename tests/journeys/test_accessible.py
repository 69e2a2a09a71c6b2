"""Everybody can use every page, on a phone and on a wide screen, in light and dark."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import DESKTOP, PHONE
from tests.journeys.accessibility import look_at, violations, violations_at
from tests.test_everywhere import CHOSEN, PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def page(browser: Browser, reading_room: str) -> Iterator[Page]:
    """One tab for all tests of this file; each opens its address anew."""
    context = browser.new_context(base_url=reading_room)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", [*PAGES, *CHOSEN])
def test_axe_has_nothing_to_say(page: Page, address: str) -> None:
    assert violations_at(page, address) == []


def test_axe_has_nothing_to_say_about_a_form_sent_empty(page: Page) -> None:
    look_at(page, "/consultation/")
    page.get_by_role("button", name="Send request").click()
    page.get_by_role("alert").wait_for()

    found = violations(page)

    assert found == []


def test_axe_has_nothing_to_say_about_an_open_menu(page: Page) -> None:
    look_at(page, "/")
    page.locator("summary", has_text="Menu").click()

    found = violations(page)

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
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_notices_a_planted_fault(
    browser: Browser, reading_room: str, viewport: ViewportSize, fault: str, rule: str
) -> None:
    context = browser.new_context(viewport=viewport, base_url=reading_room, bypass_csp=True)
    page = context.new_page()
    page.goto("/privacy/")
    page.evaluate(fault)

    found = violations(page)

    context.close()
    assert rule in "".join(found)


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        ("(width < 30rem) and (prefers-color-scheme: light)", "phone"),
        ("(width > 62rem) and (prefers-color-scheme: light)", "desktop"),
        ("(width > 62rem) and (prefers-color-scheme: dark)", "dark desktop"),
        ("(width < 30rem) and (prefers-color-scheme: dark)", "dark phone"),
    ],
)
def test_axe_notices_a_fault_at_one_width_in_one_light(
    browser: Browser, reading_room: str, condition: str, where: str
) -> None:
    context = browser.new_context(base_url=reading_room, bypass_csp=True)
    page = context.new_page()
    sheet = f"@media {condition} {{ main p {{ color: #999 !important; background: #aaa !important }} }}"
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => document.head.append(Object.assign("
        f"document.createElement('style'), {{textContent: {json.dumps(sheet)}}})))"
    )

    found = violations_at(page, "/privacy/")

    context.close()
    assert {violation.split(":")[0] for violation in found} == {where}
