"""A lead, everything that was sent, what was agreed to, where it came from, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _

from clinic import phones
from clinic.fields import EncryptedTextField
from leads import chat_codes, joined, ledger, references, screened, text  # noqa: F401  with tables of their own

# Fewer find half the list.
FEWEST_DIGITS = 4
# Django finds models here; these have a module of their own, since they name no person.
Access, Erasure, RetentionRun = ledger.Access, ledger.Erasure, ledger.RetentionRun
E164 = RegexValidator(r"^\+[1-9][0-9]{6,14}\Z")


class ContactMethod(models.TextChoices):
    """How a person wants to be answered."""

    WHATSAPP = "whatsapp", _("WhatsApp")
    PHONE = "phone", _("Phone call")
    EMAIL = "email", _("Email")


class Language(models.TextChoices):
    """The language in which a person wants to be answered, written in that language."""

    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"


class Noticed(models.TextChoices):
    """What people notice, by the eight drawings of heads."""

    TEMPLES = "temples", _("Receding at the temples")
    CROWN = "crown", _("Thinning at the crown")
    BOTH = "both", _("Both together")
    TOP = "top", _("Most of the top")
    PARTING = "parting", _("Widening parting")
    PATCHES = "patches", _("Smooth round patches")
    SHEDDING = "shedding", _("Shedding all over")
    NOT_SURE = "not-sure", _("Something else, or not sure")


class PreferredTime(models.TextChoices):
    """When a person is best reached, in Dubai time."""

    ANY = "any", _("Any time")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class LeadQuerySet(models.QuerySet["Lead"]):
    """Reads of leads."""

    def open(self) -> LeadQuerySet:
        """Those that a new request by the same person joins."""
        return self.exclude(status=Lead.Status.LOST)

    def waiting(self) -> LeadQuerySet:
        """Those that nobody has answered yet."""
        return self.filter(status=Lead.Status.NEW)

    def longest_waiting(self, *, besides: Lead) -> Lead | None:
        """Whom to answer next."""
        return self.waiting().exclude(pk=besides.pk).order_by("received_at", "pk").first()

    def with_latest_request(self) -> LeadQuerySet:
        """Each with its latest request at hand."""
        newest = ConsultationRequest.objects.order_by("-received_at", "-pk")
        return self.prefetch_related(Prefetch("requests", queryset=newest, to_attr="requests_newest_first"))

    def matching(self, typed: str) -> LeadQuerySet:
        """Those with this name, number, email or reference, however it is typed."""
        wanted = text.one_line(typed)
        if not wanted:
            return self
        meant = references.meant_by(wanted)
        found = Q(reference__in=meant) | Q(email__icontains=wanted)
        found |= Q(pk__in=joined.FormerLead.objects.filter(reference__in=meant).values("lead"))
        found |= Q(name__icontains=wanted)
        name_key = text.name_key(wanted)
        if name_key:
            found |= Q(name_key__contains=name_key)
        digits = phones.digits_of(wanted).lstrip("0")
        if len(digits) >= FEWEST_DIGITS:
            found |= Q(phone__contains=digits)
        return self.filter(found)

    def by_reference(self, typed: str) -> Lead | None:
        """The one with this reference, its own or that of a lead joined to it."""
        meant = references.meant_by(typed)
        former = joined.FormerLead.objects.filter(reference__in=meant).values("lead")
        return self.filter(Q(reference__in=meant) | Q(pk__in=former)).first() if meant else None

    def sharing_contact(self, lead: Lead) -> LeadQuerySet:
        """Other leads with the same number or address: the same person again, or their family."""
        same = Q(phone=lead.phone) if lead.phone else Q()
        if lead.email:
            same |= Q(email=lead.email)
        return self.filter(same).exclude(pk=lead.pk).order_by("-received_at")

    def by_urgency(self) -> LeadQuerySet:
        """Unanswered first, then the newest."""
        unanswered = Case(When(status=Lead.Status.NEW, then=Value(0)), default=Value(1))
        return self.annotate(answered=unanswered).order_by("answered", "-received_at", "-pk")

    def of_person(self, *, name_key: str, phone: str, email: str) -> LeadQuerySet:
        """Those with this name and this number or address."""
        same = Q()
        if phone:
            same |= Q(phone=phone)
        if email:
            same |= Q(email=email)
        return self.filter(same, name_key=name_key) if same else self.none()

    def of_people(self, *, name_key: str, phones: Iterable[str], emails: Iterable[str]) -> LeadQuerySet:
        """Those with this name and any of these numbers or addresses, now or in an earlier request."""
        same = Q(phone__in=phones) | Q(email__in=emails)
        same |= Q(requests__phone__in=phones) | Q(requests__email__in=emails)
        return self.filter(same, name_key=name_key).distinct()


class Lead(models.Model):
    """A person who asked, and where their matter stands."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        BOOKED = "booked", _("Booked")
        ATTENDED = "attended", _("Attended")
        LOST = "lost", _("Lost")
        HELD = "held", _("Held: looks like spam")

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=text.NAME_KEY_LIMIT, editable=False)
    phone = models.CharField(_("phone"), max_length=16, blank=True, validators=[E164])
    email = models.EmailField(_("email"), blank=True)
    contact_method = models.CharField(_("reply by"), max_length=10, choices=ContactMethod)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    treatment = models.ForeignKey(
        "treatments.Treatment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("treatment"),
    )
    held_because = models.CharField(_("held because"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"))
    reply_due_at = models.DateTimeField(_("reply due"))
    first_contacted_at = models.DateTimeField(_("first contacted"), null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        permissions = [
            ("work_lead", "Can change a lead's status and add notes"),
            ("export_person", "Can export everything about a person"),
        ]
        indexes = [
            models.Index(fields=["status", "-received_at"], name="lead_by_status"),
            models.Index(fields=["-received_at"], name="lead_by_day"),
            models.Index(fields=["phone"], name="lead_by_phone"),
            models.Index(fields=["email"], name="lead_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["new", "contacted", "booked", "attended", "lost", "held"]),
                name="lead_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="lead_has_a_name"),
            models.CheckConstraint(
                condition=~Q(status="held") | ~Q(held_because=""), name="held_lead_says_why"
            ),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="lead_can_be_reached"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__startswith="+"), name="lead_phone_is_e164"
            ),
            models.CheckConstraint(
                condition=~Q(contact_method="email") | ~Q(email=""),
                name="lead_answered_by_email_has_one",
            ),
            models.CheckConstraint(
                condition=Q(contact_method="email") | ~Q(phone=""),
                name="lead_answered_by_phone_has_one",
            ),
            models.CheckConstraint(
                condition=Q(reply_due_at__gte=F("received_at")), name="lead_reply_is_due_after_it_came"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["contacted", "booked", "attended"])
                | Q(first_contacted_at__isnull=False),
                name="lead_answered_has_a_first_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"Lead {self.pk}"

    @property
    def reference_display(self) -> str:
        """The reference in groups."""
        return references.for_reading(self.reference)

    @property
    def phone_display(self) -> str:
        """The number with spaces."""
        return phones.for_reading(self.phone) if self.phone else ""

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.status == self.Status.NEW

    @property
    def latest_request(self) -> ConsultationRequest | None:
        """The newest request. Needs `with_latest_request()`."""
        newest: list[ConsultationRequest] = self.requests_newest_first  # type: ignore[attr-defined]
        return newest[0] if newest else None

    def is_late(self, now: datetime) -> bool:
        """Whether the promised time has passed without an answer."""
        return self.is_waiting and now > self.reply_due_at

    @property
    def first_reply_took(self) -> timedelta | None:
        """From request to first contact; None while there is none."""
        return self.first_contacted_at - self.received_at if self.first_contacted_at else None


class ConsultationRequest(models.Model):
    """One request as it was sent. Its key makes the same request, sent again, the same row."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="requests")
    key = models.UUIDField(unique=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    phone_typed = models.CharField(_("phone as typed"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    contact_method = models.CharField(_("reply by"), max_length=10, choices=ContactMethod)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    noticed = models.CharField(_("noticed"), max_length=12, choices=Noticed, blank=True)
    treatment = models.ForeignKey(
        "treatments.Treatment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("treatment"),
    )
    preferred_time = models.CharField(
        _("best time"), max_length=10, choices=PreferredTime, default=PreferredTime.ANY
    )
    message = EncryptedTextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="request_can_be_answered"),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"


class Consent(models.Model):
    """What the person agreed to, in the exact words they saw."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("Contact about this request")
        MARKETING = "marketing", _("News from the clinic")
        PHOTOS = "photos", _("Photos for the doctor")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    wording = models.TextField(_("wording"))
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("page language"), max_length=2, choices=Language)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "purpose"], name="consent_is_given_once_for_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["contact", "marketing", "photos"]), name="consent_purpose_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"

    @property
    def is_for_news(self) -> bool:
        """Whether the person agreed to news, and has not taken that back."""
        return self.purpose == self.Purpose.MARKETING and self.withdrawn_at is None


class Attribution(models.Model):
    """Where a request came from: the page, the site before it, and the campaign."""

    request = models.OneToOneField(ConsultationRequest, on_delete=models.CASCADE, related_name="attribution")
    landing_page = models.CharField(_("page"), max_length=300, blank=True)
    referrer = models.CharField(_("came from"), max_length=300, blank=True)
    utm_source = models.CharField(max_length=120, blank=True)
    utm_medium = models.CharField(max_length=120, blank=True)
    utm_campaign = models.CharField(max_length=120, blank=True)
    utm_term = models.CharField(max_length=120, blank=True)
    utm_content = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attribution")

    def __str__(self) -> str:
        return f"Attribution {self.pk}"


class Event(models.Model):
    """Something that happened to a lead: who did it, and when. Never changed, never deleted alone."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Request received")
        REPEATED = "repeated", _("Asked again")
        STATUS = "status", _("Status changed")
        NOTE = "note", _("Note")
        WITHDRAWN = "withdrawn", _("News no longer wanted")
        MERGED = "merged", _("Joined with another lead")
        SPLIT = "split", _("Split in two")
        MESSAGE = "message", _("Message from the person")
        PHOTOS = "photos", _("Photos from the person")
        WISHES = "wishes", _("Wishes changed by the person")
        STOPPED = "stopped", _("Asked us not to get in touch")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="events")
    # Whose own page it came through; none when staff or the program did it.
    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    from_status = models.CharField(max_length=10, choices=Lead.Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Lead.Status, blank=True)
    text = EncryptedTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="status") | ~Q(to_status=""), name="status_event_says_which"
            ),
            models.CheckConstraint(condition=~Q(kind="note") | ~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="message") | Q(~Q(text=""), request__isnull=False),
                name="message_says_something_about_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"Event {self.pk}"


class Photo(models.Model):
    """A photo the person sent, drawn anew. Its bytes lie encrypted in a file; this row says which."""

    MOST = 5

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.CharField(_("file"), max_length=40, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="a_request_has_a_photo_of_a_number_once"
            ),
            models.UniqueConstraint(fields=["request", "digest"], name="a_request_has_the_same_photo_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=5), name="a_request_has_five_photos_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"Photo {self.pk}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads of deliveries."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those to be tried now: their time has come, and nobody is at it."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.filter(free, state=Delivery.State.WAITING, try_at__lte=now).order_by("try_at", "pk")


class Delivery(models.Model):
    """A message the clinic owes, written with the request and sent by the worker."""

    class Kind(models.TextChoices):
        STAFF_ALERT = "staff-alert", _("Alert to staff")
        WEBHOOK = "webhook", _("Alert to another program")
        RECEIPT = "receipt", _("Copy for the person who asked")
        REMINDER = "reminder", _("Reminder: two thirds of the promised time are gone")
        LATE = "late", _("Late: the promised time has passed")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.CASCADE, related_name="deliveries")
    # What it tells of, when that came after the request itself.
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"))
    try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("last problem"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages sent")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "try_at"], name="delivery_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(event__isnull=True),
                name="a_request_is_told_once_in_a_kind",
            ),
            models.UniqueConstraint(fields=["event", "kind"], name="an_event_is_told_once_in_a_kind"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | Q(~Q(state="sent"), sent_at__isnull=True),
                name="delivery_is_sent_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
