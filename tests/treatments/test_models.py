"""The database refuses content that contradicts itself, and rows say what pages need of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories import (
    AcceptedFindingFactory,
    ApprovalFactory,
    ClaimFactory,
    ClaimReferenceFactory,
    ComparisonCellFactory,
    DirectComparisonFactory,
    EditorialRuleFactory,
    FactFactory,
    ListingFactory,
    PageFactory,
    PassageFactory,
    PendingFactFactory,
    PersonFactory,
    QuestionFactory,
    ReferenceFactory,
    ReviewFactory,
    SectionFactory,
    StarterRecordFactory,
    TimelineEntryFactory,
    TreatmentFactory,
)
from tests.nonsense import refused_by
from treatments.models import Fact, Page, Question, Treatment

pytestmark = pytest.mark.django_db

# For every check, a row that breaks it and nothing else.
NONSENSE: dict[str, tuple[type[DjangoModelFactory[Any]], dict[str, Any]]] = {
    "reference_confidence_is_a_b_or_c": (ReferenceFactory, {"confidence": "D"}),
    "reference_kind_is_known": (ReferenceFactory, {"kind": "hearsay"}),
    "treatment_kind_is_known": (TreatmentFactory, {"kind": "magic"}),
    "treatment_evidence_is_on_the_scale": (TreatmentFactory, {"evidence": "amazing"}),
    "claim_says_something": (ClaimFactory, {"text": ""}),
    "claim_kind_is_known": (ClaimFactory, {"kind": "rumour"}),
    "claim_certainty_is_on_the_scale": (ClaimFactory, {"certainty": "total"}),
    "fact_kind_is_known": (FactFactory, {"kind": "guess"}),
    "fact_is_confirmed_by_someone_on_a_day": (FactFactory, {"confirmed_on": date(2026, 1, 1)}),
    "protocol_value_is_confirmed": (PendingFactFactory, {"value": "24 hours"}),
    "evidence_fact_has_a_value": (FactFactory, {"value": ""}),
    "passage_kind_is_known": (PassageFactory, {"kind": "shout"}),
    "page_kind_is_known": (PageFactory, {"kind": "blog"}),
    "collection_page_is_one_we_have": (PageFactory, {"kind": "collection", "slug": "riddles"}),
    "treatment_page_names_its_treatment": (PageFactory, {"treatment": None}),
    "comparison_page_names_two_treatments": (PageFactory, {"kind": "comparison"}),
    "page_is_reviewed_within_3_years": (PageFactory, {"review_months": 37}),
    "direct_comparison_verdict_is_known": (DirectComparisonFactory, {"verdict": "maybe"}),
    "listing_hair_loss_is_known": (ListingFactory, {"hair_loss": "baldness"}),
    "listing_is_for_women_or_men": (ListingFactory, {"in_women": False, "in_men": False}),
    "rule_kind_is_known": (EditorialRuleFactory, {"kind": "whim"}),
    "rule_severity_is_error_or_warning": (EditorialRuleFactory, {"severity": "shrug"}),
    "rule_language_is_english_arabic_or_both": (EditorialRuleFactory, {"language": "fr"}),
    "finding_is_accepted_for_a_reason": (AcceptedFindingFactory, {"reason": ""}),
    "rule_measure_is_known": (EditorialRuleFactory, {"measure": "miles"}),
    "rule_says_what_is_wrong": (EditorialRuleFactory, {"message": ""}),
    "next_review_comes_after_this_one": (ReviewFactory, {"next_due_on": date(2026, 11, 20)}),
}

# For every unique key, what two rows may not share.
DOUBLES: dict[str, tuple[type[DjangoModelFactory[Any]], list[str]]] = {
    "claim_cites_a_reference_once": (ClaimReferenceFactory, ["claim", "reference"]),
    "a_treatment_has_one_status_in_a_place": (ApprovalFactory, ["treatment", "place"]),
    "a_kind_of_page_has_a_slug_once": (PageFactory, ["kind", "slug"]),
    "a_page_has_an_anchor_once": (SectionFactory, ["page", "anchor"]),
    "a_treatment_answers_a_row_once": (ComparisonCellFactory, ["row", "treatment"]),
    "a_treatment_has_one_entry_in_a_period": (TimelineEntryFactory, ["period", "treatment"]),
    "a_treatment_is_listed_once_for_a_kind_of_hair_loss": (ListingFactory, ["treatment", "hair_loss"]),
    "two_treatments_are_compared_once": (DirectComparisonFactory, ["left", "right"]),
    "a_starter_row_is_recorded_once": (StarterRecordFactory, ["kind", "key"]),
    "a_topic_has_one_fact_for_all_treatments": (FactFactory, ["topic"]),
}


# Those that need two rows of their own.
OTHERS = {
    "a_treatment_has_one_fact_on_a_topic",
    "direct_comparison_is_of_two_treatments",
    "treatment_is_not_told_with_itself",
}


@pytest.mark.parametrize("constraint", NONSENSE)
def test_the_database_refuses(constraint: str) -> None:
    factory, values = NONSENSE[constraint]

    with refused_by(constraint):
        factory.create(**values)


@pytest.mark.parametrize("constraint", DOUBLES)
def test_the_database_refuses_a_second(constraint: str) -> None:
    factory, names = DOUBLES[constraint]
    first = factory.create()

    with refused_by(constraint):
        factory.create(**{name: getattr(first, name) for name in names})


@pytest.mark.parametrize("constraint", DOUBLES)
def test_a_second_row_that_differs_is_kept(constraint: str) -> None:
    factory, _names = DOUBLES[constraint]

    factory.create()
    factory.create()


def test_the_database_refuses_a_second_fact_of_a_treatment_on_a_topic() -> None:
    fact = FactFactory.create(treatment=TreatmentFactory.create())

    with refused_by("a_treatment_has_one_fact_on_a_topic"):
        FactFactory.create(treatment=fact.treatment, topic=fact.topic)


def test_the_database_refuses_to_compare_a_treatment_with_itself() -> None:
    one = TreatmentFactory.create()

    with refused_by("direct_comparison_is_of_two_treatments"):
        DirectComparisonFactory.create(left=one, right=one)


def test_the_database_refuses_the_same_two_the_other_way_round() -> None:
    first = DirectComparisonFactory.create()

    with refused_by("two_treatments_are_compared_once"):
        DirectComparisonFactory.create(left=first.right, right=first.left)


def test_every_constraint_of_these_models_is_tested() -> None:
    constraints = {
        constraint.name
        for model in apps.get_app_config("treatments").get_models()
        for constraint in model._meta.constraints
    }

    assert constraints == {*NONSENSE, *DOUBLES, *OTHERS}


def test_a_comparison_is_of_two_different_treatments() -> None:
    one = TreatmentFactory.create()

    with refused_by("comparison_page_names_two_treatments"):
        PageFactory.create(kind="comparison", left=one, right=one)
    PageFactory.create(kind="comparison", left=one, right=TreatmentFactory.create())


@pytest.mark.parametrize("sides", [{"left": None}, {"right": None}])
def test_a_comparison_has_both_sides(sides: dict[str, None]) -> None:
    both = {"left": TreatmentFactory.create(), "right": TreatmentFactory.create()}

    with refused_by("comparison_page_names_two_treatments"):
        PageFactory.create(kind="comparison", **(both | sides))


def test_a_value_of_the_clinic_is_kept_once_a_doctor_confirmed_it() -> None:
    doctor = PersonFactory.create()

    fact = PendingFactFactory.create(value="24 hours", confirmed_by=doctor, confirmed_on=date(2026, 1, 1))

    assert fact.printed == "24 hours"
    assert not fact.is_pending


def test_a_confirmation_without_a_day_is_refused() -> None:
    with refused_by("fact_is_confirmed_by_someone_on_a_day"):
        FactFactory.create(confirmed_by=PersonFactory.create())


@pytest.mark.parametrize("months", [1, 36])
def test_the_shortest_and_longest_time_between_reviews_are_kept(months: int) -> None:
    PageFactory.create(review_months=months)


def test_pages_are_reviewed_at_all() -> None:
    with refused_by("page_is_reviewed_within_3_years"):
        PageFactory.create(review_months=0)


def test_a_source_in_use_is_never_lost() -> None:
    used = ClaimReferenceFactory.create()

    with pytest.raises(models.ProtectedError):
        used.reference.delete()


@pytest.mark.parametrize("key", ["Upper", "two words", "-start", "end-", "a--b", "é", "a\n"])
def test_a_key_is_plain(key: str) -> None:
    with pytest.raises(ValidationError, match="lower-case letters"):
        PassageFactory.build(key=key).clean_fields()


def test_published_leaves_out_what_is_not() -> None:
    shown = PageFactory.create()
    PageFactory.create(is_published=False)

    assert list(Page.objects.published()) == [shown]


def test_published_questions_leave_out_what_is_not() -> None:
    shown = QuestionFactory.create(is_featured=True)
    QuestionFactory.create(is_featured=True, is_published=False)
    QuestionFactory.create()

    assert list(Question.objects.featured()) == [shown]


def test_compared_are_the_columns_of_the_comparison() -> None:
    column = TreatmentFactory.create()
    TreatmentFactory.create(in_matrix=False)

    assert list(Treatment.objects.compared()) == [column]


def test_pending_are_values_the_clinic_has_yet_to_confirm() -> None:
    pending = PendingFactFactory.create()
    FactFactory.create()

    assert list(Fact.objects.pending()) == [pending]
    assert pending.is_pending
    assert pending.printed == "48 hours"


def test_a_treatment_knows_its_published_page() -> None:
    page = PageFactory.create(slug="exosomes")
    PageFactory.create(is_published=False)

    with_page, without = Treatment.objects.with_pages()

    assert with_page.page_url == page.get_absolute_url() == "/treatments/exosomes/"
    assert without.page_url == ""


def test_a_treatment_without_a_page_leads_to_the_one_that_tells_of_it() -> None:
    told = PageFactory.create(slug="microneedling")
    TreatmentFactory.create(slug="both", told_with=told.treatment)

    assert Treatment.objects.with_pages().get(slug="both").page_url == "/treatments/microneedling/"


def test_a_page_of_its_own_comes_before_the_page_of_another() -> None:
    told = PageFactory.create(slug="microneedling")
    PageFactory.create(slug="both", treatment=TreatmentFactory.create(slug="both", told_with=told.treatment))

    assert Treatment.objects.with_pages().get(slug="both").page_url == "/treatments/both/"


def test_a_page_that_is_not_published_leads_nowhere() -> None:
    told = PageFactory.create(is_published=False)
    TreatmentFactory.create(slug="both", told_with=told.treatment)

    assert Treatment.objects.with_pages().get(slug="both").page_url == ""


def test_a_treatment_is_not_told_with_itself() -> None:
    treatment = TreatmentFactory.create()
    treatment.told_with = treatment

    with refused_by("treatment_is_not_told_with_itself"):
        treatment.save()


def test_a_page_sets_its_first_treatment_first() -> None:
    later, sooner = TreatmentFactory.create(order=2), TreatmentFactory.create(order=1)
    page = PageFactory.create(kind="comparison", treatment=None, left=later, right=sooner)

    assert list(Treatment.objects.compared_on(page)) == [later, sooner]
    assert list(Treatment.objects.compared_on(PageFactory.create())) == []


@pytest.mark.parametrize(
    ("kind", "evidence", "level", "label"),
    [
        ("medicine", "strong", 4, "Strong"),
        ("procedure", "moderate", 3, "Moderate"),
        ("surgery", "moderate", 3, "Established surgery"),
        ("procedure", "limited", 2, "Limited"),
        ("procedure", "very-limited", 1, "Very limited"),
        ("none", "none", 0, "Not rated"),
    ],
)
def test_evidence_reads_as_strands_and_a_word(kind: str, evidence: str, level: int, label: str) -> None:
    treatment = TreatmentFactory.build(kind=kind, evidence=evidence)

    assert (treatment.evidence_level, treatment.evidence_label) == (level, label)


def test_the_latest_review_counts() -> None:
    page = PageFactory.create()
    ReviewFactory.create(page=page, reviewed_on=date(2026, 1, 1))
    latest = ReviewFactory.create(page=page, reviewed_on=date(2026, 6, 1))

    assert page.review == latest


def test_a_page_nobody_has_reviewed_has_no_review() -> None:
    assert PageFactory.create().review is None


def test_a_review_is_overdue_the_day_after_its_date() -> None:
    today = timezone.localdate()
    review = ReviewFactory.build(page=None, reviewer=None, next_due_on=today)

    assert not review.is_overdue()
    assert review.is_overdue(today + timedelta(days=1))


@pytest.mark.parametrize(("days", "is_told"), [(30, False), (31, True)])
def test_readers_are_told_of_a_review_that_is_a_month_overdue(days: int, *, is_told: bool) -> None:
    due = timezone.localdate() - timedelta(days=days)

    review = ReviewFactory.build(page=None, reviewer=None, next_due_on=due)

    assert review.is_long_overdue is is_told


@pytest.mark.parametrize(("days", "is_offered"), [(90, True), (91, False)])
def test_a_page_three_months_overdue_is_offered_no_more(days: int, *, is_offered: bool) -> None:
    due = timezone.localdate() - timedelta(days=days)
    review = ReviewFactory.create(reviewed_on=due - timedelta(days=365), next_due_on=due)

    offered = Page.objects.offered()

    assert (review.page in offered) is is_offered
    assert Page.objects.on_shelf(review.page.kind).get().is_offered is is_offered


def test_the_latest_review_says_when_a_page_is_due() -> None:
    page = PageFactory.create()
    ReviewFactory.create(page=page, reviewed_on=date(2020, 1, 1))
    ReviewFactory.create(page=page, reviewed_on=timezone.localdate())

    assert page in Page.objects.offered()


def test_a_reference_leads_to_where_it_can_be_opened() -> None:
    reference = ReferenceFactory.build(
        doi="10.1000/test", pmid="123", pmcid="PMC456", url="https://journal.example/a/b"
    )

    assert reference.links == [
        ("doi:10.1000/test", "https://doi.org/10.1000/test"),
        ("PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("PMC456", "https://pmc.ncbi.nlm.nih.gov/articles/PMC456/"),
        ("journal.example", "https://journal.example/a/b"),
    ]


def test_an_answer_has_an_address_of_its_own() -> None:
    assert QuestionFactory.create(slug="does-it-hurt").get_absolute_url() == "/faq/#does-it-hurt"


@pytest.mark.parametrize("model", [*apps.get_app_config("treatments").get_models()])
def test_rows_have_a_name(model: type[models.Model]) -> None:
    assert "object (" not in str(model())
