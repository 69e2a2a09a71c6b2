"""The menus of every page: they lead to no page that is long overdue for its review."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from clinic.memory import LastKnown
from treatments.models import Page

Link = tuple[str, str]
# Kind and slug of a page.
Named = tuple[str, str]


@dataclass(frozen=True)
class Menu:
    """Links under a heading, which has an address within the page."""

    title: str
    anchor: str
    links: list[Link]


class Menus:
    """The menus, without the pages that nothing leads to any more."""

    def __init__(self, overdue: Iterable[Named]) -> None:
        self._overdue = {Page(kind=kind, slug=slug).get_absolute_url() for kind, slug in overdue}

    @classmethod
    def beside(cls, pages: Iterable[Page]) -> Menus:
        """The menus, where a view has read every page that is long overdue. Needs `with_due_days()`."""
        return cls((page.kind, page.slug) for page in pages if not page.is_offered)

    @cached_property
    def main(self) -> list[Link]:
        """At the head of every page."""
        return self._offered(
            (_page("index"), gettext("Treatments")),
            (_page("compare"), gettext("Compare")),
            (_page("visit", "results-timeline"), gettext("What to expect")),
            (_page("faq"), gettext("Questions")),
            (_page("search"), gettext("Search")),
        )

    @cached_property
    def foot(self) -> list[Menu]:
        """At the foot of every page; a menu that leads nowhere is left out."""
        read = self._offered(
            (_page("hair-loss-hub"), gettext("Hair loss and its causes")),
            (_page("index"), gettext("All treatments")),
            (_page("compare"), gettext("Compare treatments")),
            (_page("faq"), gettext("Questions")),
            (_page("search"), gettext("Search")),
        )
        visit = self._offered(
            (_page("visit", "prepare"), gettext("How to prepare")),
            (_page("visit", "procedure"), gettext("What happens")),
            (_page("visit", "aftercare"), gettext("Aftercare")),
            (_page("visit", "results-timeline"), gettext("What to expect")),
        )
        about = self._offered(
            (_page("about", "how-we-write"), gettext("How we write and check")),
            (_page("evidence"), gettext("Our references")),
            (_page("guide", "safety"), gettext("Safety and your rights")),
            (_page("guide", "costs"), gettext("What affects the cost")),
            (reverse("privacy"), gettext("Privacy")),
        )
        menus = [
            Menu(gettext("Read"), "footer-read", read),
            Menu(gettext("Your visit"), "footer-visit", visit),
            Menu(gettext("About"), "footer-about", about),
        ]
        return [menu for menu in menus if menu.links]

    def _offered(self, *links: Link) -> list[Link]:
        return [(url, label) for url, label in links if url not in self._overdue]


def menus(_request: HttpRequest) -> dict[str, Any]:
    """For every template; a view that has read the pages gives its own."""
    return {"menus": SimpleLazyObject(lambda: Menus(_overdue.get()))}


def forget() -> None:
    """Begin as a new process does."""
    _overdue.forget()


def _page(name: str, *slugs: str) -> str:
    return reverse(f"treatments:{name}", args=slugs)


def _ask() -> list[Named]:
    return list(Page.objects.long_overdue().order_by("pk").values_list("kind", "slug"))


# Also pages that show while the database is out have menus.
_overdue: LastKnown[list[Named]] = LastKnown(
    "overdue",
    ask=_ask,
    pack=json.dumps,
    unpack=lambda text: [(str(kind), str(slug)) for kind, slug in json.loads(text)],
    at_first=list,
)
