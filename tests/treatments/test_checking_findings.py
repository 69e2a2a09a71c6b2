"""A finding, for people and for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from treatments.checking.findings import Finding, Severity


def test_only_an_error_keeps_a_text_from_being_published() -> None:
    assert Finding("page", "A miracle.", "hype", Severity.ERROR, "Say what it does.").is_error
    assert not Finding("page", "A miracle.", "hype", Severity.WARNING, "Say what it does.").is_error


def test_a_program_gets_every_value_as_text() -> None:
    finding = Finding("page", "A miracle.", "hype", Severity.ERROR, "Say what it does.")

    assert finding.as_dict() == {
        "place": "page",
        "sentence": "A miracle.",
        "rule": "hype",
        "severity": "error",
        "message": "Say what it does.",
    }


def test_a_finding_is_another_when_its_place_words_or_rule_change() -> None:
    finding = Finding("page", "A miracle.", "hype", Severity.ERROR, "Say what it does.")
    changes: tuple[dict[str, Any], ...] = (
        {"place": "faq"},
        {"sentence": "Miracles."},
        {"rule": "safe"},
        {"message": "Other words."},
    )

    prints = {finding.fingerprint, *(replace(finding, **change).fingerprint for change in changes)}

    assert len(prints) == 5
    assert replace(finding).fingerprint == finding.fingerprint


def test_an_accepted_finding_is_a_warning_that_tells_why() -> None:
    accepted = Finding("page", "A miracle.", "hype", Severity.ERROR, "Say what it does.").accepted("A quote.")

    assert not accepted.is_error
    assert accepted.message == "Say what it does. Accepted: A quote."
