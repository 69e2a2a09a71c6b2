"""What holds for a whole text: each check finds its planted fault, and leaves a good text alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.treatments.checking import TODAY, book, document, found_in, rule, words
from treatments.checking.documents import Document, Part
from treatments.checking.rulebook import Rule
from treatments.checking.structure import own_words


def keys(text: Document, *rules: Rule) -> list[str]:
    return [finding.rule for finding in found_in(text, rules=book(*rules))]


@pytest.mark.parametrize(("count", "is_found"), [(25, False), (26, True)])
def test_a_sentence_over_the_limit_is_found(count: int, *, is_found: bool) -> None:
    limit = rule("sentence-words", "built-in", allowed="25")

    assert bool(keys(document("word " * count + "."), limit)) is is_found


def test_a_question_read_with_its_answer_is_not_too_long() -> None:
    limit = rule("sentence-words", "built-in", allowed="25")

    assert keys(document("Is it " + "very " * 22 + "long? Yes it is."), limit) == []


def test_a_text_above_the_grade_is_found_in_english_alone() -> None:
    limit = rule("reading-grade", "built-in", allowed="8")
    hard = "Pharmacological intervention necessitates comprehensive dermatological evaluation. " * 20

    assert keys(document(hard), limit) == ["reading-grade"]
    assert keys(document("We look at your scalp. You ask us. " * 20), limit) == []
    assert keys(document(hard, language="ar"), limit) == []


def test_a_missing_part_is_found_in_pages_of_the_kind_and_the_page_named() -> None:
    parts = rule("parts", "anatomy", applies_to="treatment", looks_for="#what, {passage:check-first}")
    own = rule("own", "anatomy", applies_to="treatment/prp", looks_for="#risks")
    page: dict[str, Any] = {"kind": "treatment", "slug": "prp", "anchors": ("what",)}

    assert keys(document("Text.", **page), parts, own) == ["parts", "own"]
    whole = page | {"anchors": ("what", "risks"), "tokens": frozenset({"{passage:check-first}"})}
    assert keys(document("Text.", **whole), parts, own) == []
    assert keys(document("Text.", kind="guide"), parts, own) == []


LENGTH = rule("page-words-visit", "built-in", applies_to="visit", allowed="3 to 5")


@pytest.mark.parametrize(("count", "is_found"), [(2, True), (3, False), (5, False), (6, True)])
def test_a_page_shorter_or_longer_than_the_limits_of_its_kind_is_found(count: int, *, is_found: bool) -> None:
    text = "word " * count

    assert keys(document(text, kind="visit"), LENGTH) == ["page-words-visit"] * is_found
    assert keys(document(text, kind="guide"), LENGTH) == []
    assert keys(document(text), LENGTH) == []


def test_limits_can_be_set_for_one_page() -> None:
    own = rule("page-words-long", "built-in", applies_to="visit/long", allowed="6 to 9")

    assert keys(document("word " * 6, kind="visit", slug="long"), own) == []
    assert keys(document("word " * 5, kind="visit", slug="long"), own) == ["page-words-long"]


def test_the_words_of_a_page_are_those_its_tokens_print_without_shared_boxes() -> None:
    body = "## One {#one}\n\n- **Two:** {claim:three-four} [five](/six/)\n\n{passage:box}\n\n| Six | Seven |\n|---|---|"
    parts = tuple(Part(place, "", body) for place in ("title", "description", "#one"))

    count = own_words(document(parts=parts), {"{claim:three-four}": "Three, four."})

    assert count == 7


def test_a_question_and_its_short_answer_are_counted_once() -> None:
    assert own_words(document("Is it long? Yes, it is."), {}) == 6


def test_what_an_article_on_a_subject_never_says_is_found() -> None:
    silent = rule("silent", "missing", looks_for="@exosomes\n+\napproved")
    lists = words("exosomes", "exosome")
    article = "Exosomes are small packets that cells release and that some clinics sell to patients. " * 10

    assert keys(document(article), silent, lists) == ["silent"]
    assert keys(document(f"{article} No product is approved."), silent, lists) == []
    assert (
        keys(document("Hair grows and rests and falls and grows again all the time. " * 12), silent, lists)
        == []
    )
    assert keys(document("Exosomes are small."), silent, lists) == []
    assert keys(document(article, address="/treatments/exosomes/"), silent, lists) == []


@pytest.mark.parametrize(
    ("image", "is_silent"),
    [
        ("![](a.png)", True),
        ("![ ](a.png)", True),
        ("![A scalp, brown skin](a.png)", False),
        ('<img src="a.png">', True),
        ('<img src="a.png" alt="">', True),
        ('<img src="a.png" alt="A scalp">', False),
    ],
)
def test_an_image_without_words_is_found(image: str, *, is_silent: bool) -> None:
    found = keys(document(f"Text.\n\n{image}"), rule("image-without-text", "built-in"))

    assert found == ["image-without-text"] * is_silent


@pytest.mark.parametrize(("count", "is_found"), [(2, False), (3, True)])
def test_more_warnings_than_a_reader_heeds_are_found(count: int, *, is_found: bool) -> None:
    tokens = frozenset(f"{{passage:warning-{nth}}}" for nth in range(count))

    assert (
        bool(keys(document("Text.", tokens=tokens), rule("warning-boxes", "built-in", allowed="2")))
        is is_found
    )


@pytest.mark.parametrize(
    ("is_reviewed", "due_on", "found"),
    [
        (False, None, ["never-reviewed"]),
        (True, TODAY + timedelta(30), ["review-due"]),
        (True, TODAY - timedelta(1), ["review-due"]),
        (True, TODAY + timedelta(31), []),
        (None, None, []),
    ],
)
def test_a_review_that_is_owed_is_found(
    is_reviewed: bool | None,  # noqa: FBT001  a parameter of the test
    due_on: date | None,
    found: list[str],
) -> None:
    rules = [rule("never-reviewed", "built-in"), rule("review-due", "built-in", allowed="30")]

    assert keys(document("Text.", is_reviewed=is_reviewed, next_review_on=due_on), *rules) == found


def test_what_is_not_translated_is_found() -> None:
    rules = rule("not-translated", "built-in")

    assert keys(document("Text.", untranslated=("title_ar",)), rules) == ["not-translated"]
    assert keys(document("This was left in English here.", language="ar"), rules) == ["not-translated"]
    assert keys(document("بقيت هذه الجملة بالعربية هنا."), rules) == ["not-translated"]
    assert keys(document("حقن PRP في فروة الرأس آمن أم لا.", language="ar"), rules) == []


def test_without_their_rules_nothing_is_looked_for() -> None:
    text = document("word " * 40 + "\n\n![](a.png)", is_reviewed=False, untranslated=("title_ar",))

    assert keys(text) == []
