"""Amounts in free text against the facts, the rule, and one another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.treatments.checking import book, document, found_in, rule, words
from treatments.checking.contradictions import Facts, FactValue
from treatments.checking.documents import Document

LISTS = (words("prp", "prp, plasma"), words("exosomes", "exosome"))
WASH = rule("wash", "contradiction", fact="hair-wash", looks_for="wash")
TREATMENTS = ("prp", "exosomes")


def found(*texts: Document, rules: Any = WASH, facts: Facts | None = None) -> list[str]:
    made = book(rules, *LISTS, treatments=TREATMENTS)
    return [finding.message for finding in found_in(*texts, rules=made, facts=facts or Facts())]


def facts(*values: tuple[str, str, str]) -> Facts:
    return Facts([FactValue(*value) for value in values])


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Wash your hair after 48 hours.", False),
        ("Wash your hair after two days.", False),
        ("Wash your hair the same day.", True),
        ("Wash your hair when you like.", False),
        ("Rest for 24 hours.", False),
        (
            "Wash, says the page about needles, laser, lotion, tablets, caps and very many other things, 24 hours.",
            False,
        ),
        ("Wash your hair after \ue01024 hours\ue011.", False),
        ("Should you wash your hair after 24 hours?", False),
    ],
)
def test_an_amount_agrees_with_its_fact(text: str, *, is_found: bool) -> None:
    messages = found(document(text), facts=facts(("hair-wash", "", "48 hours")))

    assert bool(messages) is is_found


def test_the_finding_says_what_the_text_says_and_what_the_fact_says() -> None:
    (message,) = found(document("Wash after 24 hours."), facts=facts(("hair-wash", "", "48 hours")))

    assert message == "Say what it does. The text says “24 hours”; we say “hair-wash: 48 hours”."


def test_a_fact_of_the_treatment_named_comes_before_one_for_all() -> None:
    held = facts(("hair-wash", "", "48 hours"), ("hair-wash", "prp", "24 hours"))

    assert found(document("After PRP, wash after 24 hours."), facts=held) == []
    assert found(document("Wash after 24 hours.", treatments=frozenset({"prp"})), facts=held) == []
    assert found(document("After exosomes, wash after 24 hours."), facts=held) != []


def test_an_amount_that_the_clinic_has_yet_to_confirm_is_found_and_a_vague_one_is_not() -> None:
    pending = facts(("hair-wash", "", ""))

    assert "nobody has confirmed" in found(document("Wash after 24 hours."), facts=pending)[0]
    assert found(document("Wash after a few days."), facts=pending) == []


def test_a_rule_may_allow_an_amount_of_its_own_or_none() -> None:
    soreness = rule("soreness", "contradiction", looks_for="sore", allowed="up to 7 days")
    sessions = rule("sessions", "contradiction", looks_for="session", allowed="nothing", measure="sessions")

    assert found(document("You are sore for up to 7 days."), rules=soreness) == []
    assert found(document("You are sore for 2 days."), rules=soreness) != []
    assert found(document("You need 3 sessions."), rules=sessions) != []


def test_two_texts_that_disagree_are_found_with_the_other_place() -> None:
    one = document("After PRP, wash after 24 hours.", place="page one")
    other = document("After PRP, wash after 3 days.", place="page two")

    (message,) = found(one, other)

    assert "Two texts disagree: “3 days” here, “24 hours” in page one #what." in message


def test_texts_about_different_treatments_do_not_disagree() -> None:
    assert (
        found(document("After PRP, wash after 24 hours."), document("After exosomes, wash after 3 days."))
        == []
    )


def test_a_claim_about_the_same_treatment_may_state_its_amount() -> None:
    claim = document("With PRP people washed after 24 hours.", source_grades=("A",))
    held = Facts([FactValue("hair-wash", "", "48 hours")], [claim])

    assert found(document("After PRP, wash after 24 hours."), facts=held) == []
    assert found(document("After exosomes, wash after 24 hours."), facts=held) != []
    assert found(claim, facts=held) == []


def test_how_often_is_compared_only_where_the_rule_asks_for_intervals() -> None:
    often = rule("often", "contradiction", looks_for="session", allowed="nothing", measure="interval")

    assert found(document("Wash every 2 days."), facts=facts(("hair-wash", "", "48 hours"))) == []
    assert found(document("A session every 4 weeks."), rules=often) != []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("It gained 28 hairs.", False),
        ("With PRP it gained 28 hairs.", False),
        ("With exosomes it gained 28 hairs.", True),
        ("It gained 60 hairs.", True),
    ],
)
def test_hairs_gained_by_no_named_treatment_may_rest_on_any_claim(text: str, *, is_found: bool) -> None:
    gained = rule("hairs", "contradiction", looks_for="gained", allowed="nothing", measure="hairs")
    claim = document("With PRP it gained 28 hairs.", source_grades=("A",))

    assert bool(found(document(text), rules=gained, facts=Facts(claims=[claim]))) is is_found
