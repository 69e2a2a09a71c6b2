"""The library's pages: which answer, what they show, and what they ask of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.models import ClinicProfile
from tests import promises
from tests.factories import (
    ClaimFactory,
    ComparisonCellFactory,
    ComparisonRowFactory,
    DirectComparisonFactory,
    ListingFactory,
    PageFactory,
    PeriodFactory,
    QuestionFactory,
    ReferenceFactory,
    ReviewFactory,
    SectionFactory,
    TimelineEntryFactory,
    TopicFactory,
    TreatmentFactory,
)
from tests.queries import queries_of
from treatments.actions import send_on
from treatments.models import Claim, ComparisonRow, Page, Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]

# More than this, and a page asks for the same thing twice or for each row.
MOST_QUERIES = 12


def text_of(client: Client, address: str) -> str:
    """The words of a page's main part, as a reader sees them."""
    response = client.get(address)
    assert response.status_code == 200
    return promises.words_of_main(response.content.decode())


def cited_claim() -> Claim:
    return ClaimFactory.create(references=[ReferenceFactory.create()])


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("treatment", "/treatments/{}/"),
        ("comparison", "/compare/{}/"),
        ("visit", "/your-visit/{}/"),
        ("hair-loss", "/hair-loss/{}/"),
        ("about", "/about/{}/"),
        ("guide", "/{}/"),
    ],
)
def test_each_kind_of_page_has_its_address(client: Client, kind: str, address: str) -> None:
    both = {"left": TreatmentFactory.create(), "right": TreatmentFactory.create()}
    page = PageFactory.create(kind=kind, slug="some-page", **both)
    SectionFactory.create(page=page, heading="What it is", body="Some **bold** words.")

    words = text_of(client, address.format("some-page"))

    assert page.get_absolute_url() == address.format("some-page")
    assert page.title in words
    assert "Some bold words." in words


@pytest.mark.parametrize(
    "address",
    [
        "/treatments/no-such-treatment/",
        "/compare/no-such-pair/",
        "/your-visit/no-such-page/",
        "/hair-loss/no-such-page/",
        "/about/no-such-page/",
        "/no-such-guide/",
        "/treatments/UPPER CASE/",
        "/treatments/%00/",
        "/treatments/../admin/",
    ],
)
def test_an_unknown_address_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_page_under_another_kind_is_not_found(client: Client) -> None:
    PageFactory.create(kind="visit", slug="aftercare")

    assert client.get("/treatments/aftercare/").status_code == 404


def test_a_page_that_is_not_published_is_not_found(client: Client) -> None:
    PageFactory.create(slug="draft", is_published=False)

    assert client.get("/treatments/draft/").status_code == 404


@pytest.mark.parametrize("address", ["/treatments/", "/compare/", "/faq/", "/treatments/some-page/"])
def test_pages_are_read_and_never_written_to(client: Client, address: str) -> None:
    PageFactory.create(slug="some-page")

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_an_address_without_its_slash_leads_on(client: Client) -> None:
    PageFactory.create(slug="some-page")

    response = client.get("/treatments/some-page")

    assert (response.status_code, response["Location"]) == (301, "/treatments/some-page/")


def test_a_page_has_one_address_alone(client: Client) -> None:
    PageFactory.create(kind="hair-loss", slug="hair-loss")

    response = client.get("/hair-loss/hair-loss/")

    assert (response.status_code, response["Location"]) == (301, "/hair-loss/")


def test_every_address_a_page_ever_had_leads_to_its_present_one_in_one_step(client: Client) -> None:
    page = PageFactory.create(slug="first")
    for slug in ("second", "third"):
        before = page.get_absolute_url()
        page.slug = slug
        page.save()
        send_on(page=page, old_path=before)

    answers = [client.get(f"/treatments/{slug}/") for slug in ("first", "second", "third")]

    assert [answer.status_code for answer in answers] == [301, 301, 200]
    assert {answer["Location"] for answer in answers[:2]} == {"/treatments/third/"}


