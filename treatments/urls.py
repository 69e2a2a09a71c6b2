"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from treatments import views

app_name = "treatments"
urlpatterns = [
    path("treatments/", views.index, name="index"),
    path("treatments/<slug:slug>/", views.page, {"kind": "treatment"}, name="treatment"),
    path("compare/", views.compare, name="compare"),
    path("compare/<slug:slug>/", views.page, {"kind": "comparison"}, name="pair"),
    path("your-visit/<slug:slug>/", views.page, {"kind": "visit"}, name="visit"),
    path("faq/", views.faq, name="faq"),
]
