"""Reads a running site as a visitor who follows every link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from xml.etree import ElementTree as ET

from tests.promises import Seen

PATIENCE = 30.0
# What leads a browser somewhere, or makes it fetch something.
LEADING = ("href", "src")
Fetch = Callable[[str], tuple[int, str, str]]


@dataclass
class Site:
    """What was found, by address without the host."""

    root: str
    pages: dict[str, Seen] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    links: set[tuple[str, str, str]] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)

    @property
    def for_readers(self) -> list[str]:
        """Each page once, however many questions its address can carry."""
        return sorted(address for address in self.pages if "?" not in address)


@dataclass(frozen=True)
class Verdict:
    """What one judge found; `not_run` says why when it could not look."""

    judge: str
    looked_at: str = ""
    findings: list[str] = field(default_factory=list)
    not_run: str = ""


class WithinSite(HTTPRedirectHandler):
    """Follows what leads on within the site; a redirect to another one is an answer by itself."""

    def redirect_request(self, req: Request, *answer: Any) -> Request | None:
        leads_away = urlsplit(answer[-1]).netloc != urlsplit(req.full_url).netloc
        return None if leads_away else super().redirect_request(req, *answer)


OPENER = build_opener(WithinSite)


def fetch(url: str) -> tuple[int, str, str]:
    """Status, kind and text of what is there; status 0 when nobody answers."""
    request = Request(url, headers={"User-Agent": "clinic-audit-crawler"})  # noqa: S310  the caller's own site
    try:
        with OPENER.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.headers.get_content_type(), ""
    except (URLError, OSError):
        return 0, "", ""


def read(root: str, fetch: Fetch = fetch) -> Site:
    """Everything that the home page and the sitemap lead to."""
    site = Site(root)
    waiting = ["/", *_in_sitemap(root, fetch)]
    while waiting:
        address = waiting.pop()
        if address in site.statuses:
            continue
        site.statuses[address], kind, text = fetch(root + address)
        if kind == "text/html" and site.statuses[address] == 200:
            site.pages[address] = Seen(address, 200, text)
            waiting += _follow(site, site.pages[address])
    return site


def _in_sitemap(root: str, fetch: Fetch) -> list[str]:
    status, _kind, text = fetch(f"{root}/sitemap.xml")
    if status != 200:
        return []
    places = ET.fromstring(text).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")  # noqa: S314  our own
    return [urlsplit(place.text or "").path for place in places]


def _follow(site: Site, page: Seen) -> list[str]:
    """Note where a page leads; the addresses of this site among them."""
    found = []
    for element in page.elements():
        for name in LEADING:
            if element.attrib.get(name):
                url, anchor = urldefrag(urljoin(site.root + page.address, element.attrib[name]))
                found.append((url, anchor))
    site.elsewhere |= {url for url, _anchor in found if not url.startswith(f"{site.root}/")}
    ours = {(_plain(url, site.root), anchor) for url, anchor in found if url.startswith(f"{site.root}/")}
    site.links |= {(page.address, address, anchor) for address, anchor in ours}
    return sorted(address for address, _anchor in ours)


def _plain(url: str, root: str) -> str:
    return url.removeprefix(root) or "/"
