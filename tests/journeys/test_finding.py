"""Somebody who knows nothing finds an answer from the home page, on a phone, in three taps at most."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PHONE

pytestmark = pytest.mark.django_db


def at_home(browser: Browser, site: str) -> Page:
    page = browser.new_context(viewport=PHONE, has_touch=True, base_url=site).new_page()
    page.goto("/")
    return page


def choose_in_menu(page: Page, name: str) -> None:
    page.locator("summary", has_text="Menu").tap()
    page.locator(".c-menu").get_by_role("link", name=name).tap()


def test_whether_exosomes_are_approved(browser: Browser, reading_room: str) -> None:
    page = at_home(browser, reading_room)

    page.get_by_role("link", name="Exosomes", exact=True).first.tap()

    expect(page.locator(".c-key-facts")).to_contain_text("has approved no exosome product")
    page.context.close()


def test_what_week_4_after_a_transplant_looks_like(browser: Browser, reading_room: str) -> None:
    page = at_home(browser, reading_room)
    choose_in_menu(page, "What to expect")

    page.get_by_role("link", name="Hair transplant (FUE and FUT)").first.tap()

    expect(page.get_by_text("moved hairs falling out at 2 to 4 weeks").first).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize(
    ("typed", "question", "answer"),
    [
        ("aspirin", "Which painkiller can I take?", "Do not stop aspirin"),
        ("prp microneedling", "Is PRP worth adding to microneedling?", "The difference may be chance."),
    ],
)
def test_an_answer_among_the_questions(
    browser: Browser, reading_room: str, typed: str, question: str, answer: str
) -> None:
    page = at_home(browser, reading_room)
    choose_in_menu(page, "Questions")

    page.get_by_label("Search questions").fill(typed)
    page.get_by_role("heading", name=question).tap()

    expect(page.get_by_text(answer).first).to_be_visible()
    page.context.close()
