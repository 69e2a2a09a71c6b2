"""The library's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from treatments import pages
from treatments.models import Page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every treatment, with its evidence."""
    return TemplateResponse(request, "treatments/index.html", pages.index())


@require_safe
def page(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One page of the library."""
    found = get_object_or_404(Page.objects.published().with_everything(), kind=kind, slug=slug)
    return TemplateResponse(request, "treatments/page.html", pages.article(found))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """All treatments on the same questions; `?show=a,b` chooses."""
    shown = [slug for value in request.GET.getlist("show") for slug in value.split(",")]
    return TemplateResponse(request, "treatments/compare.html", pages.compare(shown))


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """The questions people ask; `?q=` searches them."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return TemplateResponse(request, "treatments/faq.html", pages.faq(query))
