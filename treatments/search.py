"""Search over pages, questions and glossary: stems, synonyms, slips of the pen, highlighted snippets.

The whole library is some hundred entries, so the index is a few lists in memory, made anew when
content changes; it is the same on every database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clinic.signboard import Signboard
from treatments.matching import Entry, Index, plain, weigh
from treatments.menus import Menus, Named
from treatments.models import (
    QUESTIONS,
    WORDS_EXPLAINED,
    GlossaryTerm,
    Page,
    Question,
    Section,
    StarterRecord,
    TimelineEntry,
)
from treatments.pages import TIMELINE_AFTER, composer_for
from treatments.rendering import Composer
from treatments.words import placed_stems, stems

SNIPPET_LENGTH = 180
# Of a snippet, what comes before its first match, and where the others are looked for.
BEFORE, STRETCH = 60, 100
MOST_RESULTS = 20
# What an entry counts for, all else being equal: where a subject is treated comes before its details,
# and words explained come last.
SUBJECT, PAGE, QUESTION, PART, WORD_EXPLAINED = 1.6, 1.3, 1.15, 1.0, 0.3
SUBJECTS = {Page.Kind.TREATMENT, Page.Kind.HAIR_LOSS}


@dataclass(frozen=True)
class Found:
    """Something that can be found: a section of a page, an answer, or a word explained."""

    title: str
    heading: str
    url: str
    text: str


@dataclass(frozen=True)
class Result:
    """An entry that was found, with the words that matched marked."""

    title: str
    heading: str
    url: str
    snippet: SafeString


@dataclass(frozen=True)
class Answer:
    """What a search gives: results, and the word it took a misspelt one for ("" when none)."""

    results: list[Result]
    read_as: str
    # The menus, which leave out the same pages; None when nothing was looked for.
    menus: Menus | None = None


class _Worded(NamedTuple):
    """An answer, or a word explained: the page it stands on, its place there, and what it says."""

    collection: str
    slug: str
    title: str
    text: str
    also: str


@dataclass(frozen=True)
class _Made:
    """An index, and the pages that are long overdue for their review, which it leaves out."""

    index: Index[Found]
    overdue: set[Named]


@dataclass(frozen=True)
class _Means:
    """What an index is made with. All are equal, so that an index is kept by version and language alone."""

    clinic: Signboard = field(compare=False)


def find(query: str, clinic: Signboard | None = None) -> Answer:
    """What is found for a query; nothing for one without a word in it."""
    if not stems(query):
        return Answer([], "")
    made = _made(_version(), get_language() or "en", _Means(clinic or Signboard.of_today()))
    asked = made.index.understood(query)
    results = [_result(found, asked.stems) for found in made.index.ranked(asked)[:MOST_RESULTS]]
    return Answer(results, asked.read_as, Menus(made.overdue))


def _result(found: Found, wanted: set[str]) -> Result:
    return Result(found.title, found.heading, found.url, _snippet(found.text, wanted))


def _snippet(text: str, wanted: set[str]) -> SafeString:
    """The part of the text that holds most of what was asked for, the matches marked."""
    hits = [hit for hit in placed_stems(text) if hit[0] in wanted]
    begin, finish = _window(text, hits)
    parts, place = [], begin
    for _stem, start, end in hits:
        if start >= begin and end <= finish:
            parts.append(format_html("{}<mark>{}</mark>", text[place:start], text[start:end]))
            place = end
    parts.append(escape(text[place:finish]))
    return format_html(
        "{}{}{}", "… " if begin else "", SafeString("".join(parts)), " …" if finish < len(text) else ""
    )


def _window(text: str, hits: list[tuple[str, int, int]]) -> tuple[int, int]:
    """From where to where, in whole words: the stretch with the most different words asked for."""

    def richness(hit: tuple[str, int, int]) -> int:
        return len({stem for stem, start, _end in hits if hit[1] <= start < hit[1] + STRETCH})

    first = max(hits, key=richness)[1] if hits else 0
    begin = max(0, first - BEFORE)
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    finish = min(len(text), begin + SNIPPET_LENGTH)
    return begin, text.rfind(" ", begin, finish) if finish < len(text) else finish


def _version() -> str:
    """Changes when the starter content or anything in the admin does, and with the day: pages fall due."""
    last = LogEntry.objects.order_by("-pk").values("pk")[:1]
    starter = StarterRecord.objects.filter(kind="whole").values_list("content", Subquery(last)).first()
    return f"{timezone.localdate()} {starter or list(last)}"


@lru_cache(maxsize=4)
def _made(_version: str, _language: str, means: _Means) -> _Made:
    offered = Section.objects.filter(page__in=Page.objects.offered())
    sections = list(offered.select_related("page").order_by("page", "order"))
    timeline = list(TimelineEntry.objects.select_related("treatment", "period"))
    overdue = set(Page.objects.long_overdue().values_list("kind", "slug"))
    worded = [row for row in _worded() if (Page.Kind.COLLECTION, row.collection) not in overdue]
    texts = [
        *(text for section in sections for text in (section.page.standfirst, section.body)),
        *(entry.text for entry in timeline),
        *(row.text for row in worded),
    ]
    composer = composer_for(texts, means.clinic, is_cited=False)
    entries = [
        *_page_entries(sections, composer),
        *_timeline_entries(sections, timeline, composer),
        *(_worded_entry(row, composer) for row in worded),
    ]
    return _Made(Index(entries), overdue)


def _worded() -> list[_Worded]:
    """Every answer and every word explained, in one query."""
    none = Value("", output_field=TextField())
    answers = Question.objects.published().order_by()
    terms = GlossaryTerm.objects.order_by()
    rows = answers.values_list(Value(QUESTIONS), "slug", "question", "answer", none).union(
        terms.values_list(Value(WORDS_EXPLAINED), "slug", "term", "meaning", Cast("also", TextField())),
        all=True,
    )
    return sorted(_Worded(*row) for row in rows)


def _page_entries(sections: list[Section], composer: Composer) -> Iterator[Entry[Found]]:
    for page, parts in groupby(sections, key=lambda section: section.page):
        url = page.get_absolute_url()
        rank = SUBJECT if page.kind in SUBJECTS else PAGE
        yield _entry(Found(page.title, "", url, plain(composer.inline(page.standfirst))), rank)
        for section in parts:
            text = plain(composer.block(section.body))
            yield _entry(Found(page.title, section.heading, f"{url}#{section.anchor}", text))


def _timeline_entries(
    sections: list[Section], entries: list[TimelineEntry], composer: Composer
) -> Iterator[Entry[Found]]:
    """The table's rows, found on the page that prints it."""
    page = next((section.page for section in sections if section.anchor == TIMELINE_AFTER), None)
    if page is None:
        return
    url = f"{page.get_absolute_url()}#{TIMELINE_AFTER}"
    for treatment, group in groupby(entries, key=lambda entry: entry.treatment):
        text = " ".join(f"{entry.period.label}: {plain(composer.inline(entry.text))}" for entry in group)
        yield _entry(Found(page.title, treatment.name, url, text))


def _worded_entry(row: _Worded, composer: Composer) -> Entry[Found]:
    url = f"{reverse(f'treatments:{row.collection}')}#{row.slug}"
    if row.collection == WORDS_EXPLAINED:
        return _entry(Found(row.title, "", url, row.text), WORD_EXPLAINED, " ".join(json.loads(row.also)))
    return _entry(Found(row.title, "", url, plain(composer.block(row.text))), QUESTION)


def _entry(found: Found, rank: float = PART, also: str = "") -> Entry[Found]:
    """An entry; `also` counts as its title does, and is not shown."""
    return Entry(found, weigh(found.text, f"{found.title} {also}", found.heading), rank)
