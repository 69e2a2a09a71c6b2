"""Promises that every public page keeps, tested once for all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from clinic.models import ClinicProfile
from tests import promises, snapshot
from tests.promises import Seen
from treatments import starter
from treatments.models import Page

pytestmark = pytest.mark.django_db

# Addresses that people do not read: machines ask, staff have signed in, or they lead on at once.
NOT_FOR_READERS = (
    "admin/",
    "healthz",
    "readyz",
    "robots.txt",
    "favicon.ico",
    "sitemap.xml",
    "feed.xml",
    "share/",
    "chat/",
)
# Pages that a choice makes, and pages that say no.
CHOSEN = [
    "/compare/?show=prp,exosomes",
    "/compare/?show=minoxidil&show=finasteride&show=prp&show=exosomes",
    "/compare/?show=prp",
    "/treatments/?hair_loss=pattern-hair-loss&people=women&order=evidence",
    "/treatments/?hair_loss=alopecia-areata",
    "/treatments/?hair_loss=traction-and-scarring",
    "/treatments/?hair_loss=nothing-like-it",
    "/faq/?q=pain",
    "/faq/?q=nothing-like-it",
    "/search/?q=microneedling",
    "/search/?q=nothing-like-it",
    "/evidence/?topic=Microneedling",
    "/consultation/?from=/treatments/prp/&noticed=crown",
    "/consultation/received/?receipt=wrong",
    "/no-such-page/",
]
# Addresses that mean something to one visitor alone.
FOR_ONE_VISITOR = {"/consultation/received/", "/search/"}
RECEIPT = "/consultation/received/"
NEVER_KEPT = {"/consultation/", RECEIPT}
SENT_EMPTY = "/consultation/ sent empty"
SENT_WRONG = "/consultation/ sent with mistakes"


def fixed_addresses(patterns: list[URLPattern | URLResolver], start: str = "") -> Iterator[str]:
    """Every address without a variable part."""
    for pattern in patterns:
        route = start + str(pattern.pattern)
        if route.startswith(NOT_FOR_READERS):
            continue
        if isinstance(pattern, URLResolver):
            yield from fixed_addresses(pattern.url_patterns, route)
        elif "<" not in route:
            yield f"/{route}"


def page_addresses() -> Iterator[str]:
    """The address of every page of the starter content."""
    for entry in starter.read():
        if entry.kind == "page":
            yield Page(kind=entry.values["kind"], slug=entry.values["slug"]).get_absolute_url()


# Made from many rows, and reviewed as a whole.
COLLECTIONS = ["/faq/", "/glossary/"]
ARTICLES = sorted(set(page_addresses()) - set(COLLECTIONS))
# The map of the site: what people and other sites link to, for good.
MAP = [
    "/hair-loss/",
    "/hair-loss/pattern-hair-loss/",
    "/hair-loss/shedding/",
    "/hair-loss/alopecia-areata/",
    "/hair-loss/traction-and-scarring/",
    "/treatments/",
    "/treatments/microneedling/",
    "/treatments/exosomes/",
    "/treatments/microneedling-with-exosomes/",
    "/treatments/prp/",
    "/treatments/minoxidil/",
    "/treatments/finasteride/",
    "/treatments/hair-transplant/",
    "/treatments/low-level-light/",
    "/compare/",
    "/compare/exosomes-or-prp/",
    "/compare/exosomes-or-medicines/",
    "/compare/exosomes-or-transplant/",
    "/compare/microneedling-or-prp/",
    "/compare/minoxidil-or-finasteride/",
    "/compare/fue-or-fut/",
    "/your-visit/procedure/",
    "/your-visit/prepare/",
    "/your-visit/aftercare/",
    "/your-visit/results-timeline/",
    "/costs/",
    "/safety/",
    "/faq/",
    "/evidence/",
    "/about/how-we-write/",
    "/about/reviewers/",
    "/glossary/",
]
PAGES = sorted({*fixed_addresses(get_resolver().url_patterns), *page_addresses()})
ADDRESSES = [*PAGES, *CHOSEN, SENT_EMPTY, SENT_WRONG]


def visit(client: Client, address: str) -> Any:
    """The answer to a visitor who opens the address, or sends the form."""
    client.cookies.clear()
    if address == SENT_EMPTY:
        return client.post(reverse("leads:consultation"), {})
    if address == SENT_WRONG:
        typed = {"name": "", "phone": "12", "email": "x", "contact_method": "email", "noticed": "?"}
        return client.post(reverse("leads:consultation"), typed)
    return client.get(address)


def seen(client: Client, address: str) -> Seen:
    response = visit(client, address)
    return Seen(
        address=address.split(" ", maxsplit=1)[0],
        status=response.status_code,
        html=response.content.decode(),
        policy=response.headers.get("Content-Security-Policy", ""),
        cookies=tuple(response.cookies),
    )


@dataclass(frozen=True)
class Site:
    """Every page as visitors get it, read once: in preview, live, and what they link to besides."""

    preview: dict[str, Seen]
    live: dict[str, Seen]
    linked: dict[str, Seen]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Site:
    """The site as it is on a first start."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        snapshot.first_start().put_back()
        preview = {address: seen(client, address) for address in ADDRESSES}
        links = {address for page in preview.values() for address, _anchor in page.links()}
        linked = {address: seen(client, address) for address in sorted(links - set(preview))}
        ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)
        live = {address: seen(client, address) for address in PAGES}
        transaction.set_rollback(True)
    return Site(preview, live, linked)


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_answers(site: Site, address: str) -> None:
    status = {SENT_EMPTY: 422, SENT_WRONG: 422, "/no-such-page/": 404, CHOSEN[-2]: 404}.get(address, 200)

    assert site.preview[address].status == status


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("promise", promises.PROMISES, ids=lambda promise: promise.__name__)
def test_it(site: Site, promise: Callable[[Seen], list[str]], address: str) -> None:
    assert promise(site.preview[address]) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_keeps_robots_out_in_preview(site: Site, address: str) -> None:
    assert promises.keeps_robots_out(site.preview[address]) == []


