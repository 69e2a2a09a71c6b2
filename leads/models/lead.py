"""A lead: a person who asked, and each request as it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _

from clinic import phones
from clinic.fields import EncryptedTextField
from clinic.models import Language
from leads import references, text
from leads.models.choices import ContactMethod, Noticed, PreferredTime
from leads.models.joined import FormerLead

# Fewer find half the list.
FEWEST_DIGITS = 4
E164 = RegexValidator(r"^\+[1-9][0-9]{6,14}\Z")


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
        found |= Q(pk__in=FormerLead.objects.filter(reference__in=meant).values("lead"))
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
        former = FormerLead.objects.filter(reference__in=meant).values("lead")
        return self.filter(Q(reference__in=meant) | Q(pk__in=former)).first() if meant else None

    def sharing_contact(self, lead: Lead) -> LeadQuerySet:
        """Other leads with the same number or address: the same person again, or their family; what is held last."""
        same = Q(phone=lead.phone) if lead.phone else Q()
        if lead.email:
            same |= Q(email=lead.email)
        held_last = Case(When(status=Lead.Status.HELD, then=Value(1)), default=Value(0))
        return self.filter(same).exclude(pk=lead.pk).order_by(held_last, "-received_at")

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
