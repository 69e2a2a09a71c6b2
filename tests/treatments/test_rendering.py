"""Content as readers see it: tokens printed, sources numbered, nothing that could harm."""

from __future__ import annotations

import logging
import re

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    ApprovalFactory,
    ClaimFactory,
    FactFactory,
    PassageFactory,
    PendingFactFactory,
    ReferenceFactory,
    TreatmentFactory,
)
from treatments.models import Claim
from treatments.rendering import Composer
from treatments.tokens import Library

pytestmark = pytest.mark.django_db


def composer(*texts: str, heading_level: int = 3) -> Composer:
    """A composer with what these texts print, in a clinic named Khusla."""
    return Composer(Library.of(texts), {"name": "Khusla & Co"}.__getitem__, heading_level)


def block(text: str) -> str:
    return composer(text).block(text)


def inline(text: str) -> str:
    return composer(text).inline(text)


def marks(html: str) -> list[str]:
    """The numbers of the reference marks, in reading order."""
    return re.findall(r'href="#ref-(\d+)"', html)


@pytest.fixture
def claim() -> Claim:
    """A claim with two sources."""
    return ClaimFactory.create(
        key="mn-network",
        text="A review found 13 more hairs.",
        short="13 more hairs",
        references=[ReferenceFactory.create(), ReferenceFactory.create()],
    )


def test_markdown_becomes_html() -> None:
    assert block("A **bold** word.\n\n- one\n- two") == (
        "<p>A <strong>bold</strong> word.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


def test_a_sentence_gets_no_paragraph_of_its_own() -> None:
    assert inline("A *quiet* word") == "A <em>quiet</em> word"


def test_html_in_content_is_shown_not_obeyed() -> None:
    assert block("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        '<a href="javascript:x">a</a>',
        "![a](https://elsewhere.example/a.png)",
        "<img src=x onerror=alert(1)>",
        '| a" onclick="alert(1) | b |\n|---|---|\n| 1 | 2 |',
        '### a" onclick="alert(1)',
        "<style>*{}</style>",
    ],
)
def test_nothing_in_content_can_run_or_load(text: str) -> None:
    assert harm_in(block(text)) == []


def harm_in(html: str) -> list[str]:
    """Elements and attributes that run or load something."""
    found = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag in {"script", "style", "img", "iframe", "object", "svg", "form", "input"}:
            found.append(str(element.tag))
        found += [name for name in element.attrib if name.startswith("on") or name == "style"]
        href = element.attrib.get("href", "")
        if ":" in href and href.split(":")[0].lower() not in {"http", "https", "tel", "mailto"}:
            found.append(href)
    return found


@pytest.mark.parametrize(
    "html", ["<script>", '<p onclick="x">', '<a href="javascript:x">', '<p style="x">', "<img src=x>"]
)
def test_harm_is_noticed(html: str) -> None:
    assert harm_in(html)


@pytest.mark.parametrize(
    "address", ["/your-visit/aftercare/", "https://who.int/x", "tel:998", "mailto:a@b.example", "#what"]
)
def test_links_keep_their_address(address: str) -> None:
    assert f'<a href="{address}">here</a>' in block(f"[here]({address})")


def test_a_claim_prints_its_sentence_and_its_marks(claim: Claim) -> None:
    html = inline("Know this: {claim:mn-network} And more.")

    assert html.startswith("Know this: A review found 13 more hairs.<sup")
    assert html.endswith("</sup> And more.")
    assert marks(html) == ["1", "2"]
    assert 'aria-label="Reference 1"' in html


def test_a_claim_has_a_short_form_for_tables(claim: Claim) -> None:
    assert inline("{short:mn-network}").startswith("13 more hairs<sup")


def test_a_claim_without_a_short_form_prints_in_full() -> None:
    ClaimFactory.create(key="long", text="All of it.")

    assert inline("{short:long}") == "All of it."


def test_a_claim_is_plain_text() -> None:
    ClaimFactory.create(key="odd", text="Less than <b>5</b> & *more*")

    assert inline("{claim:odd}") == "Less than &lt;b&gt;5&lt;/b&gt; &amp; *more*"


