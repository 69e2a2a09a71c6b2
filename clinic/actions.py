"""Everything that writes about the clinic and its staff accounts, other than the admin's own forms."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from clinic import roles
from clinic.hours import PLACEHOLDER_WEEK
from clinic.launch import Owed, owed
from clinic.models import ClinicProfile, OpeningHours


class NotReady(ValueError):
    """The site may not go live yet; `items` says what is owed."""

    def __init__(self, items: list[Owed]) -> None:
        super().__init__(f"{len(items)} items owed")
        self.items = items


class BadAccount(ValueError):
    """A staff account cannot be made like this; the text says how to mend it."""


def found_clinic() -> None:
    """On a fresh installation: the placeholder clinic, open Monday to Saturday from 10am to 10pm."""
    with transaction.atomic():
        _profile, is_new = ClinicProfile.objects.get_or_create(pk=1)
        if is_new:
            OpeningHours.objects.bulk_create(
                OpeningHours(weekday=day, opens=opens, closes=closes)
                for day, spans in PLACEHOLDER_WEEK.items()
                for opens, closes in spans
            )


def set_up_roles() -> None:
    """Give every role exactly the permissions it is meant to have."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    with transaction.atomic():
        for role, names in roles.PERMISSIONS.items():
            group, _is_new = Group.objects.get_or_create(name=role)
            group.permissions.set(by_name[name] for name in names)


def make_staff(*, username: str, email: str, password: str, role: str) -> User:
    """A staff account with one role.

    Raises:
        BadAccount: a value is missing or odd.
    """
    if role not in roles.PERMISSIONS:
        raise BadAccount(f"The role must be one of {', '.join(roles.PERMISSIONS)}, not {role!r}.")
    user = get_user_model()(username=username, email=email, is_staff=True)
    try:
        if email:
            validate_email(email)
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise BadAccount(" ".join(error.messages)) from error
    user.set_password(password)
    with transaction.atomic():
        user.save()
        user.groups.set([Group.objects.get(name=role)])
    return user


def go_live(*, by: User, at: datetime) -> None:
    """Open the site to robots and take the preview line away.

    Raises:
        NotReady: something is still owed.
    """
    items = owed()
    if items:
        raise NotReady(items)
    ClinicProfile.objects.filter(pk=1).update(mode=ClinicProfile.Mode.LIVE, went_live_at=at, went_live_by=by)


def return_to_preview() -> None:
    """Close the site to robots again and show the preview line."""
    ClinicProfile.objects.filter(pk=1).update(mode=ClinicProfile.Mode.PREVIEW)
