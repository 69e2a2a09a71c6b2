"""One factory for each model, with boring valid defaults. `.build()` when no row is needed."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import Group, User
from factory.declarations import LazyAttribute, LazyFunction, PostGeneration, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from clinic.actions import set_up_roles
from clinic.devices import AppDevice, AppSecret
from clinic.models import ClinicProfile, Language, OpeningHours, Person, SpecialHours
from leads import text
from leads.models import (
    Access,
    Attribution,
    ChatCode,
    ChatDay,
    Consent,
    ConsultationRequest,
    ContactMethod,
    Delivery,
    Erasure,
    Event,
    FormerLead,
    Lead,
    Photo,
    RetentionRun,
    Screening,
    SpamDay,
)
from treatments.models import (
    AcceptedFinding,
    Approval,
    Claim,
    ClaimReference,
    ComparisonCell,
    ComparisonRow,
    DirectComparison,
    EditorialRule,
    Fact,
    GlossaryTerm,
    Listing,
    MovedPage,
    Page,
    Passage,
    Period,
    Question,
    Reference,
    Review,
    Section,
    StarterRecord,
    TimelineEntry,
    Topic,
    Treatment,
)

# A Monday, 12:00 in Dubai: inside the placeholder clinic's opening hours.
MONDAY_NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "a long and boring password"  # noqa: S105  of accounts that live for one test


def _give_role(user: User, is_stored: object, role: str | None, **_options: object) -> None:
    if is_stored and role:
        if not Group.objects.filter(name=role).exists():
            set_up_roles()
        user.groups.set([Group.objects.get(name=role)])


class StaffFactory(DjangoModelFactory[User]):
    """A staff account; `role="editor"` gives it a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = Sequence(lambda number: f"staff{number}")
    email = LazyAttribute(lambda user: f"{user.username}@clinic.example")
    password = Password(PASSWORD)
    is_staff = True

    role = PostGeneration(_give_role)


class ClinicProfileFactory(DjangoModelFactory[ClinicProfile]):
    """The one profile; made again, it is the same row."""

    class Meta:
        model = ClinicProfile
        django_get_or_create = ("pk",)

    pk = 1


class OpeningHoursFactory(DjangoModelFactory[OpeningHours]):
    """Monday, 10am to 10pm."""

    class Meta:
        model = OpeningHours

    weekday = 0
    opens = time(10)
    closes = time(22)


class SpecialHoursFactory(DjangoModelFactory[SpecialHours]):
    """A closed day."""

    class Meta:
        model = SpecialHours

    name = "National Day"
    first_on = date(2026, 12, 2)
    last_on = LazyAttribute(lambda spell: spell.first_on)


class PersonFactory(DjangoModelFactory[Person]):
    """A doctor who may be named."""

    class Meta:
        model = Person

    name = Sequence(lambda number: f"Dr Test Person {number}")
    role = "specialist dermatologist"
    licence_number = Sequence(lambda number: f"TEST-{number}")


class ReferenceFactory(DjangoModelFactory[Reference]):
    """A source that was seen."""

    class Meta:
        model = Reference

    key = Sequence(lambda number: f"T{number}")
    topic = "Testing"
    citation = LazyAttribute(lambda row: f"A study called {row.key}. Journal of Tests, 2026.")
    study_type = "Randomised trial"
    kind = Reference.Kind.TRIAL
    finding = "It found something."
    confidence = Reference.Confidence.A


class TreatmentFactory(DjangoModelFactory[Treatment]):
    """A procedure with limited evidence."""

    class Meta:
        model = Treatment

    slug = Sequence(lambda number: f"treatment-{number}")
    name = LazyAttribute(lambda row: row.slug.replace("-", " ").capitalize())
    kind = Treatment.Kind.PROCEDURE
    evidence = Treatment.Evidence.LIMITED
    summary = "What it is, in a sentence."
    in_matrix = True
    order = Sequence(int)


def _cite(claim: Claim, is_stored: object, cited: list[Reference] | None, **_options: object) -> None:
    if is_stored:
        for order, reference in enumerate(cited or []):
            ClaimReferenceFactory.create(claim=claim, reference=reference, order=order)


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim; `references=[…]` gives it sources."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    key = Sequence(lambda number: f"claim-{number}")
    kind = Claim.Kind.EFFECT
    text = LazyAttribute(lambda row: f"What {row.key} says.")
    certainty = Claim.Certainty.LOW

    references = PostGeneration(_cite)


