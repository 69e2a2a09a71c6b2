"""Citations: the references of claims, facts and approvals, in order."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import ApprovalFactory, ClaimFactory, FactFactory, ReferenceFactory
from treatments.citations import Citations

pytestmark = pytest.mark.django_db


def test_a_claim_cites_its_references_in_its_own_order() -> None:
    first, second = ReferenceFactory.create(key="Z1"), ReferenceFactory.create(key="A1")
    claim = ClaimFactory.create(references=[first, second])

    assert Citations([claim]).of(claim) == [first, second]


def test_facts_and_approvals_cite_by_key() -> None:
    references = [ReferenceFactory.create(key="Z1"), ReferenceFactory.create(key="A1")]
    fact, approval = FactFactory.create(), ApprovalFactory.create()
    fact.references.set(references)
    approval.references.set(references)

    citations = Citations([fact, approval])

    assert [reference.key for reference in citations.of(fact)] == ["A1", "Z1"]
    assert [reference.key for reference in citations.of(approval)] == ["A1", "Z1"]


def test_a_reference_comes_whole() -> None:
    reference = ReferenceFactory.create()
    claim = ClaimFactory.create(references=[reference])

    (cited,) = Citations([claim]).of(claim)

    assert (cited.citation, cited.finding, cited.links) == (
        reference.citation,
        reference.finding,
        reference.links,
    )


def test_rows_with_the_same_key_are_told_apart() -> None:
    reference = ReferenceFactory.create()
    claim, fact = ClaimFactory.create(pk=77, references=[reference]), FactFactory.create(pk=77)

    citations = Citations([claim, fact])

    assert citations.of(claim) == [reference]
    assert citations.of(fact) == []


def test_everything_comes_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    claims = [ClaimFactory.create(references=[ReferenceFactory.create()]) for _nth in range(3)]
    others = FactFactory.create(), ApprovalFactory.create()

    with django_assert_num_queries(1):
        Citations([*claims, *others])


def test_nothing_asked_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Citations([])