def test_an_address_that_a_new_page_takes_is_that_pages(client: Client) -> None:
    page = PageFactory.create(slug="second")
    send_on(page=page, old_path="/treatments/first/")
    PageFactory.create(slug="first", title="A new page")

    assert "A new page" in text_of(client, "/treatments/first/")


def test_a_moved_page_that_is_taken_down_is_not_found(client: Client) -> None:
    send_on(page=PageFactory.create(is_published=False), old_path="/treatments/old/")

    assert client.get("/treatments/old/").status_code == 404


def test_a_page_lists_its_sources_in_the_order_of_their_numbers(client: Client) -> None:
    first, second = cited_claim(), cited_claim()
    page = PageFactory.create(key_facts=[f"{{claim:{second.key}}}"])
    SectionFactory.create(page=page, body=f"{{claim:{first.key}}}")

    words = text_of(client, page.get_absolute_url())

    one, two = second.references.get().citation, first.references.get().citation
    assert words.index(one) < words.index(two)


def test_an_article_names_its_writers_once_the_clinic_has_named_them(
    client: Client, clinic: ClinicProfile
) -> None:
    page = PageFactory.create()
    before = text_of(client, page.get_absolute_url())

    ClinicProfile.objects.filter(pk=clinic.pk).update(writers="Test Writer, pharmacist")

    assert "Writers:" not in before
    assert "Writers: Test Writer, pharmacist" in text_of(client, page.get_absolute_url())


def test_a_page_overdue_for_review_says_so_and_keeps_its_address(client: Client) -> None:
    due = timezone.localdate() - timedelta(days=100)
    review = ReviewFactory.create(reviewed_on=due - timedelta(days=365), next_due_on=due)

    text = text_of(client, review.page.get_absolute_url())

    assert "Due for review since" in text


def test_a_page_names_its_reviewer_once_it_has_one(client: Client) -> None:
    page = PageFactory.create()
    SectionFactory.create(page=page)
    before = text_of(client, page.get_absolute_url())

    review = ReviewFactory.create(page=page)

    assert review.reviewer.name not in before
    assert review.reviewer.name in text_of(client, page.get_absolute_url())


def test_a_comparison_page_shows_its_two_treatments_alone(client: Client) -> None:
    left, right, other = (
        TreatmentFactory.create(name=name) for name in ("Left One", "Right One", "Other One")
    )
    page = PageFactory.create(kind="comparison", left=left, right=right)
    SectionFactory.create(page=page, anchor="direct")
    row = ComparisonRowFactory.create()
    for treatment in (left, right, other):
        ComparisonCellFactory.create(row=row, treatment=treatment, text=f"Answer of {treatment.name}")

    words = text_of(client, page.get_absolute_url())

    assert "Answer of Left One" in words
    assert "Answer of Right One" in words
    assert "Answer of Other One" not in words


def test_the_timeline_stands_on_the_page_that_asks_for_it(client: Client) -> None:
    entry = TimelineEntryFactory.create(text="Shedding is possible.")
    with_months, without = PageFactory.create(kind="visit"), PageFactory.create(kind="visit")
    SectionFactory.create(page=with_months, anchor="months")
    SectionFactory.create(page=without, anchor="days")

    assert entry.text in text_of(client, with_months.get_absolute_url())
    assert entry.text not in text_of(client, without.get_absolute_url())


def test_a_period_without_an_entry_stays_empty(client: Client) -> None:
    treatment = TreatmentFactory.create()
    PeriodFactory.create()
    TimelineEntryFactory.create(treatment=treatment)
    page = PageFactory.create(kind="visit")
    SectionFactory.create(page=page, anchor="months")

    assert client.get(page.get_absolute_url()).status_code == 200