@pytest.mark.parametrize("address", [address for address in PAGES if address != RECEIPT])
def test_it_says_how_it_is_shared(site: Site, address: str) -> None:
    assert promises.says_how_it_is_shared(site.preview[address]) == []


@pytest.mark.parametrize("address", CHOSEN)
def test_a_choice_is_shared_as_the_page_it_was_made_on(site: Site, address: str) -> None:
    page = site.preview[address]
    is_an_address = page.status == HTTPStatus.OK and not address.startswith(RECEIPT)

    assert (promises.says_how_it_is_shared(page) == []) is is_an_address


@pytest.mark.usefixtures("first_start")
@pytest.mark.parametrize("address", [address for address in PAGES if address not in NEVER_KEPT])
def test_a_browser_that_asks_again_is_told_that_nothing_changed(client: Client, address: str) -> None:
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("first_start")
def test_a_browser_that_asks_again_gets_what_changed(client: Client) -> None:
    first = client.get("/treatments/prp/")
    ClinicProfile.objects.update(name="Another clinic")

    again = client.get("/treatments/prp/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert "Another clinic" in again.content.decode()


@pytest.mark.usefixtures("first_start")
@pytest.mark.parametrize("address", [address for address in PAGES if address != RECEIPT])
def test_its_picture_can_be_seen(client: Client, address: str) -> None:
    image = client.get(address).content.decode().split('og:image" content="')[1].split('"')[0]

    picture = client.get(image.removeprefix(settings.SITE_URL))

    assert picture["Content-Type"] == "image/png"


@pytest.mark.parametrize("address", PAGES)
def test_it_may_be_found_once_the_clinic_is_live(site: Site, address: str) -> None:
    keeps_out = promises.keeps_robots_out(site.live[address]) == []

    assert keeps_out is (address in FOR_ONE_VISITOR)


@pytest.mark.parametrize("address", PAGES)
def test_it_carries_the_preview_line_until_the_clinic_is_live(site: Site, address: str) -> None:
    line = "Preview: this content awaits the clinic's medical review."

    assert line in site.preview[address].words
    assert line not in site.live[address].words


@pytest.mark.parametrize("address", MAP)
def test_the_map_holds(site: Site, address: str) -> None:
    assert site.preview[address].status == HTTPStatus.OK


@pytest.mark.parametrize("address", ARTICLES)
@pytest.mark.parametrize("promise", promises.OF_ARTICLES, ids=lambda promise: promise.__name__)
def test_the_article(site: Site, promise: Callable[[Seen], list[str]], address: str) -> None:
    assert promise(site.preview[address]) == []


@pytest.mark.parametrize("address", COLLECTIONS)
def test_the_collection_says_who_made_it_when_and_that_nobody_reviewed_it(site: Site, address: str) -> None:
    problems = promises.says_who_made_it_and_when(site.preview[address])

    # What its answers lean on is told in folds, and our interest on the pages they lead to.
    assert set(problems) <= {"no source that can be opened", "no word on our interest"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_its_links_lead_somewhere(site: Site, address: str) -> None:
    page = site.preview[address]
    known = {**site.linked, **site.preview, page.address: page}

    lost = [
        f"{target}#{anchor}"
        for target, anchor in page.links()
        if not leads_somewhere(known[target], anchor) and target != page.address
    ]

    assert lost == []


def leads_somewhere(page: Seen, anchor: str) -> bool:
    """Whether a visitor who follows a link finds the page, and the place on it."""
    is_for_staff = page.address.startswith("/admin/")
    leads_on = page.address.startswith("/chat/") and page.status == HTTPStatus.FOUND
    return is_for_staff or leads_on or (page.status == HTTPStatus.OK and (not anchor or anchor in page.ids))
