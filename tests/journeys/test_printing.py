"""Pages on paper: the comparison on one sheet, articles on six, without what can only be pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP
from tests.test_everywhere import ARTICLES

pytestmark = pytest.mark.django_db

# The design asks for it.
MOST_SHEETS = 6


def open_page(browser: Browser, site: str, address: str) -> Page:
    page = browser.new_context(viewport=DESKTOP, base_url=site).new_page()
    page.goto(address)
    return page


def sheets(page: Page) -> int:
    """How many pages the browser's print to PDF makes."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize(
    "choice",
    [
        "",
        "?show=prp&show=exosomes",
        "?show=minoxidil&show=finasteride&show=exosomes",
        "?show=microneedling-with-minoxidil&show=prp&show=minoxidil&show=no-treatment",
    ],
)
def test_a_comparison_prints_on_one_page(browser: Browser, reading_room: str, choice: str) -> None:
    page = open_page(browser, reading_room, f"/compare/{choice}")

    count = sheets(page)

    page.context.close()
    assert count == 1


@pytest.mark.parametrize("address", [address for address in ARTICLES if address != "/compare/"])
def test_an_article_prints_on_six_pages_at_most(browser: Browser, reading_room: str, address: str) -> None:
    page = open_page(browser, reading_room, address)

    count = sheets(page)

    page.context.close()
    assert 1 < count <= MOST_SHEETS


def on_paper(page: Page, selector: str) -> bool:
    """Whether any of these takes room on paper."""
    page.emulate_media(media="print")
    return any(found.is_visible() for found in page.locator(selector).all())


@pytest.mark.parametrize(
    "selector",
    [
        ".c-key-facts",
        ".c-care-card--urgent",
        ".c-reference",
        ".c-certainties__statement",
        ".c-review",
        ".c-footer [href^='tel:']",
        ".c-footer__legal",
    ],
)
def test_an_article_keeps_on_paper_what_a_patient_needs(
    browser: Browser, reading_room: str, selector: str
) -> None:
    page = open_page(browser, reading_room, "/treatments/microneedling/")

    kept = on_paper(page, selector)

    page.context.close()
    assert kept


def test_an_article_leaves_out_on_paper_what_can_only_be_pressed(browser: Browser, reading_room: str) -> None:
    page = open_page(browser, reading_room, "/treatments/microneedling/")

    kept = on_paper(page, "button, .c-button, nav, .c-reference__backs, .c-contact-bar, .c-contents")

    page.context.close()
    assert not kept