def test_sources_are_numbered_by_first_mention() -> None:
    one, two, three = (ReferenceFactory.create() for _nth in range(3))
    ClaimFactory.create(key="a", references=[two])
    ClaimFactory.create(key="b", references=[one, two])
    ClaimFactory.create(key="c", references=[three])
    text = "{claim:a}\n\n::: do\n- {claim:b}\n:::\n\n{claim:c}\n\n::: note\n{claim:a}\n:::"
    page = composer(text)

    html = page.block(text)

    assert marks(html) == ["1", "2", "1", "3", "1"]
    assert [entry.key for entry in page.references] == [two.key, one.key, three.key]


def test_a_source_keeps_its_number_on_the_whole_page(claim: Claim) -> None:
    page = composer("{claim:mn-network}")

    first, second = page.inline("{claim:mn-network}"), page.block("{claim:mn-network}")

    assert marks(first) == marks(second) == ["1", "2"]
    assert len(page.references) == 2


def test_a_source_leads_back_to_each_of_its_marks(claim: Claim) -> None:
    page = composer("{claim:mn-network}")

    html = page.inline("{claim:mn-network}") + page.inline("{claim:mn-network}")

    assert page.references[0].marks == ["c1-1", "c1-2"]
    assert re.findall(r'id="(c1-\d)"', html) == ["c1-1", "c1-2"]


def test_a_numbered_source_shows_the_fields_of_its_reference(claim: Claim) -> None:
    page = composer("{claim:mn-network}")
    page.inline("{claim:mn-network}")

    assert page.references[0].citation.startswith("A study called")


def test_a_confirmed_fact_prints_its_value() -> None:
    FactFactory.create(topic="redness", value="1 to 3 days")

    html = inline("Expect redness for {fact:redness}.")

    assert "1 to 3 days" in html
    assert "to be confirmed" not in html


def test_a_fact_of_one_treatment_is_named_with_it() -> None:
    FactFactory.create(topic="redness", value="for all")
    FactFactory.create(topic="redness", value="for one", treatment=TreatmentFactory.create(slug="prp"))

    assert "for one" in inline("{fact:prp/redness}")
    assert "for all" in inline("{fact:redness}")


def test_a_pending_fact_prints_its_cautious_value_and_says_so() -> None:
    PendingFactFactory.create(topic="hair-wash")

    html = inline("{fact:hair-wash}")

    assert "48 hours" in html
    assert "to be confirmed with you" in html


def test_a_pending_fact_without_a_cautious_value_promises_the_doctor() -> None:
    PendingFactFactory.create(topic="numbing-time", cautious="")

    assert "our doctors confirm this with you" in inline("{fact:numbing-time}")


def test_evidence_prints_strands_and_a_word() -> None:
    TreatmentFactory.create(slug="prp", evidence="limited")

    html = inline("{evidence:prp}")

    assert "2 of 4" in html
    assert "Limited" in html


def test_a_value_of_the_clinic_is_printed_as_text() -> None:
    assert inline("{clinic:name}") == "Khusla &amp; Co"


def test_the_phone_of_the_clinic_can_be_pressed() -> None:
    page = Composer(Library.of([]), {"phone": "+971 4 000 0000"}.__getitem__)

    html = page.inline("{clinic:phone}")

    assert html == '<a href="tel:+97140000000"><bdi dir="ltr">+971 4 000 0000</bdi></a>'


def test_a_clinic_without_a_phone_prints_no_link() -> None:
    page = Composer(Library.of([]), {"phone": ""}.__getitem__)

    assert page.inline("Call {clinic:phone}.") == "Call ."


def test_the_numbers_of_an_emergency_can_be_pressed_in_heading_and_text() -> None:
    PassageFactory.create(
        key="emergency", kind="emergency", heading="Call 998 if:", body="If not, call 999, the police."
    )

    html = block("{passage:emergency}")

    assert 'Call <a href="tel:998">998</a> if:' in html
    assert 'call <a href="tel:999">999</a>, the police.' in html


def test_a_mark_is_set_off_from_the_number_before_it(claim: Claim) -> None:
    assert re.search("13 more hairs<sup[^>]*>\u202f<a [^>]*>\\[1\\]</a></sup>", inline("{short:mn-network}"))


