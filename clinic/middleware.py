"""What every answer passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from clinic import outage

Answer = Callable[[HttpRequest], HttpResponse]


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


def ask_each_time(get_response: Answer) -> Answer:
    """Let browsers keep a page, and have them ask each time whether it still holds: no old medical text."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer
