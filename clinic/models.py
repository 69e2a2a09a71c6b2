"""Who the clinic is: its profile, hours, special days and people."""

from __future__ import annotations

from datetime import date, time, timedelta
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic import phones
from clinic.devices import AppDevice, AppSecret  # noqa: F401  Django finds models here
from clinic.hours import Calendar, Span, overlap_in_a_week

# A number nobody can have. The form takes it, so that other fields can be saved before it is known.
PLACEHOLDER_PHONE = "+97140000000"


def validate_phone(value: str) -> None:
    """Refuse what is not an E.164 number."""
    if value == PLACEHOLDER_PHONE:
        return
    try:
        e164 = phones.to_e164(value)
    except phones.NotAPhoneNumber:
        e164 = ""
    if e164 != value:
        raise ValidationError(_("Enter the full number with its country code, like +97140000000"))


class Language(models.TextChoices):
    """The languages in which the clinic writes to people, each written in itself."""

    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"


class ClinicProfileManager(models.Manager["ClinicProfile"]):
    """Reads the one profile there is."""

    # For pages that must say how to reach the clinic while the database cannot be asked.
    last_known: ClinicProfile | None = None

    def current(self) -> ClinicProfile:
        """The clinic's profile, made with the placeholder's values when there is none."""
        profile, _created = self.get_or_create(pk=1)
        self.last_known = profile
        return profile