def test_a_passage_prints_its_heading_and_its_text(claim: Claim) -> None:
    PassageFactory.create(key="check-first", heading="Tell us first", body="- {claim:mn-network}")

    html = block("Before.\n\n{passage:check-first}\n\nAfter.")

    assert "Tell us first" in html
    assert marks(html) == ["1", "2"]
    assert html.startswith("<p>Before.</p>")
    assert html.endswith("<p>After.</p>")


@pytest.mark.parametrize(
    ("kind", "prefix"), [("doctor", "See a doctor:"), ("urgent", "Urgent:"), ("emergency", "Emergency:")]
)
def test_a_care_card_says_how_urgent_it_is(kind: str, prefix: str) -> None:
    PassageFactory.create(key="care", kind=kind)

    assert prefix in block("{passage:care}")


@pytest.mark.parametrize("kind", ["list", "warning", "urgent"])
def test_a_box_has_an_address_and_a_link_that_shows_it(kind: str) -> None:
    PassageFactory.create(key="call-us", kind=kind, heading="Call us if:")

    html = block("{passage:call-us}")

    assert 'id="box-call-us"' in html
    assert 'href="#box-call-us" aria-label="Link to this part: Call us if:"' in html


def test_a_box_that_is_printed_twice_has_two_addresses() -> None:
    PassageFactory.create(key="call-us")

    html = block("{passage:call-us}\n\n{passage:call-us}")

    assert html.count('id="box-call-us"') == html.count('id="box-call-us-2"') == 1


def test_headings_of_passages_fit_under_those_of_the_page() -> None:
    PassageFactory.create(key="check-first")
    text = "{passage:check-first}"

    assert "<h4" in composer(text, heading_level=4).block(text)


def test_a_passage_that_prints_itself_ends(caplog: pytest.LogCaptureFixture) -> None:
    PassageFactory.create(key="one", body="One {passage:two}")
    PassageFactory.create(key="two", body="Two {passage:one}")

    html = block("{passage:one}")

    assert "One" in html
    assert "Two" in html
    assert "Content prints {passage:one} within itself" in caplog.text


def test_a_list_of_approvals_that_prints_itself_ends(caplog: pytest.LogCaptureFixture) -> None:
    ApprovalFactory.create(treatment__slug="prp", place="Here", status="Yes {approvals:prp} {passage:one}")
    PassageFactory.create(key="one", body="One {approvals:prp}")

    html = block("{approvals:prp}")

    assert "Here" in html
    assert "One" in html
    assert "Content prints {approvals:prp} within itself" in caplog.text


def test_what_stands_twice_side_by_side_is_printed_twice() -> None:
    PassageFactory.create(key="one", body="Words")

    assert block("{passage:one}\n\n{passage:one}").count("Words") == 2


def test_approvals_print_a_row_for_each_place(claim: Claim) -> None:
    prp = TreatmentFactory.create(slug="prp")
    ApprovalFactory.create(treatment=prp, place="Here", status="Yes. {claim:mn-network}", order=1)
    ApprovalFactory.create(treatment=prp, place="There", status="No", order=2)

    html = block("{approvals:prp}")

    assert html.index("Here") < html.index("There")
    assert marks(html) == ["1", "2"]


def test_facts_print_a_list_of_all_facts_of_a_treatment() -> None:
    prp = TreatmentFactory.create(slug="prp")
    FactFactory.create(treatment=prp, label="Sessions", value="3 to 4")

    html = block("{facts:prp}")

    assert "Sessions" in html
    assert "3 to 4" in html


def test_facts_of_a_treatment_without_any_leave_a_gap() -> None:
    TreatmentFactory.create(slug="prp")

    assert block("{facts:prp}") == ""


def test_strands_print_the_whole_scale() -> None:
    html = block("{strands}")

    for word in ("Strong", "Moderate", "Limited", "Very limited"):
        assert word in html


@pytest.mark.parametrize(
    "kind", ["claim", "short", "fact", "evidence", "clinic", "passage", "approvals", "facts"]
)
def test_a_key_that_is_gone_leaves_a_gap_and_is_logged(caplog: pytest.LogCaptureFixture, kind: str) -> None:
    html = inline(f"Before{{{kind}:gone}}after")

    assert re.fullmatch(r"Before\s*after", html)
    assert caplog.record_tuples == [
        ("treatments.rendering", logging.ERROR, f"Content names {{{kind}:gone}}, which does not exist")
    ]