def test_the_index_links_treatments_that_have_a_page(client: Client) -> None:
    page = PageFactory.create(slug="exosomes", treatment__name="Exosomes")

    html = client.get("/treatments/").content.decode()

    assert f'href="{page.get_absolute_url()}"' in html


@pytest.fixture
def columns() -> list[Treatment]:
    """Five treatments in the comparison, with an answer each."""
    row = ComparisonRowFactory.create()
    treatments = [TreatmentFactory.create(slug=slug) for slug in ("a", "b", "c", "d", "e")]
    for treatment in treatments:
        ComparisonCellFactory.create(row=row, treatment=treatment, text=f"Answer of {treatment.slug}")
    return treatments


def chosen(client: Client, query: str) -> list[str]:
    """The treatments that a small screen starts with."""
    comparison = client.get(f"/compare/{query}").context["comparison"]
    return [column.slug for column in comparison.columns if column.shown]


def test_the_best_answer_comes_first_whatever_its_topic(client: Client) -> None:
    QuestionFactory.create(question="Anything else?", answer="Pain, too.", topic__title="A", topic__order=1)
    QuestionFactory.create(question="Is there pain?", answer="Little.", topic__title="B", topic__order=2)

    assert found(client, "") == ["Anything else?", "Is there pain?"]
    assert found(client, "pain") == ["Is there pain?", "Anything else?"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["a", "b"]),
        ("?show=", ["a", "b"]),
        ("?show=c,d", ["c", "d"]),
        ("?show=c&show=d", ["c", "d"]),
        ("?show=c,c,c", ["c"]),
        ("?show=e,a", ["a", "e"]),
        ("?show=a,b,c,d,e", ["a", "b", "c", "d"]),
        ("?show=nothing", ["a", "b"]),
        ("?show=c,nothing", ["c"]),
        ("?show=%00", ["a", "b"]),
        ("?show=%22%3E%3Cscript%3E", ["a", "b"]),
        ("?show=,,,", ["a", "b"]),
        ("?show=%FF%FE", ["a", "b"]),
        ("?show=" + "x" * 3000, ["a", "b"]),
        ("?other=1", ["a", "b"]),
    ],
)
@pytest.mark.usefixtures("columns")
def test_the_comparison_starts_with_what_was_chosen(client: Client, query: str, shown: list[str]) -> None:
    assert chosen(client, query) == shown


@pytest.mark.usefixtures("columns")
def test_the_comparison_holds_the_answers_of_those_chosen_and_no_other(client: Client) -> None:
    words = text_of(client, "/compare/?show=d&show=a")

    assert [slug for slug in "abcde" if f"Answer of {slug}" in words] == ["a", "d"]


@pytest.mark.parametrize("query", ["", "?show=b", "?show=nothing"])
@pytest.mark.usefixtures("columns")
def test_the_comparison_holds_every_answer_until_two_are_chosen(client: Client, query: str) -> None:
    words = text_of(client, f"/compare/{query}")

    assert all(f"Answer of {slug}" in words for slug in "abcde")


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("", ""),
        ("?show=a,b", ""),
        ("?show=a", "Choose one more: a comparison needs two."),
        ("?show=a,nothing", "Choose one more: a comparison needs two."),
        ("?show=a,b,c,d,e", "We show four at a time, so these are the first four that you chose."),
        ("?show=nothing", "We do not have everything that you asked for here. Choose from these."),
        ("?show=a,b,nothing", "We do not have everything that you asked for here. Choose from these."),
    ],
)
@pytest.mark.usefixtures("columns")
def test_a_choice_that_cannot_be_kept_gets_a_kind_word(client: Client, query: str, notice: str) -> None:
    response = client.get(f"/compare/{query}")

    assert response.context["choice"].notice == notice
    assert notice in response.content.decode()


def test_the_comparison_says_first_whether_those_chosen_were_compared(
    client: Client, columns: list[Treatment]
) -> None:
    claim = ClaimFactory.create(text="We found no trial.", references=[ReferenceFactory.create()])
    DirectComparisonFactory.create(left=columns[1], right=columns[0], verdict="none", claim=claim)

    words = text_of(client, "/compare/?show=a,b")

    assert "Not as far as we know. We found no trial." in words
    assert words.index("Not as far as we know.") < words.index("Answer of a")


