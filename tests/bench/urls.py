"""The site's addresses, and beside them the bare views that everything is measured against."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from clinic.urls import handler400, handler403, handler404, handler500
from clinic.urls import urlpatterns as _of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """As little as a view can do, behind the same middleware."""
    return HttpResponse("ok")


@csrf_exempt
def bare_insert(request: HttpRequest) -> HttpResponse:
    """As little as a view that keeps something can do."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (words) VALUES ('kept')")
    return HttpResponse("ok")


urlpatterns = [
    path("bench/bare", bare),
    path("bench/bare-insert", bare_insert),
    *_of_the_site,
]
