"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from treatments import views
from treatments.models import HUB

app_name = "treatments"
urlpatterns = [
    path("treatments/", views.index, name="index"),
    path("treatments/<slug:slug>/", views.page, {"kind": "treatment"}, name="treatment"),
    path("compare/", views.compare, name="compare"),
    path("compare/<slug:slug>/", views.page, {"kind": "comparison"}, name="pair"),
    path("your-visit/<slug:slug>/", views.page, {"kind": "visit"}, name="visit"),
    path("hair-loss/", views.page, {"kind": "hair-loss", "slug": HUB}, name="hair-loss-hub"),
    path("hair-loss/<slug:slug>/", views.page, {"kind": "hair-loss"}, name="hair-loss"),
    path("about/reviewers/", views.reviewers, name="reviewers"),
    path("about/<slug:slug>/", views.page, {"kind": "about"}, name="about"),
    path("evidence/", views.evidence, name="evidence"),
    path("glossary/", views.glossary, name="glossary"),
    path("search/", views.search, name="search"),
    path("faq/", views.faq, name="faq"),
    path("share/<slug:kind>/<slug:slug>.png", views.picture, name="picture"),
    # Last: it would take any other first word for the name of a guide.
    path("<slug:slug>/", views.page, {"kind": "guide"}, name="guide"),
]
