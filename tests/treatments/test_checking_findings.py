"""A finding, for people and for programs."""

from __future__ import annotations

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
