"""Asks axe whether a page can be used by everybody."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE

# The rules of WCAG 2.0 to 2.2, A and AA, and axe's own best practice; sizes of targets are off unless asked for.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, options: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        f"axe.run({json.dumps(options)}).then((results) => results.violations)"
    )
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target'][0]) for node in rule['nodes'][:5])}"
        for rule in found
    ]


def look_at(page: Page, address: str) -> None:
    """Open the address on a phone, in light."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address)


def violations_at(page: Page, address: str) -> list[str]:
    """What axe finds on a phone and a desktop, in light, and in dark, where only the colours differ."""
    look_at(page, address)
    # The bar at the foot of a phone lies over whatever has not been scrolled to yet: on a screen as tall as
    # the page it lies over what it would cover for good.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": PHONE["width"], "height": max(tall, PHONE["height"])})
    found = {"phone": violations(page)}
    page.set_viewport_size(DESKTOP)
    found["desktop"] = violations(page)
    page.emulate_media(color_scheme="dark")
    # Colours take a moment to change.
    page.evaluate("Promise.all(document.getAnimations().map((change) => change.finished))")
    found["dark desktop"] = violations(page, COLOURS)
    page.set_viewport_size(PHONE)
    found["dark phone"] = violations(page, COLOURS)
    return [f"{where}: {violation}" for where, here in found.items() for violation in here]
