"""The starter content keeps the rules of docs/content.md, before anybody has edited it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests import promises
from treatments import starter
from treatments.starter import Entry
from treatments.tokens import TOKEN

LONGEST_SENTENCE = 25
TREATMENT_SECTIONS = [
    "what", "who", "studies", "unknowns", "risks", "visit", "timing", "cost", "options", "living", "ask",
    "interest", "more",
]  # fmt: skip
COMPARISON_SECTIONS = [
    "direct", "left", "right", "neither", "unknowns", "options", "living", "ask", "interest", "more",
]  # fmt: skip
# What people read: fields of each kind of entry that hold sentences.
SENTENCES = {
    "treatment": ["summary"],
    "claim": ["text"],
    "fact": ["value", "cautious"],
    "passage": ["heading", "body"],
    "approval": ["status"],
    "comparison row": ["label"],
    "timeline entry": ["text"],
    "glossary term": ["meaning"],
    "question": ["question", "answer"],
    "page": ["title", "description", "standfirst", "aims"],
}
ENTRIES = list(starter.read())


def of_kind(kind: str) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.kind == kind]


def texts_of(entry: Entry) -> Iterator[str]:
    """Every text that a reader reads."""
    yield from (str(entry.values.get(name, "")) for name in SENTENCES.get(entry.kind, []))
    if entry.kind == "page":
        yield from entry.values.get("key_facts", [])
        for section in entry.values["sections"]:
            yield section["heading"]
            yield section["body"]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text in Markdown, tokens and marks taken out."""
    text = TOKEN.sub("…", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^(:::.*|\|[-| :]+\|)$", "\n", text, flags=re.MULTILINE)
    text = text.replace("|", "\n\n")
    text = re.sub(r"^\s*(#+|[-*]|\d+\.)\s+", "\n\n", text, flags=re.MULTILINE).replace("**", "")
    blocks = re.split(r"\n\s*\n", text)
    return [part.strip() for block in blocks for part in re.split(r"(?<=[.?!])\s+", block) if part.strip()]


def too_long(text: str) -> list[str]:
    """The sentences of more than 25 words."""
    return [part for part in sentences_of(text) if len(part.split()) > LONGEST_SENTENCE]


CONFIDENCE = {entry.key: entry.values["confidence"] for entry in of_kind("reference")}
PAGES = of_kind("page")
Problems = dict[str, list[str]]


def problems(entries: list[Entry], judge: Callable[[Entry], list[str]]) -> Problems:
    """What a rule finds, by entry; nothing for those that keep it."""
    assert entries
    return {entry.name: found for entry in entries if (found := judge(entry))}


def test_no_sentence_has_more_than_25_words() -> None:
    assert (
        problems(ENTRIES, lambda entry: [part for text in texts_of(entry) for part in too_long(text)]) == {}
    )


def test_a_long_sentence_is_found_in_a_list_a_table_and_a_paragraph() -> None:
    long = "word " * 26

    assert too_long(f"Short. {long}.") == [f"{long}."]
    assert too_long(f"- {long}\n- short") == [long.strip()]
    assert too_long(f"| a | {long} |\n|---|---|") == [long.strip()]
    assert too_long(f"::: note\n{long}\n:::") == [long.strip()]
    assert too_long("word " * 25) == []
    assert too_long("- " + "word " * 13 + "\n- " + "word " * 13) == []


def test_no_banned_word_is_used() -> None:
    def banned(entry: Entry) -> list[str]:
        return [hit for text in texts_of(entry) for hit in promises.banned_in(" ".join(text.split()))]

    assert problems(ENTRIES, banned) == {}


def test_no_html_is_written() -> None:
    assert problems(ENTRIES, lambda entry: re.findall(r"</?[a-z][^>]*>", "\n".join(texts_of(entry)))) == {}


def without_a_source_that_was_seen(entry: Entry) -> list[str]:
    keys: list[str] = entry.values.get("references", [])
    return [] if {CONFIDENCE[key] for key in keys} & {"A", "B"} else [f"rests on {keys}"]


def test_every_claim_rests_on_a_source_that_was_seen() -> None:
    assert problems(of_kind("claim"), without_a_source_that_was_seen) == {}


def test_every_fact_of_evidence_rests_on_a_source_that_was_seen() -> None:
    facts = [row for row in of_kind("fact") if row.values["kind"] == "evidence"]

    assert problems(facts, without_a_source_that_was_seen) == {}


def test_a_claim_on_memory_alone_is_found() -> None:
    weak = next(key for key, confidence in CONFIDENCE.items() if confidence == "C")

    assert without_a_source_that_was_seen(Entry("claim", "weak", {"references": [weak]}))
    assert without_a_source_that_was_seen(Entry("claim", "bare", {"references": []}))


def test_every_claim_about_effect_or_safety_says_who_was_studied() -> None:
    claims = [row for row in of_kind("claim") if row.values["kind"] in {"effect", "safety"}]

    assert [row.key for row in claims if not row.values.get("population")] == []


def test_short_forms_have_10_words_or_fewer() -> None:
    assert [row.key for row in of_kind("claim") if len(row.values.get("short", "").split()) > 10] == []


def test_values_of_the_clinic_are_left_for_the_clinic_to_confirm() -> None:
    protocol = [row for row in of_kind("fact") if row.values["kind"] == "protocol"]

    assert [row.name for row in protocol if row.values.get("value")] == []


def test_nobody_has_reviewed_the_starter_content() -> None:
    assert not any("review" in name and name != "review_months" for page in PAGES for name in page.values)


def anchors(page: Entry) -> list[str]:
    return [section["anchor"] for section in page.values["sections"]]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_a_page_fits_its_places(entry: Entry) -> None:
    values = entry.values

    assert len(values["title"]) <= 65
    assert len(values["description"]) <= 150
    assert len(values.get("key_facts", [])) <= 6
    assert len(sentences_of(values["standfirst"])) <= 3


@pytest.mark.parametrize(
    "entry", [entry for entry in PAGES if entry.values["kind"] == "treatment"], ids=lambda entry: entry.key
)
def test_a_treatment_page_has_every_section_in_order(entry: Entry) -> None:
    # Medicines may begin with the warning that their label demands.
    start = ["warning"] if "warning" in anchors(entry) else []

    assert anchors(entry) == start + TREATMENT_SECTIONS


@pytest.mark.parametrize(
    "entry", [entry for entry in PAGES if entry.values["kind"] == "comparison"], ids=lambda entry: entry.key
)
def test_a_comparison_page_has_every_section_in_order(entry: Entry) -> None:
    assert [anchor for anchor in COMPARISON_SECTIONS if anchor in anchors(entry)] == COMPARISON_SECTIONS


@pytest.mark.parametrize(
    "entry", [entry for entry in PAGES if entry.values["kind"] == "visit"], ids=lambda entry: entry.key
)
def test_a_visit_page_ends_with_what_is_not_known_and_more(entry: Entry) -> None:
    assert anchors(entry)[-2:] == ["unknowns", "more"]


def test_a_page_has_two_warning_boxes_at_most() -> None:
    warnings = {row.key for row in of_kind("passage") if row.values["kind"] == "warning"}

    def boxes(page: Entry) -> list[str]:
        printed = re.findall(r"\{passage:([a-z0-9-]+)\}", "\n".join(texts_of(page)))
        return [key for key in printed if key in warnings][2:]

    assert problems(PAGES, boxes) == {}


def test_everything_not_to_do_says_do_not() -> None:
    def unclear(entry: Entry) -> list[str]:
        lists = re.findall(r"^::: dont\n(.*?)^:::", "\n".join(texts_of(entry)), re.MULTILINE | re.DOTALL)
        items = [item for found in lists for item in re.findall(r"^- (.*)$", found, re.MULTILINE)]
        return [item for item in items if not item.lower().startswith("do not")]

    assert problems(ENTRIES, unclear) == {}


def test_no_answer_is_an_essay() -> None:
    assert [row.key for row in of_kind("question") if len(row.values["answer"].split()) > 120] == []