class AppDeviceFactory(DjangoModelFactory[AppDevice]):
    """An app that somebody on the staff has confirmed."""

    class Meta:
        model = AppDevice

    user = SubFactory(StaffFactory)
    name = "app"


class AppSecretFactory(DjangoModelFactory[AppSecret]):
    """What that app knows."""

    class Meta:
        model = AppSecret

    device = SubFactory(AppDeviceFactory)
    key = "0123456789abcdef" * 2


class ClaimReferenceFactory(DjangoModelFactory[ClaimReference]):
    """A source of a claim."""

    class Meta:
        model = ClaimReference

    claim = SubFactory(ClaimFactory)
    reference = SubFactory(ReferenceFactory)


class FactFactory(DjangoModelFactory[Fact]):
    """A value that references carry, the same for all treatments."""

    class Meta:
        model = Fact

    topic = Sequence(lambda number: f"topic-{number}")
    label = "Redness"
    kind = Fact.Kind.EVIDENCE
    value = "1 to 3 days"


class PendingFactFactory(FactFactory):
    """A value that the clinic has yet to confirm."""

    kind = Fact.Kind.PROTOCOL
    value = ""
    cautious = "48 hours"


class PassageFactory(DjangoModelFactory[Passage]):
    """A list."""

    class Meta:
        model = Passage

    key = Sequence(lambda number: f"passage-{number}")
    kind = Passage.Kind.LIST
    heading = "Tell us first if any of these is true for you"
    body = "- One thing\n- Another"


class ApprovalFactory(DjangoModelFactory[Approval]):
    """A status in one place."""

    class Meta:
        model = Approval

    treatment = SubFactory(TreatmentFactory)
    place = "United Arab Emirates"
    status = "No product is registered."


class PageFactory(DjangoModelFactory[Page]):
    """A published treatment page without sections."""

    class Meta:
        model = Page

    kind = Page.Kind.TREATMENT
    slug = Sequence(lambda number: f"page-{number}")
    treatment = SubFactory(TreatmentFactory)
    title = LazyAttribute(lambda page: f"{page.slug} for hair loss".capitalize())
    name = LazyAttribute(lambda page: page.slug.capitalize())
    description = "What a search engine shows."
    standfirst = "What it is. What it cannot do."
    written_on = date(2026, 11, 20)


class SectionFactory(DjangoModelFactory[Section]):
    """A part of a page."""

    class Meta:
        model = Section

    page = SubFactory(PageFactory)
    anchor = Sequence(lambda number: f"part-{number}")
    heading = "What it is"
    body = "Some words."
    order = Sequence(int)


class ReviewFactory(DjangoModelFactory[Review]):
    """A review that holds for a year."""

    class Meta:
        model = Review

    page = SubFactory(PageFactory)
    reviewer = SubFactory(PersonFactory)
    reviewed_on = date(2026, 11, 20)
    next_due_on = LazyAttribute(lambda review: review.reviewed_on + timedelta(days=365))


class TopicFactory(DjangoModelFactory[Topic]):
    """A group of questions."""

    class Meta:
        model = Topic

    slug = Sequence(lambda number: f"topic-{number}")
    title = LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())
    order = Sequence(int)


class QuestionFactory(DjangoModelFactory[Question]):
    """A question with a short answer."""

    class Meta:
        model = Question

    slug = Sequence(lambda number: f"question-{number}")
    topic = SubFactory(TopicFactory)
    question = LazyAttribute(lambda row: f"What about {row.slug}?")
    answer = "It depends."
    order = Sequence(int)


class ComparisonRowFactory(DjangoModelFactory[ComparisonRow]):
    """A question asked of every treatment."""

    class Meta:
        model = ComparisonRow

    key = Sequence(lambda number: f"row-{number}")
    group = "At a glance"
    label = "Typical result in studies"
    order = Sequence(int)


