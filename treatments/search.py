"""Search over pages, questions and glossary: stems, synonyms, slips of the pen, highlighted snippets.

The whole library is some hundred entries, so the index is a few lists in memory, made anew when
content changes; it is the same on every database.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby

from django.contrib.admin.models import LogEntry
from django.db.models import Subquery
from django.urls import reverse
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clinic.signboard import Signboard
from treatments.models import GlossaryTerm, Page, Question, Section, StarterRecord, TimelineEntry
from treatments.pages import TIMELINE_AFTER, composer_for
from treatments.rendering import Composer
from treatments.starter import FOLDER
from treatments.words import placed_stems, stems

TITLE_WEIGHT = 6
HEADING_WEIGHT = 3
SNIPPET_LENGTH = 180
MOST_RESULTS = 20
CLOSE_ENOUGH = 0.72
SHORTEST_GUESSED = 4
# What an entry counts for, all else being equal: where a subject is treated comes before its details.
WHOLE, PART, WORD_EXPLAINED = 1.15, 1.0, 0.8


@dataclass(frozen=True)
class Entry:
    """Something that can be found: a section of a page, an answer, or a word explained."""

    title: str
    heading: str
    url: str
    text: str
    weights: Counter[str]
    rank: float


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


@dataclass(frozen=True)
class _Means:
    """What an index is made with. All are equal, so that an index is kept by version and language alone."""

    clinic: Signboard = field(compare=False)


class Index:
    """Every entry, and how telling each stem is."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        seen = Counter(stem for entry in entries for stem in entry.weights)
        self.rarity = {stem: math.log(1 + len(entries) / count) for stem, count in seen.items()}

    def nearest(self, stem: str) -> str:
        """The stem itself when known; else the known one it was most likely meant for, or ""."""
        if stem in self.rarity:
            return stem
        near = (
            get_close_matches(stem, self.rarity, n=1, cutoff=CLOSE_ENOUGH)
            if len(stem) >= SHORTEST_GUESSED
            else []
        )
        return near[0] if near else ""

    def ranked(self, wanted: list[set[str]]) -> list[Entry]:
        """Entries that hold the wanted stems, best first; each set is one word and its synonyms."""
        scored = [(self._score(entry, wanted), entry) for entry in self.entries]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        return [entry for _score, entry in best[:MOST_RESULTS]]

    def _score(self, entry: Entry, wanted: list[set[str]]) -> float:
        met = [max((self._worth(entry, stem) for stem in group), default=0.0) for group in wanted]
        found = sum(1 for worth in met if worth)
        if not found:
            return 0.0
        return sum(met) * (found / len(met)) ** 2 * entry.rank

    def _worth(self, entry: Entry, stem: str) -> float:
        weight = entry.weights.get(stem, 0)
        return self.rarity.get(stem, 0.0) * weight / (weight + 2.0) if weight else 0.0


def find(query: str, clinic: Signboard | None = None) -> Answer:
    """What is found for a query; nothing for one without a word in it."""
    asked = list(dict.fromkeys(stems(query)))
    if not asked:
        return Answer([], "")
    index = _index(_version(), get_language() or "en", _Means(clinic or Signboard.of_today()))
    synonyms = _synonyms()
    groups, read_as = [], []
    for stem in asked:
        group = set(synonyms.get(stem, {stem}))
        if not group & index.rarity.keys():
            near = index.nearest(stem)
            read_as.append(near)
            group = set(synonyms.get(near, {near}))
        groups.append(group)
    wanted = set().union(*groups)
    results = [_result(entry, wanted) for entry in index.ranked(groups)]
    return Answer(results, " ".join(filter(None, read_as)))


def _result(entry: Entry, wanted: set[str]) -> Result:
    return Result(entry.title, entry.heading, entry.url, _snippet(entry.text, wanted))


