"""What every answer passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse

from clinic import outage

Answer = Callable[[HttpRequest], HttpResponse]
# Seconds that an answer of the database may take. Staff ask it harder things, which end by themselves
# after 30 seconds (clinic.servers): only a silent server takes longer.
VISITORS, STAFF = 3.0, 40.0


def refuse_methods_kindly(get_response: Answer) -> Answer:
    """Give a refused method a page; Django's own answer is empty."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return answer


class SayWhenTheDatabaseIsOut:
    """A page that needs the database while it is out says so, in our words, with ways to reach us."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers for any page."""
        if not outage.is_outage(exception):
            return None
        outage.reading.begin(exception)
        context = {"was_sent": request.method not in {"GET", "HEAD"}}
        answer = render(request, "503.html", context, status=503)
        answer["Retry-After"] = "60"
        return answer


def wait_for_the_database(get_response: Answer) -> Answer:
    """A database that says nothing keeps visitors for seconds, not for ever."""

    def answer(request: HttpRequest) -> HttpResponse:
        is_staff_s = request.path_info.startswith(reverse("admin:index"))
        with outage.patient_for(STAFF if is_staff_s else VISITORS):
            return get_response(request)

    return answer


def ask_each_time(get_response: Answer) -> Answer:
    """Let browsers keep a page, and have them ask each time whether it still holds: no old medical text."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer
