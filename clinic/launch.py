"""What is owed before the site may go live. Each app adds its own items with `@owed_by`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.admin.utils import label_for_field
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext

from clinic.models import ClinicProfile, OpeningHours, Person


@dataclass(frozen=True)
class Owed:
    """Something missing: what, how to mend it, and the admin page to do it on ("" if none)."""

    title: str
    mend: str
    admin_url: str = ""


Check = Callable[[], Iterator[Owed]]
_checks: list[Check] = []


def owed_by(check: Check) -> Check:
    """Add a check to the launch list."""
    _checks.append(check)
    return check


def owed() -> list[Owed]:
    """Everything still missing, in the order in which the checks were added."""
    return [item for check in _checks for item in check()]


@owed_by
def profile() -> Iterator[Owed]:
    """The placeholder's values are gone, and the legal ones are there."""
    clinic = ClinicProfile.objects.current()
    page = "admin:clinic_clinicprofile_changelist"
    starter = ClinicProfile()
    for name in ("name", "phone", "whatsapp", "email", "alerts_email"):
        if getattr(clinic, name) == getattr(starter, name):
            title = gettext("The clinic's %(field)s is still the placeholder") % {"field": _label(name)}
            yield Owed(title, gettext("Enter the clinic's own in the clinic profile."), page)
    for name in ("legal_name", "address", "facility_licence", "medical_director", "writers"):
        if not getattr(clinic, name):
            yield Owed(
                gettext("The %(field)s is missing") % {"field": _label(name)},
                gettext("Enter it in the clinic profile."),
                page,
            )
    yield from _advert_approval(clinic, page)


def _label(field: str) -> str:
    return str(label_for_field(field, ClinicProfile))


def _advert_approval(clinic: ClinicProfile, page: str) -> Iterator[Owed]:
    today = timezone.localdate()
    first, last = clinic.advert_approval_from, clinic.advert_approval_to
    if not first or not last:
        yield Owed(
            gettext("The advertising approval is missing"),
            gettext("Ask for approval of the whole site, then enter its number and both dates."),
            page,
        )
    elif not first <= today <= last:
        yield Owed(
            gettext("The advertising approval is not valid today"),
            gettext("Renew it, then enter the new number and dates."),
            page,
        )


@owed_by
def hours() -> Iterator[Owed]:
    """There are opening hours."""
    if not OpeningHours.objects.exists():
        yield Owed(
            gettext("There are no opening hours"),
            gettext("Enter them: the reply promise counts in them."),
            "admin:clinic_openinghours_changelist",
        )


@owed_by
def people() -> Iterator[Owed]:
    """A licensed person may be named, and a manager can sign in."""
    if not Person.objects.shown().exists():
        yield Owed(
            gettext("No licensed person is named"),
            gettext("Add the doctors with their licence numbers."),
            "admin:clinic_person_changelist",
        )
    managers = get_user_model().objects.filter(is_active=True, is_staff=True)
    if not managers.filter(groups__name="manager").exists():
        yield Owed(
            gettext("There is no manager account"),
            gettext("Make one with: make staff, role manager."),
        )
    elif not managers.filter(groups__name="manager", totpdevice__confirmed=True).exists():
        yield Owed(
            gettext("No manager has a second factor"),
            gettext("Sign in as a manager and turn it on: once the site is live, managers need it."),
            "admin:second_factor",
        )


@owed_by
def mail() -> Iterator[Owed]:
    """Messages leave the machine."""
    if "filebased" in settings.EMAIL_BACKEND:
        yield Owed(
            gettext("Mail is written to files and reaches nobody"),
            gettext("Set EMAIL_URL to the clinic's mail server and restart."),
        )


@owed_by
def address() -> Iterator[Owed]:
    """The site knows its own address, and it is encrypted."""
    if not settings.SITE_URL.startswith("https://"):
        yield Owed(
            gettext("The site's address is not an https address"),
            gettext("Set SITE_URL to the public address, like https://clinic.example, and restart."),
        )
