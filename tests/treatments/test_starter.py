"""Starter files: read in their format, refused with the file's name when not in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.treatments import library
from treatments import starter
from treatments.shapes import SHAPES
from treatments.starter import BadContentFile, Entry


def entries(folder: Path) -> dict[str, Entry]:
    return {entry.name: entry for entry in starter.read(folder)}


def test_every_kind_of_entry_is_read(tmp_path: Path) -> None:
    read = entries(library.write(tmp_path))

    assert list(read) == [
        "reference R1",
        "treatment prp",
        "claim prp-works",
        "fact /hair-wash",
        "fact prp/sessions",
        "passage check-first",
        "approval prp/Dubai",
        "comparison row result",
        "period Month 6",
        "timeline entry prp/Month 6",
        "glossary term follicle",
        "rule miracle",
        "topic choosing",
        "question how-many",
        "question hurt",
        "page treatment/prp",
    ]


PAIR = """[[pair]]
left = "prp"
right = "minoxidil"
verdict = "none"
claim = "prp-works"
"""


def test_a_pair_that_was_or_was_not_compared_is_read(tmp_path: Path) -> None:
    folder = library.write(tmp_path)
    (folder / "direct.toml").write_text(PAIR, "utf-8")

    assert entries(folder)["direct comparison prp/minoxidil"].values["verdict"] == "none"


LISTING = """[[listing]]
treatment = "prp"
hair_loss = "pattern-hair-loss"
in_women = false
claim = "prp-works"
"""


def test_what_a_treatment_is_listed_for_is_read(tmp_path: Path) -> None:
    folder = library.write(tmp_path)
    (folder / "listings.toml").write_text(LISTING, "utf-8")

    assert entries(folder)["listing prp/pattern-hair-loss"].values["claim"] == "prp-works"


def test_every_kind_of_entry_has_a_shape(tmp_path: Path) -> None:
    folder = library.write(tmp_path)
    (folder / "direct.toml").write_text(PAIR, "utf-8")
    (folder / "listings.toml").write_text(LISTING, "utf-8")

    assert {entry.kind for entry in entries(folder).values()} == set(SHAPES)


def test_a_page_is_its_values_and_its_sections(tmp_path: Path) -> None:
    page = entries(library.write(tmp_path))["page treatment/prp"]

    assert page.values["written_on"] == date(2026, 11, 20)
    assert page.values["sections"] == [
        {"anchor": "what", "heading": "What it is", "body": "Your own plasma."},
        {"anchor": "risks", "heading": "Risks", "body": "{passage:check-first}"},
    ]


def test_questions_keep_their_order_and_whether_they_are_on_the_home_page(tmp_path: Path) -> None:
    read = entries(library.write(tmp_path))

    first, second = read["question how-many"].values, read["question hurt"].values
    assert (first["order"], first["is_featured"], first["topic"]) == (0, True, "choosing")
    assert (second["order"], second["is_featured"], second["answer"]) == (1, False, "A little.")


def test_lower_headings_belong_to_their_section(tmp_path: Path) -> None:
    page = library.PAGE.replace("Your own plasma.", "Text.\n\n### More\n\nText.")

    read = entries(library.write(tmp_path, prp=page))["page treatment/prp"]

    assert read.values["sections"][0]["body"] == "Text.\n\n### More\n\nText."


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("references", "[{]", "references.json: Expecting"),
        ("references", '[{"topic": "x"}]', "references.json: an entry lacks 'key'"),
        ("treatments", "[[treatment]]\nslug = ", "treatments.toml: Invalid value"),
        ("treatments", "[[treatment]]\nname = 'x'", "treatments.toml: an entry lacks 'slug'"),
        ("treatments", "[[treatments]]\nslug = 'x'", "treatments.toml: an entry lacks 'treatment'"),
        ("facts", "[[fact]]\nlabel = 'x'", "facts.toml: an entry lacks 'topic'"),
        ("timeline", "[entries]", "timeline.toml: an entry lacks 'periods'"),
        ("choosing", "## No front matter {#a}\n", "choosing.md: start the file with its values"),
        ("choosing", "+++\ntitle = 'x'\n+++\n## A {#a}\n", "choosing.md: an entry lacks 'slug'"),
        ("choosing", "+++\nslug = \n+++\n## A {#a}\n", "choosing.md: Invalid value"),
        ("choosing", "+++\nslug = 'x'\n+++\nNo heading.\n", "every text stands under a heading"),
        ("choosing", "+++\nslug = 'x'\n+++\nLost.\n\n## A {#a}\n", "every text stands under a heading"),
        ("choosing", "+++\nslug = 'x'\n+++\n## Without an anchor\n", "every text stands under a heading"),
        ("choosing", library.QUESTIONS.replace("{#hurt}", "{#how-many}"), "how-many stands twice"),
    ],
)
def test_a_file_not_in_the_format_is_refused_by_name(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    folder = library.write(tmp_path, **{name: text})

    with pytest.raises(BadContentFile) as refusal:
        list(starter.read(folder))

    assert words in str(refusal.value)


def test_a_key_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = library.write(tmp_path)
    (folder / "claims" / "another.toml").write_text(library.CLAIMS, "utf-8")

    with pytest.raises(BadContentFile, match=r"effects\.toml: claim prp-works stands twice"):
        list(starter.read(folder))


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    before = starter.digest_of(library.write(tmp_path))
    same = starter.digest_of(library.write(tmp_path))
    after = starter.digest_of(library.write(tmp_path, glossary=""))

    assert before == same
    assert before != after


def test_the_digest_changes_when_a_file_moves(tmp_path: Path) -> None:
    before = starter.digest_of(library.write(tmp_path))

    (tmp_path / "glossary.toml").rename(tmp_path / "passages-more.toml")

    assert starter.digest_of(tmp_path) != before


def test_the_real_starter_content_is_in_the_format() -> None:
    kinds = {entry.kind for entry in starter.read()}

    assert kinds == set(SHAPES)
