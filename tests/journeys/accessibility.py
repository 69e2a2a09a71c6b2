"""Asks axe whether a page can be used by everybody."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

# The rules of WCAG 2.0 to 2.2, A and AA, and axe's own best practice; sizes of targets are off unless asked for.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
_axe = Axe()


def violations(page: Page, options: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds: rule, and where."""
    found: list[dict[str, Any]] = _axe.run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target'][0]) for node in rule['nodes'][:5])}"
        for rule in found
    ]


def violations_at(browser: Browser, site: str, address: str, viewport: ViewportSize) -> list[str]:
    """What axe finds on a page in light, and in dark, where only the colours differ."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", base_url=site)
    page = context.new_page()
    page.emulate_media(color_scheme="light")
    page.goto(address)
    in_light = violations(page)
    page.emulate_media(color_scheme="dark")
    # Colours take a moment to change.
    page.evaluate("Promise.all(document.getAnimations().map((change) => change.finished))")
    in_dark = [f"in the dark: {violation}" for violation in violations(page, COLOURS)]
    context.close()
    return in_light + in_dark
