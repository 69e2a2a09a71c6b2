"""Judges what staff type about the clinic: its numbers and its hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic import hours, phones
from clinic.models import PLACEHOLDER_PHONE, OpeningHours, SpecialHours, Weekday
from clinic.signboard import spans_label

BACKWARDS = _("The closing time must come after the opening time, or be in the night that follows, up to 6am")


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
