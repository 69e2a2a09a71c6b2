"""Browsers: wide and narrow, with scripts and without, watched for what no visitor should meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import snapshot
from tests.browser import DESKTOP, FLAGS, PHONE, find_or_fetch

PATIENCE = 10_000

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser that `python -m tests.browser` finds, without any talk to its maker."""
    return {"executable_path": find_or_fetch(), "args": FLAGS}


@dataclass
class Visit:
    """A page in a browser, and what went wrong behind it."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every request to another host, every failure and every complaint of the browser."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", self._note_request)
        self.page.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url}"))
        self.page.on("response", self._note_response)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", "localhost"}:
            self.troubles.append(f"another host: {request.url}")

    def _note_response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 400 and not is_page:
            self.troubles.append(f"{response.status}: {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 is meant to; the browser says so all the same.
        if (
            message.type in {"error", "warning"}
            and "the server responded with a status of" not in message.text
        ):
            self.troubles.append(f"console: {message.text}")


def visit_in(context: BrowserContext) -> Visit:
    """A new page that is watched."""
    visit = Visit(context.new_page())
    visit.watch()
    return visit


@pytest.fixture(
    params=[
        pytest.param((PHONE, True), id="phone"),
        pytest.param((PHONE, False), id="phone-without-scripts"),
        pytest.param((DESKTOP, True), id="desktop"),
        pytest.param((DESKTOP, False), id="desktop-without-scripts"),
    ]
)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, first_start: None
) -> Iterator[Page]:
    """A visitor's page, whatever they hold in their hands."""
    viewport, has_scripts = request.param
    context = browser.new_context(
        viewport=viewport, java_script_enabled=has_scripts, base_url=live_server.url, locale="en-GB"
    )
    visit = visit_in(context)
    yield visit.page
    assert visit.troubles == []
    assert context.cookies() == []
    context.close()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, first_start: None) -> Iterator[Page]:
    """A visitor's phone, scripts and all."""
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, locale="en-GB")
    visit = visit_in(context)
    yield visit.page
    assert visit.troubles == []
    assert context.cookies() == []
    context.close()


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The screen at the reception."""
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url, locale="en-GB")
    visit = visit_in(context)
    yield visit.page
    assert visit.troubles == []
    context.close()


@pytest.fixture(scope="module")
def reading_room(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a site on its first start that nobody writes to; one for all tests of a file."""
    with django_db_blocker.unblock():
        snapshot.first_start().put_back()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
