"""What each public page shows: rows read, texts rendered, sources numbered, ready for its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clinic.models import ClinicProfile, Person
from clinic.signboard import Signboard
from treatments.models import (
    HUB,
    ComparisonCell,
    ComparisonRow,
    GlossaryTerm,
    Page,
    Period,
    Question,
    Review,
    Section,
    TimelineEntry,
    Treatment,
)
from treatments.rendering import Composer
from treatments.tokens import Library
from treatments.words import stems

Crumbs = list[tuple[str, str | None]]

# After these sections a page prints what no writer types: the table of the two, and the months.
TABLE_AFTER = "direct"
TIMELINE_AFTER = "months"
MOST_COMPARED = 4
EVIDENCE_ROW = "evidence"


@dataclass(frozen=True)
class RenderedSection:
    """A section of a page, as its template prints it."""

    anchor: str
    heading: str
    html: SafeString
    is_risks: bool = False
    has_comparison: bool = False
    has_timeline: bool = False


@dataclass(frozen=True)
class Column:
    """A treatment in the comparison."""

    slug: str
    name: str
    kind_label: str
    evidence_level: int
    evidence_label: str
    page_url: str
    shown: bool


@dataclass(frozen=True)
class Comparison:
    """Treatments side by side: groups of (label, [(treatment, answer)])."""

    columns: list[Column]
    groups: list[tuple[str, list[tuple[str, list[tuple[str, SafeString]]]]]]


@dataclass(frozen=True)
class Timeline:
    """What may be seen when: rows of (treatment, [text for each period])."""

    periods: list[str]
    rows: list[tuple[str, list[SafeString]]]


@dataclass(frozen=True)
class Answer:
    """A question with its rendered answer."""

    slug: str
    question: str
    answer_html: SafeString


def composer_for(texts: Iterable[str], heading_level: int = 3) -> Composer:
    """A composer with everything these texts print."""
    return Composer(Library.of(texts), _clinic_value, heading_level)


def _clinic_value(name: str) -> str:
    profile = ClinicProfile.objects.current()
    if name == "hours":
        lines = Signboard.of_today().opening_lines
        return "; ".join(f"{days} {hours}" for days, hours in lines)
    return {
        "name": profile.name,
        "phone": profile.phone_display,
        "whatsapp": profile.whatsapp_display,
    }[name]


def home() -> dict[str, Any]:
    """The home page: treatments by evidence, and four questions."""
    questions = list(Question.objects.featured())
    composer = composer_for(question.answer for question in questions)
    return {
        "treatments": Treatment.objects.compared().with_pages(),
        "questions": [_answer(composer, question) for question in questions],
        "references": composer.references,
    }


def index() -> dict[str, Any]:
    """The list of treatments, no treatment included."""
    return {
        "treatments": Treatment.objects.listed().with_pages(),
        "crumbs": _crumbs((gettext("Treatments"), None)),
    }


def article(page: Page) -> dict[str, Any]:
    """A treatment, comparison, visit or other page with everything it prints."""
    sections = list(page.sections.all())
    compared = [page.left, page.right] if page.kind == Page.Kind.COMPARISON else []
    rows = _comparison_rows([treatment for treatment in compared if treatment])
    entries = _timeline_entries() if any(part.anchor == TIMELINE_AFTER for part in sections) else []
    composer = composer_for(
        [
            *page.key_facts,
            page.standfirst,
            *(section.body for section in sections),
            *(cell.text for row in rows for cell in row.cells.all()),
            *(entry.text for entry in entries),
        ]
    )
    context: dict[str, Any] = {
        "page": page,
        "treatment": page.treatment,
        "crumbs": _crumbs(*_parents(page), (page.name, None)),
        "standfirst": composer.inline(page.standfirst),
        "key_facts": [composer.inline(fact) for fact in page.key_facts],
        "contents": [(section.anchor, section.heading) for section in sections],
        "sections": [],
        "comparison": None,
        "timeline": None,
    }
    for section in sections:
        context["sections"].append(_section(composer, section))
        if section.anchor == TABLE_AFTER and rows:
            context["comparison"] = _comparison(composer, [column for column in compared if column], rows)
        if section.anchor == TIMELINE_AFTER:
            context["timeline"] = _timeline(composer, entries)
    return {
        **context,
        "reading_minutes": _reading_minutes(section.html for section in context["sections"]),
        "references": composer.references,
        "review": page.review,
        "related": _related(page),
    }


def compare(shown: list[str]) -> dict[str, Any]:
    """The comparison of all treatments; `shown` names those a small screen starts with."""
    treatments = list(Treatment.objects.compared().with_pages())
    known = [treatment.slug for treatment in treatments]
    chosen = [slug for slug in dict.fromkeys(shown) if slug in known][:MOST_COMPARED]
    rows = _comparison_rows(treatments)
    composer = composer_for(cell.text for row in rows for cell in row.cells.all())
    comparison = _comparison(composer, treatments, rows, chosen or known[:2])
    return {
        "comparison": comparison,
        "is_chosen": bool(chosen),
        "references": composer.references,
        "crumbs": _crumbs((gettext("Compare"), None)),
        "pairs": Page.objects.published().filter(kind=Page.Kind.COMPARISON),
    }


def faq(query: str) -> dict[str, Any]:
    """The questions, by topic; with a query, those that hold all its words."""
    questions = list(Question.objects.published())
    composer = composer_for((question.answer for question in questions), heading_level=4)
    found = _matching(questions, query, composer)
    # Composed anew, so that sources are numbered by what is shown.
    composer = Composer(composer.library, composer.clinic, composer.heading_level)
    topics = [
        (topic.slug, topic.title, [_answer(composer, question) for question in group])
        for topic, group in groupby(found, key=lambda question: question.topic)
    ]
    return {
        "topics": topics,
        "query": query,
        "count": len(found),
        "references": composer.references,
        "crumbs": _crumbs((gettext("Questions"), None)),
    }


def _matching(questions: list[Question], query: str, composer: Composer) -> list[Question]:
    """Those whose question and printed answer hold every word."""
    words = stems(query)
    if not words:
        return questions
    return [question for question in questions if _holds(question, words, composer)]


def _holds(question: Question, words: list[str], composer: Composer) -> bool:
    answer = unescape(strip_tags(composer.block(question.answer)))
    text = f"{question.question} {answer}".casefold()
    return all(word in text for word in words)


def glossary() -> dict[str, Any]:
    """Every word explained, A to Z."""
    return {"terms": GlossaryTerm.objects.all(), "crumbs": _crumbs((gettext("Words explained"), None))}


def reviewers() -> dict[str, Any]:
    """Those who have reviewed a page and still may; nobody until someone has."""
    reviewing = Person.objects.shown().filter(pk__in=Review.objects.values("reviewer"))
    return {"people": reviewing, "crumbs": _crumbs((gettext("Who checks our pages"), None))}


def _answer(composer: Composer, question: Question) -> Answer:
    return Answer(question.slug, question.question, composer.block(question.answer))


def _section(composer: Composer, section: Section) -> RenderedSection:
    return RenderedSection(
        anchor=section.anchor,
        heading=section.heading,
        html=composer.block(section.body),
        is_risks=section.anchor == "risks",
        has_comparison=section.anchor == TABLE_AFTER,
        has_timeline=section.anchor == TIMELINE_AFTER,
    )


def _comparison_rows(treatments: list[Treatment]) -> list[ComparisonRow]:
    """The rows that at least one of these treatments answers, with just their answers."""
    answers = ComparisonCell.objects.filter(treatment__in=treatments)
    rows = ComparisonRow.objects.filter(cells__in=answers).distinct()
    return list(rows.prefetch_related(Prefetch("cells", queryset=answers)))


def _comparison(
    composer: Composer,
    treatments: list[Treatment],
    rows: list[ComparisonRow],
    shown: list[str] | None = None,
) -> Comparison:
    columns = [
        Column(
            slug=treatment.slug,
            name=treatment.name,
            kind_label=str(treatment.get_kind_display()),
            evidence_level=treatment.evidence_level,
            evidence_label=treatment.evidence_label,
            page_url=treatment.page_url,
            shown=shown is None or treatment.slug in shown,
        )
        for treatment in treatments
    ]
    answer = partial(_answers, composer, treatments)
    groups = [
        (title, [(row.label, answer(row)) for row in group])
        for title, group in groupby(rows, key=lambda row: row.group)
    ]
    return Comparison(columns, groups)


def _answers(
    composer: Composer, treatments: list[Treatment], row: ComparisonRow
) -> list[tuple[str, SafeString]]:
    cells: dict[int, ComparisonCell] = {cell.treatment_id: cell for cell in row.cells.all()}
    return [
        (
            treatment.slug,
            composer.inline(cells[treatment.pk].text) if treatment.pk in cells else SafeString("–"),
        )
        for treatment in treatments
    ]


def _timeline_entries() -> list[TimelineEntry]:
    return list(TimelineEntry.objects.select_related("treatment", "period"))


def _timeline(composer: Composer, entries: list[TimelineEntry]) -> Timeline:
    periods = list(Period.objects.all())
    rows = []
    for treatment, group in groupby(entries, key=lambda entry: entry.treatment):
        texts = {entry.period_id: entry.text for entry in group}
        rows.append((treatment.name, [composer.inline(texts.get(period.pk, "")) for period in periods]))
    return Timeline([period.label for period in periods], rows)


def _crumbs(*trail: tuple[str, str | None]) -> Crumbs:
    return [(gettext("Home"), reverse("home")), *trail]


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


def _related(page: Page) -> list[tuple[str, str]]:
    """Where to read on: pages of the same kind, and the comparison for treatments."""
    siblings = Page.objects.published().filter(kind=page.kind).exclude(pk=page.pk)[:4]
    return [(sibling.name, sibling.get_absolute_url()) for sibling in siblings]