def test_pairs_of_which_the_same_is_known_stand_together(client: Client, columns: list[Treatment]) -> None:
    claim = ClaimFactory.create()
    one, two, three, *_others = columns
    DirectComparisonFactory.create(left=one, right=two, verdict="none", claim=claim)
    DirectComparisonFactory.create(left=one, right=three, verdict="none", claim=claim)

    known, unknown = client.get("/compare/?show=a,b,c").context["direct"]

    assert known.pairs == [(one.name, two.name), (one.name, three.name)]
    assert unknown.pairs == [(two.name, three.name)]
    assert unknown.words == "Not in a trial that we have read."
    assert unknown.finding == ""


def test_a_treatment_without_an_answer_shows_a_dash(client: Client, columns: list[Treatment]) -> None:
    columns[0].cells.all().delete()

    comparison = client.get("/compare/").context["comparison"]

    ((_title, ((_label, cells),)),) = comparison.groups
    assert cells[0] == (columns[0].name, "–")


def test_a_comparison_without_rows_is_still_a_page(client: Client) -> None:
    assert client.get("/compare/").status_code == 200


def test_the_words_around_the_comparison_go_on_with_its_numbers(
    client: Client, columns: list[Treatment]
) -> None:
    ClaimFactory.create(key="first", text="Printed in the table.", references=[ReferenceFactory.create()])
    ClaimFactory.create(key="second", text="Printed below it.", references=[ReferenceFactory.create()])
    columns[0].cells.update(text="{claim:first}")
    words = PageFactory.create(kind="guide", slug="compare", aims="What it is for.")
    SectionFactory.create(page=words, anchor="how", heading="How to read it", body="{claim:second}")

    response = client.get("/compare/")

    (section,) = response.context["sections"]
    assert [reference.number for reference in response.context["references"]] == [1, 2]
    assert "Printed below it." in section.html
    assert "What it is for." in response.content.decode()


@pytest.mark.usefixtures("columns")
def test_a_choice_stands_without_the_words_around_the_comparison(client: Client) -> None:
    PageFactory.create(kind="guide", slug="compare", aims="What it is for.")

    words = text_of(client, "/compare/?show=a,b")

    assert "Answer of a" in words
    assert "What it is for." not in words


def test_the_comparison_does_without_words_around_it(client: Client, columns: list[Treatment]) -> None:
    PageFactory.create(kind="guide", slug="compare", aims="Not published.", is_published=False)

    words = text_of(client, "/compare/")

    assert f"Answer of {columns[0].slug}" in words
    assert "Not published." not in words


@pytest.fixture
def questions() -> None:
    """Two topics with a question each, and one not published."""
    claim = ClaimFactory.create(
        key="sessions", text="Most people have 3 sessions.", references=[ReferenceFactory.create()]
    )
    QuestionFactory.create(question="Does it hurt?", answer="A *little*, say some.", topic__title="Comfort")
    QuestionFactory.create(question="How many?", answer=f"{{claim:{claim.key}}}", topic__title="Planning")
    QuestionFactory.create(question="Secret?", is_published=False)


def found(client: Client, query: str) -> list[str]:
    """The questions that a search shows."""
    response = client.get("/faq/", {"q": query})
    assert response.status_code == 200
    return [answer.question for _slug, _title, answers in response.context["topics"] for answer in answers]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Does it hurt?", "How many?"]),
        ("   ", ["Does it hurt?", "How many?"]),
        ("hurt", ["Does it hurt?"]),
        ("HURT", ["Does it hurt?"]),
        ("little", ["Does it hurt?"]),
        ("sessions", ["How many?"]),
        ("hurt sessions", ["Does it hurt?", "How many?"]),
        ("nothing like it", []),
        ("secret", []),
        ("href", []),
        ("claim", []),
        ("sup", []),
    ],
)
@pytest.mark.usefixtures("questions")
def test_a_search_finds_answers_that_hold_every_word(client: Client, query: str, shown: list[str]) -> None:
    assert found(client, query) == shown


