"""Every page in a real browser: nothing from elsewhere, nothing broken, nothing to scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import DESKTOP, PHONE
from tests.journeys.conftest import Visit, visit_in
from tests.test_everywhere import CHOSEN, PAGES

pytestmark = pytest.mark.django_db

ADDRESSES = [*PAGES, *CHOSEN]
SMALLEST: ViewportSize = {"width": 320, "height": 640}
# The text spacing that a reader may need, from WCAG 1.4.12.
WIDER_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
SCROLL_THROUGH = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += 400) {
    scrollTo(0, top);
    await new Promise(requestAnimationFrame);
  }
}"""


@pytest.fixture(scope="module")
def visit(browser: Browser, reading_room: str) -> Iterator[Visit]:
    """One watched tab for all addresses; each is opened anew."""
    context = browser.new_context(base_url=reading_room)
    yield visit_in(context)
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_whole_at_every_width(visit: Visit, address: str) -> None:
    page = visit.page
    visit.troubles.clear()
    page.set_viewport_size(PHONE)

    page.goto(address)
    page.evaluate(SCROLL_THROUGH)
    page.set_viewport_size(DESKTOP)
    page.evaluate(SCROLL_THROUGH)
    page.set_viewport_size(SMALLEST)
    as_it_is = overflow(page)
    page.evaluate(WIDER_TEXT)
    spaced_out = overflow(page)

    assert visit.troubles == []
    assert page.context.cookies() == []
    assert (as_it_is, spaced_out) == (0, 0), "it scrolls sideways on the smallest phone"


def test_nothing_scrolls_sideways_where_text_is_twice_as_large(browser: Browser, reading_room: str) -> None:
    context = browser.new_context(base_url=reading_room)
    page = context.new_page()
    sizes = {"fontSizes": {"standard": 32, "fixed": 32}}
    context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    too_wide = []
    for address in ADDRESSES:
        page.goto(address)
        for viewport in (PHONE, SMALLEST):
            page.set_viewport_size(viewport)
            if overflow(page, viewport):
                too_wide.append((address, viewport["width"]))

    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    context.close()
    assert size == "32px"
    assert too_wide == []


def overflow(page: Page, viewport: ViewportSize = SMALLEST) -> int:
    """How many pixels of the page lie beside the screen."""
    width: int = page.evaluate("document.scrollingElement.scrollWidth")
    return width - viewport["width"]


def test_a_page_that_overflows_is_noticed(browser: Browser, reading_room: str) -> None:
    context = browser.new_context(viewport=SMALLEST, base_url=reading_room)
    page = context.new_page()
    page.goto("/privacy/")
    page.evaluate("document.querySelector('h1').textContent = 'x'.repeat(500)")
    page.evaluate("document.querySelector('h1').setAttribute('class', '')")
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('pre'), {textContent: 'x'.repeat(500)}))"
    )

    found = overflow(page)

    context.close()
    assert found > 0


def test_a_visit_notices_what_goes_wrong(browser: Browser, reading_room: str) -> None:
    # With its policy the page would not even try to reach another host.
    context = browser.new_context(base_url=reading_room, bypass_csp=True)
    visit = visit_in(context)
    visit.page.goto("/")

    visit.page.evaluate("fetch('/no-such-file.js').catch(() => {})")
    visit.page.evaluate("fetch('http://elsewhere.example/').catch(() => {})")
    visit.page.evaluate("setTimeout(() => { throw new Error('planted') })")
    visit.page.evaluate("console.error('planted too')")
    visit.page.wait_for_timeout(300)

    context.close()
    noted = "\n".join(visit.troubles)
    for trouble in (
        "404: ",
        "another host: http://elsewhere",
        "script error: planted",
        "console: planted too",
    ):
        assert trouble in noted
