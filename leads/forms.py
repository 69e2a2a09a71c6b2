"""The consultation form: judges what people type, and tells them how to mend it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clinic import phones
from clinic.models import Language
from leads import consent, countries, known, layout, text
from leads.asked import ORIGIN, Agreed, Asked, CameFrom
from leads.careful import CarefulForm
from leads.models import ContactMethod, Noticed, PreferredTime

TYPED = ("name", "phone", "email", "message")
MESSAGE_LIMIT = 600
SLUG = re.compile(r"[a-z0-9-]{1,80}")
# Names in quotation marks, and machines by their number: allowed in mail, and misread by programs on its way.
NO_PERSONS_ADDRESS = re.compile(r'["\\\[\]]')


# Browsers send "on"; programs write a yes in many ways. Whatever is no yes is never taken for consent.
YES = frozenset(
    {"on", "1", "true", "t", "yes", "y", "ok", "checked", "agree", "agreed", "i agree", "accept", "accepted"}
    | {"نعم", "أوافق", "اوافق", "موافق", "موافقة"}
)


class TickBox(forms.CheckboxInput):
    """A box to tick."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return str(data.get(name, "")).strip().lower() in YES


class TreatmentField(forms.ChoiceField):
    """A treatment from the list. While the list may be old, one that it does not know is taken too."""

    is_sure = True

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or (not self.is_sure and bool(SLUG.fullmatch(str(value))))