@pytest.mark.parametrize(
    "query",
    [
        "\0",
        "hurt\0",
        '"',
        "'",
        "%",
        "*",
        "(",
        "<script>alert(1)</script>",
        "\ud7ff",
        "؟",
        "x" * 5000,
        "{claim:a}",
        "\n\r\t",
    ],
)
@pytest.mark.parametrize("address", ["/faq/", "/search/"])
@pytest.mark.usefixtures("questions")
def test_no_search_breaks_the_page(client: Client, address: str, query: str) -> None:
    response = client.get(address, {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.usefixtures("questions")
def test_a_search_keeps_what_was_typed(client: Client) -> None:
    html = client.get("/faq/", {"q": 'a "quoted" word'}).content.decode()

    assert 'value="a &quot;quoted&quot; word"' in html


@pytest.mark.usefixtures("questions")
def test_a_search_numbers_only_the_sources_it_shows(client: Client) -> None:
    assert len(client.get("/faq/", {"q": "sessions"}).context["references"]) == 1
    assert client.get("/faq/", {"q": "hurt"}).context["references"] == []


@pytest.mark.parametrize(
    "query", ["", "?topic=Testing", "?kind=trial", "?topic=No&kind=No", "?topic=%00", "?kind=%27"]
)
def test_the_evidence_library_answers_any_choice(client: Client, query: str) -> None:
    cited_claim()

    assert client.get(f"/evidence/{query}").status_code == 200


def grow_page() -> str:
    page = Page.objects.filter(slug="grown").first() or PageFactory.create(slug="grown")
    SectionFactory.create(page=page, body=f"{{claim:{cited_claim().key}}}")
    ReviewFactory.create(page=page)
    return "/treatments/grown/"


def grow_index() -> str:
    treatment = PageFactory.create().treatment
    row = ComparisonRow.objects.filter(key="where").first() or ComparisonRowFactory.create(key="where")
    ComparisonCellFactory.create(row=row, treatment=treatment, text=f"{{short:{cited_claim().key}}}")
    ListingFactory.create(treatment=treatment, claim=cited_claim())
    return "/treatments/?hair_loss=pattern-hair-loss&people=women"


def grow_comparison() -> str:
    ComparisonCellFactory.create(text=f"{{short:{cited_claim().key}}}")
    PageFactory.create(kind="comparison", left=TreatmentFactory.create(), right=TreatmentFactory.create())
    return "/compare/"


def grow_questions() -> str:
    QuestionFactory.create(topic=TopicFactory.create(), answer=f"{{claim:{cited_claim().key}}}")
    return "/faq/"


def grow_evidence() -> str:
    grow_page()
    return "/evidence/"


def grow_search() -> str:
    grow_page()
    grow_questions()
    return "/search/?q=what"


@pytest.mark.parametrize(
    "grow", [grow_page, grow_index, grow_comparison, grow_questions, grow_evidence, grow_search]
)
def test_a_page_asks_the_same_however_much_it_shows(client: Client, grow: Callable[[], str]) -> None:
    grow()
    address = grow()
    few = queries_of(client, address)

    for _nth in range(5):
        grow()
    many = queries_of(client, address)

    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= MOST_QUERIES


def test_preview_says_so_until_the_clinic_is_live(client: Client) -> None:
    page = PageFactory.create()
    before = client.get(page.get_absolute_url()).content.decode()

    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)
    after = client.get(page.get_absolute_url()).content.decode()

    assert "awaits the clinic" in before
    assert "noindex" in before
    assert "awaits the clinic" not in after
    assert "noindex" not in after
