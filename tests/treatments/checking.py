"""Rules, documents and what texts are held against, in a line each, to check the checker with."""

from __future__ import annotations

from datetime import date
from typing import Any

from treatments.checking.checks import Known, check
from treatments.checking.documents import Document, Part
from treatments.checking.findings import Finding
from treatments.checking.rulebook import Rule, Rulebook
from treatments.checking.sentences import Sentence

TODAY = date(2026, 11, 20)


def rule(key: str = "hype", kind: str = "banned-words", **values: Any) -> Rule:
    """A rule; `rule(looks_for="miracle")`."""
    return Rule(**{"key": key, "kind": kind, "message": "Say what it does.", **values})


def words(key: str, looks_for: str) -> Rule:
    """A word list."""
    return Rule(key=key, kind="words", looks_for=looks_for)


def book(*rules: Rule, treatments: tuple[str, ...] = ()) -> Rulebook:
    """Some rules, made ready."""
    return Rulebook(rules, treatments)


def document(text: str = "", *, language: str = "en", **values: Any) -> Document:
    """A text of one part."""
    parts = (Part("#what", text, text),) if text else ()
    return Document(**{"place": "page", "language": language, "parts": parts, **values})


def sentence(text: str) -> Sentence:
    """One sentence."""
    return Sentence(text)


def meets(looks_for: str, text: str, *lists: Rule, **values: Any) -> bool:
    """Whether a text of one sentence breaks a rule with these words."""
    made = book(*lists, rule(looks_for=looks_for, **values))
    assert not made.broken, made.broken
    (compiled,) = made.of_kind("banned-words")
    return made.meets(compiled, sentence(text))


def found_in(*documents: Document, rules: Rulebook, **known: Any) -> list[Finding]:
    """Every finding."""
    return check(documents, Known(book=rules, today=TODAY, **known))
