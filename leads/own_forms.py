"""The forms of the enquirer's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leads import photos, text
from leads.models import ConsultationRequest, ContactMethod, PreferredTime

MESSAGE_LIMIT = 1000


class MessageForm(forms.Form):
    """A message to the clinic."""

    use_required_attribute = False
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("Leave out medical details: the doctor asks about your health in person"),
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea({"rows": 4, "maxlength": None, "dir": "auto"}),
        error_messages={
            "required": _("Write your message, then send it"),
            "max_length": _("Your message must be %(limit_value)s characters or fewer"),
        },
    )

    def clean_message(self) -> str:
        """The message, without characters that cannot be shown."""
        message = text.clean(self.cleaned_data["message"])
        if text.shows_nothing(message):
            raise ValidationError(self.fields["message"].error_messages["required"])
        return message


class WishesForm(forms.Form):
    """How and when to answer."""

    contact_method = forms.ChoiceField(
        label=_("How shall we reply?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how we should reply"),
            "invalid_choice": _("Choose how we should reply"),
        },
    )
    preferred_time = forms.ChoiceField(
        label=_("Best time, Dubai time"),
        choices=PreferredTime,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a time, or any time"),
            "invalid_choice": _("Choose a time, or any time"),
        },
    )
    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, asked: ConsultationRequest) -> None:
        wished = {"contact_method": asked.contact_method, "preferred_time": asked.preferred_time}
        super().__init__(data, initial=wished)
        given = {ContactMethod.EMAIL: asked.email}
        ways = [(value, label) for value, label in ContactMethod.choices if given.get(value, asked.phone)]  # type: ignore[call-overload]
        self.fields["contact_method"].choices = ways  # type: ignore[attr-defined]


class SeveralFiles(forms.ClearableFileInput):
    """Files, as many as there are."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files in a list; the form judges each."""

    widget = SeveralFiles

    def clean(self, data: list[InMemoryUploadedFile], initial: object = None) -> list[InMemoryUploadedFile]:
        return data


class PhotosForm(forms.Form):
    """Photos of the hair and scalp. Those that can be kept are kept, whatever is wrong with the others."""

    use_required_attribute = False
    photos = SeveralFilesField(
        label=_("Photos of your hair and scalp"),
        help_text=_("Up to five: JPEG, PNG, WebP or HEIC, each up to 12 MB"),
        required=False,
        widget=SeveralFiles({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept: list[bytes] = []

    def clean_photos(self) -> None:
        """Draw every photo anew; `kept` holds those that could be."""
        chosen = self.cleaned_data["photos"]
        if not chosen:
            raise ValidationError(_("Choose a photo, then send it"))
        problems = []
        for number, file in enumerate(chosen, start=1):
            try:
                self.kept.append(photos.made_safe(file.read()))
            except photos.BadPhoto as problem:
                problems.append(_("Photo %(number)s: %(problem)s") % {"number": number, "problem": problem})
        if problems:
            raise ValidationError(problems)
