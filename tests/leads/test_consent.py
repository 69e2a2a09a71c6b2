"""The words people agree to carry the clinic's name and a version."""

from __future__ import annotations

import re

from leads import consent


def test_contact_names_the_clinic_and_how_long_details_are_kept() -> None:
    wording = consent.contact("Khusla")

    assert wording.text == (
        "Khusla may contact me about this request and keep my details for up to 12 months."
    )


def test_marketing_is_a_sentence_of_its_own() -> None:
    wording = consent.marketing("Khusla")

    assert wording.text == ("Khusla may also send me news about hair loss care. I can stop this at any time.")


def test_every_wording_has_a_version() -> None:
    versions = {consent.contact("Khusla").version, consent.marketing("Khusla").version}

    assert all(re.fullmatch(r"\d{4}-\d{2}", version) for version in versions)


def test_a_name_with_a_percent_sign_is_no_trouble() -> None:
    assert consent.contact("100% Hair").text.startswith("100% Hair may contact me")
