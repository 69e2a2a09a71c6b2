"""Words marked in finished HTML: numbers to call, and the first use of each word explained."""

from __future__ import annotations

import re

import pytest

from tests.factories import GlossaryTermFactory
from treatments.marking import Glossary, with_numbers


def glossary(**forms: list[str]) -> Glossary:
    """A glossary of these words, each with its other forms."""
    terms = [
        GlossaryTermFactory.build(slug=slug, term=slug.replace("_", " "), also=also, meaning=f"About {slug}.")
        for slug, also in forms.items()
    ]
    return Glossary(terms, "/glossary/")


def marked(html: str, **forms: list[str]) -> list[tuple[str, str]]:
    """The words marked in a text, each with the entry it leads to."""
    found = glossary(**forms).marked(html)
    return re.findall(r'href="/glossary/#(\w+)"[^>]*>(.*?)</a>', found)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Call 998 for an ambulance.", ["998"]),
        ("If 998 does not answer, call 999, the police.", ["999"]),
        ("Call an ambulance on 998.", ["998"]),
        ("اتصل الآن بالرقم 998", ["998"]),
        ("A study of 998 people.", []),
        ("They called 9981 people.", []),
        ('Call <a href="tel:998">998</a>.', ["998"]),
        ("<h3>Call 998 if:</h3>", ["998"]),
    ],
)
def test_a_number_to_call_becomes_a_link(text: str, linked: list[str]) -> None:
    assert re.findall(r'<a href="tel:(\d+)">\1</a>', with_numbers(text)) == linked


def test_a_word_leads_to_its_meaning() -> None:
    html = glossary(graft=[]).marked("<p>A graft grows.</p>")

    assert html == (
        '<p>A <a class="c-term" href="/glossary/#graft" data-in-place="About graft.">graft</a> grows.</p>'
    )


def test_only_the_first_use_is_marked_whatever_its_form() -> None:
    assert marked("<p>Grafts, a graft.</p><p>graft</p>", graft=["grafts"]) == [("graft", "Grafts")]


def test_one_page_marks_a_word_once_over_all_its_texts() -> None:
    words = glossary(graft=[])

    first, second = words.marked("a graft"), words.marked("a graft")

    assert "c-term" in first
    assert second == "a graft"


def test_a_word_the_page_is_about_is_not_marked() -> None:
    words = glossary(graft=[])

    words.take_as_known("All about the graft")

    assert words.marked("a graft") == "a graft"


def test_the_longest_word_wins() -> None:
    forms: dict[str, list[str]] = {"trial": [], "control_group": [], "control": []}

    assert marked("A control group in a trial", **forms) == [
        ("control_group", "control group"),
        ("trial", "trial"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>graft</h3>",
        '<a href="/x/">a graft</a>',
        '<a href="/x/">a <em>good</em> graft</a>',
        "<sup>graft</sup>",
        "<table><thead><tr><th>graft</th></tr></thead></table>",
        "<dt>graft</dt>",
        "<details><summary>graft</summary></details>",
        '<p title="a > graft">word</p>',
        '<div class="c-care-card c-care-card--urgent"><div>graft</div></div>',
        "grafted",
        "engraft",
    ],
)
def test_a_word_is_left_alone(html: str) -> None:
    assert marked(html, graft=[]) == []


def test_what_follows_a_closed_element_is_marked() -> None:
    html = '<h3>graft</h3><p>One<br>line<svg><path d="M0"/></svg> of graft</p>'

    assert marked(html, graft=[]) == [("graft", "graft")]


def test_a_short_name_counts_only_as_it_is_written() -> None:
    assert marked("ci, then CI", interval=["CI"]) == [("interval", "CI")]


@pytest.mark.parametrize("written", ["Wharton&#x27;s jelly", "Wharton's jelly"])
def test_an_apostrophe_does_not_hide_a_word(written: str) -> None:
    assert marked(written, jelly=["Wharton's jelly"]) == [("jelly", written)]


def test_a_meaning_cannot_break_out_of_its_place() -> None:
    term = GlossaryTermFactory.build(slug="odd", term="odd", meaning='"><script>alert(1)</script>')

    html = Glossary([term], "/glossary/").marked("odd")

    assert "<script" not in html
