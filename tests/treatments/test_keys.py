"""Keys: a writer is told what is wrong with a token, and which key was meant."""

from __future__ import annotations

import pytest

from tests.factories import ClaimFactory, FactFactory, PassageFactory, TreatmentFactory
from treatments.keys import Keys


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


@pytest.mark.django_db
def test_a_token_that_prints_itself_is_a_slip_wherever_it_stands() -> None:
    PassageFactory.create(key="one", body="{passage:two}")
    PassageFactory.create(key="two", body="{passage:one}")

    (slip,) = Keys().slips_in("Words {passage:two}")

    assert "{passage:two} → {passage:one} → {passage:two}" in slip.message
