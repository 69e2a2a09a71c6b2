"""Addresses of the form, its receipt and the enquirer's own page."""

from __future__ import annotations

from django.urls import path

from leads import views
from leads.chat import views as chat_views
from leads.own import views as own_views

app_name = "leads"
urlpatterns = [
    path("consultation/", views.consultation, name="consultation"),
    path("consultation/received/", views.received, name="received"),
    path("chat/", chat_views.chat, name="chat"),
    path("request/<str:secret>/", own_views.show, name="own_page"),
    path("request/<str:secret>/photos/<int:number>/", own_views.photo, name="own_photo"),
    path("request/<str:secret>/erase/", own_views.erase, name="own_erase"),
    path("request/<str:secret>/download/", own_views.download, name="own_download"),
]
