"""A reference and a word's meaning open where they are mentioned, by finger, mouse and keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, PHONE
from tests.journeys.accessibility import violations
from tests.journeys.conftest import visit_in

pytestmark = pytest.mark.django_db
ARTICLE = "/treatments/microneedling/"


def open_article(browser: Browser, site: str, *, phone: bool = False, scripts: bool = True) -> Page:
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, has_touch=phone, java_script_enabled=scripts, base_url=site
    )
    page = visit_in(context).page
    page.goto(ARTICLE)
    return page


@pytest.mark.parametrize("press", ["tap", "click"])
def test_a_reference_opens_in_place_and_gives_the_focus_back(
    browser: Browser, reading_room: str, press: str
) -> None:
    page = open_article(browser, reading_room, phone=press == "tap")
    mark = page.get_by_role("link", name="Reference 1", exact=True).first
    height = page.evaluate("document.body.scrollHeight")
    box = page.get_by_role("dialog")

    getattr(mark, press)()

    expect(box).to_contain_text(page.locator("#ref-1 p").first.text_content() or "nothing")
    expect(box).not_to_contain_text("Back to the text")
    assert page.evaluate("document.body.scrollHeight") == height
    assert violations(page) == []
    box.get_by_role("button", name="Close").click()
    expect(box).to_be_hidden()
    expect(mark).to_be_focused()
    page.context.close()


def test_a_word_opens_by_keyboard_and_closes_with_escape(browser: Browser, reading_room: str) -> None:
    page = open_article(browser, reading_room)
    word = page.locator(".c-term").first
    box = page.get_by_role("dialog")
    word.focus()

    page.keyboard.press("Enter")

    expect(box).to_be_focused()
    expect(box).to_contain_text(word.get_attribute("data-in-place") or "nothing")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(word).to_be_focused()
    page.context.close()


def test_the_box_leads_to_the_list_and_the_list_leads_back(browser: Browser, reading_room: str) -> None:
    page = open_article(browser, reading_room)
    mark = page.get_by_role("link", name="Reference 2", exact=True).first
    mark.click()

    page.get_by_role("dialog").get_by_role("link", name="See it in the list").click()

    expect(page).to_have_url(re.compile("#ref-2$"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("#ref-2").get_by_role("link", name="1: back to this mention").click()
    expect(mark).to_be_in_viewport()
    page.context.close()


def test_without_scripts_marks_and_words_are_links(browser: Browser, reading_room: str) -> None:
    page = open_article(browser, reading_room, scripts=False)
    page.get_by_role("link", name="Reference 1", exact=True).first.click()
    expect(page).to_have_url(re.compile("#ref-1$"))

    page.locator(".c-term").first.click()

    expect(page).to_have_url(re.compile("/glossary/#"))
    page.context.close()
