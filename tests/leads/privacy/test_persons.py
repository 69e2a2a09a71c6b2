"""Who is one person: the same name on the same number or address, and nobody else."""

from __future__ import annotations

import pytest

from leads.models import Lead
from leads.privacy.persons import Person, made_of, person_of
from tests.factories import ConsultationRequestFactory, LeadFactory

pytestmark = pytest.mark.django_db
SARA = {"name": "Sara Ahmed", "phone": "+971501234567"}


def numbers(person: Person) -> set[int]:
    return {lead.pk for lead in person.leads}


def test_a_closed_lead_of_the_same_name_and_number_is_theirs() -> None:
    now, before = LeadFactory.create(**SARA), LeadFactory.create(**SARA, status=Lead.Status.LOST)

    assert numbers(person_of(now)) == {now.pk, before.pk}


def test_family_on_the_same_number_is_somebody_else() -> None:
    sara, omar = LeadFactory.create(**SARA), LeadFactory.create(**SARA | {"name": "Omar Ahmed"})

    assert numbers(person_of(sara)) == {sara.pk}
    assert numbers(person_of(omar)) == {omar.pk}


def test_a_namesake_on_another_number_is_somebody_else() -> None:
    sara, _other = LeadFactory.create(**SARA), LeadFactory.create(**SARA | {"phone": "+971507654321"})

    assert numbers(person_of(sara)) == {sara.pk}


def test_leads_that_share_no_empty_address_are_not_joined() -> None:
    sara = LeadFactory.create(**SARA, email="")
    LeadFactory.create(**SARA | {"phone": "+971507654321"}, email="")

    assert numbers(person_of(sara)) == {sara.pk}


def test_an_earlier_number_leads_to_an_earlier_lead() -> None:
    first = LeadFactory.create(**SARA, status=Lead.Status.LOST)
    moved = LeadFactory.create(**SARA | {"phone": "+971507654321"}, email="sara@mail.example")
    ConsultationRequestFactory.create(lead=moved, name="sara ahmed", phone=SARA["phone"])
    by_mail = LeadFactory.create(
        name="SARA AHMED", phone="", email="sara@mail.example", contact_method="email"
    )

    assert numbers(person_of(first)) == {first.pk, moved.pk, by_mail.pk}


def test_a_person_is_named_by_name_and_number_together() -> None:
    person = made_of([LeadFactory.create(**SARA)])

    assert person.is_named(name="sara AHMED", phone=SARA["phone"], email="")
    assert not person.is_named(name="Omar Ahmed", phone=SARA["phone"], email="")
    assert not person.is_named(name="Sara Ahmed", phone="+971507654321", email="")
    assert not person.is_named(name="Sara Ahmed", phone="", email="")


def test_nothing_of_a_person_shows_when_values_are_printed() -> None:
    assert "Sara" not in repr(person_of(LeadFactory.create(**SARA)))
