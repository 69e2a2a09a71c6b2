"""Marks words in finished HTML: numbers to call in an emergency, and words that the glossary explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from treatments.models import GlossaryTerm

TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
VOID = {"br", "hr", "img", "input", "wbr"}
WORD = re.compile(r"(?<![\w&#;])\w+")
# The police and the ambulance, after a word that says to call them.
EMERGENCY = re.compile(r"((?:\bcall|تصل)\w*\s(?:[^\W\d]+\s){0,3}?)(99[89])(?!\w)", re.IGNORECASE)
# Where a link may not stand, and where nobody looks a word up.
NOT_READ = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "sup", "code", "summary", "svg", "dt"}
CARE_CARD = "c-care-card"


def with_numbers(html: str) -> SafeString:
    """HTML in which an emergency number can be pressed."""
    return SafeString(_in_text(html, _with_links, _is_link))


class Glossary:
    """The words explained, each marked where a page first uses it."""

    def __init__(self, terms: Iterable[GlossaryTerm], address: str) -> None:
        self.address = address
        self._marked: set[str] = set()
        self._forms: dict[str, list[tuple[str, GlossaryTerm]]] = defaultdict(list)
        for term in terms:
            for written in {form for word in (term.term, *term.also) for form in (word, escape(word))}:
                first = WORD.match(written)
                if first:
                    self._forms[first[0].casefold()].append((written, term))
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form[0]))

    def take_as_known(self, text: str) -> None:
        """Do not mark the words of this text: the page is about them."""
        self._mark(text)

    def marked(self, html: str) -> SafeString:
        """HTML in which words lead to their meaning: not in headings, links, marks and care cards."""
        return SafeString(_in_text(html, self._mark, _is_closed))

    def _mark(self, text: str) -> str:
        parts: list[str] = []
        place = 0
        for word in WORD.finditer(text):
            found = self._found_at(text, word) if word.start() >= place else None
            if found is None or found[1].slug in self._marked:
                continue
            length, term = found
            end = word.start() + length
            parts += [text[place : word.start()], self._link(term, text[word.start() : end])]
            self._marked.add(term.slug)
            place = end
        return "".join([*parts, text[place:]])

    def _found_at(self, text: str, word: re.Match[str]) -> tuple[int, GlossaryTerm] | None:
        """The longest word explained that stands here, if any: how long it is, and its entry."""
        for form, term in self._forms.get(word[0].casefold(), []):
            end = word.start() + len(form)
            if _reads(text[word.start() : end], form) and not re.match(r"\w", text[end : end + 1]):
                return len(form), term
        return None

    def _link(self, term: GlossaryTerm, words: str) -> str:
        return format_html(
            '<a class="c-term" href="{}#{}" data-in-place="{}">{}</a>',
            self.address,
            term.slug,
            term.meaning,
            SafeString(words),
        )


def _reads(text: str, form: str) -> bool:
    """Whether a text is this form; short names such as CI only as they are written."""
    return text == form or (form == form.lower() and text.casefold() == form.casefold())


def _with_links(text: str) -> str:
    return EMERGENCY.sub(r'\1<a href="tel:\2">\2</a>', text)


def _is_link(tag: re.Match[str]) -> bool:
    return tag["name"].lower() == "a"


def _is_closed(tag: re.Match[str]) -> bool:
    return tag["name"].lower() in NOT_READ or CARE_CARD in tag["rest"]


def _in_text(html: str, mark: Callable[[str], str], is_closed: Callable[[re.Match[str]], bool]) -> str:
    """HTML with its text marked, but for what stands inside closed elements."""
    parts: list[str] = []
    open_tags: list[bool] = []
    place = 0
    for tag in TAG.finditer(html):
        text = html[place : tag.start()]
        parts += [text if any(open_tags) else mark(text), tag[0]]
        place = tag.end()
        if tag["end"]:
            open_tags = open_tags[:-1]
        elif tag["name"].lower() not in VOID and not tag["rest"].endswith("/"):
            open_tags.append(is_closed(tag))
    return "".join([*parts, mark(html[place:])])
