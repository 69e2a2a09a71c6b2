"""Sets up the site, measures every address of its sitemap and the form, and prints the table."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from tests.bench.form import FormMeasured, measure_form
from tests.bench.measures import MOST_QUERIES, Measured, measure

# Not in the sitemap, but people ask for them.
BESIDES = ("/search/?q=prp", "/search/?q=minoxidyl", "/faq/?q=pain", "/compare/?show=prp,exosomes")
HEAD = f"{'address':<40} {'cold ms':>8} {'x bare':>7} {'queries':>8} {'warm ms':>8} {'x bare':>7} {'queries':>8} {'KB':>6}"


def main(say: Callable[[str], object]) -> int:
    """Print the table; the exit status: 1 where a page asks too much of the database."""
    call_command("prepare", verbosity=0)
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["testserver"]):
        client = Client()
        pages = [measure(client, address) for address in [*_sitemap(client), *BESIDES]]
        form = measure_form(client)
    say(table(pages, form))
    return 1 if any(page.asks_too_much for page in pages) else 0


def _sitemap(client: Client) -> list[str]:
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own words
    addresses = [element.text or "" for element in tree.iter() if element.tag.endswith("}loc")]
    return [urlsplit(address).path for address in addresses]


def table(pages: list[Measured], form: FormMeasured) -> str:
    """What was measured, a line a page, and what is too much."""
    bare = median(page.warm.bare_seconds for page in pages) * 1000
    wasteful = [page.address for page in pages if page.asks_too_much]
    return "\n".join(
        [
            f"Reference: a view that answers 'ok', {bare:.2f} ms behind the same middleware.",
            "Cold: a process that knows nothing yet. Warm: it has shown the page before. Milliseconds of processor.",
            "",
            HEAD,
            *map(_line, pages),
            "",
            f"Form: {form.posts_per_second:.0f} posts a second, {form.ratio:.2f} of a view that inserts one row.",
            f"Median of a post while mail is down: {form.median_milliseconds:.1f} ms.",
            f"Over {MOST_QUERIES} queries when cold: {', '.join(wasteful) or 'no page'}.",
            "",
        ]
    )


def _line(page: Measured) -> str:
    cold, warm = page.cold, page.warm
    return (
        f"{page.address:<40} {cold.seconds * 1000:8.1f} {cold.ratio:7.1f} {cold.queries:8} "
        f"{warm.seconds * 1000:8.1f} {warm.ratio:7.1f} {warm.queries:8} {page.kilobytes:6.1f}"
    )
