"""The list of what the checker finds in all texts: staff read it and are led to each form."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/treatments/page/findings/"


def test_each_finding_stands_with_its_text_and_leads_to_its_form(editor: Client) -> None:
    factories.EditorialRuleFactory.create(key="hype", looks_for="miracle", message="Say what it does.")
    question = factories.QuestionFactory.create(question="Does it work?", answer="It is a miracle.")

    html = editor.get(ADDRESS).content.decode()

    assert "<h2>Errors</h2>" in html
    assert "<h2>Warnings</h2>" not in html
    assert "<q>It is a miracle.</q><br>Say what it does. (hype; " in html
    assert f'href="{reverse("admin:treatments_question_change", args=[question.pk])}"' in html
    assert "Question “Does it work?”" in html


def test_a_cell_leads_to_the_form_of_its_row(editor: Client) -> None:
    factories.EditorialRuleFactory.create(looks_for="miracle")
    cell = factories.ComparisonCellFactory.create(text="A miracle")

    html = editor.get(ADDRESS).content.decode()

    assert f'href="{reverse("admin:treatments_comparisonrow_change", args=[cell.row_id])}"' in html


def test_a_rule_that_cannot_be_read_is_named(editor: Client) -> None:
    factories.EditorialRuleFactory.create(key="broken", looks_for="@no-such-list")

    html = editor.get(ADDRESS).content.decode()

    assert "This rule cannot be read and was left out." in html
    assert "rule broken" in html


def test_texts_without_a_fault_say_so(editor: Client) -> None:
    factories.EditorialRuleFactory.create(looks_for="miracle")

    assert "Nothing to mend." in editor.get(ADDRESS).content.decode()


def test_without_rules_the_list_does_not_claim_that_all_is_well(editor: Client) -> None:
    html = editor.get(ADDRESS).content.decode()

    assert "There are no rules to check by." in html
    assert "Nothing to mend." not in html


def test_the_list_is_for_those_who_see_content(reception: Client, client: Client) -> None:
    assert reception.get(ADDRESS).status_code == 403
    assert client.get(ADDRESS).status_code == 302
