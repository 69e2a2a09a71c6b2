"""What the content owes before the site may go live: no text with a gap or an error in it."""

from __future__ import annotations

import pytest

from tests import factories
from treatments.launch import errors, gaps
from treatments.models import EditorialRule, Question

pytestmark = pytest.mark.django_db


def test_a_text_that_prints_what_is_gone_is_owed_with_its_place() -> None:
    factories.SectionFactory.create(
        page__title="PRP for hair loss", heading="Risks", body="{passage:emergency}"
    )

    (owed,) = gaps()

    assert owed.title == "Page “PRP for hair loss”, Risks: {passage:emergency} names nothing we have."
    assert owed.admin_url == "admin:treatments_page_changelist"


def test_a_text_without_gaps_owes_nothing() -> None:
    factories.PassageFactory.create(key="emergency")
    factories.SectionFactory.create(body="{passage:emergency}")

    assert list(gaps()) == []


def test_errors_that_the_checker_finds_are_owed_with_their_number_and_the_list() -> None:
    factories.EditorialRuleFactory.create(looks_for="miracle")
    factories.QuestionFactory.create(answer="It is a miracle.")
    factories.PassageFactory.create(body="A miracle.")

    (owed,) = errors()

    assert owed.title == "The checker finds 2 errors in the texts"
    assert owed.admin_url == "admin:treatments_findings"


def test_a_text_that_is_mended_or_not_published_owes_nothing() -> None:
    factories.EditorialRuleFactory.create(looks_for="miracle")
    factories.QuestionFactory.create(answer="It is a miracle.", is_published=False)
    mended = factories.QuestionFactory.create(answer="Another miracle.")
    assert len(list(errors())) == 1

    Question.objects.filter(pk=mended.pk).update(answer="A doctor looks first.")

    assert list(errors()) == []


def test_warnings_owe_nothing() -> None:
    factories.EditorialRuleFactory.create(looks_for="miracle", severity=EditorialRule.Severity.WARNING)
    factories.QuestionFactory.create(answer="It is a miracle.")

    assert list(errors()) == []
