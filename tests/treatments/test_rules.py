"""Every shipped rule of the checker is seen failing on a planted fault, and passing on the shipped content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.treatments import test_inspection as stored
from treatments import inspection, texts
from treatments.checking.articles import read_article
from treatments.checking.checks import check
from treatments.checking.documents import Document
from treatments.checking.findings import Finding
from treatments.checking.rulebook import Kind, Rule
from treatments.checking.structure import PART
from treatments.models import EditorialRule, Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_start")]

DATA = Path(__file__).parent / "data"
# For the rules that neither the examples of adverts nor the sentences in data/ break.
PLANTED = [
    "Wash your hair 12 hours after the visit.",
    "Leave the numbing cream on for 5 hours.",
    "The session takes 9 hours.",
    "Your follow-up visit is after 9 weeks.",
    "The minimum age is 12 years.",
    "The transplanted hair falls out after 6 months.",
    "Take iron tablets even if your blood tests are normal.",
]
# What an article leaves out: a sentence on its subject, and one that says what must be said.
LEFT_OUT = {
    "silent-on-approval": ("Exosomes are given into the scalp.", "No exosome product is approved."),
    "silent-on-finasteride": ("Finasteride is a tablet for men.", "Tell us about low mood."),
    "silent-on-minoxidil": ("Minoxidil is rubbed into the scalp.", "It is not for sudden hair loss."),
    "silent-on-diagnosis": ("PRP is made from your blood.", "A diagnosis comes first."),
    "silent-on-skin": ("Microneedling pricks the scalp.", "Dark marks can stay for months."),
    "silent-on-devices": ("Microneedling pricks the scalp.", "No device is authorised for it."),
    "silent-on-unknowns": ("PRP is made from your blood.", "It is not known how long it lasts."),
}
# Checks of whole texts, each with the test that plants its fault.
WHOLE_TEXTS: dict[str, Callable[..., None]] = {
    "reading-grade": stored.test_a_hard_text_is_found,
    "review-due": stored.test_a_review_past_its_day_is_found,
    "claim-without-reference": stored.test_a_claim_without_a_source_that_was_seen_is_found,
    **dict.fromkeys(
        ["page-words-treatment", "page-words-visit", "page-words-question"],
        stored.test_a_page_or_answer_out_of_its_limits_is_found_with_what_its_claims_print,
    ),
    "never-reviewed": stored.test_the_shipped_content_has_no_fault_but_that_no_doctor_has_read_it,
}


def keys(found: list[Finding]) -> set[str]:
    return {finding.rule.partition(" ")[0] for finding in found}


def rules(*kinds: str) -> list[Rule]:
    return EditorialRule.objects.active().filter(kind__in=kinds).written()


def bad_sentences(language: str) -> list[str]:
    adverts = EditorialRule.objects.get(key=f"advert-tone-{language}").looks_for.splitlines()
    data = [
        line for file in DATA.glob(f"bad*-{language}*.txt") for line in file.read_text("utf-8").splitlines()
    ]
    return [*adverts, *data, *(PLANTED if language == "en" else [])]


def test_every_rule_on_sentences_is_broken_by_a_planted_one() -> None:
    known = inspection.known()
    broken: set[str] = set()
    for language in ("en", "ar"):
        planted = [read_article(text, "a.md", language) for text in bad_sentences(language)]
        broken |= {key for document in planted for key in keys(check([document], known))}

    on_sentences = set(Kind) - {Kind.WORDS, Kind.ANATOMY, Kind.MISSING, Kind.BUILT_IN}
    assert {rule.key for rule in rules(*on_sentences)} - broken == set()


def test_every_check_of_the_program_has_a_planted_fault() -> None:
    by_sentences = {"advert-tone-en", "advert-tone-ar", "second-opinion-en", "second-opinion-ar"}

    built_in = {rule.key for rule in rules(Kind.BUILT_IN)}

    assert built_in - by_sentences - set(stored.PLANTED) - set(WHOLE_TEXTS) == set()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_tone_of_an_advert_is_heard(language: str) -> None:
    adverts = EditorialRule.objects.get(key=f"advert-tone-{language}").looks_for.splitlines()

    found = [inspection.inspect_text(text, "a.md", language) for text in adverts[:20]]

    assert any(f"advert-tone-{language}" in keys(findings) for findings in found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_second_opinion_leaves_out_what_rules_find_in_sober_sentences(language: str) -> None:
    sober = EditorialRule.objects.get(key=f"advert-tone-{language}").unless.replace("\n", "\n\n")
    with_it = set(inspection.inspect_text(sober, "a.md", language))

    EditorialRule.objects.filter(key=f"second-opinion-{language}").update(is_active=False)

    assert with_it < set(inspection.inspect_text(sober, "a.md", language))


def without(page: Document, part: str) -> Document:
    """The same page, one of its parts left out."""
    anchors = tuple(anchor for anchor in page.anchors if f"#{anchor}" != part)
    return replace(page, anchors=anchors, tokens=page.tokens - {part})


def missing_in(page: Document, rule: Rule, known: Any) -> list[str]:
    found = check([page], known)
    return [finding.message for finding in found if finding.rule == rule.name]


def test_every_part_that_a_page_must_have_is_missed_when_it_is_gone() -> None:
    known = inspection.known()
    pages = [document for row, document in texts.everything() if isinstance(row, Page)]
    for rule in rules(Kind.ANATOMY):
        page = next(p for p in pages if rule.applies_to in {p.kind, f"{p.kind}/{p.slug}"})
        assert missing_in(page, rule, known) == []

        for part in PART.findall(rule.looks_for):
            (message,) = missing_in(without(page, part), rule, known)
            assert message.endswith(f"Missing: {part}.")


def test_every_silence_has_an_article_that_keeps_it() -> None:
    assert {rule.key for rule in rules(Kind.MISSING)} == set(LEFT_OUT)


@pytest.mark.parametrize("rule", LEFT_OUT)
def test_an_article_that_leaves_out_what_must_be_said_is_found_until_it_says_it(rule: str) -> None:
    subject, must_be_said = LEFT_OUT[rule]
    article = f"{subject} A doctor looks at your scalp first. " * 12

    assert rule in keys(inspection.inspect_text(article, "a.md", "en"))
    assert rule not in keys(inspection.inspect_text(article + must_be_said, "a.md", "en"))
