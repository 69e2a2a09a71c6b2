"""Where a finding points: page and section, or file and line."""

from __future__ import annotations

from treatments.checking.documents import Document, Part


def test_a_place_in_a_page_is_its_section() -> None:
    part = Part("#what", "One. Two.", "One. Two.")
    page = Document("page treatment/prp", "en", (part,))

    assert [place for place, _sentence in page.sentences()] == ["page treatment/prp #what"] * 2
    assert page.place_at(part, 5) == "page treatment/prp #what"


def test_a_place_in_a_file_is_its_line() -> None:
    part = Part("", "One.\n\nTwo.", "One.\n\nTwo.", first_line=3)
    file = Document("article.md", "en", (part,))

    assert [place for place, _sentence in file.sentences()] == ["article.md:3", "article.md:5"]
    assert file.place_at(part, part.written.index("Two")) == "article.md:5"
    assert list(file.places()) == ["article.md", "article.md:3", "article.md:4", "article.md:5"]


def test_blank_lines_are_no_sentences() -> None:
    assert list(Document("page", "en", (Part("#a", "\n\n---\n\n"),)).sentences()) == []
