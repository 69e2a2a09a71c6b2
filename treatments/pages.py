"""What each public page shows: rows read, texts rendered, sources numbered, ready for its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clinic.models import Person
from clinic.pictures import Card
from clinic.sharing import card, clinic_context, shared
from clinic.signboard import Signboard
from clinic.structured import as_json, breadcrumbs, clinic_in_full
from treatments import structured
from treatments.marking import Glossary
from treatments.menus import Menus
from treatments.models import HUB, GlossaryTerm, Page, Question, Review, Treatment
from treatments.rendering import Composer
from treatments.tables import Comparison, ComparisonTable, Timeline, TimelineTable
from treatments.tokens import Library

Crumbs = list[tuple[str, str | None]]

# After these sections a page prints what no writer types: the table of the two, and the months.
TABLE_AFTER = "direct"
TIMELINE_AFTER = "months"
# The one quiet invitation comes after the risks, and only for what may be offered.
INVITE_AFTER = "risks"
MOST_RELATED = 4
# The pages on a visit, and on types of hair loss, follow one another.
READ_IN_ORDER = {Page.Kind.VISIT, Page.Kind.HAIR_LOSS}
# A signpost by what people notice, never a diagnosis.
PAGE_OF_PATTERN = {
    **dict.fromkeys(["temples", "crown", "both", "top", "parting"], "pattern-hair-loss"),
    "patches": "alopecia-areata",
    "shedding": "shedding",
}


@dataclass(frozen=True)
class RenderedSection:
    """A section of a page, as its template prints it, with what follows it."""

    anchor: str
    heading: str
    html: SafeString
    invites: bool
    comparison: Comparison | None
    timeline: Timeline | None


@dataclass(frozen=True)
class Made:
    """When an answer was written or last changed, and the review of its page; None while there is none."""

    written_on: date | None
    changed_on: date | None
    review: Review | None

    @property
    def covering(self) -> Review | None:
        """The review, unless the answer is newer."""
        newest = self.changed_on or self.written_on
        is_newer = self.review and newest and newest > self.review.reviewed_on
        return None if is_newer else self.review


@dataclass(frozen=True)
class Answer:
    """A question with its rendered answer, and how it was made where that is told."""

    slug: str
    question: str
    answer_html: SafeString
    made: Made | None = None

    @classmethod
    def of(cls, question: Question, composer: Composer, made: Made | None = None) -> Answer:
        """The answer, composed."""
        return cls(question.slug, question.question, composer.block(question.answer), made)


def composer_for(
    texts: Iterable[str], clinic: Signboard, heading_level: int = 3, *, is_cited: bool = True
) -> Composer:
    """A composer with everything these texts print; without reference marks when not cited."""
    library = Library.of(texts, is_cited=is_cited)
    return Composer(library, partial(_clinic_value, clinic), heading_level)


def _clinic_value(clinic: Signboard, name: str) -> str:
    if name == "hours":
        return "; ".join(f"{days} {hours}" for days, hours in clinic.opening_lines)
    return str(getattr(clinic, {"phone": "phone_display", "whatsapp": "whatsapp_display"}.get(name, name)))


def home(clinic: Signboard) -> dict[str, Any]:
    """The home page: treatments by evidence, and four questions."""
    questions = list(Question.objects.featured())
    composer = composer_for((question.answer for question in questions), clinic)
    return {
        **clinic_context(clinic),
        "treatments": Treatment.objects.compared().with_pages(),
        "questions": [Answer.of(question, composer) for question in questions],
        "references": composer.references,
        "certainties": composer.certainties,
        "structured": as_json(clinic_in_full(clinic)),
    }


def about_pattern(noticed: str) -> str:
    """Where to read what a pattern of hair loss usually is; the hub for one without a page."""
    slug = PAGE_OF_PATTERN.get(noticed)
    return reverse("treatments:hair-loss", args=[slug]) if slug else reverse("treatments:hair-loss-hub")


def article(page: Page, shelf: list[Page], clinic: Signboard) -> dict[str, Any]:
    """A page of the library with everything it prints, composed in reading order.

    Its shelf holds every page of its kind, and every page that is long overdue.
    """
    page.read_everything()
    comparison = ComparisonTable(list(Treatment.objects.compared_on(page).with_pages()))
    has_months = any(part.anchor == TIMELINE_AFTER for part in page.sections.all())
    timeline = TimelineTable() if has_months else None
    texts = [*texts_of(page), *comparison.texts(), *(timeline.texts() if timeline else [])]
    return {
        **clinic_context(clinic),
        **told(page, composer_for(texts, clinic), clinic, comparison, timeline),
        "related": _related(page, [other for other in shelf if other.kind == page.kind]),
        "menus": Menus.beside(shelf),
    }


def texts_of(page: Page) -> list[str]:
    """Every text with tokens of a page that has read everything."""
    return [page.standfirst, *page.key_facts, *(section.body for section in page.sections.all())]


def told(
    page: Page,
    composer: Composer,
    clinic: Signboard,
    comparison: ComparisonTable | None = None,
    timeline: TimelineTable | None = None,
) -> dict[str, Any]:
    """What a page says, composed in reading order after what the composer has composed already."""
    opening = _opening(page, composer)
    words = Glossary(GlossaryTerm.objects.all(), reverse("treatments:glossary"))
    words.take_as_known(page.title)
    opening["key_facts"] = [words.marked(fact) for fact in opening["key_facts"]]
    is_bookable = page.treatment is None or page.treatment.is_bookable
    sections = [
        RenderedSection(
            anchor=section.anchor,
            heading=section.heading,
            html=words.marked(composer.block(section.body)),
            invites=is_bookable and section.anchor == INVITE_AFTER,
            comparison=comparison.compose(composer) if comparison and section.anchor == TABLE_AFTER else None,
            timeline=timeline.compose(composer) if timeline and section.anchor == TIMELINE_AFTER else None,
        )
        for section in page.sections.all()
    ]
    return {
        **opening,
        "sharing": shared(
            reverse("treatments:picture", args=[page.kind, page.slug]), card_of(page, clinic), "article"
        ),
        "is_bookable": is_bookable,
        "not_offered": [
            treatment.name
            for treatment in (page.treatment, page.left, page.right)
            if treatment and not treatment.is_bookable
        ],
        "sections": sections,
        "contents": [(section.anchor, section.heading) for section in sections],
        "reading_minutes": _reading_minutes(section.html for section in sections),
        "references": composer.references,
        "certainties": composer.certainties,
        "structured": structured.article(
            page, clinic, opening["crumbs"], opening["standfirst"], composer.references
        ),
        "review": page.review,
    }


def card_of(page: Page, clinic: Signboard) -> Card:
    """What the page's picture says."""
    return card(page.title, str(page.get_kind_display()), clinic)


