"""Tokens: finding them, loading what they name, and telling a writer what is wrong with one."""

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
from treatments.tokens import Keys, Library, Token, tokens_in


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


@pytest.fixture
def keys(db: None) -> Keys:
    """A small library: a claim with a short form and one without, and one of each other kind."""
    ClaimFactory.create(key="mn-network", short="About 13 more hairs")
    ClaimFactory.create(key="mn-safety")
    prp = TreatmentFactory.create(slug="prp")
    FactFactory.create(topic="hair-wash")
    FactFactory.create(topic="sessions", treatment=prp)
    PassageFactory.create(key="check-first")
    return Keys()


@pytest.mark.parametrize(
    "text",
    [
        "No token at all.",
        "{claim:mn-network} {short:mn-network} {claim:mn-safety}",
        "{fact:hair-wash} {fact:prp/sessions}",
        "{passage:check-first} {strands}",
        "{evidence:prp} {approvals:prp} {facts:prp}",
        "{clinic:name} {clinic:phone} {clinic:whatsapp} {clinic:hours}",
        "## A heading {#with-an-anchor}",
    ],
)
def test_a_text_whose_tokens_all_exist_has_no_problems(keys: Keys, text: str) -> None:
    assert list(keys.slips_in(text)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{claim:mn-netwrk}", "{claim:mn-netwrk} names nothing we have. Did you mean mn-network?"),
        ("{short:mn-safety}", "{short:mn-safety} names nothing we have."),
        ("{fact:sessions}", "{fact:sessions} names nothing we have. Did you mean prp/sessions?"),
        ("{fact:hair-wsh}", "{fact:hair-wsh} names nothing we have. Did you mean hair-wash?"),
        ("{passage:xyz}", "{passage:xyz} names nothing we have."),
        ("{clinic:fax}", "{clinic:fax} names nothing we have."),
        ("{clinic}", "{clinic} names nothing we have."),
        ("{claims:mn-network}", "{claims:mn-network} is no token we know."),
        ("{claim mn-network}", "{claim mn-network} is no token we know."),
        ("{}", "{} is no token we know."),
    ],
)
def test_a_slip_of_the_pen_is_named_with_the_nearest_keys(keys: Keys, text: str, problem: str) -> None:
    (slip,) = keys.slips_in(text)

    assert slip.message.startswith(problem)


def test_every_slip_in_a_text_is_named(keys: Keys) -> None:
    assert len(list(keys.slips_in("{claim:no} and {fact:no} and {no}"))) == 3


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
