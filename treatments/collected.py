"""The pages made from many rows: the questions, and the words explained."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clinic.sharing import clinic_context
from clinic.signboard import Signboard
from treatments import structured
from treatments.marking import with_numbers
from treatments.matching import Entry, Index, plain, weigh
from treatments.models import QUESTIONS, WORDS_EXPLAINED, GlossaryTerm, Page, Question
from treatments.pages import Answer, Made, composer_for, crumbs_to, standing
from treatments.rendering import Composer
from treatments.words import stems

Group = tuple[str, str, list[Question]]

MOST_NEAR = 5


def faq(query: str, clinic: Signboard) -> dict[str, Any]:
    """The questions, by topic; with a query, those that fit it, closest first."""
    page = Page.objects.published().collection(QUESTIONS)
    questions = list(Question.objects.published())
    texts = [*(question.answer for question in questions), page.standfirst if page else ""]
    composer = composer_for(texts, clinic, heading_level=4)
    groups = _matching(questions, query, composer) if stems(query) else _by_topic(questions)
    # Composed anew, so that sources are numbered by what is shown.
    composer = Composer(composer.library, composer.clinic, composer.heading_level)
    opening = _opening(page, composer)
    topics = [
        (slug, title, [Answer.of(one, composer, _made(one, page)) for one in group])
        for slug, title, group in groups
    ]
    crumbs = crumbs_to((gettext("Questions"), None))
    answers = [(answer.question, answer.answer_html) for _s, _t, group in topics for answer in group]
    return {
        **clinic_context(clinic),
        **opening,
        "topics": topics,
        "query": query,
        "count": sum(len(group) for _slug, _title, group in groups),
        "references": composer.references,
        "certainties": composer.certainties,
        "crumbs": crumbs,
        "structured": structured.questions(answers, crumbs, page),
    }


def glossary(clinic: Signboard) -> dict[str, Any]:
    """Every word explained, A to Z."""
    page = Page.objects.published().collection(WORDS_EXPLAINED)
    letters: dict[str, list[tuple[GlossaryTerm, SafeString]]] = {}
    for term in GlossaryTerm.objects.all():
        letters.setdefault(term.letter, []).append((term, with_numbers(escape(term.meaning))))
    composer = composer_for([page.standfirst] if page else [], clinic)
    context = {**standing(gettext("Words explained")), **_opening(page, composer)}
    if page:
        context["structured"] = structured.words_explained(page, context["crumbs"])
    sources = {"references": composer.references, "certainties": composer.certainties}
    return {**clinic_context(clinic), "letters": sorted(letters.items()), **context, **sources}


def _opening(page: Page | None, composer: Composer) -> dict[str, Any]:
    """What the page itself says, and who has reviewed it; little while nobody has written one."""
    if page is None:
        return {"page": None, "review": None}
    return {"page": page, "review": page.review, "standfirst": composer.inline(page.standfirst)}


def _made(question: Question, page: Page | None) -> Made:
    return Made(question.written_on, question.changed_on, page.review if page else None)


def _by_topic(questions: list[Question]) -> list[Group]:
    return [
        (topic.slug, topic.title, list(group))
        for topic, group in groupby(questions, key=lambda question: question.topic)
    ]


def _matching(questions: list[Question], query: str, composer: Composer) -> list[Group]:
    """Those whose question and printed answer hold every word; else the few that come closest."""
    index = Index([_entry(question, composer) for question in questions])
    asked = index.understood(query)
    whole = index.complete(asked)
    if whole:
        return [("answers", gettext("Answers, closest first"), whole)]
    near = index.ranked(asked)[:MOST_NEAR]
    return [("answers", gettext("No answer holds every word. These come close"), near)] if near else []


def _entry(question: Question, composer: Composer) -> Entry[Question]:
    return Entry(question, weigh(plain(composer.block(question.answer)), question.question))
