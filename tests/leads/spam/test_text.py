"""What is read from a text: links, code, disguises, and what stays the same from copy to copy."""

from __future__ import annotations

import tomllib

import pytest

from leads.spam import reasons as spam_reasons
from leads.spam import text as spam_text

HOW_LONG = "I would like to hear about the treatment and its price in your clinic"


def points(message: str, key: str) -> int:
    return dict(spam_text.signs_of("Sara", message)).get(key, 0)


@pytest.mark.parametrize(
    "message",
    [
        "See https://a.example/x", "see www.a.example", "see a.example/x", "look: pills.ru", "cheap.shop now",
    ],
)  # fmt: skip
def test_a_link_is_seen(message: str) -> None:
    assert points(message, "links") == 5


@pytest.mark.parametrize(
    "message",
    [
        "Write to sara@mail.example", "I called.Nobody came", "5.5 grafts", "Dr.Khan said so", "e.g. PRP",
        "at 10.30am", "hair...help",
    ],
)  # fmt: skip
def test_what_is_no_link_is_none(message: str) -> None:
    assert points(message, "links") == 0


def test_more_links_weigh_more() -> None:
    weights = [points(" https://a.example" * count, "links") for count in range(5)]

    assert weights == [0, 5, 8, 10, 10]


def test_where_people_keep_photographs_weighs_little() -> None:
    assert points("https://photos.app.goo.gl/abc and https://instagram.com/someone", "links") == 2


@pytest.mark.parametrize("word", ["саsinо", "pаypal", "Αpple"])
def test_letters_of_two_alphabets_in_one_word_are_a_disguise(word: str) -> None:
    assert points(word, "disguised")


@pytest.mark.parametrize("words", ["PRP для волос", "شعر hair", "naïve café", "Ελλάδα Greece"])
def test_words_of_two_alphabets_side_by_side_are_none(words: str) -> None:
    assert not points(words, "disguised")


@pytest.mark.parametrize("word", ["\U00017000", "a\U00017000", "\U00018b00\U00018b01"])
def test_letters_that_have_no_name_are_no_disguise(word: str) -> None:
    assert not points(word, "disguised")


def test_a_copy_with_other_numbers_and_links_has_the_same_skeleton() -> None:
    one = spam_text.skeleton(f"{HOW_LONG} 500 https://a.example/1!")

    assert one == spam_text.skeleton(f"{HOW_LONG.upper()} 9, https://b.example/2")


@pytest.mark.parametrize(
    "message", ["", "price?", "Please call me back", "12345678901234567890123456789012345678901234567890"]
)
def test_short_texts_have_none(message: str) -> None:
    assert spam_text.skeleton(message) == ""


def test_each_phrase_counts_once_and_three_at_most() -> None:
    once = points("casino", "gambling")

    assert points("casino casino", "gambling") == once
    assert points("casino jackpot roulette poker blackjack", "gambling") == 3 * once


def test_a_phrase_begins_where_a_word_begins() -> None:
    assert not points("occasion, unbitcoined", "money")


def test_every_rule_says_why_and_has_words_for_staff() -> None:
    rules = tomllib.loads(spam_text.RULES.read_text("utf-8"))["rules"]

    assert all(rule["why"] and rule["phrases"] for rule in rules)
    assert {rule["key"] for rule in rules} <= set(spam_reasons.REASONS)


def test_no_phrase_alone_holds() -> None:
    assert max(rule.points for rule in spam_text.rules()) < 10


def test_every_reason_that_can_be_given_has_words() -> None:
    everything = (
        'casino https://a.example <a href="x">y</a> саsinо bQwXrTzK your website bitcoin airdrop '
        "viagra escorts no collateral manufacturer unpaid invoice backlinks"
    )

    keys = {key for key, _points in spam_text.signs_of("https://b.example", everything)}

    assert keys <= set(spam_reasons.REASONS)
    assert {"gambling", "links", "markup", "disguised", "link-in-name"} <= keys


def test_a_reason_whose_rule_has_gone_shows_its_key() -> None:
    assert spam_reasons.in_words("gone") == "gone"
