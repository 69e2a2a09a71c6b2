"""Rules made ready: which hold for a text, what excuses a sentence, and what a broken one does."""

from __future__ import annotations

import pytest

from tests.treatments.checking import book, meets, rule, sentence, words
from treatments.checking.rulebook import Rule, problem_with


def test_a_rule_is_named_with_what_it_rests_on() -> None:
    assert rule("hype", source="AE2").name == "hype (AE2)"
    assert rule("hype").name == "hype"


def test_a_rule_of_one_language_leaves_the_other_alone() -> None:
    rules = book(
        rule("both", looks_for="a"),
        rule("english", looks_for="a", language="en"),
        rule("arabic", looks_for="a", language="ar"),
    )

    assert [row.rule.key for row in rules.of_kind("banned-words", language="ar")] == ["both", "arabic"]


def test_an_excuse_in_the_sentence_excuses_it() -> None:
    assert not meets("risk free", "Risk free, says a myth.", unless="myth")
    assert meets("risk free", "Risk free, we say.", unless="myth")


def test_groups_must_stand_near_when_the_rule_says_how_near() -> None:
    near, far = "Hair will regrow.", "Hair is one thing, and quite another are the lawns that regrow."

    assert meets("hair\n+\nregrow", near, within=3)
    assert not meets("hair\n+\nregrow", far, within=3)
    assert meets("hair\n+\nregrow", far)


def test_a_broken_rule_is_left_out_and_named_and_stops_nothing_else() -> None:
    rules = book(rule("broken", looks_for="@gone"), rule("whole", looks_for="miracle"))

    assert set(rules.broken) == {"broken"}
    assert [row.rule.key for row in rules.of_kind("banned-words")] == ["whole"]


def test_a_check_of_the_program_can_be_switched_off_or_kept_to_one_language() -> None:
    rules = book(rule("reading-grade", "built-in", language="en"), rule("dead-link", "built-in"))

    assert rules.built_in("reading-grade", "en")
    assert rules.built_in("reading-grade", "ar") is None
    assert rules.built_in("dead-link")
    assert rules.built_in("sentence-words") is None


def test_a_list_that_does_not_exist_is_never_met() -> None:
    rules = book(words("prp", "plasma"))

    assert rules.mentions("prp", sentence("Your own plasma."))
    assert not rules.mentions("prp", sentence("Your own hair."))
    assert not rules.mentions("gone", sentence("Your own plasma."))


def test_what_a_check_makes_of_its_rule_is_made_once() -> None:
    rules, made = book(), []

    for _twice in range(2):
        rules.made_once(rule("tone", "built-in"), lambda: made.append(1))

    assert made == [1]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (rule(looks_for="miracle"), ""),
        (rule(looks_for="@gone"), "no word list called @gone"),
        (rule(kind="words", key="round", looks_for="@round"), "holds itself"),
        (rule(kind="missing", looks_for="exosomes"), "Give two groups"),
        (rule(kind="contradiction", looks_for="wash", allowed="soon"), "is no amount"),
        (rule(kind="contradiction", looks_for="wash", allowed="nothing"), ""),
        (rule(kind="contradiction", looks_for="wash", allowed="up to 7 days"), ""),
        (rule(kind="built-in", looks_for="@gone"), ""),
        (rule(kind="built-in", key="page-words-visit", allowed="few"), "are no limits"),
        (rule(kind="built-in", key="page-words-visit", allowed="400 to 700"), ""),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(written: Rule, problem: str) -> None:
    said = problem_with(written, {})

    assert problem in said
    assert bool(said) is bool(problem)
