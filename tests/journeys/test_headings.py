"""Every part of an article has a link that shows its address, quietly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db
NAME = "Link to this part: Needling alone"


def open_article(browser: Browser, site: str, *, phone: bool = False) -> Page:
    viewport = PHONE if phone else DESKTOP
    context = browser.new_context(viewport=viewport, has_touch=phone, is_mobile=phone, base_url=site)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/treatments/microneedling/")
    return page


def test_a_finger_finds_the_link_of_a_heading(browser: Browser, reading_room: str) -> None:
    page = open_article(browser, reading_room, phone=True)
    link = page.get_by_role("link", name=NAME)

    expect(link).to_have_css("opacity", "1")
    link.tap()

    assert page.url.endswith("#needling-alone")
    page.context.close()


def test_the_link_shows_to_a_mouse_near_by_and_to_the_keyboard(browser: Browser, reading_room: str) -> None:
    page = open_article(browser, reading_room)
    link = page.get_by_role("link", name=NAME)

    expect(link).to_have_css("opacity", "0")
    page.get_by_role("heading", name="Needling alone").hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    expect(link).to_have_css("opacity", "1")
    page.context.close()
