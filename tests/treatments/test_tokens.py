"""Tokens: finding them, and loading what they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    ApprovalFactory,
    ClaimFactory,
    FactFactory,
    PassageFactory,
    ReferenceFactory,
    TreatmentFactory,
)
from treatments.tokens import Library, Token, tokens_in


def test_tokens_are_found_in_order() -> None:
    text = "One {claim:mn-network} and {fact:prp/hair-wash}, see {strands}."

    assert list(tokens_in(text)) == [
        Token("claim", "mn-network", "{claim:mn-network}"),
        Token("fact", "prp/hair-wash", "{fact:prp/hair-wash}"),
        Token("strands", "", "{strands}"),
    ]


@pytest.mark.parametrize(
    "text", ["{claims:a}", "{claim a}", "{ claim:a }", "{claim:A}", "{claim:}", "{}", "{{claim}", "claim:a"]
)
def test_what_is_written_otherwise_is_no_token(text: str) -> None:
    assert [token.written for token in tokens_in(text)] in ([], ["{claim}"])


@given(st.text(st.sampled_from("{}:/#ab-\n 1"), max_size=60))
def test_no_text_confuses_the_search_for_tokens(text: str) -> None:
    assert all(token.written in text for token in tokens_in(text))


@pytest.mark.django_db
def test_a_library_holds_what_texts_name_and_nothing_else() -> None:
    claim, fact = ClaimFactory.create(), FactFactory.create()
    ClaimFactory.create()
    FactFactory.create()

    library = Library.of([f"{{claim:{claim.key}}}", f"{{fact:{fact.topic}}}"])

    assert list(library.claims) == [claim.key]
    assert list(library.facts) == [fact.topic]
    assert library.passages == {}


@pytest.mark.django_db
def test_a_library_holds_what_its_passages_and_approvals_print_in_turn() -> None:
    claim, other = ClaimFactory.create(), ClaimFactory.create()
    inner = PassageFactory.create(body=f"{{claim:{claim.key}}}")
    outer = PassageFactory.create(body=f"{{passage:{inner.key}}}")
    approval = ApprovalFactory.create(status=f"{{claim:{other.key}}}")

    library = Library.of([f"{{passage:{outer.key}}} {{approvals:{approval.treatment.slug}}}"])

    assert set(library.passages) == {inner.key, outer.key}
    assert set(library.claims) == {claim.key, other.key}


@pytest.mark.django_db
def test_a_library_survives_passages_that_print_each_other() -> None:
    PassageFactory.create(key="one", body="{passage:two}")
    PassageFactory.create(key="two", body="{passage:one} {passage:missing}")

    assert set(Library.of(["{passage:one}"]).passages) == {"one", "two"}


@pytest.mark.django_db
def test_a_library_holds_the_passages_of_approvals_and_the_approvals_of_passages() -> None:
    claim = ClaimFactory.create()
    inner = PassageFactory.create(key="inner", body=f"{{claim:{claim.key}}} {{approvals:prp}}")
    ApprovalFactory.create(treatment__slug="prp", status="{passage:inner}")
    PassageFactory.create(key="outer", body="{approvals:prp}")

    library = Library.of(["{passage:outer}"])

    assert set(library.passages) == {"outer", inner.key}
    assert set(library.claims) == {claim.key}
    assert len(library.approvals["prp"]) == 1


@pytest.mark.django_db
def test_a_library_takes_the_same_number_of_queries_however_much_it_holds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    prp = TreatmentFactory.create(slug="prp")
    claims = [ClaimFactory.create(references=[ReferenceFactory.create()]) for _nth in range(5)]
    facts = [FactFactory.create(treatment=prp) for _nth in range(5)]
    texts = [f"{{claim:{claim.key}}}" for claim in claims] + [f"{{fact:prp/{fact.topic}}}" for fact in facts]

    with django_assert_num_queries(3):
        library = Library.of(texts)
        assert all(library.citations.of(claim) for claim in library.claims.values())
        assert not any(library.citations.of(fact) for fact in library.facts.values())


@pytest.mark.django_db
def test_a_library_of_plain_texts_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Library.of(["Plain words.", "More of them."])


@pytest.mark.django_db
def test_facts_of_a_treatment_leave_out_those_of_others() -> None:
    prp = TreatmentFactory.create(slug="prp")
    fact = FactFactory.create(treatment=prp)
    FactFactory.create(topic=fact.topic)

    library = Library.of(["{facts:prp} {fact:" + fact.topic + "}"])

    assert library.facts_of("prp") == [fact]
