"""For machines that follow what changes: the sitemap and the feed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from clinic.sitemaps import OurSitemap
from treatments.models import Page


class PageSitemap(OurSitemap[Page]):
    """Every page we offer, with the day its words last changed."""

    def items(self) -> QuerySet[Page]:
        return Page.objects.offered().prefetch_related("reviews")

    def lastmod(self, item: Page) -> date:
        return item.last_changed_on


class LibraryFeed(Feed[Any, Page]):
    """New and changed pages, newest first."""

    feed_type = Atom1Feed
    title = _("What is new in our library on hair loss")
    description = _("New and changed pages.")
    link = settings.SITE_URL + "/"

    def items(self) -> list[Page]:
        pages = Page.objects.offered().prefetch_related("reviews")
        return sorted(pages, key=lambda page: page.last_changed_on, reverse=True)[:30]

    def item_title(self, item: Page) -> str:
        return item.title

    def item_description(self, item: Page) -> str:
        return item.description

    def item_link(self, item: Page) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item: Page) -> datetime:
        return datetime.combine(item.written_on, time(), UTC)

    def item_updateddate(self, item: Page) -> datetime:
        return datetime.combine(item.last_changed_on, time(), UTC)
