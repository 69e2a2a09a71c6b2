"""Addresses of the form and its receipt."""

from __future__ import annotations

from django.urls import path

from leads import views

app_name = "leads"
urlpatterns = [
    path("consultation/", views.consultation, name="consultation"),
    path("consultation/received/", views.received, name="received"),
]
