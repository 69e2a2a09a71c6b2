"""Writes about the clinic: the founding, roles, accounts, going live."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.contrib.auth.models import Group, User

from clinic import actions, launch, roles
from clinic.launch import Owed
from clinic.models import ClinicProfile, OpeningHours
from tests.factories import PASSWORD, StaffFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_found_clinic_opens_it_monday_to_saturday_from_ten_to_ten() -> None:
    actions.found_clinic()

    hours = OpeningHours.objects.values_list("weekday", "opens", "closes")
    assert list(hours) == [(day, time(10), time(22)) for day in range(6)]
    assert ClinicProfile.objects.current().is_preview


def test_found_clinic_again_changes_nothing() -> None:
    actions.found_clinic()
    OpeningHours.objects.all().delete()
    ClinicProfile.objects.update(name="A Clinic")

    actions.found_clinic()

    assert ClinicProfile.objects.current().name == "A Clinic"
    assert not OpeningHours.objects.exists()


def test_set_up_roles_gives_each_role_exactly_its_permissions() -> None:
    actions.set_up_roles()
    reception = Group.objects.get(name=roles.RECEPTION)
    reception.permissions.clear()

    actions.set_up_roles()

    held = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in reception.permissions.select_related("content_type")
    }
    assert held == set(roles.PERMISSIONS[roles.RECEPTION])


def test_roles_name_permissions_that_exist() -> None:
    actions.set_up_roles()

    assert set(Group.objects.values_list("name", flat=True)) == set(roles.PERMISSIONS)


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_make_staff_makes_an_account_that_can_sign_in(clinic: ClinicProfile, role: str) -> None:
    user = actions.make_staff(username="layla", email="layla@clinic.example", password=PASSWORD, role=role)

    assert user.check_password(PASSWORD)
    assert user.is_staff
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == [role]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "owner"}, "must be one of manager, reception, editor, not 'owner'"),
        ({"role": ""}, "must be one of"),
        ({"password": "short"}, "too short"),
        ({"password": "password12345"}, "too common"),
        ({"password": "layla-hassan-clinic"}, "too similar"),
        ({"email": "no address"}, "valid email"),
        ({"username": "no good name!"}, "valid username"),
        ({"username": "taken"}, "already exists"),
    ],
)
def test_make_staff_refuses_an_odd_value_and_says_why(
    clinic: ClinicProfile, changes: dict[str, str], words: str
) -> None:
    StaffFactory.create(username="taken")
    values = {
        "username": "layla-hassan",
        "email": "layla@clinic.example",
        "password": PASSWORD,
        "role": roles.EDITOR,
    }

    with pytest.raises(actions.BadAccount, match=words):
        actions.make_staff(**(values | changes))

    assert User.objects.count() == 1


def test_make_staff_without_an_email_is_allowed(clinic: ClinicProfile) -> None:
    user = actions.make_staff(username="layla", email="", password=PASSWORD, role=roles.EDITOR)

    assert user.email == ""


def test_go_live_refuses_while_anything_is_owed(clinic: ClinicProfile) -> None:
    manager = StaffFactory.create(role=roles.MANAGER)

    with pytest.raises(actions.NotReady) as refusal:
        actions.go_live(by=manager, at=NOON)

    assert refusal.value.items == launch.owed()
    assert ClinicProfile.objects.current().is_preview


def test_go_live_opens_the_site_and_says_who_did(
    clinic: ClinicProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = StaffFactory.create(role=roles.MANAGER)
    nothing: list[Owed] = []
    monkeypatch.setattr(actions, "owed", lambda: nothing)

    actions.go_live(by=manager, at=NOON)

    profile = ClinicProfile.objects.current()
    assert not profile.is_preview
    assert (profile.went_live_by, profile.went_live_at) == (manager, NOON)


def test_return_to_preview_closes_the_site_again(clinic: ClinicProfile) -> None:
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)

    actions.return_to_preview()

    assert ClinicProfile.objects.current().is_preview
