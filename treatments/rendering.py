"""Turns content text into HTML: Markdown, cleaned, with its tokens printed and its sources numbered."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext
from markdown_it import MarkdownIt

from treatments.marking import with_numbers
from treatments.models import Claim, Fact, Reference
from treatments.tokens import TOKEN, Library, Token

logger = logging.getLogger(__name__)

CONTAINER = re.compile(
    r"^::: *(?P<kind>do|dont|steps|note)[ \t]*\n(?P<body>.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL
)
# Stand for printed tokens while Markdown and the cleaner work, in a line and as a block; from the
# private use area, so no writer types them.
LINE_MARK, BLOCK_MARK = "\ue000", "\ue001"
MARK = re.compile(
    f"(?:<p>)?{BLOCK_MARK}(?P<block>[0-9]{{1,9}}){BLOCK_MARK}(?:</p>)?|{LINE_MARK}(?P<line>[0-9]{{1,9}}){LINE_MARK}"
)
# Before a reference mark, which stands in brackets: beside a number it would read as a power.
NARROW_SPACE = "\u202f"
BLOCKS = {"passage", "approvals", "facts", "strands"}
TAGS = {
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "br",
    "hr",
    "blockquote",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sub",
    "sup",
}
ATTRIBUTES = {"a": {"href", "title"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"}}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass
class NumberedReference:
    """A source as a page lists it: its number, and the marks in the text that lead to it."""

    number: int
    reference: Reference
    marks: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "reference":
            raise AttributeError(name)
        return getattr(self.reference, name)


class Composer:
    """Renders the texts of one page in reading order, numbering its sources as it meets them."""

    def __init__(self, library: Library, clinic: Callable[[str], str], heading_level: int = 3) -> None:
        self.library = library
        self.clinic = clinic
        self.heading_level = heading_level
        self.references: list[NumberedReference] = []
        # What was printed, and how sure we are of it.
        self.statements: dict[str, list[str]] = {}
        self._numbers: dict[str, NumberedReference] = {}
        self._headings: dict[str, int] = {}
        # The tokens that are being printed, each within the one before.
        self._open: set[str] = set()

    def block(self, text: str) -> SafeString:
        """Paragraphs, lists, tables, containers."""
        printed: list[str] = []
        text, marked, end = _unmarked(text), "", 0
        # In reading order, so that sources are numbered as a reader meets them.
        for match in CONTAINER.finditer(text):
            marked += self._with_marks(text[end : match.start()], printed) + self._container(match, printed)
            end = match.end()
        marked += self._with_marks(text[end:], printed)
        return _finish(self._clean(_markdown.render(marked)), printed)

    def inline(self, text: str) -> SafeString:
        """A sentence or a table cell, without a paragraph of its own."""
        printed: list[str] = []
        html = self._clean(_markdown.renderInline(self._with_marks(_unmarked(text), printed)))
        return _finish(html, printed)

    def cite(self, references: list[Reference]) -> SafeString:
        """Numbered marks that lead to the list of references; a line may end between two."""
        return format_html_join(
            SafeString("<wbr>"), "{}", ((self._mark(reference),) for reference in references)
        )

    def fact(self, fact: Fact) -> SafeString:
        """A fact's value, marked while the clinic has yet to confirm it."""
        html = render_to_string(
            "components/fact.html", {"value": fact.printed, "pending": fact.is_pending}
        ).strip()
        return format_html("{}{}", SafeString(html), self.cite(self.library.citations.of(fact)))

    def _mark(self, reference: Reference) -> SafeString:
        entry = self._numbers.get(reference.key)
        if entry is None:
            entry = NumberedReference(len(self.references) + 1, reference)
            self._numbers[reference.key] = entry
            self.references.append(entry)
        mark = f"c{entry.number}-{len(entry.marks) + 1}"
        entry.marks.append(mark)
        return format_html(
            '<sup class="c-cite">{}<a id="{}" href="#ref-{}" data-in-place aria-label="{}">[{}]</a></sup>',
            NARROW_SPACE,
            mark,
            entry.number,
            gettext("Reference %(number)s") % {"number": entry.number},
            entry.number,
        )

    def _with_marks(self, text: str, printed: list[str]) -> str:
        def keep(match: re.Match[str]) -> str:
            html = self._print(Token(match["kind"], match["key"] or "", match[0]))
            return (_keep_block if match["kind"] in BLOCKS else _keep)(html, printed)

        return TOKEN.sub(keep, text)

    def _print(self, token: Token) -> str:
        if token.written in self._open:
            # Forms and the loader refuse circles; one that came in otherwise ends here.
            logger.error("Content prints %s within itself", token.written)
            return ""
        self._open.add(token.written)
        try:
            printed: str = getattr(self, f"_print_{token.kind}")(token.key)
        except KeyError:
            # Forms and the loader refuse unknown keys; a row deleted since leaves a gap, not an error page.
            logger.error("Content names %s, which does not exist", token.written)  # noqa: TRY400
            return ""
        finally:
            self._open.remove(token.written)
        return printed

    def _print_claim(self, key: str) -> str:
        return self._sentences(self.library.claims[key], self.library.claims[key].text)

    def _print_short(self, key: str) -> str:
        claim = self.library.claims[key]
        return self._sentences(claim, claim.short or claim.text)

    @property
    def certainties(self) -> list[tuple[str, list[str]]]:
        """The statements that were printed, under how sure we are of them, the surest first."""
        return [
            (str(label), self.statements[value])
            for value, label in Claim.Certainty.choices
            if value in self.statements
        ]

    def _sentences(self, claim: Claim, text: str) -> str:
        alike = self.statements.setdefault(claim.certainty, [])
        if text not in alike:
            alike.append(text)
        return escape(text) + self.cite(self.library.citations.of(claim))

    def _print_fact(self, key: str) -> str:
        return self.fact(self.library.facts[key])

    def _print_evidence(self, key: str) -> str:
        treatment = self.library.treatments[key]
        values = {"level": treatment.evidence_level, "label": treatment.evidence_label}
        return render_to_string("components/evidence.html", values).strip()

    def _print_clinic(self, key: str) -> str:
        value = self.clinic(key)
        if key == "phone" and value:
            number = "".join(sign for sign in value if sign in "+0123456789")
            return format_html('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>', number, value)
        return escape(value)

    def _print_passage(self, key: str) -> str:
        passage = self.library.passages[key]
        values = {
            "passage": passage,
            "heading": with_numbers(escape(passage.heading)),
            "name": passage.heading,
            "anchor": self._anchor(box_of(key)),
            "body": self.block(passage.body),
            "level": f"h{self.heading_level}",
        }
        return render_to_string("components/passage.html", values).strip()

    def _print_approvals(self, key: str) -> str:
        rows = [
            {
                "place": row.place,
                "status": format_html(
                    "{}{}", self.inline(row.status), self.cite(self.library.citations.of(row))
                ),
                "checked_on": row.checked_on,
            }
            for row in self.library.approvals[key]
        ]
        return render_to_string(
            "components/approvals.html",
            {"rows": rows, "is_dated": any(row["checked_on"] for row in rows)},
        ).strip()

    def _print_facts(self, key: str) -> str:
        rows = [{"label": row.label, "value": self.fact(row)} for row in self.library.facts_of(key)]
        if not rows:
            raise KeyError(key)
        return render_to_string("components/facts.html", {"rows": rows}).strip()

    def _print_strands(self, _key: str) -> str:
        return render_to_string("components/strands.html").strip()

    def _container(self, match: re.Match[str], printed: list[str]) -> str:
        kind, body = match["kind"], self.block(match["body"])
        if kind in {"do", "dont"}:
            values = {"kind": kind, "items_html": body, "level": self.heading_level}
            html = render_to_string("components/do_list.html", values).strip()
        elif kind == "steps":
            html = body.replace("<ol>", '<ol class="c-steps">', 1)
        else:
            html = format_html('<div class="c-note">{}</div>', body)
        return _keep_block(html, printed)

    def _clean(self, html: str) -> str:
        html = nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            link_rel=None,
            url_schemes={"http", "https", "tel", "mailto"},
        )
        html = with_numbers(re.sub(r"<h([34])>(.*?)</h\1>", self._address_heading, html))
        return re.sub(r"<table>(.*?)</table>", _frame_table, html, flags=re.DOTALL)

    def _address_heading(self, match: re.Match[str]) -> str:
        level, words = match[1], match[2]
        name = unescape(_plain(words))
        anchor = self._anchor(slugify(name) or "part")
        values = {"level": f"h{level}", "anchor": anchor, "heading": SafeString(words), "name": name}
        return render_to_string("components/heading.html", values).strip()

    def _anchor(self, name: str) -> str:
        """The name as an address within the page, which no two places share."""
        nth = self._headings[name] = self._headings.get(name, 0) + 1
        return f"{name}-{nth}" if nth > 1 else name


