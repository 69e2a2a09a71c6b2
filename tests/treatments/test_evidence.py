"""The evidence library: every source, and every page that leans on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import promises
from tests.factories import (
    ApprovalFactory,
    ClaimFactory,
    ComparisonCellFactory,
    DirectComparisonFactory,
    FactFactory,
    PageFactory,
    PassageFactory,
    QuestionFactory,
    ReferenceFactory,
    SectionFactory,
    TimelineEntryFactory,
    TreatmentFactory,
)
from treatments import evidence
from treatments.models import DirectComparison, Reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


@pytest.fixture
def reference() -> Reference:
    """A trial on testing."""
    made: Reference = ReferenceFactory.create(topic="Testing", kind="trial")
    return made


def uses() -> list[tuple[str, str]]:
    """The pages that lean on the one source there is."""
    (source,) = evidence.shelf(topic="", kind="")["sources"]
    found: list[tuple[str, str]] = source.uses
    return found


def page_that_prints(text: str) -> tuple[str, str]:
    page = PageFactory.create()
    SectionFactory.create(page=page, body=text)
    return (page.name, page.get_absolute_url())


@pytest.mark.parametrize("token", ["claim", "short"])
def test_a_page_that_prints_a_claim_leans_on_its_sources(reference: Reference, token: str) -> None:
    claim = ClaimFactory.create(references=[reference])

    page = page_that_prints(f"{{{token}:{claim.key}}}")

    assert uses() == [page]


def test_a_page_that_prints_a_fact_leans_on_its_sources(reference: Reference) -> None:
    fact = FactFactory.create(treatment=TreatmentFactory.create(slug="prp"))
    fact.references.add(reference)

    page = page_that_prints(f"{{fact:prp/{fact.topic}}}")

    assert uses() == [page]


def test_a_page_that_prints_approvals_leans_on_their_sources(reference: Reference) -> None:
    approval = ApprovalFactory.create(treatment=TreatmentFactory.create(slug="prp"))
    approval.references.add(reference)

    page = page_that_prints("{approvals:prp}")

    assert uses() == [page]


def test_a_page_that_prints_a_passage_leans_on_what_it_prints(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    passage = PassageFactory.create(body=f"{{claim:{claim.key}}}")

    page = page_that_prints(f"{{passage:{passage.key}}}")

    assert uses() == [page]


def test_a_page_leans_on_what_a_passage_prints_by_way_of_another(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    PassageFactory.create(key="a-outer", body="{passage:inner}")
    PassageFactory.create(key="inner", body=f"{{claim:{claim.key}}} {{passage:a-outer}}")

    page = page_that_prints("{passage:a-outer}")

    assert uses() == [page]


def test_a_page_that_lists_the_facts_of_a_treatment_leans_on_their_sources(reference: Reference) -> None:
    FactFactory.create(treatment=TreatmentFactory.create(slug="prp")).references.add(reference)

    page = page_that_prints("{facts:prp}")

    assert uses() == [page]


def test_the_comparison_leans_on_the_sources_of_its_cells_and_verdicts(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    DirectComparisonFactory.create(claim=claim)
    assert uses() == [("Compare", "/compare/")]

    DirectComparison.objects.all().delete()
    ComparisonCellFactory.create(treatment__in_matrix=True, text=f"{{short:{claim.key}}}")

    assert uses() == [("Compare", "/compare/")]


def test_a_page_leans_on_what_its_tables_print(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    cell = ComparisonCellFactory.create(treatment__in_matrix=False, text=f"{{claim:{claim.key}}}")
    TimelineEntryFactory.create(text=f"{{claim:{claim.key}}}")
    pair = PageFactory.create(
        kind="comparison", treatment=None, left=cell.treatment, right=TreatmentFactory.create()
    )
    SectionFactory.create(page=pair, anchor="direct")
    months = SectionFactory.create(anchor="months").page
    SectionFactory.create(anchor="another")

    assert {address for _name, address in uses()} == {pair.get_absolute_url(), months.get_absolute_url()}


def test_key_facts_and_answers_lean_on_sources_too(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    page = PageFactory.create(name="A page", key_facts=[f"{{claim:{claim.key}}}"])
    QuestionFactory.create(answer=f"{{claim:{claim.key}}}")

    assert [address for _name, address in uses()] == [page.get_absolute_url(), "/faq/"]


def test_pages_that_are_not_published_lean_on_nothing(reference: Reference) -> None:
    claim = ClaimFactory.create(references=[reference])
    page = PageFactory.create(is_published=False)
    SectionFactory.create(page=page, body=f"{{claim:{claim.key}}}")

    assert uses() == []


def test_the_shelf_is_cut_to_one_topic_and_one_kind(reference: Reference) -> None:
    other = ReferenceFactory.create(topic="Other", kind="review")

    def keys(topic: str, kind: str) -> list[str]:
        return [source.reference.key for source in evidence.shelf(topic=topic, kind=kind)["sources"]]

    assert keys("Testing", "") == [reference.key]
    assert keys("", "review") == [other.key]
    assert keys("Testing", "review") == []
    assert sorted(keys("No such topic", "no-such-kind")) == sorted([reference.key, other.key])


def test_the_library_says_how_a_source_was_read_and_that_nobody_opened_it(client: Client) -> None:
    ReferenceFactory.create(confidence="B", url="https://example.org/study")

    words = promises.words_of_main(client.get("/evidence/").content.decode())

    assert "We read it in part, in an index or second-hand." in words
    assert "Nobody has opened it at its address yet." in words


def test_the_library_says_when_a_source_was_last_opened(client: Client) -> None:
    ReferenceFactory.create(url="https://example.org/study", opened_on=date(2026, 12, 3))

    words = promises.words_of_main(client.get("/evidence/").content.decode())

    assert "Last opened on 3 December 2026." in words
    assert "Nobody has opened" not in words


@pytest.mark.parametrize(
    ("citation", "is_said"),
    [("A study. J Hair. 2019.", False), ("NHS. Hair loss (web page).", True), ("Trial NCT06697080.", True)],
)
def test_the_library_says_which_source_names_no_date(client: Client, citation: str, is_said: bool) -> None:  # noqa: FBT001
    ReferenceFactory.create(citation=citation)

    words = promises.words_of_main(client.get("/evidence/").content.decode())

    assert ("It names no date." in words) is is_said


def test_a_source_without_an_address_cannot_be_opened(client: Client) -> None:
    ReferenceFactory.create(confidence="C")

    words = promises.words_of_main(client.get("/evidence/").content.decode())

    assert "One part of what we say of it is from memory." in words
    assert "opened" not in words
