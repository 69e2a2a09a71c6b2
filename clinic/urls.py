"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from clinic import views
from clinic.sitemaps import CollectionSitemap
from treatments.feeds import LibraryFeed, PageSitemap

handler400 = "clinic.views.bad_request"
handler403 = "clinic.views.forbidden"
handler404 = "clinic.views.not_found"
handler500 = "clinic.views.server_error"

SITEMAPS = {"pages": PageSitemap, "collections": CollectionSitemap}

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("feed.xml", LibraryFeed(), name="feed"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("share/site.png", views.picture, name="picture"),
        path("privacy/", views.privacy, name="privacy"),
        path("", include("leads.urls")),
        path("", include("treatments.urls")),
        prefix_default_language=False,
    ),
]
