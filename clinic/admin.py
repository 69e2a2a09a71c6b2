"""The clinic in the admin: profile, hours, people, staff accounts, and the launch checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from clinic import actions, launch, second_factor
from clinic.forms import NumberField, OpeningHoursForm, SpecialHoursForm
from clinic.models import ClinicProfile, OpeningHours, Person, SpecialHours

LONGEST_TYPED_NUMBER = 40

admin.site.site_header = _("Clinic staff")
admin.site.site_title = _("Clinic staff")
# templates/admin/nav.html is the navigation, on every screen.
admin.site.enable_nav_sidebar = False
admin.site.index_title = _("What would you like to do?")


@admin.register(ClinicProfile)
class ClinicProfileAdmin(admin.ModelAdmin[ClinicProfile]):
    """One profile: its list leads straight to it, and its launch page switches the site."""

    fieldsets = [
        (None, {"fields": ["name", "name_other", "address", "city"]}),
        (_("How people reach us"), {"fields": ["phone", "whatsapp", "email"]}),
        (
            _("Requests"),
            {"fields": ["reply_minutes", "alerts_email", "reminders_email", "late_email", "staff_language"]},
        ),
        (_("The articles"), {"fields": ["writers"]}),
        (
            _("Licence and advertising approval"),
            {
                "fields": [
                    "legal_name",
                    "facility_licence",
                    "medical_director",
                    "advert_approval_number",
                    "advert_approval_from",
                    "advert_approval_to",
                ],
                "description": _("Printed at the foot of every page."),
            },
        ),
    ]
    change_form_template = "admin/clinic/profile.html"

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The clinic's numbers may be typed in any way."""
        if db_field.name in {"phone", "whatsapp"}:
            kwargs |= {"form_class": NumberField, "max_length": LONGEST_TYPED_NUMBER}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ClinicProfile | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        profile = ClinicProfile.objects.current()
        return HttpResponseRedirect(reverse("admin:clinic_clinicprofile_change", args=[profile.pk]))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("launch/", view(self.launch_view), name="clinic_launch"),
            path("launch/switch/", view(require_POST(self.switch_view)), name="clinic_launch_switch"),
            *super().get_urls(),
        ]

    def launch_view(self, request: HttpRequest) -> HttpResponse:
        """What is owed before going live, and the switch."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Launch checklist"),
            "profile": ClinicProfile.objects.current(),
            "owed": [(item, reverse(item.admin_url) if item.admin_url else "") for item in launch.owed()],
            "may_switch": request.user.has_perm("clinic.go_live"),
        }
        return TemplateResponse(request, "admin/clinic/launch.html", context)

    def switch_view(self, request: HttpRequest) -> HttpResponse:
        """Go live, or return to preview."""
        if not isinstance(request.user, User) or not request.user.has_perm("clinic.go_live"):
            raise PermissionDenied
        if request.POST.get("mode") == ClinicProfile.Mode.PREVIEW:
            actions.return_to_preview()
            messages.success(request, gettext("The site is in preview: robots are kept out."))
        else:
            self._go_live(request, request.user)
        return HttpResponseRedirect(reverse("admin:clinic_launch"))

    def _go_live(self, request: HttpRequest, user: User) -> None:
        try:
            actions.go_live(by=user, at=timezone.now())
        except actions.NotReady as error:
            text = gettext("The site stays in preview: %(count)s things are still owed.")
            messages.error(request, text % {"count": len(error.items)})
        else:
            messages.success(request, gettext("The site is live."))


@admin.register(OpeningHours)
class OpeningHoursAdmin(admin.ModelAdmin[OpeningHours]):
    """A row for each span; a day without a row is closed."""

    form = OpeningHoursForm
    fieldsets = [
        (
            None,
            {
                "fields": ["weekday", "opens", "closes"],
                "description": _("A day with a break has two rows; a day without a row is closed."),
            },
        )
    ]
    list_display = ["weekday", "opens", "closes"]


@admin.register(SpecialHours)
class SpecialHoursAdmin(admin.ModelAdmin[SpecialHours]):
    """Holidays, Eid, Ramadan hours."""

    form = SpecialHoursForm
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "first_on", "last_on", "opens", "closes"],
                "description": _(
                    "Leave both times empty when the clinic is closed. A day with a break has two rows. "
                    "Where two spells meet, the shorter counts: a holiday in Ramadan is a holiday."
                ),
            },
        )
    ]
    list_display = ["name", "first_on", "last_on", "opens", "closes"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """People the site may name."""

    list_display = ["name", "role", "licence_number", "licence_expires_on", "is_present"]
    search_fields = ["name"]


class StaffAdmin(UserAdmin):  # type: ignore[type-arg]
    """Staff accounts: a role says what each may do."""

    list_display = ["username", "email", "is_active", "role", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = ["user_permissions"]
    actions = ["take_second_factor"]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Three roles are three boxes to tick."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.action(description=_("Take away the second factor (a phone is lost)"), permissions=["change"])
    def take_second_factor(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        """They sign in with the password alone, and turn it on anew."""
        allowed = [user for user in queryset if self.has_change_permission(request, user)]
        second_factor.turn_off(users=User.objects.filter(pk__in=[user.pk for user in allowed]))
        for user in allowed:
            self.log_change(request, user, gettext("Second factor taken away"))
        messages.success(request, gettext("They sign in with their password alone now."))

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        """The names of the account's roles."""
        return ", ".join(group.name for group in user.groups.all())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only a superuser sees what could make more superusers."""
        if request.user.is_superuser or obj is None:
            return super().get_fieldsets(request, obj)
        return [
            (None, {"fields": ["username", "password"]}),
            (_("Who"), {"fields": ["first_name", "last_name", "email"]}),
            (_("Role"), {"fields": ["is_active", "is_staff", "groups"]}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers alone."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)


# Secrets of second factors are nobody's to read; each person has a page of their own.
for device in (TOTPDevice, StaticDevice):
    admin.site.unregister(device)
admin.site.unregister(User)
admin.site.register(User, StaffAdmin)
# Roles are written in clinic.roles, where a reviewer sees a change.
admin.site.unregister(Group)