def box_of(key: str) -> str:
    """The address within a page of a passage that it prints; no section is called so."""
    return f"box-{key}"


def _unmarked(text: str) -> str:
    return (
        text.encode(errors="replace")
        .decode()
        .replace("\r\n", "\n")
        .replace(LINE_MARK, "")
        .replace(BLOCK_MARK, "")
    )


def _keep(html: str, printed: list[str]) -> str:
    printed.append(html)
    return f"{LINE_MARK}{len(printed) - 1}{LINE_MARK}"


def _keep_block(html: str, printed: list[str]) -> str:
    printed.append(html)
    return f"\n\n{BLOCK_MARK}{len(printed) - 1}{BLOCK_MARK}\n\n"


def _finish(html: str, printed: list[str]) -> SafeString:
    # Safe: Markdown ran without HTML and was cleaned; what the marks stand for is our own templates.
    return SafeString(MARK.sub(lambda match: _printed(printed, match), html).strip())


def _printed(printed: list[str], match: re.Match[str]) -> str:
    place = int(match["block"] or match["line"])
    # A writer can spell a mark as a character reference; it stands for nothing then.
    return printed[place] if place < len(printed) else ""


def _plain(html: str) -> str:
    return MARK.sub("", nh3.clean(html, tags=set())).strip()


def _frame_table(match: re.Match[str]) -> str:
    heads = filter(None, map(_plain, re.findall(r"<th>(.*?)</th>", match[1])))
    label = gettext("Table: %(heads)s") % {"heads": ", ".join(heads)}
    frame = '<div class="c-table" role="region" tabindex="0" aria-label="{}"><table>{}</table></div>'
    return format_html(frame, unescape(label), SafeString(match[1]))
