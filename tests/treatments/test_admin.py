"""Content in the admin: editors open everything, others nothing, and a form refuses tokens that lead nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from factory.django import DjangoModelFactory

from tests import factories
from tests.queries import queries_of
from treatments.models import AcceptedFinding, Claim, Fact, Page, Passage, Question, Treatment

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "treatments"]  # noqa: SLF001  no other way to ask
FACTORIES: dict[str, type[DjangoModelFactory[Any]]] = {
    "AcceptedFinding": factories.AcceptedFindingFactory,
    "Reference": factories.ReferenceFactory,
    "Treatment": factories.TreatmentFactory,
    "Claim": factories.ClaimFactory,
    "Fact": factories.FactFactory,
    "Passage": factories.PassageFactory,
    "Approval": factories.ApprovalFactory,
    "Page": factories.PageFactory,
    "Topic": factories.TopicFactory,
    "Question": factories.QuestionFactory,
    "ComparisonRow": factories.ComparisonRowFactory,
    "DirectComparison": factories.DirectComparisonFactory,
    "Period": factories.PeriodFactory,
    "GlossaryTerm": factories.GlossaryTermFactory,
    "EditorialRule": factories.EditorialRuleFactory,
}


def address(model: type[models.Model], action: str, *keys: object) -> str:
    return reverse(f"admin:treatments_{model._meta.model_name}_{action}", args=keys)


def row(model: type[models.Model]) -> models.Model:
    made: models.Model = FACTORIES[model.__name__].create()
    return made


def test_every_model_in_the_admin_has_a_row_here() -> None:
    assert {model.__name__ for model in MODELS} == set(FACTORIES)


@pytest.mark.parametrize("model", MODELS)
def test_an_editor_opens_the_list_and_both_forms(editor: Client, model: type[models.Model]) -> None:
    pk = row(model).pk

    assert editor.get(address(model, "changelist")).status_code == 200
    assert editor.get(address(model, "add")).status_code == (403 if model is AcceptedFinding else 200)
    assert editor.get(address(model, "change", pk)).status_code == 200
    assert editor.get(address(model, "delete", pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_receptionist_is_refused_all_content(reception: Client, model: type[models.Model]) -> None:
    pk = row(model).pk

    assert reception.get(address(model, "changelist")).status_code == 403
    assert reception.get(address(model, "add")).status_code == 403
    assert reception.get(address(model, "change", pk)).status_code == 403
    assert reception.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_a_visitor_is_asked_to_sign_in(client: Client, model: type[models.Model]) -> None:
    response = client.get(address(model, "changelist"))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "model", [model for model in MODELS if admin.site.get_model_admin(model).search_fields]
)
@pytest.mark.parametrize("query", ["a", "a b c", "%", "'", '"', "\\", "x" * 2000])
def test_a_search_of_a_list_answers_anything(editor: Client, model: type[models.Model], query: str) -> None:
    row(model)

    assert editor.get(address(model, "changelist"), {"q": query}).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_list_asks_the_same_however_long_it_is(editor: Client, model: type[models.Model]) -> None:
    row(model)
    row(model)
    few = queries_of(editor, address(model, "changelist"))

    for _nth in range(5):
        row(model)
    many = queries_of(editor, address(model, "changelist"))

    assert len(many) == len(few), "\n".join(many)


@pytest.mark.usefixtures("first_start")
@pytest.mark.parametrize("model", [model for model in MODELS if model is not AcceptedFinding])
def test_the_starter_content_opens_and_saves_unchanged(editor: Client, model: type[models.Model]) -> None:
    first = model._default_manager.first()
    assert first
    form = editor.get(address(model, "change", first.pk)).context["adminform"].form
    sets = editor.get(address(model, "change", first.pk)).context["inline_admin_formsets"]
    sent = sent_by(form) | {
        name: value for entry in sets for name, value in sent_by_set(entry.formset).items()
    }

    response = editor.post(address(model, "change", first.pk), sent)

    assert response.status_code == 302, [
        response.context["adminform"].form.errors,
        [entry.formset.errors for entry in response.context["inline_admin_formsets"]],
    ]


def sent_by(form: Any) -> dict[str, Any]:
    """What a browser sends when nothing was touched."""
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            values |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, list) and all(isinstance(item, models.Model) for item in value):
            values[bound.html_name] = [item.pk for item in value]
        elif value is not None:
            values[bound.html_name] = bound.field.prepare_value(value)
    return values


def sent_by_set(formset: Any) -> dict[str, Any]:
    """The same of a set of rows."""
    values = sent_by(formset.management_form)
    for form in formset.forms:
        values |= sent_by(form)
    return values


@pytest.fixture
def claim() -> Claim:
    """A claim to name rightly or wrongly."""
    made: Claim = factories.ClaimFactory.create(key="mn-network")
    return made


PASSAGE = {"key": "care", "kind": "list", "heading": "Heading"}


@pytest.mark.usefixtures("claim")
def test_a_token_that_leads_nowhere_is_a_form_error_with_the_nearest_key(editor: Client) -> None:
    response = editor.post(address(Passage, "add"), PASSAGE | {"body": "{claim:mn-netwrk}"})

    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {
        "body": ["{claim:mn-netwrk} names nothing we have. Did you mean mn-network?"]
    }
    assert not Passage.objects.exists()


@pytest.mark.usefixtures("claim")
def test_every_wrong_token_of_a_form_is_named_at_its_field(editor: Client) -> None:
    values = PASSAGE | {"heading": "{no}", "body": "{claim:no} {fact:no}"}

    errors = editor.post(address(Passage, "add"), values).context["adminform"].form.errors

    assert len(errors["heading"]) == 1
    assert len(errors["body"]) == 2


@pytest.mark.usefixtures("claim")
def test_a_token_that_exists_is_saved(editor: Client) -> None:
    response = editor.post(address(Passage, "add"), PASSAGE | {"body": "{claim:mn-network}"})

    assert response.status_code == 302
    assert Passage.objects.get().body == "{claim:mn-network}"


@pytest.fixture
def article() -> Page:
    """A page with a section."""
    made: Page = factories.SectionFactory.create().page
    return made


def page_values(article: Page, **changes: str) -> dict[str, str]:
    """What the form of a page sends."""
    section = article.sections.get()
    return {
        "kind": "treatment",
        "slug": article.slug,
        "treatment": str(article.treatment_id),
        "title": article.title,
        "name": article.name,
        "description": article.description,
        "standfirst": article.standfirst,
        "written_on": "2026-11-20",
        "review_months": "12",
        "order": "0",
        "is_published": "on",
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "1",
        "sections-0-id": str(section.pk),
        "sections-0-page": str(article.pk),
        "sections-0-anchor": section.anchor,
        "sections-0-heading": section.heading,
        "sections-0-body": section.body,
        "sections-0-order": "1",
        "reviews-TOTAL_FORMS": "0",
        "reviews-INITIAL_FORMS": "0",
        **changes,
    }


def test_key_facts_are_typed_one_a_line(editor: Client, article: Page) -> None:
    values = page_values(article, key_facts="One fact.\r\n\r\n  Another fact. \r\n")

    editor.post(address(Page, "change", article.pk), values)

    article.refresh_from_db()
    assert article.key_facts == ["One fact.", "Another fact."]
    assert (
        "One fact.\nAnother fact.</textarea>"
        in editor.get(address(Page, "change", article.pk)).content.decode()
    )


def test_a_wrong_token_in_a_key_fact_is_refused(editor: Client, article: Page) -> None:
    response = editor.post(
        address(Page, "change", article.pk), page_values(article, key_facts="Fine.\nNot {claim:no}.")
    )

    assert "key_facts" in response.context["adminform"].form.errors


def test_a_wrong_token_in_a_section_is_refused(editor: Client, article: Page) -> None:
    response = editor.post(
        address(Page, "change", article.pk), page_values(article, **{"sections-0-body": "Not {claim:no}."})
    )

    (sections, _reviews) = response.context["inline_admin_formsets"]
    assert "body" in sections.formset.errors[0]


def test_a_page_without_its_treatment_is_a_form_error(editor: Client, article: Page) -> None:
    response = editor.post(address(Page, "change", article.pk), page_values(article, treatment=""))

    errors = response.context["adminform"].form.errors
    assert "Choose the treatment this page is about." in str(errors)


def test_a_value_without_the_doctor_who_confirmed_it_is_a_form_error(manager: Client) -> None:
    fact = factories.PendingFactFactory.create()
    values = {
        "topic": fact.topic,
        "label": fact.label,
        "kind": "protocol",
        "value": "24 hours",
        "cautious": "",
    }

    response = manager.post(address(Fact, "change", fact.pk), values)

    assert "A value of the clinic needs the doctor who confirmed it." in str(
        response.context["adminform"].form.errors
    )


def confirmation(fact: Fact, **changes: str) -> dict[str, str]:
    """What the form of a fact sends when a doctor has confirmed it."""
    doctor = factories.PersonFactory.create()
    return {
        "topic": fact.topic,
        "label": fact.label,
        "kind": "protocol",
        "value": "24 hours",
        "cautious": "48 hours",
        "confirmed_by": str(doctor.pk),
        "confirmed_on": "2026-11-20",
        **changes,
    }


def test_a_manager_records_that_a_doctor_confirmed_a_value(manager: Client) -> None:
    fact = factories.PendingFactFactory.create()

    manager.post(address(Fact, "change", fact.pk), confirmation(fact))

    fact.refresh_from_db()
    assert (fact.value, str(fact.confirmed_on)) == ("24 hours", "2026-11-20")


def test_an_editor_confirms_no_value_and_changes_no_confirmed_one(editor: Client) -> None:
    pending = factories.PendingFactFactory.create()
    doctor = factories.PersonFactory.create()
    confirmed = factories.PendingFactFactory.create(
        value="24 hours", confirmed_by=doctor, confirmed_on=date(2026, 11, 1)
    )

    editor.post(address(Fact, "change", pending.pk), confirmation(pending))
    editor.post(address(Fact, "change", confirmed.pk), confirmation(confirmed, value="2 hours", label="Wash"))

    response = editor.post(address(Fact, "add"), confirmation(pending, topic="another"))

    pending.refresh_from_db()
    confirmed.refresh_from_db()
    assert "needs the doctor who confirmed it" in str(response.context["adminform"].form.errors["value"])
    assert pending.is_pending
    assert (confirmed.value, confirmed.label) == ("24 hours", "Wash")


def reviewed(article: Page) -> dict[str, str]:
    """What the form of a page sends when a doctor has read it."""
    return page_values(
        article,
        **{
            "reviews-TOTAL_FORMS": "1",
            "reviews-0-page": str(article.pk),
            "reviews-0-reviewer": str(factories.PersonFactory.create().pk),
            "reviews-0-reviewed_on": "2026-11-20",
            "reviews-0-next_due_on": "2027-11-20",
            "reviews-INITIAL_FORMS": "0",
        },
    )


@pytest.mark.parametrize(("role", "count"), [("manager", 1), ("editor", 0)])
def test_a_manager_records_a_review_and_an_editor_does_not(
    request: pytest.FixtureRequest, article: Page, role: str, count: int
) -> None:
    browser: Client = request.getfixturevalue(role)

    browser.post(address(Page, "change", article.pk), reviewed(article))

    assert article.reviews.count() == count


def test_the_list_of_pages_shows_the_last_review(editor: Client) -> None:
    review = factories.ReviewFactory.create()
    factories.PageFactory.create()

    html = editor.get(address(Page, "changelist")).content.decode()

    assert f"{review.reviewed_on:%d %B %Y}" in html
    assert "not yet" in html


def test_a_claim_is_saved_with_its_sources(editor: Client, claim: Claim) -> None:
    reference = factories.ReferenceFactory.create()
    values = {
        "key": claim.key,
        "kind": "effect",
        "text": "It may help.",
        "certainty": "low",
        "sources-TOTAL_FORMS": "1",
        "sources-INITIAL_FORMS": "0",
        "sources-0-claim": str(claim.pk),
        "sources-0-reference": str(reference.pk),
        "sources-0-order": "0",
    }

    response = editor.post(address(Claim, "change", claim.pk), values)

    assert response.status_code == 302
    assert list(claim.references.all()) == [reference]


def test_a_treatment_in_use_cannot_be_deleted(editor: Client) -> None:
    treatment = factories.TreatmentFactory.create()
    factories.PageFactory.create(treatment=treatment)

    editor.post(address(Treatment, "delete", treatment.pk), {"post": "yes"})

    assert Treatment.objects.filter(pk=treatment.pk).exists()


def test_what_an_editor_saves_is_on_the_page_at_once(editor: Client, client: Client) -> None:
    question = factories.QuestionFactory.create()
    client.get("/faq/")
    values = {
        "slug": question.slug,
        "topic": str(question.topic_id),
        "question": "Is it new?",
        "answer": "Yes, this minute.",
        "order": "0",
        "is_published": "on",
    }

    editor.post(address(Question, "change", question.pk), values)

    assert "Yes, this minute." in client.get("/faq/").content.decode()
