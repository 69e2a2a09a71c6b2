"""The library's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clinic.pictures import picture_of
from clinic.sharing import clinic_context
from clinic.signboard import Signboard
from treatments import collected, comparing, listing, pages
from treatments import evidence as library
from treatments import search as finding
from treatments.models import Page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The treatments, each with its evidence; `?hair_loss=`, `?people=` and `?order=` choose."""
    asked = {name: request.GET.get(name, "") for name in ("hair_loss", "people", "order")}
    context = listing.index(listing.choose(**asked), Signboard.for_page(request))
    return TemplateResponse(request, "treatments/index.html", context)


@require_safe
def page(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One page of the library; for an address it had before, the way on."""
    shelf = list(Page.objects.published().on_shelf(kind))
    found = next((page for page in shelf if (page.kind, page.slug) == (kind, slug)), None)
    if found is None:
        found = get_object_or_404(Page.objects.published(), moves__old_path=request.path)
    if found.get_absolute_url() != request.path:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return TemplateResponse(
        request, "treatments/page.html", pages.article(found, shelf, Signboard.for_page(request))
    )


@cache_control(public=True, max_age=60 * 60)
@require_safe
def picture(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The picture that stands for a page where people share it."""
    found = get_object_or_404(Page.objects.published(), kind=kind, slug=slug)
    drawn = picture_of(pages.card_of(found, Signboard.of_today()))
    return HttpResponse(drawn, content_type="image/png")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Treatments on the same questions; `?show=a&show=b` and `?show=a,b` choose."""
    shown = [slug for value in request.GET.getlist("show") for slug in value.split(",")]
    return TemplateResponse(
        request, "treatments/compare.html", comparing.compare(shown, Signboard.for_page(request))
    )


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """The questions people ask; `?q=` searches them."""
    return TemplateResponse(
        request, "treatments/faq.html", collected.faq(_query(request), Signboard.for_page(request))
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages, answers and words that match `?q=`."""
    query, clinic = _query(request), Signboard.for_page(request)
    answer = finding.find(query, clinic)
    context = {"query": query, "answer": answer, **clinic_context(clinic)}
    if answer.menus:
        context["menus"] = answer.menus
    return TemplateResponse(request, "treatments/search.html", context)


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Every source, what it found, and which pages lean on it; `?topic=` and `?kind=` choose."""
    context = library.shelf(topic=request.GET.get("topic", ""), kind=request.GET.get("kind", ""))
    return TemplateResponse(request, "treatments/evidence.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Words explained."""
    context = collected.glossary(Signboard.for_page(request))
    return TemplateResponse(request, "treatments/glossary.html", context)


@require_safe
def reviewers(request: HttpRequest) -> HttpResponse:
    """Who checks the pages."""
    return TemplateResponse(request, "treatments/reviewers.html", pages.reviewers())
