"""Pages on paper: the comparison on one sheet, articles without what cannot be pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP

pytestmark = pytest.mark.django_db


def open_page(browser: Browser, site: str, address: str) -> Page:
    page = browser.new_context(viewport=DESKTOP, base_url=site).new_page()
    page.goto(address)
    return page


def sheets(page: Page) -> int:
    """How many pages the browser's print to PDF makes."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


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


def test_an_article_needs_more_than_one_page(browser: Browser, reading_room: str) -> None:
    page = open_page(browser, reading_room, "/treatments/microneedling/")

    count = sheets(page)

    page.context.close()
    assert count > 1
