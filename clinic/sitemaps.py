"""Sitemaps under the site's public address."""

from __future__ import annotations

from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

Item = TypeVar("Item")


class OurSitemap(Sitemap[Item], Generic[Item]):
    """Names pages by SITE_URL, whatever address this request came to."""

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class CollectionSitemap(OurSitemap[str]):
    """Pages made from many rows: named by their URL names, without a day of their own."""

    def items(self) -> list[str]:
        library = ["index", "evidence", "reviewers"]
        return ["home", *(f"treatments:{name}" for name in library), "leads:consultation", "privacy"]

    def location(self, item: str) -> str:
        return reverse(item)
