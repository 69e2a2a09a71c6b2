"""Whether treatments were ever set against each other: the pairs of those compared, in words with sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from treatments.models import DirectComparison, Treatment
from treatments.rendering import Composer


@dataclass(frozen=True)
class Verdict:
    """What holds for some pairs: whether they were compared, and what was found ("" when not on record)."""

    pairs: list[tuple[str, str]]
    words: str
    finding: SafeString


class DirectTable:
    """Every pair of these treatments."""

    def __init__(self, treatments: list[Treatment]) -> None:
        self.pairs = list(combinations(treatments, 2))
        rows = DirectComparison.objects.among(treatments) if self.pairs else []
        self._on_record = {frozenset([row.left_id, row.right_id]): row for row in rows}

    def texts(self) -> Iterator[str]:
        """Every text the verdicts print."""
        return (_text(row) for row in self._on_record.values())

    def compose(self, composer: Composer) -> list[Verdict]:
        """The verdicts, in the order of the columns; pairs of which the same is known stand together."""
        alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one, other in self.pairs:
            alike.setdefault(self._known(one, other), []).append((one.name, other.name))
        return [
            Verdict(pairs, words, composer.inline(text) if text else SafeString(""))
            for (words, text), pairs in alike.items()
        ]

    def _known(self, one: Treatment, other: Treatment) -> tuple[str, str]:
        """The verdict on two treatments and the text of what was found."""
        row = self._on_record.get(frozenset([one.pk, other.pk]))
        if row is None:
            return gettext("Not in a trial that we have read."), ""
        return row.in_words, _text(row)


def _text(row: DirectComparison) -> str:
    return f"{{claim:{row.claim.key}}}"
