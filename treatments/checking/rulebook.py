"""Rules as editors write them, made ready, and the sentences they meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from treatments.checking.amounts import amount_of
from treatments.checking.denials import Denials
from treatments.checking.findings import Severity
from treatments.checking.patterns import BadPattern, Index, alternatives, groups
from treatments.checking.phrases import Span, spans
from treatments.checking.sentences import Sentence


class Kind(StrEnum):
    """What a rule is for."""

    WORDS = "words"
    BANNED = "banned-words"
    RESTRICTED = "restricted-words"
    ABSOLUTE = "absolute-safety"
    UNSAFE = "unsafe-claim"
    CONTRADICTION = "contradiction"
    FIGURE = "figure-without-claim"
    MISSING = "missing"
    ANATOMY = "anatomy"
    BUILT_IN = "built-in"


SENTENCE_KINDS = frozenset({Kind.BANNED, Kind.RESTRICTED, Kind.ABSOLUTE, Kind.UNSAFE})
PATTERN_KINDS = SENTENCE_KINDS | {Kind.WORDS, Kind.CONTRADICTION, Kind.FIGURE, Kind.MISSING}
NOTHING = "nothing"
Made = TypeVar("Made")
PAGE_WORDS = "page-words"  # the key of the check of length, or how it begins
LIMITS = re.compile(r"(\d+) to (\d+)")
ABOUT_AND_SAID = 2  # groups of words: what a text is about, and what it must say


@dataclass(frozen=True)
class Rule:
    """A rule as it is written; `looks_for` and `unless` are in the language of phrases.py."""

    key: str
    kind: str
    looks_for: str = ""
    message: str = ""
    language: str = ""
    severity: str = Severity.ERROR
    unless: str = ""
    within: int = 0
    is_strict: bool = False
    fact: str = ""
    allowed: str = ""
    measure: str = "time"
    applies_to: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """As a report names it: the key, and what it rests on."""
        return f"{self.key} ({self.source})" if self.source else self.key

    @property
    def limits(self) -> tuple[int, int] | None:
        """The least and the most that "700 to 1200" allows; None when it is not written like that."""
        match = LIMITS.fullmatch(self.allowed)
        return (int(match[1]), int(match[2])) if match else None


class Rulebook:
    """Every active rule, made ready once."""

    def __init__(self, rules: Iterable[Rule], treatments: Iterable[str] = ()) -> None:
        self.rules = list(rules)
        self.treatments = tuple(treatments)
        self.index = Index({rule.key: rule.looks_for for rule in self.rules if rule.kind == Kind.WORDS})
        self._compiled: list[Compiled] = []
        self._made: dict[str, Any] = {}
        self.broken: dict[str, str] = {}
        for rule in self.rules:
            if rule.kind in PATTERN_KINDS:
                self._compile(rule)

    def _compile(self, rule: Rule) -> None:
        """Make a rule or list ready; one that cannot be read is left out and named, and stops nothing else."""
        try:
            if rule.kind == Kind.WORDS:
                self.index.phrases(rule.key)
            else:
                self._compiled.append(Compiled(rule, self.index))
        except BadPattern as error:
            self.broken[rule.key] = str(error)

    def of_kind(self, *kinds: str, language: str = "") -> Iterator[Compiled]:
        """The rules of some kinds that hold for a language."""
        for compiled in self._compiled:
            rule = compiled.rule
            if rule.kind in kinds and rule.language in {"", language or rule.language}:
                yield compiled

    def built_in(self, key: str, language: str = "") -> Rule | None:
        """A check of the program by its key, or None when it was switched off or is for another language."""
        found = (rule for rule in self.rules if rule.kind == Kind.BUILT_IN and rule.key == key)
        return next((rule for rule in found if rule.language in {"", language}), None)

    def mentions(self, name: str, sentence: Sentence) -> bool:
        """Whether a sentence holds an entry of a word list; a list that does not exist is never met."""
        return self.index.has(name) and bool(self.index.places(name, sentence))

    def made_once(self, rule: Rule, make: Callable[[], Made]) -> Made:
        """What a check makes of its rule, kept as long as the rules are."""
        if rule.key not in self._made:
            self._made[rule.key] = make()
        made: Made = self._made[rule.key]
        return made

    @cached_property
    def denials(self) -> Denials:
        """What makes a sentence deny, report or ask."""
        return Denials(self.index)

    def meets(self, compiled: Compiled, sentence: Sentence) -> bool:
        """Whether a sentence breaks a rule: all groups found, none of the excuses."""
        found = compiled.found_in(sentence)
        if not found or compiled.is_excused(sentence):
            return False
        own = compiled.covered_in(sentence)
        if self.denials.is_asked_or_reported(sentence, [*own, *found]):
            return False
        return compiled.rule.is_strict or any(
            not self.denials.is_denied(sentence, span, own) for span in found
        )


class Compiled:
    """A rule whose patterns have been read."""

    def __init__(self, rule: Rule, index: Index) -> None:
        self.rule = rule
        self.index = index
        self.groups = groups(rule.looks_for, index)
        self.excuses = alternatives(rule.unless, index)
        self._anchors = [group.anchors for group in self.groups]

    def found_in(self, sentence: Sentence) -> list[Span]:
        """Where the last group stands when all groups are found near enough; empty when they are not."""
        if any(forms is not None and forms.isdisjoint(sentence.forms) for forms in self._anchors):
            return []
        found = [sorted(spans(group, sentence, self.index)) for group in self.groups]
        if not all(found):
            return []
        if not self.rule.within:
            return found[-1]
        return [span for span in found[-1] if all(self._is_near(span, others) for others in found[:-1])]

    def covered_in(self, sentence: Sentence) -> list[Span]:
        """What the other groups cover: a "no" in there belongs to the rule, and denies nothing."""
        return [span for group in self.groups[:-1] for span in spans(group, sentence, self.index)]

    def is_excused(self, sentence: Sentence) -> bool:
        """Whether one of the rule's own excuses stands in the sentence."""
        return bool(spans(self.excuses, sentence, self.index))

    def _is_near(self, span: Span, others: list[Span]) -> bool:
        return any(
            other[0] - span[1] <= self.rule.within and span[0] - other[1] <= self.rule.within
            for other in others
        )


def problem_with(rule: Rule, lists: dict[str, str]) -> str:
    """What is wrong with a rule as written, as a sentence; empty when it can be used."""
    if rule.kind not in PATTERN_KINDS:
        return _problem_with_limits(rule)
    own = {rule.key: rule.looks_for} if rule.kind == Kind.WORDS else {}
    index = Index({**lists, **own})
    try:
        if rule.kind == Kind.WORDS:
            index.phrases(rule.key)
        compiled = Compiled(rule, index)
        count = len(compiled.groups)
    except BadPattern as error:
        return str(error)
    if rule.kind == Kind.MISSING and len(compiled.groups) < ABOUT_AND_SAID:
        return "Give two groups with a + between: what the text is about, and what it must say."
    if (
        rule.kind == Kind.CONTRADICTION
        and rule.allowed not in {"", NOTHING}
        and amount_of(rule.allowed) is None
    ):
        return f"“{rule.allowed}” is no amount: write it like “3 months” or “up to 7 days”, or “nothing”."
    return "" if count else "Say what to look for."


def _problem_with_limits(rule: Rule) -> str:
    if rule.kind == Kind.BUILT_IN and rule.key.startswith(PAGE_WORDS) and rule.limits is None:
        return f"“{rule.allowed}” are no limits: write them like “700 to 1200”."
    return ""