class ClinicProfile(models.Model):
    """The clinic's name, address, licences and promises: one row, printed everywhere."""

    class Mode(models.TextChoices):
        PREVIEW = "preview", _("Preview: robots are kept out and every page says so")
        LIVE = "live", _("Live")

    name = models.CharField(_("name"), max_length=80, default="Khusla")
    name_other = models.CharField(_("name in Arabic script"), max_length=80, blank=True, default="خصلة")
    legal_name = models.CharField(
        _("legal name"), max_length=160, blank=True, help_text=_("As on the trade licence.")
    )
    address = models.CharField(
        _("street address"),
        max_length=200,
        blank=True,
        help_text=_("Building and street. Left empty, only the city is shown."),
    )
    city = models.CharField(_("city"), max_length=80, default="Dubai")
    phone = models.CharField(
        _("phone"), max_length=16, default=PLACEHOLDER_PHONE, validators=[validate_phone]
    )
    whatsapp = models.CharField(
        _("WhatsApp number"), max_length=16, default="+971500000000", validators=[validate_phone]
    )
    email = models.EmailField(
        _("email"),
        default="hello@khusla.example",
        help_text=_("Messages to people who ask come from this address."),
    )
    alerts_email = models.EmailField(
        _("email for new requests"),
        default="reception@khusla.example",
        help_text=_("A short alert goes here for every request. It names no person."),
    )
    reminders_email = models.EmailField(
        _("email for reminders"),
        blank=True,
        help_text=_(
            "Whoever sees that requests are answered. Told once when two thirds of the promised time are "
            "gone without an answer. Left empty, it goes where new requests go."
        ),
    )
    late_email = models.EmailField(
        _("manager's email for late answers"),
        blank=True,
        help_text=_(
            "Told once when the promised time has passed without an answer. Left empty, it goes where new "
            "requests go."
        ),
    )
    staff_language = models.CharField(
        _("language of messages to staff"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    reply_minutes = models.PositiveSmallIntegerField(
        _("reply within, in minutes of opening time"),
        default=30,
        validators=[
            MinValueValidator(5, _("Promise 5 minutes or more")),
            MaxValueValidator(24 * 60, _("Promise 1440 minutes (a day) or fewer")),
        ],
        help_text=_("The promise on the form and on the receipt, and the clock that staff see."),
    )
    facility_licence = models.CharField(
        _("health facility licence"),
        max_length=40,
        blank=True,
        help_text=_("The number of the Dubai Health Authority facility licence."),
    )
    medical_director = models.CharField(_("medical director"), max_length=120, blank=True)
    writers = models.CharField(
        _("writers of the pages"),
        max_length=200,
        blank=True,
        help_text=_("Name and qualification of each. Printed at the end of every article."),
    )
    advert_approval_number = models.CharField(_("advertising approval number"), max_length=60, blank=True)
    advert_approval_from = models.DateField(_("approval valid from"), null=True, blank=True)
    advert_approval_to = models.DateField(_("approval valid to"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.PREVIEW, editable=False)
    went_live_at = models.DateTimeField(null=True, editable=False)
    went_live_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects: ClinicProfileManager = ClinicProfileManager()

    class Meta:
        verbose_name = _("clinic profile")
        verbose_name_plural = _("clinic profile")
        permissions = [("go_live", "Can switch the site between preview and live")]
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_clinic_profile"),
            models.CheckConstraint(
                condition=Q(mode__in=["preview", "live"]), name="clinic_is_in_preview_or_live"
            ),
            models.CheckConstraint(
                condition=Q(staff_language__in=["en", "ar"]), name="staff_are_written_to_in_a_known_language"
            ),
            models.CheckConstraint(
                condition=Q(reply_minutes__gte=5, reply_minutes__lte=24 * 60),
                name="clinic_replies_within_5_minutes_to_a_day",
                violation_error_message=_("The reply promise is between 5 and 1440 minutes (a day)."),
            ),
            models.CheckConstraint(
                condition=Q(
                    advert_approval_number="",
                    advert_approval_from__isnull=True,
                    advert_approval_to__isnull=True,
                )
                | Q(
                    ~Q(advert_approval_number=""),
                    # A check passes what is unknown, so an empty date must be ruled out by name.
                    advert_approval_from__isnull=False,
                    advert_approval_to__isnull=False,
                    advert_approval_to__gt=F("advert_approval_from"),
                ),
                name="advert_approval_has_number_and_both_dates",
                violation_error_message=_(
                    "Enter the approval number with both its dates, the end after the start, "
                    "or leave all three empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name in the script of a language, as far as it is known."""
        return (self.name_other if language == Language.ARABIC else "") or self.name

    @property
    def is_preview(self) -> bool:
        """Whether the site still awaits the clinic's review."""
        return self.mode != self.Mode.LIVE

    @property
    def phone_display(self) -> str:
        """The phone number with spaces."""
        return phones.for_reading(self.phone)

    @property
    def whatsapp_display(self) -> str:
        """The WhatsApp number with spaces."""
        return phones.for_reading(self.whatsapp)

    @property
    def whatsapp_url(self) -> str:
        """The address that opens a chat with the clinic."""
        return self._whatsapp(gettext("Hello, I would like to ask about hair loss."))

    def whatsapp_url_with(self, code: str) -> str:
        """The address that opens a chat with a code in its first words; without one, as everywhere."""
        if not code:
            return self.whatsapp_url
        words = gettext("Hello, I would like to ask about hair loss. My code: %(code)s") % {"code": code}
        return self._whatsapp(words)

    def whatsapp_url_about(self, reference: str) -> str:
        """The address that opens a chat about a request; it carries the reference and nothing else."""
        return self._whatsapp(gettext("My reference is %(reference)s.") % {"reference": reference})

    def _whatsapp(self, words: str) -> str:
        return f"https://wa.me/{self.whatsapp.lstrip('+')}?text={quote(words)}"

    @property
    def reply_promise(self) -> timedelta:
        """How much opening time may pass before a first reply."""
        return timedelta(minutes=self.reply_minutes)


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(models.Model):
    """One span of opening on a weekday; a day without any is closed."""

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"), help_text=_("Midnight or later, up to 6am, is the night that follows.")
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_fall_on_a_weekday"),
            models.UniqueConstraint(fields=["weekday", "opens"], name="a_day_opens_once_at_a_given_time"),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.opens:%H:%M} – {self.closes:%H:%M}"


class SpecialHoursQuerySet(models.QuerySet["SpecialHours"]):
    """Reads of special hours."""

    def touching(self, spell: SpecialHours) -> SpecialHoursQuerySet:
        """Those that share a day with it."""
        return self.filter(first_on__lte=spell.last_on, last_on__gte=spell.first_on)


class SpecialHours(models.Model):
    """Days that differ: holidays, Eid, Ramadan hours. Without times the clinic is closed.

    Rows with the same days add up, for a day with a break. Of others the shorter spell wins.
    """

    name = models.CharField(_("name"), max_length=80, help_text=_("For example: Eid Al Fitr."))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)

    objects = SpecialHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("special hours")
        verbose_name_plural = _("special hours and holidays")
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="special_hours_end_on_or_after_their_first_day",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
                name="special_hours_have_both_times_or_none",
                violation_error_message=_("Enter both times, or none if the clinic is closed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.first_on} – {self.last_on})"

    @property
    def spans(self) -> list[Span]:
        """The opening spans of each of these days."""
        return [(self.opens, self.closes)] if self.opens and self.closes else []

    def is_at_odds_with(self, other: SpecialHours) -> bool:
        """Whether nothing says which of the two counts, on a day that both cover."""
        if (self.first_on, self.last_on) != (other.first_on, other.last_on):
            return len(self.days) == len(other.days)
        # A night that runs into the next day meets that day's hours too; they are alike.
        pairs = [((day, one), (0, two)) for one in self.spans for two in other.spans for day in (-1, 0, 1)]
        return not pairs or any(overlap_in_a_week(*pair) for pair in pairs)

    @property
    def days(self) -> list[date]:
        """Every day covered; at most a year, whatever was typed."""
        length = min((self.last_on - self.first_on).days, 366)
        return [self.first_on + timedelta(days=offset) for offset in range(length + 1)]


def calendar() -> Calendar:
    """The clinic's opening times as stored now."""
    days, spells = _opening_times()
    weekly: dict[int, list[Span]] = {}
    for weekday, opens, closes in sorted(days):
        weekly.setdefault(weekday, []).append((opens, closes))
    special: dict[date, list[Span]] = {}
    names: dict[date, str] = {}
    # Shorter spells come last and so win: a holiday inside Ramadan is a holiday.
    for spell in sorted(spells, key=lambda row: len(row.days), reverse=True):
        same = [row for row in spells if (row.first_on, row.last_on) == (spell.first_on, spell.last_on)]
        spans = sorted(span for row in same for span in row.spans)
        special.update(dict.fromkeys(spell.days, spans))
        names.update(dict.fromkeys(spell.days, spell.name))
    return Calendar(weekly=weekly, special=special, names=names)


def _opening_times() -> tuple[list[tuple[int, time, time]], list[SpecialHours]]:
    """The week's spans and the special hours, not long past; every page prints them, so in one query."""
    recent = timezone.localdate() - timedelta(days=40)
    no_day = Value(None, output_field=models.DateField())
    days = OpeningHours.objects.order_by().values_list(
        "weekday", no_day, no_day, "opens", "closes", Value("", output_field=models.CharField())
    )
    spells = SpecialHours.objects.filter(last_on__gte=recent).order_by()
    fields = ("first_on", "last_on", "opens", "closes", "name")
    rows = list(days.union(spells.values_list(Value(-1), *fields), all=True))
    return (
        [(weekday, opens, closes) for weekday, first_on, _last, opens, closes, _name in rows if not first_on],
        [SpecialHours(**dict(zip(fields, values, strict=True))) for _weekday, *values in rows if values[0]],
    )


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of the clinic's people."""

    def shown(self) -> PersonQuerySet:
        """Those who may stand on the site: at work, with a licence in date."""
        return (
            self.filter(is_present=True)
            .exclude(licence_number="")
            .filter(Q(licence_expires_on__isnull=True) | Q(licence_expires_on__gte=timezone.localdate()))
        )


class Person(models.Model):
    """Someone who works at the clinic, with the licence that says so."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, help_text=_("For example: specialist dermatologist."))
    licence_number = models.CharField(_("licence number"), max_length=40, blank=True)
    licence_expires_on = models.DateField(_("licence expires on"), null=True, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    is_present = models.BooleanField(_("at work now"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the tile that stands in for a portrait."""
        words = [word for word in self.name.split() if word[:1].isalpha() and word not in {"Dr", "Dr."}]
        return "".join(word[0] for word in words[:2]).upper()
