"""All checks together: every finding once, in reading order."""

from __future__ import annotations

from tests.treatments.checking import book, document, found_in, rule
from treatments.checking.checks import AnyAddress, AnyToken
from treatments.checking.documents import Document, Part


def test_findings_come_in_reading_order_each_once() -> None:
    rules = book(rule("hype", looks_for="miracle"), rule("sentence-words", "built-in", allowed="3"))
    parts = tuple(
        Part(f"#{name}", text) for name, text in [("a", "It is a long miracle."), ("b", "A miracle.")]
    )
    page = Document("page", "en", parts)

    found = found_in(page, page, rules=rules)

    assert [(row.place, row.rule) for row in found] == [
        ("page #a", "hype"),
        ("page #a", "sentence-words"),
        ("page #b", "hype"),
    ]


def test_a_rule_that_cannot_be_read_is_a_finding_itself() -> None:
    (found,) = found_in(document("Text."), rules=book(rule("broken", looks_for="@gone")))

    assert found.place == "rule broken"
    assert found.is_error
    assert "no word list called @gone" in found.message


def test_what_is_not_known_is_taken_on_trust() -> None:
    assert AnyAddress().has("/anything/")
    assert AnyAddress().anchors("/anything/") is None
    assert list(AnyToken().slips_in("{anything}")) == []