class ComparisonCellFactory(DjangoModelFactory[ComparisonCell]):
    """One treatment's answer."""

    class Meta:
        model = ComparisonCell

    row = SubFactory(ComparisonRowFactory)
    treatment = SubFactory(TreatmentFactory)
    text = "More hairs at 6 months"


class ListingFactory(DjangoModelFactory[Listing]):
    """A treatment that was studied in women and men with pattern hair loss."""

    class Meta:
        model = Listing

    treatment = SubFactory(TreatmentFactory)
    hair_loss = Listing.HairLoss.PATTERN
    claim = SubFactory(ClaimFactory)


class DirectComparisonFactory(DjangoModelFactory[DirectComparison]):
    """Two treatments that no trial compared."""

    class Meta:
        model = DirectComparison

    left = SubFactory(TreatmentFactory)
    right = SubFactory(TreatmentFactory)
    verdict = "none"
    claim = SubFactory(ClaimFactory)


class PeriodFactory(DjangoModelFactory[Period]):
    """A stretch of time."""

    class Meta:
        model = Period

    label = Sequence(lambda number: f"Month {number}")
    order = Sequence(int)


class TimelineEntryFactory(DjangoModelFactory[TimelineEntry]):
    """What may be seen of a treatment in a period."""

    class Meta:
        model = TimelineEntry

    period = SubFactory(PeriodFactory)
    treatment = SubFactory(TreatmentFactory)
    text = "Shedding is possible."


class GlossaryTermFactory(DjangoModelFactory[GlossaryTerm]):
    """A word explained."""

    class Meta:
        model = GlossaryTerm

    slug = Sequence(lambda number: f"word-{number}")
    term = LazyAttribute(lambda row: row.slug.replace("-", " ").capitalize())
    meaning = "What it means."


class AcceptedFindingFactory(DjangoModelFactory[AcceptedFinding]):
    """A false alarm."""

    class Meta:
        model = AcceptedFinding

    place = Sequence(lambda number: f"passage p{number} body")
    sentence = "It is no miracle."
    rule = "hype"
    message = "Say what it does."
    fingerprint = LazyAttribute(lambda row: row.place)
    reason = "It says that it is none."
    accepted_by = SubFactory(StaffFactory)
    accepted_at = MONDAY_NOON


class EditorialRuleFactory(DjangoModelFactory[EditorialRule]):
    """A rule of the checker."""

    class Meta:
        model = EditorialRule

    key = Sequence(lambda number: f"rule-{number}")
    kind = EditorialRule.Kind.BANNED
    looks_for = "miracle"
    message = "Say what it does."


class MovedPageFactory(DjangoModelFactory[MovedPage]):
    """An address that leads on to a page."""

    class Meta:
        model = MovedPage

    old_path = Sequence(lambda number: f"/treatments/old-{number}/")
    page = SubFactory(PageFactory)


class StarterRecordFactory(DjangoModelFactory[StarterRecord]):
    """A row that was loaded from a file."""

    class Meta:
        model = StarterRecord

    kind = "passage"
    key = Sequence(lambda number: f"passage-{number}")
    content = LazyFunction(lambda: {"heading": "As loaded"})


class LeadFactory(DjangoModelFactory[Lead]):
    """A person who waits for an answer by WhatsApp."""

    class Meta:
        model = Lead

    reference = Sequence(lambda number: f"KH{number:06}")
    status = Lead.Status.NEW
    name = "Test Person"
    name_key = LazyAttribute(lambda lead: text.name_key(lead.name))
    phone = Sequence(lambda number: f"+97150{number:07}")
    contact_method = ContactMethod.WHATSAPP
    language = Language.ENGLISH
    received_at = MONDAY_NOON
    reply_due_at = LazyAttribute(lambda lead: lead.received_at + timedelta(minutes=30))


class ConsultationRequestFactory(DjangoModelFactory[ConsultationRequest]):
    """The request of a lead, with the lead's own details."""

    class Meta:
        model = ConsultationRequest

    lead = SubFactory(LeadFactory)
    key = LazyFunction(uuid.uuid4)
    received_at = LazyAttribute(lambda request: request.lead.received_at)
    name = LazyAttribute(lambda request: request.lead.name)
    phone = LazyAttribute(lambda request: request.lead.phone)
    phone_typed = LazyAttribute(lambda request: request.phone)
    email = LazyAttribute(lambda request: request.lead.email)
    contact_method = LazyAttribute(lambda request: request.lead.contact_method)
    language = LazyAttribute(lambda request: request.lead.language)