def _snippet(text: str, wanted: set[str]) -> SafeString:
    """The part of the text round its first match, the matches marked."""
    hits = [(start, end) for stem, start, end in placed_stems(text) if stem in wanted]
    begin = max(0, hits[0][0] - 60) if hits else 0
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    finish = min(len(text), begin + SNIPPET_LENGTH)
    finish = text.rfind(" ", begin, finish) if finish < len(text) else finish
    parts, place = [], begin
    for start, end in hits:
        if start >= begin and end <= finish:
            parts.append(format_html("{}<mark>{}</mark>", text[place:start], text[start:end]))
            place = end
    parts.append(escape(text[place:finish]))
    return format_html(
        "{}{}{}", "… " if begin else "", SafeString("".join(parts)), " …" if finish < len(text) else ""
    )


def _version() -> str:
    """Changes when the starter content or anything in the admin does."""
    last = LogEntry.objects.order_by("-pk").values("pk")[:1]
    starter = StarterRecord.objects.filter(kind="whole").values_list("content", Subquery(last)).first()
    return str(starter or list(last))


@lru_cache(maxsize=4)
def _index(_version: str, _language: str, means: _Means) -> Index:
    published = Section.objects.filter(page__in=Page.objects.published())
    sections = list(published.select_related("page").order_by("page", "order"))
    timeline = list(TimelineEntry.objects.select_related("treatment", "period"))
    questions = list(Question.objects.published())
    texts = [
        *(text for section in sections for text in (section.page.standfirst, section.body)),
        *(entry.text for entry in timeline),
        *(question.answer for question in questions),
    ]
    composer = composer_for(texts, means.clinic, is_cited=False)
    return Index(
        [
            *_page_entries(sections, composer),
            *_timeline_entries(sections, timeline, composer),
            *_question_entries(questions, composer),
            *_glossary_entries(),
        ]
    )


def _page_entries(sections: list[Section], composer: Composer) -> Iterator[Entry]:
    for page, parts in groupby(sections, key=lambda section: section.page):
        url = page.get_absolute_url()
        yield _entry(page.title, "", url, _plain(composer.inline(page.standfirst)), WHOLE)
        for section in parts:
            text = _plain(composer.block(section.body))
            yield _entry(page.title, section.heading, f"{url}#{section.anchor}", text)


def _timeline_entries(
    sections: list[Section], entries: list[TimelineEntry], composer: Composer
) -> Iterator[Entry]:
    """The table's rows, found on the page that prints it."""
    page = next((section.page for section in sections if section.anchor == TIMELINE_AFTER), None)
    if page is None:
        return
    url = f"{page.get_absolute_url()}#{TIMELINE_AFTER}"
    for treatment, group in groupby(entries, key=lambda entry: entry.treatment):
        text = " ".join(f"{entry.period.label}: {_plain(composer.inline(entry.text))}" for entry in group)
        yield _entry(page.title, treatment.name, url, text)


def _question_entries(questions: list[Question], composer: Composer) -> Iterator[Entry]:
    for question in questions:
        text = _plain(composer.block(question.answer))
        yield _entry(question.question, "", question.get_absolute_url(), text, WHOLE)


def _glossary_entries() -> Iterator[Entry]:
    for term in GlossaryTerm.objects.all():
        url = f"{reverse('treatments:glossary')}#{term.slug}"
        yield _entry(term.term, "", url, " ".join([term.meaning, *term.also]), WORD_EXPLAINED)


def _entry(title: str, heading: str, url: str, text: str, rank: float = PART) -> Entry:
    weights = Counter(stems(text))
    for stem in stems(title):
        weights[stem] += TITLE_WEIGHT
    for stem in stems(heading):
        weights[stem] += HEADING_WEIGHT
    return Entry(title, heading, url, text, weights, rank)


def _plain(html: str) -> str:
    """Text without tags."""
    return " ".join(strip_tags(html).split())


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, set[str]]:
    """Stem -> the stems that mean the same. A phrase counts by each of its words that is its own."""
    groups = tomllib.loads((FOLDER / "synonyms.toml").read_text("utf-8"))["groups"]
    table: dict[str, set[str]] = {}
    for group in groups:
        same = _stems_of(group)
        for stem in same:
            table.setdefault(stem, {stem}).update(same)
    return table


def _stems_of(words: Iterable[str]) -> set[str]:
    return {stem for word in words for stem in stems(word)}
