"""Judges what staff type about the clinic: its numbers and its hours."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic import hours, phones, second_factor
from clinic.models import PLACEHOLDER_PHONE, OpeningHours, SpecialHours, Weekday
from clinic.signboard import spans_label

BACKWARDS = _("The closing time must come after the opening time, or be in the night that follows, up to 6am")


class SignInForm(AdminAuthenticationForm):
    """Name and password, and a code from those who have turned on a second factor."""

    code = forms.CharField(
        label=_("Code, if you have turned on a second factor"),
        required=False,
        strip=True,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        """The password first; then the code, where there must be one."""
        values = super().clean() or {}
        # Nobody, where the name or the password is missing.
        user = cast("User | None", self.get_user())
        if user is not None and second_factor.is_on(user):
            self._check_code(user, values.get("code", ""))
        return values

    def _check_code(self, user: User, code: str) -> None:
        if not code:
            raise ValidationError(
                _("Enter your password again, and the code from your app or a recovery code")
            )
        try:
            # Signing in keeps in the session which device was used.
            user.otp_device = second_factor.passed_by(user, code)  # type: ignore[attr-defined]
        except second_factor.WrongCode:
            words = _("The code does not fit. Enter your password again, and the next code from your app")
            raise ValidationError(words) from None


class NumberField(forms.CharField):
    """A phone number typed in any way: kept as E.164, shown with spaces."""

    def prepare_value(self, value: Any) -> Any:
        """The stored number with spaces; what was typed, as typed."""
        return phones.for_reading(value) if value and str(value).startswith("+") else value

    def to_python(self, value: Any) -> str:
        """The number as it is kept."""
        typed = super().to_python(value) or ""
        if not typed or phones.digits_of(typed) == phones.digits_of(PLACEHOLDER_PHONE):
            return PLACEHOLDER_PHONE if typed else ""
        try:
            return phones.to_e164(typed)
        except phones.NotAPhoneNumber:
            raise ValidationError(
                _("Enter a full number, like 04 123 4567, or with its country code, like +971 4 123 4567")
            ) from None


class OpeningHoursForm(forms.ModelForm[OpeningHours]):
    """A span of opening that fits beside the others of the week."""

    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]

    def clean(self) -> dict[str, Any]:
        """Neither backwards nor over another span, on that day or into the next."""
        values = super().clean() or {}
        if not {"weekday", "opens", "closes"} <= values.keys():
            return values
        span = (values["opens"], values["closes"])
        if hours.is_backwards(span):
            self.add_error("closes", BACKWARDS)
            return values
        for other in OpeningHours.objects.exclude(pk=self.instance.pk):
            if hours.overlap_in_a_week(
                (values["weekday"], span), (other.weekday, (other.opens, other.closes))
            ):
                raise ValidationError(_overlaps(_row_in_words(other)))
        return values


class SpecialHoursForm(forms.ModelForm[SpecialHours]):
    """A spell of other hours of which each day says one thing."""

    class Meta:
        model = SpecialHours
        fields = ["name", "first_on", "last_on", "opens", "closes"]

    def clean(self) -> dict[str, Any]:
        """Not backwards, and not at odds with another spell that counts as much."""
        values = super().clean() or {}
        opens, closes = values.get("opens"), values.get("closes")
        if opens and closes and hours.is_backwards((opens, closes)):
            self.add_error("closes", BACKWARDS)
        first_on, last_on = values.get("first_on"), values.get("last_on")
        if not self.errors and first_on and last_on and first_on <= last_on:
            spell = SpecialHours(first_on=first_on, last_on=last_on, opens=opens, closes=closes)
            self._refuse_rivals(spell)
        return values

    def _refuse_rivals(self, spell: SpecialHours) -> None:
        others = SpecialHours.objects.touching(spell).exclude(pk=self.instance.pk)
        for other in others:
            if spell.is_at_odds_with(other):
                raise ValidationError(_overlaps(_spell_in_words(other)))


def _overlaps(other: str) -> str:
    return gettext("This overlaps with %(other)s. Change one of the two.") % {"other": other}


def _row_in_words(row: OpeningHours) -> str:
    return f"{Weekday(row.weekday).label}, {spans_label([(row.opens, row.closes)])}"


def _spell_in_words(spell: SpecialHours) -> str:
    return gettext("“%(name)s”, %(first)s to %(last)s") % {
        "name": spell.name,
        "first": date_format(spell.first_on, "j F Y"),
        "last": date_format(spell.last_on, "j F Y"),
    }
