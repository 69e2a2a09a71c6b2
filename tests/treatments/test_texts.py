"""Stored rows as documents: what a token printed is marked, and every place has a name."""

from __future__ import annotations

import pytest

from tests import factories
from treatments.texts import Reader, anchors_of, documents_of, everything, printed

pytestmark = pytest.mark.django_db


def test_a_fact_is_printed_by_its_value_and_a_claim_stands_at_its_own_place() -> None:
    factories.PendingFactFactory.create(topic="wash", cautious="48 hours")
    factories.ClaimFactory.create(key="works")
    question = factories.QuestionFactory.create(answer="Wait {fact:wash}. {claim:works}")

    (document,) = documents_of(question)

    assert [s.text for _place, s in document.sentences()][1:] == ["Wait 48 hours."]
    assert document.tokens == {"{fact:wash}", "{claim:works}"}


def test_claims_and_facts_are_printed_by_their_words() -> None:
    factories.PendingFactFactory.create(topic="wash", cautious="48 hours")
    factories.ClaimFactory.create(key="one", text="It works.", short="")
    factories.ClaimFactory.create(key="two", text="It works in some.", short="In some")

    assert printed() == {
        "{fact:wash}": "48 hours",
        "{claim:one}": "It works.",
        "{short:one}": "It works.",
        "{claim:two}": "It works in some.",
        "{short:two}": "In some",
    }


def test_a_page_knows_its_parts_anchors_treatments_and_review() -> None:
    prp = factories.TreatmentFactory.create(slug="prp")
    section = factories.SectionFactory.create(
        page__treatment=prp, anchor="risks", heading="Risks", body="### Rare ones\n\nWords."
    )
    review = factories.ReviewFactory.create(page=section.page)

    (document,) = documents_of(section.page)

    assert document.treatments == {"prp"}
    assert {"risks", "rare-ones", "references"} <= set(document.anchors)
    assert document.next_review_on == review.next_due_on
    assert f"{document.place} #risks" in document.places()


def test_titles_print_no_tokens_and_standfirsts_do() -> None:
    page = factories.PageFactory.create(key_facts=["One."])

    parts = {part.place: part.is_composed for part in Reader().document_of(page).parts}

    assert parts == {
        "title": False,
        "description": False,
        "aims": False,
        "standfirst": True,
        "key facts": True,
    }


def test_a_row_of_parts_has_a_document_for_each() -> None:
    cell = factories.ComparisonCellFactory.create()
    factories.ComparisonCellFactory.create(row=cell.row)
    entry = factories.TimelineEntryFactory.create()

    assert len(documents_of(cell.row)) == 2
    assert [document.place for document in documents_of(entry.period)] == [
        f"timeline {entry.treatment.slug}/{entry.period.label}"
    ]


def test_everything_holds_each_kind_of_text_once() -> None:
    rows = [
        factories.SectionFactory.create().page,
        factories.QuestionFactory.create(),
        factories.ClaimFactory.create(),
        factories.PassageFactory.create(),
        factories.FactFactory.create(),
        factories.ApprovalFactory.create(),
        factories.ComparisonCellFactory.create(),
        factories.TimelineEntryFactory.create(),
        factories.GlossaryTermFactory.create(),
    ]

    kinds = {document.place.split()[0] for _row, document in everything()}

    assert kinds == {
        "page", "question", "claim", "passage", "fact", "approval", "comparison", "timeline", "glossary", "treatment",
    }  # fmt: skip
    assert len(rows) + 1 == len(kinds)


def test_the_anchors_of_a_page_are_those_its_template_prints() -> None:
    page = factories.PageFactory.create()

    assert list(anchors_of(page)) == ["contents", "references", "review"]
