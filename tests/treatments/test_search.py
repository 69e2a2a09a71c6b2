"""Search: what is found, what comes first, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    ClaimFactory,
    GlossaryTermFactory,
    PageFactory,
    QuestionFactory,
    ReferenceFactory,
    ReviewFactory,
    SectionFactory,
    StarterRecordFactory,
    TimelineEntryFactory,
)
from treatments import search, words
from treatments.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_index() -> Iterator[None]:
    """Each test has an index of its own."""
    search._made.cache_clear()  # noqa: SLF001  it outlives a test
    yield
    search._made.cache_clear()  # noqa: SLF001


def urls(query: str) -> list[str]:
    return [result.url for result in search.find(query).results]


@pytest.fixture
def library() -> None:
    """A page, a question, a word."""
    page = PageFactory.create(slug="aftercare", kind="visit", title="Aftercare", standfirst="The days after.")
    SectionFactory.create(
        page=page, anchor="washing", heading="Washing", body="Wait before you **wash** your hair."
    )
    SectionFactory.create(page=page, anchor="sport", heading="Sport", body="Sweat stings. Wait.")
    QuestionFactory.create(slug="does-it-hurt", question="Does it hurt?", answer="A little pain is usual.")
    GlossaryTermFactory.create(slug="follicle", term="follicle", meaning="What a hair grows from.")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("wash", "/your-visit/aftercare/#washing"),
        ("washing", "/your-visit/aftercare/#washing"),
        ("WASHED", "/your-visit/aftercare/#washing"),
        ("sport", "/your-visit/aftercare/#sport"),
        ("does it hurt", "/faq/#does-it-hurt"),
        ("follicles", "/glossary/#follicle"),
    ],
)
@pytest.mark.usefixtures("library")
def test_a_word_is_found_in_any_of_its_forms(query: str, first: str) -> None:
    assert urls(query)[0] == first


@pytest.mark.usefixtures("library")
def test_a_slip_of_the_pen_is_read_as_the_nearest_word() -> None:
    found = search.find("folicle")

    assert found.results[0].url == "/glossary/#follicle"
    assert found.read_as


@pytest.mark.parametrize("query", ["", "   ", "the and of", "?!", "\0", '"', "'", "%", "*", "💇"])
@pytest.mark.usefixtures("library")
def test_a_query_without_a_word_finds_nothing(query: str) -> None:
    assert search.find(query).results == []


@pytest.mark.usefixtures("library")
def test_a_match_is_marked_in_its_words() -> None:
    snippet = search.find("wash").results[0].snippet

    assert "Wait before you <mark>wash</mark> your hair." in snippet


def test_a_snippet_is_text() -> None:
    QuestionFactory.create(question="Odd?", answer="Less than 5 & more `<script>` wash.")

    snippet = search.find("wash").results[0].snippet

    assert "<script>" not in snippet
    assert "&amp;" in snippet


def test_a_long_text_is_cut_round_its_match() -> None:
    QuestionFactory.create(answer=f"{'before ' * 100} needle {'after ' * 100}")

    snippet = search.find("needle").results[0].snippet

    assert "<mark>needle</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(snippet) < 250


def test_what_a_claim_prints_is_found() -> None:
    claim = ClaimFactory.create(text="Zebras were studied.", references=[ReferenceFactory.create()])
    QuestionFactory.create(slug="zoo", answer=f"{{claim:{claim.key}}}")

    assert urls("zebra") == ["/faq/#zoo"]


def test_the_timeline_is_found_on_its_page() -> None:
    page = PageFactory.create(kind="visit", slug="months")
    SectionFactory.create(page=page, anchor="months", body="See below.")
    TimelineEntryFactory.create(text="Giraffes may be seen.")

    assert urls("giraffes") == ["/your-visit/months/#months"]


def test_what_is_not_published_is_not_found() -> None:
    PageFactory.create(title="Secret zebra", is_published=False)
    QuestionFactory.create(question="Secret zebra?", is_published=False)

    assert urls("zebra") == []


def test_a_title_counts_for_more_than_a_mention() -> None:
    QuestionFactory.create(
        slug="mention", question="Something else?", answer="A zebra is mentioned once here."
    )
    QuestionFactory.create(slug="subject", question="What of the zebra?", answer="It is striped.")

    assert urls("zebra") == ["/faq/#subject", "/faq/#mention"]


def test_an_entry_with_every_word_comes_before_one_with_some() -> None:
    QuestionFactory.create(slug="some", question="Zebra zebra?", answer="Zebra.")
    QuestionFactory.create(slug="all", question="Animals?", answer="A zebra and a giraffe.")

    assert urls("zebra giraffe")[0] == "/faq/#all"


def test_new_content_is_found_once_it_is_loaded() -> None:
    assert urls("zebra") == []

    QuestionFactory.create(question="Zebra?")
    StarterRecordFactory.create(kind="whole", key="", content={"digest": "new"})

    assert len(urls("zebra")) == 1


@pytest.mark.usefixtures("library")
@given(query=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_the_search(query: str) -> None:
    for result in search.find(query).results:
        assert result.url.startswith("/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haïr", "hair"),
        ("أسئلة", "اسئله"),
        ("شَعْر", "شعر"),
        ("follicle’s", "follicle's"),
        ("treatments", "treatment"),
    ],
)
def test_words_that_read_alike_are_one(one: str, other: str) -> None:
    assert words.stems(one) == words.stems(other)


@given(st.text(max_size=100))
def test_stems_stand_where_their_words_do(text: str) -> None:
    for _stem, start, end in words.placed_stems(text):
        assert text[start:end].strip()


def test_a_page_comes_before_a_word_explained() -> None:
    GlossaryTermFactory.create(slug="zebra", term="zebra", meaning="A zebra is a striped horse.")
    SectionFactory.create(page__kind="guide", page__slug="safety", page__title="Animals and the zebra")

    assert urls("zebra")[0] == "/safety/"
    assert urls("zebra")[-1] == "/glossary/#zebra"


def test_the_page_of_a_treatment_comes_before_pages_that_name_it_too() -> None:
    for kind, slug, title, standfirst in [
        ("guide", "costs", "Zebra", "Zebra, zebra and zebra."),
        ("treatment", "both", "Giraffe with zebra", "A zebra and a zebra."),
        ("treatment", "zebra", "Zebra for hair loss", "What it is."),
    ]:
        page = PageFactory.create(kind=kind, slug=slug, title=title, standfirst=standfirst)
        SectionFactory.create(page=page, body="Nothing.")

    assert urls("zebra")[0] == "/treatments/zebra/"


def test_other_forms_of_a_word_find_it_and_are_not_shown() -> None:
    GlossaryTermFactory.create(slug="zebra", term="zebra", meaning="A striped horse.", also=["quagga"])

    (result,) = search.find("quagga").results

    assert result.url == "/glossary/#zebra"
    assert result.snippet == "A striped horse."


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    QuestionFactory.create(answer=f"A zebra. {'Then nothing. ' * 30} The zebra meets a giraffe.")

    snippet = search.find("zebra giraffe").results[0].snippet

    assert "<mark>zebra</mark> meets a <mark>giraffe</mark>" in snippet


def test_the_word_typed_counts_for_more_than_another_for_the_same() -> None:
    QuestionFactory.create(slug="other", question="Which painkiller?", answer="Painkiller.")
    QuestionFactory.create(slug="own", question="What of aspirin?", answer="Ask us.")

    assert urls("aspirin") == ["/faq/#own", "/faq/#other"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("exosome", "/treatments/exosomes/"),
        ("exosomes", "/treatments/exosomes/"),
        ("الإكسوسومات", "/treatments/exosomes/"),
        ("prp", "/treatments/prp/"),
        ("platelet", "/treatments/prp/"),
        ("plasma", "/treatments/prp/"),
        ("minoxidyl", "/treatments/minoxidil/"),
        ("washing hair", "/faq/#hair-wash"),
        ("does it hurt", "/faq/#does-it-hurt"),
        ("are exosomes approved", "/faq/#exosomes-approved"),
        ("stop aspirin", "/faq/#painkiller"),
        ("hair loss", "/hair-loss/"),
        ("فقدان الشعر", "/hair-loss/"),
        ("kids", "/hair-loss/#doctor"),
        ("حلال", "/faq/#halal"),
        ("رمضان", "/faq/#ramadan"),
    ],
)
@pytest.mark.usefixtures("first_start")
def test_what_people_type_finds_what_they_mean(query: str, first: str) -> None:
    assert urls(query)[0] == first


def test_a_page_long_overdue_for_review_is_not_found(library: None) -> None:
    overdue = timezone.localdate() - timedelta(days=91)
    page = Page.objects.get(slug="aftercare")
    ReviewFactory.create(page=page, reviewed_on=overdue - timedelta(days=365), next_due_on=overdue)

    assert urls("wash") == []


@pytest.mark.usefixtures("first_start")
def test_the_first_search_of_a_process_asks_no_more_than_any_page(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/?q=prp")

    assert 0 < len(asked) <= 12
