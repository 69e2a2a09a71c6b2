"""Passages and lists of approvals that print each other in a circle, and so would never end."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Set

from django.utils.translation import gettext

from treatments.models import Approval, Passage
from treatments.tokens import tokens_in

# What prints texts with tokens of their own.
NESTING = ("passage", "approvals")
Prints = Mapping[str, Set[str]]


def circles() -> dict[str, list[str]]:
    """Every stored token that prints itself, with the way on which it does."""
    prints = _prints(_stored())
    ways = {token: _way_back(token, prints) for token in prints}
    return {token: way for token, way in ways.items() if way}


def circle_of(changed: Passage | Approval) -> list[str]:
    """The way on which a row would print itself once its new text is stored; empty when it would not."""
    others = [row for row in _stored() if row != changed]
    return _way_back(_token_of(changed), _prints([*others, changed]))


def in_words(way: Iterable[str]) -> str:
    """Like: These print each other in a circle: {passage:one} → {passage:two} → {passage:one}."""
    return gettext("These print each other in a circle: %(way)s. Take one of them out.") % {
        "way": " → ".join(way)
    }


def _stored() -> list[Passage | Approval]:
    return [*Passage.objects.all(), *Approval.objects.select_related("treatment")]


def _token_of(row: Passage | Approval) -> str:
    return f"{{passage:{row.key}}}" if isinstance(row, Passage) else f"{{approvals:{row.treatment.slug}}}"


def _prints(rows: Iterable[Passage | Approval]) -> Prints:
    """Which of these each one prints."""
    prints: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        text = row.body if isinstance(row, Passage) else row.status
        prints[_token_of(row)] |= {token.written for token in tokens_in(text) if token.kind in NESTING}
    return prints


def _way_back(start: str, prints: Prints) -> list[str]:
    """The shortest way from a token back to itself."""
    ways, seen = deque([[start]]), set[str]()
    while ways:
        way = ways.popleft()
        for token in sorted(prints.get(way[-1], ())):
            if token == start:
                return [*way, token]
            if token not in seen:
                seen.add(token)
                ways.append([*way, token])
    return []
