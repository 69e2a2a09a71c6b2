"""The staff screen for WhatsApp: open a lead from a code, and see which pages lead to a chat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic import phones
from clinic.models import Language
from leads import text
from leads.chat import codes
from leads.joining.admin import Screens
from leads.models import ChatDay

SHOWN = 100


class CodeForm(forms.Form):
    """Who wrote, and the code in their message."""

    code = forms.CharField(label=_("Code in the message"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(label=_("Number they wrote from"), max_length=40)
    language = forms.ChoiceField(label=_("Language"), choices=Language)

    def clean_name(self) -> str:
        """The name on one line; one that shows nothing is none."""
        name = text.one_line(self.cleaned_data["name"])
        if text.shows_nothing(name):
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_phone(self) -> str:
        """The number as it is kept."""
        try:
            return phones.to_e164(self.cleaned_data["phone"])
        except phones.NotAPhoneNumber:
            raise ValidationError(_("Enter a full mobile number, like 50 123 4567")) from None


class ChatViews:
    """The page, beside the list of leads."""

    def __init__(self, screens: Screens) -> None:
        self.screens = screens

    def urls(self) -> list[URLPattern]:
        """Its address."""
        return [path("chat/", self.screens.admin_site.admin_view(self.chat), name="leads_lead_chat")]

    def chat(self, request: HttpRequest) -> HttpResponse:
        """Open the lead, or show the form and the counts."""
        staff = request.user
        if not isinstance(staff, User) or not staff.has_perms(["leads.view_lead", "leads.work_lead"]):
            raise PermissionDenied
        form = CodeForm(request.POST or None)
        if form.is_valid():
            try:
                lead = codes.open_lead(**form.cleaned_data, by=staff, at=timezone.now())
            except codes.NoSuchCode:
                form.add_error("code", gettext("This code is none of ours, or older than 30 days"))
            else:
                messages.success(request, gettext("This is the lead of the code."))
                return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        context: dict[str, Any] = {
            **self.screens.admin_site.each_context(request),
            "title": gettext("WhatsApp"),
            "opts": self.screens.opts,
            "form": form,
            "days": ChatDay.objects.all()[:SHOWN],
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/leads/chat.html", context, status=status)
