"""The form of the enquirer's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads import text
from leads.careful import CarefulForm
from leads.models import ConsultationRequest, ContactMethod, PreferredTime
from leads.photos import judging as photos

MESSAGE_LIMIT = 1000
WISHES = ("contact_method", "preferred_time")


class SeveralFiles(forms.ClearableFileInput):
    """Files, as many as there are."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files in a list; the form judges each."""

    widget = SeveralFiles

    def clean(self, data: list[InMemoryUploadedFile], initial: object = None) -> list[InMemoryUploadedFile]:
        return data


class OwnForm(CarefulForm):
    """A message, photos, and how to answer: any of them, in one form, so that nothing typed is lost.

    `drawn` holds the photos that can be kept, whatever is wrong with the others.
    """

    typed = ("message",)

    message = forms.CharField(
        label=_("Your message"),
        help_text=_(
            "Up to 1,000 characters. Leave out medical details: the doctor asks about your health in person"
        ),
        required=False,
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"max_length": _("Your message must be %(limit_value)s characters or fewer")},
    )
    photos = SeveralFilesField(
        label=_("Photos of your hair and scalp"),
        help_text=_("Up to five: JPEG, PNG, WebP or HEIC, each up to 12 MB"),
        required=False,
        widget=SeveralFiles({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"}),
    )
    contact_method = forms.ChoiceField(
        label=_("How shall we reply?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how we should reply")},
    )
    preferred_time = forms.ChoiceField(
        label=_("Best time, Dubai time"),
        choices=PreferredTime,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a time, or any time")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        asked: ConsultationRequest,
    ) -> None:
        self.drawn: list[bytes] = []
        self.wished = {name: getattr(asked, name) for name in WISHES}
        super().__init__(data, files, initial=self.wished)
        given = {ContactMethod.EMAIL.value: asked.email}
        ways = [(value, label) for value, label in ContactMethod.choices if given.get(value, asked.phone)]
        self.fields["contact_method"].choices = ways  # type: ignore[attr-defined]

    def clean_message(self) -> str:
        """The message; nothing, when it shows nothing."""
        message = text.clean(self.cleaned_data["message"])
        return "" if text.shows_nothing(message) else message

    def clean_photos(self) -> None:
        """Draw every photo anew."""
        problems = []
        for number, file in enumerate(self.cleaned_data["photos"], start=1):
            try:
                self.drawn.append(photos.made_safe(file.read()))
            except photos.BadPhoto as problem:
                values = {"number": number, "problem": problem}
                problems.append(gettext("Photo %(number)s: %(problem)s") % values)
        if problems:
            raise ValidationError(problems)

    def clean(self) -> dict[str, Any]:
        """What spans fields: something must have been given."""
        values = super().clean() or {}
        self.say_what_was_taken_out()
        if not self.errors and not (values["message"] or self.drawn or self.new_wishes):
            self.add_error("message", gettext("Write a message, choose a photo or change how we answer"))
        return values

    @property
    def new_wishes(self) -> dict[str, str]:
        """How and when to answer from now on; nothing while that stays as it is."""
        said = {name: self.cleaned_data.get(name) or self.wished[name] for name in WISHES}
        return {} if said == self.wished or not self.errors.keys().isdisjoint(WISHES) else said

    def forget(self, name: str) -> None:
        """Empty a field, because what it held is kept."""
        assert isinstance(self.data, QueryDict)  # noqa: S101  a copy, which may be changed
        self.data[name] = ""
