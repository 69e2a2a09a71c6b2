"""What a text names: our own pages and their parts, and the rows it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.markup import Slip, braces_in
from treatments.checking.rulebook import Rulebook

LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]*)\]\((?P<address>[/#][^)\s]*)[^)]*\)")


class Addresses(Protocol):
    """The site's own addresses."""

    def has(self, path: str) -> bool:
        """Whether a page answers there."""

    def anchors(self, path: str) -> frozenset[str] | None:
        """The anchors of a page, or None when they are not known."""


class Tokens(Protocol):
    """The rows that texts may print."""

    def slips_in(self, text: str) -> Iterable[Slip]:
        """What is wrong with the tokens and boxes of a text."""


def dead_links(document: Document, book: Rulebook, addresses: Addresses) -> Iterator[Finding]:
    """Links to our own pages, and to parts of them, that lead nowhere."""
    rule = book.built_in("dead-link")
    for part in document.parts if rule else ():
        for match in LINK.finditer(part.written):
            path, _hash, anchor = match["address"].partition("#")
            path = path.partition("?")[0]
            if rule and not _leads_somewhere(document, addresses, path, anchor):
                place = document.place_at(part, match.start())
                yield Finding(
                    place,
                    match["words"],
                    rule.name,
                    Severity(rule.severity),
                    f"{rule.message} {match['address']}",
                )


def _leads_somewhere(document: Document, addresses: Addresses, path: str, anchor: str) -> bool:
    if not path:
        return anchor in document.anchors
    if not addresses.has(path):
        return False
    known = addresses.anchors(path)
    return not anchor or known is None or anchor in known


def gaps(document: Document, book: Rulebook, tokens: Tokens) -> Iterator[Finding]:
    """Tokens that print nothing, and boxes and braces that readers would see as they are typed."""
    rule = book.built_in("unknown-token")
    for part in document.parts if rule else ():
        for slip in tokens.slips_in(part.written) if part.is_composed else braces_in(part.written):
            if rule:
                place, words = document.place_at(part, slip.offset), _line_at(part.written, slip.offset)
                message = f"{rule.message} {slip.message}"
                yield Finding(place, words, rule.name, Severity(rule.severity), message)


def _line_at(text: str, offset: int) -> str:
    before, after = text[:offset].rpartition("\n")[2], text[offset:].partition("\n")[0]
    return f"{before}{after}".strip()