def _opening(page: Page, composer: Composer) -> dict[str, Any]:
    """What stands above the sections."""
    return {
        "page": page,
        "treatment": page.treatment,
        "crumbs": crumbs_to(*_parents(page), (page.name, None)),
        "standfirst": composer.inline(page.standfirst),
        "key_facts": [composer.inline(fact) for fact in page.key_facts],
    }


def reviewers() -> dict[str, Any]:
    """Those who have reviewed a page and still may; nobody until someone has."""
    reviewing = Person.objects.shown().filter(pk__in=Review.objects.values("reviewer"))
    return {"people": reviewing, **standing(gettext("Who checks our pages"))}


def crumbs_to(*trail: tuple[str, str | None]) -> Crumbs:
    """The way from home to a page."""
    return [(gettext("Home"), reverse("home")), *trail]


def standing(name: str) -> dict[str, Any]:
    """Where a page right below home stands, for people and for machines."""
    crumbs = crumbs_to((name, None))
    return {"crumbs": crumbs, "structured": as_json(breadcrumbs(crumbs))}


def _parents(page: Page) -> Crumbs:
    if page.kind == Page.Kind.TREATMENT:
        return [(gettext("Treatments"), reverse("treatments:index"))]
    if page.kind == Page.Kind.COMPARISON:
        return [(gettext("Compare"), reverse("treatments:compare"))]
    if page.kind == Page.Kind.HAIR_LOSS and page.slug != HUB:
        return [(gettext("Hair loss"), reverse("treatments:hair-loss-hub"))]
    return []


def _reading_minutes(texts: Iterable[str]) -> int:
    """Minutes a reader takes, at 200 words a minute."""
    words = sum(len(strip_tags(text).split()) for text in texts)
    return max(1, round(words / 200))


def _related(page: Page, shelf: list[Page]) -> list[tuple[str, str]]:
    """Where to read on: pages of the same kind; what comes before and after, where a kind is read in order."""
    offered = [other for other in shelf if other == page or other.is_offered]
    steps = _steps(page, offered) if page.kind in READ_IN_ORDER else {}
    others = [other for other in offered if other != page]
    nearest = sorted(others, key=lambda other: other not in steps)[:MOST_RELATED]
    return [
        (steps.get(other, "%s") % other.name, other.get_absolute_url())
        for other in others
        if other in nearest
    ]


def _steps(page: Page, shelf: list[Page]) -> dict[Page, str]:
    """The pages just before and after one, with how a link to each is worded."""
    place = shelf.index(page)
    before, after = shelf[max(0, place - 1) : place], shelf[place + 1 : place + 2]
    return {
        **dict.fromkeys(before, gettext("Before this: %s")),
        **dict.fromkeys(after, gettext("Next: %s")),
    }
