"""Everybody can use every page on a wide screen, in light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import DESKTOP
from tests.journeys.accessibility import violations_at
from tests.test_everywhere import CHOSEN, PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [*PAGES, *CHOSEN])
def test_axe_has_nothing_to_say(browser: Browser, reading_room: str, address: str) -> None:
    assert violations_at(browser, reading_room, address, DESKTOP) == []
