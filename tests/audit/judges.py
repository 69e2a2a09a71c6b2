"""The judges: each says what falls short, or why it could not look."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from playwright.sync_api import sync_playwright

from tests.audit import nu
from tests.audit.site import Site, Verdict
from tests.browser import FLAGS, NoBrowser, find
from tests.journeys.accessibility import violations_at

# A page, and a way on to another site; a way on within the site has been followed.
FINE = {HTTPStatus.OK, HTTPStatus.FOUND}
# The design brief's marks, out of a hundred.
MARKS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TEMPLATES = ["/", "/treatments/microneedling/", "/compare/", "/faq/", "/evidence/", "/consultation/"]


def links(site: Site) -> Verdict:
    """Every link within the site leads to a page, and to a place on it."""
    findings = [
        f"{address} answers {status}" for address, status in site.statuses.items() if status not in FINE
    ]
    findings += [
        f"{source} leads to {address}#{anchor}, which is no place on that page"
        for source, address, anchor in sorted(site.links)
        if anchor and address in site.pages and anchor not in site.pages[address].ids
    ]
    looked_at = f"{len(site.links)} links; {len(site.elsewhere)} to other sites were not followed"
    return Verdict("links", looked_at, findings)


def axe(site: Site) -> Verdict:
    """Axe finds nothing on a phone or on a desktop, in light or in the dark."""
    try:
        path = find()
    except NoBrowser as error:
        return Verdict("axe", not_run=str(error))
    if not path:
        return Verdict("axe", not_run="there is no browser: install Chromium, or run make test once")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_context(base_url=site.root).new_page()
        findings = [
            f"{address}: {violation}"
            for address in site.for_readers
            for violation in violations_at(page, address)
        ]
        browser.close()
    return Verdict(
        "axe", f"{len(site.for_readers)} pages, on a phone and a desktop, light and dark", findings
    )


def lighthouse(site: Site) -> Verdict:
    """Lighthouse gives the marks of the design brief; it is asked only where somebody installed it."""
    program = shutil.which(os.environ.get("LIGHTHOUSE", "") or "lighthouse")
    browser = find()
    if not program or not browser:
        missing = (
            "install it with npm, or set LIGHTHOUSE to its path" if not program else "there is no browser"
        )
        return Verdict("Lighthouse", not_run=missing)
    wanted = _marks_wanted(site)
    pages = [address for address in TEMPLATES if address in site.pages]
    findings = [
        finding
        for address in pages
        for finding in lighthouse_findings(
            address, _ask_lighthouse(program, browser, site.root + address), wanted
        )
    ]
    return Verdict("Lighthouse", f"{', '.join(wanted)} of {len(pages)} pages", findings)


def _marks_wanted(site: Site) -> dict[str, int]:
    """In preview search engines are kept out on purpose, so that mark says nothing."""
    is_closed = 'content="noindex' in site.pages["/"].html if "/" in site.pages else False
    return {name: mark for name, mark in MARKS.items() if name != "seo" or not is_closed}


def _ask_lighthouse(program: str, browser: str, url: str) -> str:
    flags = "--chrome-flags=--headless --no-sandbox"
    command = [program, url, "--quiet", "--output=json", "--output-path=stdout", flags]
    return subprocess.run(  # noqa: S603  the operator's own program, our own address
        command, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, text=True, check=False
    ).stdout


def lighthouse_findings(address: str, report: str, wanted: dict[str, int]) -> Iterable[str]:
    """The marks of a report that are too low."""
    try:
        categories: dict[str, Any] = json.loads(report)["categories"]
    except (ValueError, KeyError):
        return [f"{address}: Lighthouse gave no report"]
    marks = {name: round(100 * (categories[name]["score"] or 0)) for name in wanted if name in categories}
    return [
        f"{address}: {name} {mark}, {wanted[name]} is wanted"
        for name, mark in marks.items()
        if mark < wanted[name]
    ]


JUDGES = [links, nu.html, axe, lighthouse]
