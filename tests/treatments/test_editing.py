"""What is printed cannot be deleted in the admin, and no error of the checker is published without a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import models
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.treatments.test_admin import sent_by, sent_by_set
from treatments.inspection import inspect_everything, inspect_row
from treatments.models import AcceptedFinding, Claim, EditorialRule, Fact, Page, Passage

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


MIRACLE = "It is a miracle."
LIST = {"key": "ours", "kind": "list", "heading": "Heading"}


@pytest.fixture
def hype() -> EditorialRule:
    """A rule to break."""
    made: EditorialRule = factories.EditorialRuleFactory.create(
        key="hype", looks_for="miracle", message="Say what it does."
    )
    return made


def send(browser: Client, row: models.Model, **values: Any) -> Any:
    """Open the form of a row, change some fields, and send it."""
    return browser.post(address(row, "change"), sent_to(browser, row) | values)


def sent_to(browser: Client, row: models.Model) -> dict[str, Any]:
    context: Any = browser.get(address(row, "change")).context
    sent = sent_by(context["adminform"].form)
    for entry in context["inline_admin_formsets"]:
        sent |= sent_by_set(entry.formset)
    return sent


def errors_of(response: Any) -> Any:
    return response.context["adminform"].form.errors


@pytest.mark.usefixtures("hype")
def test_a_text_with_an_error_is_not_saved_and_comes_back_with_the_finding_beside_its_field(
    editor: Client,
) -> None:
    passage = factories.PassageFactory.create(body="Sober.")

    response = send(editor, passage, heading="New heading", body=MIRACLE)

    passage.refresh_from_db()
    assert passage.body == "Sober."
    assert errors_of(response) == {"body": ["“It is a miracle.” Say what it does. (hype)"]}
    html = response.content.decode()
    assert MIRACLE in html
    assert 'value="New heading"' in html
    assert "Save it all the same, because" in html
    assert "was changed successfully" not in html


@pytest.mark.usefixtures("hype")
def test_a_new_text_with_an_error_is_not_stored_until_it_is_mended(editor: Client) -> None:
    page = reverse("admin:treatments_passage_add")

    refused = editor.post(page, LIST | {"body": MIRACLE})
    stored = Passage.objects.count()
    mended = editor.post(page, LIST | {"body": "Sober."})

    assert "body" in errors_of(refused)
    assert stored == 0
    assert mended.status_code == 302
    assert Passage.objects.get().body == "Sober."


@pytest.mark.usefixtures("hype")
def test_a_sober_text_is_saved_in_one_step_and_nothing_is_said_of_the_checker(editor: Client) -> None:
    passage = factories.PassageFactory.create()

    html = editor.post(
        address(passage, "change"), LIST | {"body": "Tell us about every illness."}, follow=True
    ).content.decode()

    passage.refresh_from_db()
    assert passage.body == "Tell us about every illness."
    assert "The checker finds" not in html


@pytest.mark.usefixtures("hype")
def test_a_false_alarm_is_saved_with_its_reason_which_stands_in_the_history(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")

    response = send(editor, passage, body=MIRACLE, all_the_same="We quote an advert.")

    assert response.status_code == 302
    passage.refresh_from_db()
    assert passage.body == MIRACLE
    accepted = AcceptedFinding.objects.get()
    assert (accepted.sentence, accepted.rule, accepted.reason) == (MIRACLE, "hype", "We quote an advert.")
    assert accepted.accepted_by == LogEntry.objects.latest("pk").user
    history = editor.get(address(passage, "history")).content.decode()
    assert "Saved although the checker finds fault (hype), because: We quote an advert." in history


@pytest.mark.usefixtures("hype")
def test_an_accepted_error_is_a_warning_with_its_reason_from_then_on(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")
    send(editor, passage, body=MIRACLE, all_the_same="We quote an advert.")

    again = send(editor, passage, heading="Another heading")

    assert again.status_code == 302
    (found,) = inspect_everything()
    assert not found.is_error
    assert found.message == "Say what it does. Accepted: We quote an advert."


@pytest.mark.usefixtures("hype")
def test_a_reason_holds_for_the_sentence_it_was_given_for(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")
    send(editor, passage, body=MIRACLE, all_the_same="We quote an advert.")

    response = send(editor, passage, body="Another miracle.")

    assert "Another miracle." in errors_of(response)["body"][0]


@pytest.mark.usefixtures("hype")
def test_a_reason_that_is_taken_away_leaves_the_error(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")
    send(editor, passage, body=MIRACLE, all_the_same="We quote an advert.")

    delete(editor, AcceptedFinding.objects.get())

    passage.refresh_from_db()
    assert inspect_row(passage)[0].is_error


@pytest.mark.usefixtures("hype")
def test_a_reason_of_blanks_is_none(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")

    response = send(editor, passage, body=MIRACLE, all_the_same="  ")

    assert "body" in errors_of(response)
    assert not AcceptedFinding.objects.exists()


@pytest.mark.usefixtures("hype")
def test_a_reason_that_was_typed_is_not_lost_when_something_else_is_wrong(editor: Client) -> None:
    passage = factories.PassageFactory.create(body="Sober.")

    response = send(editor, passage, body="{passage:gone}", all_the_same="We quote an advert.")

    assert "We quote an advert.</textarea>" in response.content.decode()


@pytest.mark.usefixtures("hype")
def test_an_old_error_does_not_hold_back_another_change_and_is_told(editor: Client) -> None:
    passage = factories.PassageFactory.create(body=MIRACLE)
    values = sent_to(editor, passage) | {"heading": "Another heading"}

    html = editor.post(address(passage, "change"), values, follow=True).content.decode()

    passage.refresh_from_db()
    assert passage.heading == "Another heading"
    assert "The checker finds 1 error in “Another heading”" in html


@pytest.mark.usefixtures("hype")
def test_an_old_error_is_accepted_with_a_reason_in_the_same_form(editor: Client) -> None:
    passage = factories.PassageFactory.create(body=MIRACLE)
    assert "Save it all the same, because" in editor.get(address(passage, "change")).content.decode()

    send(editor, passage, all_the_same="We quote an advert.")

    assert AcceptedFinding.objects.get().sentence == MIRACLE
    assert "Save it all the same, because" not in editor.get(address(passage, "change")).content.decode()


@pytest.mark.usefixtures("hype")
def test_an_old_error_does_not_hold_back_a_new_order_in_the_list(editor: Client) -> None:
    treatment = factories.TreatmentFactory.create(summary=MIRACLE, order=1)
    page = reverse("admin:treatments_treatment_changelist")
    row = {"form-0-id": treatment.pk, "form-0-order": "7", "_save": "Save"}

    response = editor.post(page, {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, **row})

    treatment.refresh_from_db()
    assert response.status_code == 302
    assert treatment.order == 7


@pytest.mark.usefixtures("hype")
def test_a_draft_may_have_errors_and_is_not_published_with_them(editor: Client) -> None:
    draft = factories.QuestionFactory.create(answer="Sober.", is_published=False)

    saved = send(editor, draft, answer=MIRACLE)
    refused = send(editor, draft, is_published="on")

    draft.refresh_from_db()
    assert saved.status_code == 302
    assert draft.answer == MIRACLE
    assert "answer" in errors_of(refused)
    assert not draft.is_published


@pytest.mark.usefixtures("hype")
def test_an_error_in_a_section_stands_beside_the_section(editor: Client) -> None:
    section = factories.SectionFactory.create(body="Sober.")

    response = send(editor, section.page, **{"sections-0-body": MIRACLE, "title": "Another title"})

    (sections, _reviews) = response.context["inline_admin_formsets"]
    assert MIRACLE in sections.formset.forms[0].errors["body"][0]
    assert 'value="Another title"' in response.content.decode()
    section.refresh_from_db()
    assert section.body == "Sober."


@pytest.mark.usefixtures("hype")
@pytest.mark.parametrize(
    ("factory", "holder", "prefix"),
    [
        (factories.ComparisonCellFactory, "row", "cells-0"),
        (factories.TimelineEntryFactory, "period", "entries-0"),
    ],
)
def test_an_error_of_one_treatment_stands_beside_it(
    editor: Client, factory: Any, holder: str, prefix: str
) -> None:
    part = factory.create(text="Sober")

    response = send(editor, getattr(part, holder), **{f"{prefix}-text": "A miracle"})

    (parts,) = response.context["inline_admin_formsets"]
    assert "A miracle" in parts.formset.forms[0].errors["text"][0]
    part.refresh_from_db()
    assert part.text == "Sober"


def test_an_error_of_a_whole_text_stands_above_the_form(editor: Client) -> None:
    factories.EditorialRuleFactory.create(
        key="parts", kind="anatomy", looks_for="#what", applies_to="treatment", message="A part is missing."
    )
    section = factories.SectionFactory.create(anchor="what")

    response = send(editor, section.page, **{"sections-0-DELETE": "on"})

    (words,) = errors_of(response)["__all__"]
    assert "A part is missing. Missing: #what." in words
    assert section.page.sections.exists()


def with_review(browser: Client, page: Page, **changes: str) -> dict[str, Any]:
    """What the form of a page sends when a doctor has read it."""
    return {
        "reviews-TOTAL_FORMS": "1",
        "reviews-0-page": str(page.pk),
        "reviews-0-reviewer": str(factories.PersonFactory.create().pk),
        "reviews-0-reviewed_on": "2026-11-20",
        "reviews-0-next_due_on": "2027-11-20",
        **changes,
    }


@pytest.mark.usefixtures("hype")
def test_a_review_shows_every_error_of_the_page_and_of_what_it_prints_first(manager: Client) -> None:
    factories.PassageFactory.create(key="care", body="Another miracle.")
    section = factories.SectionFactory.create(body=f"{MIRACLE}\n\n{{passage:care}}")

    response = send(manager, section.page, **with_review(manager, section.page))

    assert not section.page.reviews.exists()
    (sections, _reviews) = response.context["inline_admin_formsets"]
    assert MIRACLE in sections.formset.forms[0].errors["body"][0]
    assert "passage care body: “Another miracle.”" in str(errors_of(response)["__all__"])


@pytest.mark.usefixtures("hype")
def test_a_review_is_recorded_over_errors_with_a_reason(manager: Client) -> None:
    factories.PassageFactory.create(key="care", body=MIRACLE)
    section = factories.SectionFactory.create(body="{passage:care}")

    send(manager, section.page, all_the_same="The doctor agrees.", **with_review(manager, section.page))

    assert section.page.reviews.count() == 1
    accepted = AcceptedFinding.objects.get()
    assert (accepted.place, accepted.reason) == ("passage care body", "The doctor agrees.")


@pytest.mark.usefixtures("first_start")
def test_the_number_of_a_fact_is_changed_in_one_step_and_leads_to_what_may_contradict_it(
    editor: Client,
) -> None:
    fact = Fact.objects.get(topic="hair-wash", treatment=None)
    values = sent_to(editor, fact) | {"cautious": "96 hours"}

    html = editor.post(address(fact, "change"), values, follow=True).content.decode()

    fact.refresh_from_db()
    assert fact.cautious == "96 hours"
    assert f'<a href="{reverse("admin:treatments_findings")}">' in html


def test_the_cells_of_a_row_are_checked_on_the_form_of_the_row(editor: Client) -> None:
    factories.EditorialRuleFactory.create(key="hype", looks_for="miracle", message="Say what it does.")
    cell = factories.ComparisonCellFactory.create(text="A miracle")

    html = editor.get(address(cell.row, "change")).content.decode()

    assert "Say what it does." in html
