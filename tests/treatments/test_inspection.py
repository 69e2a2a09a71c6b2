"""The shipped rules over the shipped content, planted faults, and sentences that no rule was written for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone

from tests import factories
from treatments import inspection, starter
from treatments.checking.articles import read_article
from treatments.checking.checks import Known, check
from treatments.checking.findings import Finding
from treatments.checking.rulebook import Kind, Rule, Rulebook
from treatments.models import (
    Claim,
    ComparisonCell,
    ComparisonRow,
    EditorialRule,
    Fact,
    Page,
    Passage,
    Question,
    Reference,
    Section,
)

DATA = Path(__file__).parent / "data"


@pytest.fixture
def page(first_start: None) -> Page:
    """The page on exosomes, as it is shipped."""
    return Page.objects.get(kind="treatment", slug="exosomes")


def keys(found: list[Finding]) -> set[str]:
    return {finding.rule.partition(" ")[0] for finding in found}


def plant(page: Page, words: str) -> list[Finding]:
    """What is found in a page whose section on risks says this."""
    page.sections.filter(anchor="risks").update(body=words)
    return inspection.inspect_row(Page.objects.get(pk=page.pk))


@pytest.mark.usefixtures("first_start")
def test_the_shipped_content_has_no_fault_but_that_no_doctor_has_read_it() -> None:
    found = inspection.inspect_everything()

    assert keys(found) == {"never-reviewed"}


@pytest.mark.usefixtures("first_start")
def test_every_shipped_rule_can_be_read() -> None:
    book = Rulebook(EditorialRule.objects.active().written())

    assert book.broken == {}
    assert {rule.kind for rule in book.rules} == set(Kind)


@pytest.mark.usefixtures("first_start")
def test_every_shipped_rule_says_why_and_what_it_rests_on() -> None:
    silent = EditorialRule.objects.exclude(kind="words").filter(reason="")
    sourceless = EditorialRule.objects.exclude(kind="words").filter(source="")

    assert [row.key for row in silent] == []
    assert [row.key for row in sourceless] == []


PLANTED = {
    "hype": "This is a miracle for your hair.",
    "pressure": "Book now and save 50%.",
    "safe": "The treatment is safe and effective.",
    "no-harm": "It has no side effects.",
    "no-contraindications": "There are no contraindications.",
    "stop-medicine": "Stop your aspirin a week before the visit.",
    "better-than": "Exosomes are stronger than PRP.",
    "hair-wash": "Wash your hair 12 hours after the visit.",
    "soreness": "Redness lasts for 3 weeks.",
    "figure-of-effect": "It gave 55 more hairs in most people.",
    "effect-as-fact": "Exosomes regrow hair.",
    "sentence-words": "You " + "may " * 30 + "wait.",
    "dead-link": "Read [about it](/treatments/gone/).",
    "image-without-text": "![](/media/a.png)",
    "unknown-token": "{claim:gone}",
    "unusable-reference": "So it is [ZZ99].",
    "not-translated": "بقيت هذه الجملة بالعربية هنا.",
    "warning-boxes": "{passage:warning-finasteride} {passage:warning-minoxidil} {passage:warning-three}",
}


def test_every_planted_fault_is_found_at_its_place(page: Page) -> None:
    found = plant(page, "\n\n".join(PLANTED.values()))

    assert set(PLANTED) - keys(found) == set()
    assert all(finding.place.startswith("page treatment/exosomes") for finding in found)
    assert all(finding.message for finding in found)


def test_passages_that_print_each_other_are_found(page: Page) -> None:
    factories.PassageFactory.create(key="one", body="{passage:two}")
    two = factories.PassageFactory.create(key="two", body="{passage:one}")

    (found,) = inspection.inspect_row(two)

    assert found.place == "passage two body"
    assert "{passage:one} → {passage:two} → {passage:one}" in found.message
    assert "unknown-token" in keys(plant(page, "{passage:one}"))


def test_a_hard_text_is_found(page: Page) -> None:
    hard = "Pharmacological intervention necessitates comprehensive dermatological evaluation. " * 200

    assert "reading-grade" in keys(plant(page, hard))


def test_a_page_or_answer_out_of_its_limits_is_found_with_what_its_claims_print(page: Page) -> None:
    visit = Page.objects.get(kind="visit", slug="aftercare")
    question = Question.objects.get(slug="cost")
    claim = Claim.objects.get(key="ex-125")
    assert inspection.inspect_row(question) == []

    Claim.objects.filter(pk=claim.pk).update(text="They may wait. " * 500)
    for row in (page, visit):
        row.sections.filter(anchor="more").update(body="{claim:ex-125}")
    Question.objects.filter(pk=question.pk).update(answer="They may wait.")
    question.refresh_from_db()

    assert "page-words-treatment" in keys(inspection.inspect_row(page))
    assert "page-words-visit" in keys(inspection.inspect_row(visit))
    assert "page-words-question" in keys(inspection.inspect_row(question))


def test_an_article_of_a_known_kind_is_held_to_its_length(page: Page) -> None:
    article = '+++\nkind = "treatment"\n+++\n{claim:mn-network}\n'

    assert "page-words-treatment" in keys(inspection.inspect_text(article, "a.md"))
    assert "page-words-treatment" not in keys(inspection.inspect_text("{claim:mn-network}", "a.md"))


def test_a_missing_section_and_a_missing_passage_are_found(page: Page) -> None:
    page.sections.get(anchor="unknowns").delete()
    Section.objects.filter(page=page).update(body="Words.")

    assert {"anatomy-treatment", "check-first-exosomes"} <= keys(inspection.inspect_row(page))


def test_a_link_to_a_part_that_is_gone_is_found(page: Page) -> None:
    assert "dead-link" in keys(plant(page, "Read [about it](/treatments/prp/#gone)."))
    assert "dead-link" not in keys(plant(page, "Read [about it](/treatments/prp/#risks)."))
    assert "dead-link" in keys(plant(page, "Read [about it](/glossary/#no-such-word)."))


def test_a_review_past_its_day_is_found(page: Page) -> None:
    day = timezone.localdate() - timedelta(400)
    factories.ReviewFactory.create(page=page, reviewed_on=day, next_due_on=day + timedelta(30))

    found = keys(inspection.inspect_row(page))

    assert "review-due" in found
    assert "never-reviewed" not in found


def test_a_claim_without_a_source_that_was_seen_is_found(page: Page) -> None:
    claim = Claim.objects.get(key="mn-network")
    assert inspection.inspect_row(claim) == []

    Reference.objects.update(confidence="C")

    assert keys(inspection.inspect_row(claim)) == {"claim-without-reference"}


@pytest.mark.usefixtures("first_start")
def test_two_pages_that_disagree_are_found() -> None:
    EditorialRule.objects.create(
        key="parking", kind="contradiction", looks_for="parking", message="One value for parking."
    )
    for slug, words in {"one": "Parking is free for 2 hours.", "two": "Parking is free for 5 hours."}.items():
        factories.QuestionFactory.create(slug=slug, answer=words)

    (found,) = [row for row in inspection.inspect_everything() if row.rule == "parking"]

    assert found.place == "question two answer"
    assert "“5 hours” here, “2 hours” in question one answer." in found.message


@pytest.mark.usefixtures("first_start")
def test_a_changed_fact_makes_the_text_that_contradicts_it_a_fault() -> None:
    question = factories.QuestionFactory.create(answer="Wash your hair after 48 hours.")
    assert "hair-wash" not in keys(inspection.inspect_row(question))

    Fact.objects.filter(topic="hair-wash", treatment=None).update(cautious="72 hours")
    Fact.objects.filter(topic="hair-wash").update(cautious="72 hours")

    assert "hair-wash" in keys(inspection.inspect_row(question))


@pytest.mark.usefixtures("first_start")
def test_a_rule_that_an_editor_changes_or_switches_off_counts_at_once() -> None:
    question = factories.QuestionFactory.create(answer="It is a miracle.")
    assert "hype" in keys(inspection.inspect_row(question))

    EditorialRule.objects.filter(key="hype").update(is_active=False)

    assert "hype" not in keys(inspection.inspect_row(question))


@pytest.mark.usefixtures("first_start")
def test_the_cells_of_a_row_are_inspected_with_the_row() -> None:
    cell = ComparisonCell.objects.select_related("row", "treatment").all()[0]
    ComparisonCell.objects.filter(pk=cell.pk).update(text="A miracle")

    (found,) = inspection.inspect_row(ComparisonRow.objects.get(pk=cell.row_id))

    assert found.place == f"comparison {cell.row.key}/{cell.treatment.slug} text"


@pytest.mark.usefixtures("first_start")
def test_an_unpublished_page_is_not_among_everything_and_can_be_inspected_by_itself() -> None:
    page = factories.PageFactory.create(kind="about", slug="draft", treatment=None, is_published=False)
    factories.SectionFactory.create(page=page, body="It is a miracle.")

    assert "hype" in keys(inspection.inspect_page("about", "draft"))
    assert not any("about/draft" in found.place for found in inspection.inspect_everything())


def test_texts_that_did_not_change_are_not_read_again(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    factories.EditorialRuleFactory.create(key="hype", looks_for="miracle")
    factories.QuestionFactory.create(answer="It is a miracle.")
    first = inspection.inspect_everything()

    monkeypatch.setattr(inspection, "check", lambda *_given: pytest.fail("read again"))

    assert inspection.inspect_everything() == first
    assert keys(first) == {"hype"}


def change_the_text() -> None:
    Question.objects.update(answer="A doctor looks first.")


def change_the_rule() -> None:
    EditorialRule.objects.update(looks_for="wonder")


def change_the_fact() -> None:
    Fact.objects.update(value="5 hours")


def change_the_source() -> None:
    Reference.objects.update(confidence="C")


def move_the_page() -> None:
    Page.objects.update(slug="elsewhere")


def lose_the_passage() -> None:
    Passage.objects.all().delete()


@pytest.mark.parametrize(
    "change",
    [change_the_text, change_the_rule, change_the_fact, change_the_source, move_the_page, lose_the_passage],
)
def test_whatever_findings_rest_on_changes_them_at_once(db: None, change: Callable[[], None]) -> None:
    factories.EditorialRuleFactory.create(key="hype", looks_for="miracle")
    factories.EditorialRuleFactory.create(
        key="parking", kind="contradiction", looks_for="parking", fact="parking"
    )
    for key in ("dead-link", "unknown-token", "claim-without-reference"):
        factories.EditorialRuleFactory.create(key=key, kind="built-in", looks_for="")
    factories.FactFactory.create(topic="parking", value="2 hours")
    factories.ClaimFactory.create(references=[factories.ReferenceFactory.create()])
    factories.PassageFactory.create(key="care", body="Words.")
    page = factories.PageFactory.create()
    words = f"A miracle. Parking is free for 2 hours. [More]({page.get_absolute_url()})\n\n{{passage:care}}"
    factories.QuestionFactory.create(answer=words)
    before = inspection.inspect_everything()

    change()

    assert inspection.inspect_everything() != before


@cache
def shipped() -> Rulebook:
    """The rules as they stand in the files."""
    entries = list(starter.read())
    rows = [entry.values for entry in entries if entry.kind == "rule"]
    rules = [Rule(**{name: row[name] for name in row if name != "reason"}) for row in rows]
    return Rulebook(rules, [entry.key for entry in entries if entry.kind == "treatment"])


def sentences(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


def is_found(text: str, language: str) -> bool:
    known = Known(book=shipped(), today=date(2026, 11, 20))
    return bool(check([read_article(text, "a.md", language)], known))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_at_least_28_of_30_bad_sentences_are_found(language: str) -> None:
    bad = sentences(f"bad-{language}.txt")

    missed = [text for text in bad if not is_found(text, language)]

    assert len(missed) <= len(bad) * 2 / 30, missed


@pytest.mark.parametrize("language", ["en", "ar"])
def test_at_most_5_of_200_sober_sentences_are_found(language: str) -> None:
    sober = sentences(f"neutral-{language}.txt")

    false = [text for text in sober if is_found(text, language)]

    assert len(false) <= len(sober) * 5 / 200, false
