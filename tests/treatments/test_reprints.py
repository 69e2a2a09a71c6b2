"""A page says since when it reads as it does, also when what it prints was changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.treatments.test_one_truth import change
from treatments.models import Claim, Page, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    """What the pages below print, with the source it rests on."""
    made: Claim = factories.ClaimFactory.create(
        key="works", references=[factories.ReferenceFactory.create(key="R1")]
    )
    return made


def page_with(body: str, anchor: str = "part") -> Page:
    page: Page = factories.SectionFactory.create(anchor=anchor, body=body).page
    return page


def is_dated_today(row: Page | Question) -> bool:
    row.refresh_from_db()
    return row.changed_on == timezone.localdate()


def test_a_changed_claim_dates_the_pages_and_answers_that_print_it(editor: Client, claim: Claim) -> None:
    factories.PassageFactory.create(key="care", body="{short:works}")
    direct, by_passage = page_with("{claim:works}"), page_with("{passage:care}")
    answer: Question = factories.QuestionFactory.create(answer="{claim:works}")
    other = page_with("Some words.")

    change(editor, claim, text="It works for some.")

    assert is_dated_today(direct)
    assert is_dated_today(by_passage)
    assert is_dated_today(answer)
    assert not is_dated_today(other)


def test_a_changed_source_dates_the_pages_that_lean_on_it(editor: Client, claim: Claim) -> None:
    page = page_with("{claim:works}")

    change(editor, claim.references.get(), finding="It found something else.")

    assert is_dated_today(page)


def test_a_note_that_nobody_reads_dates_nothing(editor: Client, claim: Claim) -> None:
    page = page_with("{claim:works}")

    change(editor, claim.references.get(), note="Look at it again.")

    assert not is_dated_today(page)


def test_a_text_saved_as_it_was_dates_nothing(editor: Client, claim: Claim) -> None:
    page = page_with("{claim:works}")

    change(editor, claim)

    assert not is_dated_today(page)


def test_a_changed_answer_of_the_comparison_dates_the_pages_around_it(editor: Client) -> None:
    cell = factories.ComparisonCellFactory.create()
    both = {"left": cell.treatment, "right": factories.TreatmentFactory.create()}
    pair = factories.PageFactory.create(kind="comparison", treatment=None, **both)
    other = page_with("Some words.")

    change(editor, cell, text="Other words")

    assert (is_dated_today(pair), is_dated_today(other)) == (True, False)


def test_a_changed_month_dates_the_page_with_the_months(editor: Client) -> None:
    entry = factories.TimelineEntryFactory.create()
    page, other = page_with("Some words.", "months"), page_with("Some words.")

    change(editor, entry, text="Other words")

    assert (is_dated_today(page), is_dated_today(other)) == (True, False)


def test_a_changed_approval_dates_the_page_that_prints_all_of_its_treatment(editor: Client) -> None:
    approval = factories.ApprovalFactory.create()
    factories.ApprovalFactory.create(treatment=approval.treatment, place="Elsewhere")
    page = page_with(f"{{approvals:{approval.treatment.slug}}}")

    change(editor, approval, status="No longer allowed.")

    assert is_dated_today(page)


def test_a_changed_claim_of_the_comparison_dates_the_pages_around_it_and_no_overdue_page(
    editor: Client,
) -> None:
    direct = factories.DirectComparisonFactory.create()
    both = {"left": direct.left, "right": direct.right}
    pair = factories.PageFactory.create(kind="comparison", treatment=None, **both)
    overdue = page_with("Some words.")
    long_ago = timezone.localdate() - timedelta(days=500)
    factories.ReviewFactory.create(
        page=overdue, reviewed_on=long_ago, next_due_on=long_ago + timedelta(days=30)
    )

    change(editor, direct.claim, text="They were compared again.")

    assert (is_dated_today(pair), is_dated_today(overdue)) == (True, False)


def test_an_answer_that_only_moves_to_another_place_keeps_its_day(editor: Client) -> None:
    answer: Question = factories.QuestionFactory.create(order=1)

    change(editor, answer, order="7")

    assert not is_dated_today(answer)
