"""Forms of content refuse boxes left open, tokens where none are printed, and new keys for what is printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import ModelForm, modelform_factory
from django.forms.models import model_to_dict

from tests import factories
from treatments.forms import ApprovalForm, ClaimForm, PassageForm, TokenForm
from treatments.models import Claim, Fact, GlossaryTerm, Passage, Reference, Treatment

pytestmark = pytest.mark.django_db


def form_of(row: Any, form: type[TokenForm] = TokenForm, **changes: object) -> ModelForm[Any]:
    """The form of a row, sent back with changes."""
    names = [field.name for field in row._meta.fields if field.editable and field.name not in {"id", "url"}]
    made = modelform_factory(type(row), form=form, fields=names)
    return made({**model_to_dict(row, names), **changes}, instance=row)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It says {claim:mn", "brace without its partner"),
        ("::: dos\n- rest\n:::", "opens no box we know"),
        ("::: do\n- rest", "is never closed"),
        ("{passage:gone}", "names nothing we have"),
    ],
)
def test_a_slip_in_a_text_is_refused_at_its_field(body: str, words: str) -> None:
    form = form_of(factories.PassageFactory.create(), body=body)

    assert words in str(form.errors["body"])


def test_a_token_in_a_field_that_prints_none_is_refused() -> None:
    factories.FactFactory.create(topic="wash")
    form = form_of(factories.ClaimFactory.create(), text="Wait {fact:wash}.")

    assert "Tokens are not printed here" in str(form.errors["text"])


def printed_rows() -> list[tuple[Any, str, Any]]:
    """A row of each kind that is named by a key, each used by a text: (row, field, other value)."""
    prp = factories.TreatmentFactory.create(slug="prp")
    reference = factories.ReferenceFactory.create(key="R1")
    factories.ClaimFactory.create(key="works", references=[reference])
    factories.FactFactory.create(topic="wash")
    factories.PassageFactory.create(key="care")
    factories.GlossaryTermFactory.create(slug="follicle")
    factories.QuestionFactory.create(
        answer="{claim:works} {fact:wash} {evidence:prp} {passage:care} [a](/glossary/#follicle)"
    )
    return [
        (Claim.objects.get(), "key", "worked"),
        (Fact.objects.get(), "topic", "washing"),
        (Fact.objects.get(), "treatment", prp.pk),
        (Passage.objects.get(), "key", "cares"),
        (Treatment.objects.get(), "slug", "plasma"),
        (Reference.objects.get(), "key", "R2"),
        (GlossaryTerm.objects.get(), "slug", "follicles"),
    ]


def test_what_is_printed_keeps_its_key_and_the_form_says_where() -> None:
    for row, field, value in printed_rows():
        error = str(form_of(row, TokenForm, **{field: value}).errors[field])

        assert "so it cannot change" in error
        assert "/admin/treatments/" in error


def test_what_is_printed_may_change_otherwise() -> None:
    for row, field, _value in printed_rows():
        assert form_of(row).errors == {}, (row, field)


def test_what_nothing_prints_may_be_renamed() -> None:
    assert form_of(factories.PassageFactory.create(), key="another").errors == {}


def test_a_new_row_takes_any_free_key() -> None:
    factories.QuestionFactory.create(answer="{passage:care}")

    form = form_of(factories.PassageFactory.build(), key="care")

    assert form.errors == {}


def test_a_short_form_that_a_table_prints_is_not_emptied() -> None:
    claim = factories.ClaimFactory.create(key="works", short="It may help")
    cell = factories.ComparisonCellFactory.create(text="{short:works}")

    form = form_of(claim, ClaimForm, short="")

    assert "The short form is printed" in str(form.errors["short"])
    assert cell.row.label in str(form.errors["short"])


def test_a_short_form_that_nothing_prints_may_go() -> None:
    claim = factories.ClaimFactory.create(short="It may help")

    assert form_of(claim, ClaimForm, short="").errors == {}


def test_a_passage_that_would_print_itself_is_refused_and_the_circle_is_named() -> None:
    one = factories.PassageFactory.create(key="one", body="Words")
    factories.PassageFactory.create(key="two", body="{passage:one}")

    form = form_of(one, PassageForm, body="{passage:two}")

    assert "{passage:one} → {passage:two} → {passage:one}" in str(form.errors["body"])
    assert form_of(one, PassageForm, body="Other words").errors == {}


def test_an_approval_that_would_print_its_own_list_is_refused() -> None:
    approval = factories.ApprovalFactory.create(treatment__slug="prp")

    form = form_of(approval, ApprovalForm, status="{approvals:prp}")

    assert "{approvals:prp} → {approvals:prp}" in str(form.errors["status"])
    assert form_of(approval, ApprovalForm, status="Allowed.").errors == {}


def test_an_approval_without_its_treatment_is_refused_for_that_alone() -> None:
    approval = factories.ApprovalFactory.create()

    assert set(form_of(approval, ApprovalForm, treatment="").errors) == {"treatment"}