class ConsultationForm(CarefulForm):
    """A consultation request. Name, a phone number or an email, and consent are enough."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your name"),
            "max_length": _("Your name must be 120 characters or fewer"),
        },
    )
    contact_method = forms.ChoiceField(
        label=_("How shall we reply?"),
        choices=ContactMethod,
        initial=ContactMethod.WHATSAPP,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how we should reply")},
    )
    phone_country = forms.ChoiceField(
        label=_("Country code"),
        initial=countries.HOME,
        required=False,
        widget=countries.CountrySelect({"autocomplete": "tel-country-code"}),
        error_messages={"invalid_choice": _("Choose a country from the list")},
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("We use it only to answer this request"),
        required=False,
        widget=forms.TextInput(
            # Not type="tel", for which no page may ask a browser for a number without its country.
            {"inputmode": "tel", "autocomplete": "tel-national", "dir": "ltr"}
        ),
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("Needed only if you chose email"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "invalid": _("Enter an email address, like name@example.com"),
            "max_length": _("Enter an email address of 254 characters or fewer"),
        },
    )
    language = forms.ChoiceField(
        label=_("Which language suits you?"),
        choices=Language,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose English or Arabic")},
    )
    noticed = forms.ChoiceField(
        label=_("What have you noticed? (optional)"),
        choices=Noticed,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose what you have noticed, or “not sure”")},
    )
    treatment = TreatmentField(
        label=_("Is there a treatment you want to ask about? (optional)"),
        required=False,
        error_messages={"invalid_choice": _("Choose a treatment from the list, or none")},
    )
    message = forms.CharField(
        label=_("Anything you want us to know (optional)"),
        help_text=_(
            "Up to 600 characters. Leave out medical details: the doctor asks about your health in person"
        ),
        required=False,
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"max_length": _("Your note must be %(limit_value)s characters or fewer")},
    )
    preferred_time = forms.ChoiceField(
        label=_("Best time, Dubai time (optional)"),
        choices=PreferredTime,
        initial=PreferredTime.ANY,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a time, or any time")},
    )
    consent = forms.BooleanField(
        widget=TickBox, error_messages={"required": _("Tick the box so that we may contact you")}
    )
    marketing_consent = forms.BooleanField(required=False, widget=TickBox)
    # The trap. Its name is one that programs fill and browsers do not: "company" is filled by both.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    request_key = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    landing_page = forms.CharField(required=False, widget=forms.HiddenInput)
    referrer = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_source = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_medium = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_campaign = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_term = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_content = forms.CharField(required=False, widget=forms.HiddenInput)

    typed = TYPED
    filled_in = ORIGIN

    def __init__(self, data: QueryDict | None = None, *, clinic_name: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.contact_wording = consent.contact(clinic_name)
        self.marketing_wording = consent.marketing(clinic_name)
        self.page_language = (get_language() or "en").split("-")[0]
        self._fill_choices()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = layout.consultation()

    def _fill_choices(self) -> None:
        self.fields["phone_country"].choices = countries.choices(self.page_language)  # type: ignore[attr-defined]
        self.fields["language"].initial = self.page_language
        treatments, is_sure = known.treatments(self.page_language)
        self.fields["treatment"].choices = [("", gettext("No, or not sure yet")), *treatments]  # type: ignore[attr-defined]
        self.fields["treatment"].is_sure = is_sure  # type: ignore[attr-defined]
        self.fields["consent"].label = self.contact_wording.text
        self.fields["marketing_consent"].label = self.marketing_wording.text

    def clean_name(self) -> str:
        """The name on one line."""
        name = text.one_line(self.cleaned_data["name"])
        if text.shows_nothing(name):
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_email(self) -> str:
        """The address in lower case: a capital letter does not make another person."""
        if NO_PERSONS_ADDRESS.search(self.cleaned_data["email"]):
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        # As bytes only A to Z have a lower case, so that no letter grows.
        return str(self.cleaned_data["email"]).encode().lower().decode()

    def clean_request_key(self) -> uuid.UUID | None:
        """The key, or None when it is none: nobody can mend a hidden field."""
        try:
            return uuid.UUID(self.cleaned_data["request_key"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """What spans fields: a way to answer, and characters that had to go."""
        values = super().clean() or {}
        values["phone_e164"] = self._number(values)
        if "phone" not in self.errors and "email" not in self.errors:
            self._settle_contact_method(values)
        self.say_what_was_taken_out()
        return values

    def _number(self, values: dict[str, Any]) -> str:
        typed = values.get("phone", "")
        if not typed or "phone" in self.errors:
            return ""
        try:
            return phones.to_e164(typed, values.get("phone_country") or countries.HOME)
        except phones.NotAPhoneNumber:
            self.add_error("phone", gettext("Enter a full mobile number, like 50 123 4567"))
            return ""

    def _settle_contact_method(self, values: dict[str, Any]) -> None:
        """Answer as they chose; where only the other way was given, by that."""
        has_phone, has_email = bool(values["phone_e164"]), bool(values.get("email"))
        chosen = values.get("contact_method")
        if chosen == ContactMethod.EMAIL and not has_email:
            self.add_error("email", gettext("Enter an email address, like name@example.com"))
        elif not has_phone and not has_email:
            self.add_error("phone", gettext("Enter your mobile number"))
        elif not has_phone:
            values["contact_method"] = ContactMethod.EMAIL
        elif not chosen:
            values["contact_method"] = ContactMethod.WHATSAPP

    @property
    def asked(self) -> Asked:
        """What was asked. Needs a valid form."""
        values = self.cleaned_data
        return Asked(
            name=values["name"],
            phone=values["phone_e164"],
            phone_typed=values["phone"][:40],
            email=values["email"],
            contact_method=values["contact_method"],
            language=values["language"] or self.page_language,
            noticed=values["noticed"],
            treatment=values["treatment"],
            preferred_time=values["preferred_time"] or PreferredTime.ANY,
            message=values["message"],
        )

    @property
    def agreed(self) -> Agreed:
        """What was agreed to. Needs a valid form."""
        wants_news = self.cleaned_data["marketing_consent"]
        return Agreed(
            contact=self.contact_wording,
            marketing=self.marketing_wording if wants_news else None,
            language=self.page_language,
        )

    @property
    def came_from(self) -> CameFrom:
        """Where the person came from, cut to what we keep. Needs a valid form."""
        sizes = {"landing_page": 300, "referrer": 300}
        return CameFrom(
            **{name: text.one_line(self.cleaned_data[name])[: sizes.get(name, 120)] for name in ORIGIN}
        )

    @property
    def looks_automatic(self) -> bool:
        """Whether the trap, which people never see, was filled."""
        return bool(self.cleaned_data.get("website"))


class StatusForm(forms.Form):
    """A lead's next status."""

    status = forms.ChoiceField(label=_("Status"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["status"].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A note about a lead."""

    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what was said, then save")},
    )

    def clean_note(self) -> str:
        """The note, without characters that cannot be shown."""
        note = text.clean(self.cleaned_data["note"])
        if not note:
            raise ValidationError(_("Write what was said, then save"))
        return note
