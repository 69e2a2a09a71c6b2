"""The content: references, claims, facts and passages, and the pages that print them."""

from __future__ import annotations

from treatments.models.accepted import AcceptedFinding, AcceptedFindingQuerySet
from treatments.models.approval import Approval
from treatments.models.claim import Claim, ClaimReference
from treatments.models.comparison import (
    ComparisonCell,
    ComparisonRow,
    DirectComparison,
    DirectComparisonQuerySet,
)
from treatments.models.fact import Fact, FactQuerySet
from treatments.models.glossary import GlossaryTerm
from treatments.models.keys import KEY
from treatments.models.listing import Listing
from treatments.models.page import (
    COMPARISON,
    HUB,
    QUESTIONS,
    WORDS_EXPLAINED,
    MovedPage,
    Page,
    PageQuerySet,
    Review,
    Section,
)
from treatments.models.passage import Passage
from treatments.models.question import Question, QuestionQuerySet, Topic
from treatments.models.reference import Reference
from treatments.models.rule import EditorialRule, EditorialRuleQuerySet
from treatments.models.starter import StarterRecord
from treatments.models.timeline import Period, TimelineEntry
from treatments.models.treatment import Treatment, TreatmentQuerySet

__all__ = [
    "COMPARISON",
    "HUB",
    "KEY",
    "QUESTIONS",
    "WORDS_EXPLAINED",
    "AcceptedFinding",
    "AcceptedFindingQuerySet",
    "Approval",
    "Claim",
    "ClaimReference",
    "ComparisonCell",
    "ComparisonRow",
    "DirectComparison",
    "DirectComparisonQuerySet",
    "EditorialRule",
    "EditorialRuleQuerySet",
    "Fact",
    "FactQuerySet",
    "GlossaryTerm",
    "Listing",
    "MovedPage",
    "Page",
    "PageQuerySet",
    "Passage",
    "Period",
    "Question",
    "QuestionQuerySet",
    "Reference",
    "Review",
    "Section",
    "StarterRecord",
    "TimelineEntry",
    "Topic",
    "Treatment",
    "TreatmentQuerySet",
]