@pytest.mark.parametrize(("kind", "title"), [("do", "Do"), ("dont", "Do not")])
def test_a_list_of_what_to_do_and_not_to_do(kind: str, title: str) -> None:
    html = block(f"::: {kind}\n- rest\n:::")

    assert re.search(rf"<h3[^>]*>.*{title}</h3>", html, re.DOTALL)
    assert "<li>rest</li>" in html


def test_steps_are_numbered() -> None:
    html = block("::: steps\n1. **First** this\n2. **Then** that\n:::")

    assert '<ol class="c-steps">' in html
    assert "<strong>First</strong>" in html


def test_a_note_is_set_aside() -> None:
    assert '<div class="c-note"><p>By the way.</p></div>' in block("::: note\nBy the way.\n:::")


def test_text_around_containers_stays() -> None:
    html = block("Before.\n\n::: note\nAside.\n:::\n\nBetween.\n\n::: do\n- it\n:::\n\nAfter.")

    places = [html.index(word) for word in ("Before.", "Aside.", "Between.", "it</li>", "After.")]
    assert places == sorted(places)
    assert ":::" not in html


def test_a_table_can_be_reached_and_scrolled_with_the_keyboard() -> None:
    html = block("| What | When |\n|---|---|\n| Redness | 3 days |")

    assert 'role="region" tabindex="0" aria-label="Table: What, When"' in html
    assert "<td>Redness</td>" in html


def test_the_label_of_a_table_is_text() -> None:
    html = block('| Less than 5 & "more" | B |\n|---|---|\n| 1 | 2 |')

    frame = html5lib.parseFragment(html, namespaceHTMLElements=False)[0]
    assert frame.attrib["aria-label"] == 'Table: Less than 5 & "more", B'


def test_a_heading_leads_to_itself_and_says_so() -> None:
    html = block("### Fish & *chips*")

    link = html5lib.parseFragment(html, namespaceHTMLElements=False).find(".//a")
    assert link.attrib["href"] == "#fish-chips"
    assert link.attrib["aria-label"] == "Link to this part: Fish & chips"


def test_headings_inside_a_section_have_addresses_told_apart() -> None:
    page = composer()

    html = page.block("### What it is\n\n### What it is") + page.block("### What it is\n\n### 你好")

    assert re.findall(r'id="([^"]*)"', html) == ["what-it-is", "what-it-is-2", "what-it-is-3", "part"]


@pytest.mark.parametrize(
    "text",
    [
        "\ue0000\ue000",
        "\ue00199\ue001",
        "&#xE000;7&#xE000;",
        "&#xE001;" + "9" * 30 + "&#xE001;",
        "{claim:x}&#xE000;0&#xE000;",
    ],
)
def test_a_mark_typed_by_hand_stands_for_nothing(text: str) -> None:
    assert "<script" not in block(text)


ODD = st.text(
    st.one_of(st.sampled_from("{}:/#|*_`[]()<>&\"'\\\n\t!-1 ab\ue000\ue001"), st.characters()), max_size=200
)
PIECES = st.lists(
    st.one_of(
        ODD,
        st.sampled_from(
            [
                "{claim:odd}", "{short:odd}", "{fact:odd}", "{passage:odd}", "{facts:odd}", "{strands}",
                "::: do\n", "\n:::\n", "::: steps\n1. ", "| a | b |\n|---|---|\n", "### ", "<script>",
                "](javascript:x)", "&#xE000;0&#xE000;",
            ]
        ),
    ),
    max_size=8,
).map("".join)  # fmt: skip


@pytest.fixture
def odd_library() -> Library:
    """Rows that hold odd text themselves."""
    ClaimFactory.create(
        key="odd", text='<script>"&#xE000;0&#xE000;\ue0000\ue000', references=[ReferenceFactory.create()]
    )
    FactFactory.create(topic="odd", value="</td><script>")
    PassageFactory.create(key="odd", heading="<script>", body="::: do\n- {claim:odd}\n:::\n{passage:odd}")
    return Library.of(["{claim:odd}{fact:odd}{passage:odd}"])


@given(text=PIECES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_crashes_or_harms_a_page(odd_library: Library, text: str) -> None:
    page = Composer(odd_library, dict[str, str]().__getitem__)

    html = page.block(text) + page.inline(text)

    assert harm_in(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)) == []