class ConsentFactory(DjangoModelFactory[Consent]):
    """Agreement to be contacted."""

    class Meta:
        model = Consent

    request = SubFactory(ConsultationRequestFactory)
    purpose = Consent.Purpose.CONTACT
    wording = "Khusla may contact me about this request."
    version = "2026-11"
    language = Language.ENGLISH
    given_at = LazyAttribute(lambda consent: consent.request.received_at)


class AttributionFactory(DjangoModelFactory[Attribution]):
    """A request that came from the home page."""

    class Meta:
        model = Attribution

    request = SubFactory(ConsultationRequestFactory)
    landing_page = "/"


class EventFactory(DjangoModelFactory[Event]):
    """A note about a lead."""

    class Meta:
        model = Event

    lead = SubFactory(LeadFactory)
    kind = Event.Kind.NOTE
    at = LazyAttribute(lambda event: event.lead.received_at)
    text = "Called, no answer."


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """An alert that waits to be sent."""

    class Meta:
        model = Delivery

    request = SubFactory(ConsultationRequestFactory)
    kind = Delivery.Kind.STAFF_ALERT
    created_at = LazyAttribute(lambda delivery: delivery.request.received_at)
    try_at = LazyAttribute(lambda delivery: delivery.created_at)


class AccessFactory(DjangoModelFactory[Access]):
    """Somebody opened a lead."""

    class Meta:
        model = Access

    at = MONDAY_NOON
    what = Access.What.VIEWED
    lead_number = Sequence(lambda number: number + 1)


class ErasureFactory(DjangoModelFactory[Erasure]):
    """A person was erased."""

    class Meta:
        model = Erasure

    erased_at = MONDAY_NOON
    digest = Sequence(lambda number: f"{number:064x}")
    marks = LazyAttribute(lambda erasure: [erasure.digest])


class RetentionRunFactory(DjangoModelFactory[RetentionRun]):
    """A night in which nothing was due."""

    class Meta:
        model = RetentionRun

    ran_at = MONDAY_NOON


class ScreeningFactory(DjangoModelFactory[Screening]):
    """A request about which nothing was found."""

    class Meta:
        model = Screening

    request = SubFactory(ConsultationRequestFactory)
    at = LazyAttribute(lambda screening: screening.request.received_at)
    points = 0
    signs = LazyFunction(lambda: [["links", 5]])


class SpamDayFactory(DjangoModelFactory[SpamDay]):
    """A day on which spam was only counted."""

    class Meta:
        model = SpamDay

    day = Sequence(lambda number: date(2026, 11, 20) + timedelta(days=number))
    folded = 1


class FormerLeadFactory(DjangoModelFactory[FormerLead]):
    """A lead that was joined to another."""

    class Meta:
        model = FormerLead

    lead = SubFactory(LeadFactory)
    reference = Sequence(lambda number: f"KJ{number:06}")
    status = Lead.Status.NEW
    received_at = MONDAY_NOON
    reply_due_at = MONDAY_NOON + timedelta(minutes=30)
    joined_at = MONDAY_NOON
    requests = LazyFunction(lambda: [1])
    events = LazyFunction(lambda: [1])


class PhotoFactory(DjangoModelFactory[Photo]):
    """A photo's row; `file` names a file that only some tests make."""

    class Meta:
        model = Photo

    request = SubFactory(ConsultationRequestFactory)
    number = 1
    file = Sequence(lambda number: f"{number:040x}")
    digest = Sequence(lambda number: f"{number:064x}")
    added_at = MONDAY_NOON


class ChatCodeFactory(DjangoModelFactory[ChatCode]):
    """A press of the WhatsApp link."""

    class Meta:
        model = ChatCode

    code = Sequence(lambda number: f"{number:05}")
    made_at = MONDAY_NOON


class ChatDayFactory(DjangoModelFactory[ChatDay]):
    """A day's presses on a page."""

    class Meta:
        model = ChatDay

    day = date(2026, 11, 23)
    page = Sequence(lambda number: f"/page-{number}/")
    presses = 1
