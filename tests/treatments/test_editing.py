"""What is printed cannot be deleted in the admin, alone or among others, and findings are told at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from tests import factories
from treatments.models import Claim, Passage

pytestmark = pytest.mark.django_db


def address(row: models.Model, action: str) -> str:
    return reverse(f"admin:treatments_{row._meta.model_name}_{action}", args=[row.pk])


def delete(editor: Client, row: models.Model) -> str:
    """The page that answers a deletion, followed to its end."""
    return editor.post(address(row, "delete"), {"post": "yes"}, follow=True).content.decode()


def delete_selected(editor: Client, *rows: models.Model) -> str:
    """The same for rows ticked in a list."""
    page = reverse(f"admin:treatments_{rows[0]._meta.model_name}_changelist")
    sent = {"action": "delete_selected", "post": "yes", "_selected_action": [row.pk for row in rows]}
    return editor.post(page, sent, follow=True).content.decode()


def is_there(row: models.Model) -> bool:
    return type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.fixture
def section() -> Any:
    """A section that prints a claim, a fact and a passage."""
    factories.ClaimFactory.create(key="works", references=[factories.ReferenceFactory.create(key="R1")])
    factories.FactFactory.create(topic="wash")
    factories.PassageFactory.create(key="care")
    body = "{claim:works} {fact:wash}\n\n{passage:care}"
    return factories.SectionFactory.create(page__title="PRP for hair loss", heading="Risks", body=body)


@pytest.mark.parametrize("kind", ["Claim", "Fact", "Passage"])
def test_what_a_page_prints_is_not_deleted_and_the_page_is_named_with_a_link(
    editor: Client, section: Any, kind: str
) -> None:
    row = getattr(factories, f"{kind}Factory")._meta.model.objects.get()

    html = delete(editor, row)

    assert is_there(row)
    assert "it would leave a gap where it is used" in html
    assert f'<a href="{address(section.page, "change")}">Page “PRP for hair loss”, Risks</a>' in html


@pytest.mark.usefixtures("section")
def test_a_reference_that_a_claim_rests_on_is_not_deleted(editor: Client) -> None:
    claim = Claim.objects.get()
    reference = claim.references.get()

    html = delete(editor, reference)

    assert is_there(reference)
    assert f'<a href="{address(claim, "change")}">Claim “works”</a>' in html


def test_one_printed_row_holds_back_all_that_were_ticked(editor: Client, section: Any) -> None:
    printed, free = Passage.objects.get(), factories.PassageFactory.create()

    html = delete_selected(editor, printed, free)

    assert is_there(printed)
    assert is_there(free)
    assert "some would leave a gap" in html
    assert section.page.title in html


def test_what_nothing_prints_is_deleted(editor: Client) -> None:
    row, *others = factories.PassageFactory.create_batch(3)

    delete(editor, row)
    delete_selected(editor, *others)

    assert not Passage.objects.exists()


def test_all_facts_of_a_printed_list_are_not_deleted_together(editor: Client) -> None:
    prp = factories.TreatmentFactory.create(slug="prp")
    facts = factories.FactFactory.create_batch(2, treatment=prp)
    factories.QuestionFactory.create(question="What about PRP?", answer="{facts:prp}")

    html = delete_selected(editor, *facts)

    assert all(is_there(fact) for fact in facts)
    assert "What about PRP?" in html


@pytest.mark.usefixtures("first_start")
def test_saving_a_text_with_an_error_says_so_at_once(editor: Client) -> None:
    passage = factories.PassageFactory.create(key="ours")
    values = {"key": "ours", "kind": "list", "heading": "Heading", "body": "It is 100% safe."}

    html = editor.post(address(passage, "change"), values, follow=True).content.decode()

    assert "The checker finds" in html


@pytest.mark.usefixtures("first_start")
def test_saving_a_sober_text_says_nothing_of_the_checker(editor: Client) -> None:
    passage = factories.PassageFactory.create(key="ours")
    values = {"key": "ours", "kind": "list", "heading": "Heading", "body": "Tell us about every illness."}

    html = editor.post(address(passage, "change"), values, follow=True).content.decode()

    assert "The checker finds" not in html


def test_the_cells_of_a_row_are_checked_on_the_form_of_the_row(editor: Client) -> None:
    factories.EditorialRuleFactory.create(key="hype", looks_for="miracle", message="Say what it does.")
    cell = factories.ComparisonCellFactory.create(text="A miracle")

    html = editor.get(address(cell.row, "change")).content.decode()

    assert "Say what it does." in html
