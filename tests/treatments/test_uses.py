"""Where content is printed, and what names nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from factory.django import DjangoModelFactory

from tests import factories
from treatments.uses import Place, Uses, dangling, listed

pytestmark = pytest.mark.django_db

# Every field whose tokens a reader sees printed.
PRINTERS: list[tuple[type[DjangoModelFactory[Any]], str, bool]] = [
    (factories.PageFactory, "standfirst", False),
    (factories.PageFactory, "key_facts", True),
    (factories.SectionFactory, "body", False),
    (factories.QuestionFactory, "answer", False),
    (factories.PassageFactory, "body", False),
    (factories.ApprovalFactory, "status", False),
    (factories.ComparisonCellFactory, "text", False),
    (factories.TimelineEntryFactory, "text", False),
]


def places_of(row: models.Model) -> list[models.Model]:
    return [place.row for place in Uses().of(row)]


@pytest.mark.parametrize(("factory", "field", "is_list"), PRINTERS)
def test_every_text_that_prints_a_claim_is_a_use(
    factory: type[DjangoModelFactory[Any]],
    field: str,
    is_list: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    claim = factories.ClaimFactory.create(key="works")
    text = "It says {claim:works}"
    printer = factory.create(**{field: [text] if is_list else text})
    factory.create()

    assert places_of(claim) == [printer]


def test_each_kind_of_row_is_found_by_its_own_token() -> None:
    prp = factories.TreatmentFactory.create(slug="prp")
    rows = {
        "{short:works}": factories.ClaimFactory.create(key="works"),
        "{fact:wash}": factories.FactFactory.create(topic="wash"),
        "{fact:prp/pain}": factories.FactFactory.create(topic="pain", treatment=prp),
        "{passage:care}": factories.PassageFactory.create(key="care"),
        "{evidence:prp}": prp,
        "[word](/glossary/#follicle)": factories.GlossaryTermFactory.create(slug="follicle"),
    }
    questions = {text: factories.QuestionFactory.create(answer=text) for text in rows}

    found = {text: places_of(row) for text, row in rows.items()}

    assert found == {text: [question] for text, question in questions.items()}


def test_a_key_that_only_begins_alike_is_no_use() -> None:
    claim = factories.ClaimFactory.create(key="works")
    factories.QuestionFactory.create(answer="{claim:works-well}")

    assert places_of(claim) == []


def test_a_passage_that_prints_itself_does_not_hold_itself() -> None:
    passage = factories.PassageFactory.create(key="care", body="{passage:care}")

    assert places_of(passage) == []


def test_the_last_fact_of_a_list_is_printed_by_the_list() -> None:
    prp = factories.TreatmentFactory.create(slug="prp")
    one, two = factories.FactFactory.create_batch(2, treatment=prp)
    question = factories.QuestionFactory.create(answer="{facts:prp}")

    assert Uses().of(one) == []
    assert [place.row for place in Uses().of(one, gone=[one, two])] == [question]


def test_the_last_approval_of_a_table_is_printed_by_the_table() -> None:
    approval = factories.ApprovalFactory.create()
    question = factories.QuestionFactory.create(answer=f"{{approvals:{approval.treatment.slug}}}")

    assert places_of(approval) == [question]


def test_a_reference_is_used_by_claims_facts_and_approvals() -> None:
    reference = factories.ReferenceFactory.create()
    claim = factories.ClaimFactory.create(references=[reference])
    fact, approval = factories.FactFactory.create(), factories.ApprovalFactory.create()
    fact.references.add(reference)
    approval.references.add(reference)

    assert places_of(reference) == [claim, fact, approval]


def test_a_place_is_named_as_staff_know_it_and_leads_to_its_form() -> None:
    section = factories.SectionFactory.create(page__title="PRP for hair loss", heading="Risks")

    place = Place(section)

    assert place.words == "Page “PRP for hair loss”, Risks"
    assert place.admin_url == reverse("admin:treatments_page_change", args=[section.page_id])


def test_an_approval_is_named_by_treatment_and_place() -> None:
    approval = factories.ApprovalFactory.create(treatment__name="PRP", place="Dubai")

    assert Place(approval).words == "Approval status “PRP, Dubai”"


def test_a_list_of_places_is_escaped() -> None:
    section = factories.SectionFactory.create(page__title="A <b> & c", heading="Risks")

    html = listed("In: %(places)s", [Place(section)])

    assert "A &lt;b&gt; &amp; c" in html
    assert html.startswith('In: <a href="/admin/treatments/page/')


@pytest.mark.parametrize(("factory", "field", "is_list"), PRINTERS)
def test_a_token_without_a_row_is_found_wherever_it_stands(
    factory: type[DjangoModelFactory[Any]],
    field: str,
    is_list: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    text = "It says {claim:gone}"
    printer = factory.create(**{field: [text] if is_list else text})

    (found,) = dangling()

    assert found.place.row == printer
    assert found.problem == "{claim:gone} names nothing we have."


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (factories.PageFactory, "title"),
        (factories.SectionFactory, "heading"),
        (factories.QuestionFactory, "question"),
        (factories.ClaimFactory, "text"),
        (factories.FactFactory, "value"),
        (factories.GlossaryTermFactory, "meaning"),
    ],
)
def test_a_token_in_a_field_that_prints_none_is_found(
    factory: type[DjangoModelFactory[Any]], field: str
) -> None:
    factories.FactFactory.create(topic="wash")
    factory.create(**{field: "After {fact:wash}"})

    (found,) = dangling()

    assert found.problem == "Tokens are not printed here: take out {fact:wash}, or write what it says."


@pytest.mark.usefixtures("first_start")
def test_nothing_dangles_in_the_starter_content() -> None:
    assert [(found.place.words, found.problem) for found in dangling()] == []
