"""The clinic in the admin: who may see and change what, signing in, and going live."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db.models import Model, Q
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from clinic import launch, roles
from clinic.launch import Owed
from clinic.models import ClinicProfile, Person, SpecialHours
from tests.conftest import SignIn
from tests.factories import (
    PASSWORD,
    LeadFactory,
    OpeningHoursFactory,
    PersonFactory,
    SpecialHoursFactory,
    StaffFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "A Clinic",
    "name_other": "",
    "address": "1 Some Street",
    "city": "Dubai",
    "phone": "+97143300000",
    "whatsapp": "+971501234567",
    "email": "hello@clinic.example",
    "reply_minutes": "30",
    "staff_language": "en",
    "alerts_email": "desk@clinic.example",
    "legal_name": "A Clinic LLC",
    "facility_licence": "TEST-1",
    "medical_director": "Dr Test Person",
    "writers": "Test Writer, pharmacist",
    "advert_approval_number": "",
    "advert_approval_from": "",
    "advert_approval_to": "",
}
PROFILE_PAGE = "/admin/clinic/clinicprofile/1/change/"


def said(response: Any) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_every_screen_of_the_clinic_opens_for_a_manager(manager: Client) -> None:
    rows = [OpeningHoursFactory.create(weekday=6), SpecialHoursFactory.create(), PersonFactory.create()]
    rows.append(StaffFactory.create())

    for row in rows:
        meta = type(row)._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        assert manager.get(reverse(f"{name}_changelist")).status_code == 200
        assert manager.get(reverse(f"{name}_add")).status_code == 200
        assert manager.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [*admin.site._registry])  # noqa: SLF001  no other way to ask
def test_no_list_opens_for_staff_without_a_role(
    signed_in: SignIn, clinic: ClinicProfile, model: type
) -> None:
    browser = signed_in(StaffFactory.create())
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]

    assert browser.get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/admin/clinic/clinicprofile/",
        PROFILE_PAGE,
        "/admin/clinic/clinicprofile/launch/",
        "/admin/clinic/openinghours/",
        "/admin/clinic/person/",
        "/admin/auth/user/",
    ],
)
def test_a_receptionist_is_refused_the_clinics_own_settings(reception: Client, address: str) -> None:
    assert reception.get(address).status_code == 403


def test_the_list_of_profiles_leads_to_the_one_there_is(manager: Client) -> None:
    response = manager.get("/admin/clinic/clinicprofile/")

    assert (response.status_code, response["Location"]) == (302, PROFILE_PAGE)


def fields_of(condition: Q) -> set[str]:
    """The fields that a condition names."""
    named = set()
    for part in condition.children:
        named |= fields_of(part) if isinstance(part, Q) else {str(part[0]).split("__")[0]}  # type: ignore[index]
    return named


def is_judged_before(model: type[Model], name: str) -> bool:
    """Whether a form lets no odd value of this field reach the database's rules."""
    field = model._meta.get_field("id" if name == "pk" else name)
    return bool(getattr(field, "choices", None) or field.auto_created or not field.editable)


@pytest.mark.parametrize("screen", [*admin.site._registry.values()], ids=str)  # noqa: SLF001  no other way to ask
def test_every_refusal_of_the_database_is_a_sentence(screen: ModelAdmin[Any], rf: RequestFactory) -> None:
    chief = rf.get("/")
    chief.user = StaffFactory.create(is_superuser=True)
    edited = [screen.model] if screen.has_change_permission(chief) else []

    nameless = [
        constraint.name
        for model in [*edited, *(inline.model for inline in screen.inlines)]
        for constraint in model._meta.constraints
        # Of one that spans whole columns Django says which value is there already.
        if constraint.violation_error_message == constraint.default_violation_error_message
        and (condition := getattr(constraint, "condition", None))
        and not all(is_judged_before(model, name) for name in fields_of(condition))
    ]

    assert nameless == []


def test_there_is_no_second_profile_and_no_fewer(manager: Client) -> None:
    assert manager.get("/admin/clinic/clinicprofile/add/").status_code == 403
    assert manager.post("/admin/clinic/clinicprofile/1/delete/", {"post": "yes"}).status_code == 403


def test_what_a_manager_enters_is_on_every_page_at_once(manager: Client, client: Client) -> None:
    client.get("/")

    response = manager.post(PROFILE_PAGE, PROFILE)

    assert response.status_code == 302
    page = client.get("/").content.decode()
    assert "A Clinic" in page
    assert "+971 4 330 0000" in page


def test_the_placeholder_profile_can_be_saved_before_every_value_is_known(manager: Client) -> None:
    starter = {name: getattr(ClinicProfile(), name) or "" for name in PROFILE}

    response = manager.post(PROFILE_PAGE, starter | {"reply_minutes": "60"})

    assert response.status_code == 302
    assert ClinicProfile.objects.current().reply_minutes == 60


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "04 330"}, "Enter a full number"),
        ({"whatsapp": "call us"}, "Enter a full number"),
        ({"phone": ""}, "This field is required"),
        ({"advert_approval_number": "A-1"}, "with both its dates"),
        ({"reply_minutes": "0"}, "Promise 5 minutes or more"),
        ({"reply_minutes": "1441"}, "Promise 1440 minutes (a day) or fewer"),
    ],
)
def test_a_value_that_cannot_be_right_is_a_form_error(
    manager: Client, changes: dict[str, str], words: str
) -> None:
    response = manager.post(PROFILE_PAGE, PROFILE | changes)

    assert response.status_code == 200
    assert words in str(response.context["adminform"].form.errors)


def test_the_clinics_numbers_are_typed_in_any_way(manager: Client) -> None:
    manager.post(PROFILE_PAGE, PROFILE | {"phone": "04-330 0000", "whatsapp": "٠٠٩٧١ ٥٠ ١٢٣ ٤٥٦٧"})

    kept = ClinicProfile.objects.current()
    assert (kept.phone, kept.whatsapp) == ("+97143300000", "+971501234567")


def test_the_clinics_numbers_are_shown_with_spaces(manager: Client) -> None:
    manager.post(PROFILE_PAGE, PROFILE)

    form = manager.get(PROFILE_PAGE).context["adminform"].form

    assert form["phone"].value() == "+971 4 330 0000"
    assert form["whatsapp"].value() == "+971 50 123 4567"


def test_an_editor_reads_the_profile_and_changes_nothing(editor: Client) -> None:
    assert editor.get(PROFILE_PAGE).status_code == 200
    assert editor.post(PROFILE_PAGE, PROFILE).status_code == 403


def test_the_launch_list_shows_what_is_owed_and_where_to_mend_it(manager: Client) -> None:
    html = manager.get("/admin/clinic/clinicprofile/launch/").content.decode()

    for item in launch.owed():
        assert item.title.replace("'", "&#x27;") in html
    assert "/admin/clinic/person/" in html


def test_going_live_is_refused_while_anything_is_owed(manager: Client) -> None:
    response = manager.post("/admin/clinic/clinicprofile/launch/switch/", {"mode": "live"})

    assert response.status_code == 302
    assert said(response) == [f"The site stays in preview: {len(launch.owed())} things are still owed."]
    assert ClinicProfile.objects.current().is_preview


def give_second_factor(browser: Client) -> None:
    """Whoever signed in there did so with a code."""
    session = browser.session
    device = TOTPDevice.objects.create(user_id=session["_auth_user_id"], name="app")
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()


def test_a_manager_switches_the_site_to_live_and_back(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: list[Owed] = []
    monkeypatch.setattr("clinic.actions.owed", lambda: nothing)
    give_second_factor(manager)

    live = manager.post("/admin/clinic/clinicprofile/launch/switch/", {"mode": "live"})
    profile = ClinicProfile.objects.current()
    back = manager.post("/admin/clinic/clinicprofile/launch/switch/", {"mode": "preview"})

    assert said(live)[0] == "The site is live."
    assert profile.went_live_by
    assert "preview" in said(back)[-1]
    assert ClinicProfile.objects.current().is_preview


def test_the_switch_takes_no_link(manager: Client) -> None:
    assert manager.get("/admin/clinic/clinicprofile/launch/switch/").status_code == 405


@pytest.mark.parametrize("role", [roles.EDITOR, roles.RECEPTION])
def test_only_a_manager_may_switch(signed_in: SignIn, clinic: ClinicProfile, role: str) -> None:
    browser = signed_in(StaffFactory.create(role=role))

    assert browser.post("/admin/clinic/clinicprofile/launch/switch/", {"mode": "live"}).status_code == 403


def test_special_hours_that_end_before_they_begin_are_a_form_error(manager: Client) -> None:
    values = {"name": "Eid", "first_on": "2026-03-22", "last_on": "2026-03-20"}

    response = manager.post("/admin/clinic/specialhours/add/", values)

    assert "The last day is before the first." in str(response.context["adminform"].form.errors)


@pytest.mark.parametrize("typed", ["2026-03-04", "4/3/2026", "04.03.2026", "4 March 2026"])
def test_the_day_comes_before_the_month(manager: Client, typed: str) -> None:
    manager.post("/admin/clinic/specialhours/add/", {"name": "A day", "first_on": typed, "last_on": typed})

    assert SpecialHours.objects.get().first_on == date(2026, 3, 4)


@pytest.mark.parametrize("typed", ["17:30", "17.30", "5:30 pm", "5:30PM"])
def test_a_time_is_read_on_either_clock(manager: Client, typed: str) -> None:
    values = {"name": "A day", "first_on": "2026-03-04", "last_on": "2026-03-04"}

    manager.post("/admin/clinic/specialhours/add/", {**values, "opens": "10:00", "closes": typed})

    assert SpecialHours.objects.get().closes == time(17, 30)


def test_lists_write_dates_as_they_are_written_here(manager: Client) -> None:
    SpecialHoursFactory.create(first_on=date(2026, 3, 4), last_on=date(2026, 3, 4))

    assert "4 March 2026" in manager.get("/admin/clinic/specialhours/").content.decode()


def test_hours_that_overlap_are_a_form_error(manager: Client) -> None:
    values = {"weekday": "0", "opens": "21:00", "closes": "23:00"}

    response = manager.post("/admin/clinic/openinghours/add/", values)

    assert "This overlaps with Monday, 10am to 10pm." in str(response.context["adminform"].form.errors)


@pytest.mark.parametrize(
    ("query", "words"), [("", "There is nothing here yet."), ("?q=Nobody", "Nothing is found for “Nobody”.")]
)
def test_a_list_without_rows_says_why(manager: Client, query: str, words: str) -> None:
    assert words in manager.get(f"/admin/clinic/person/{query}").content.decode()


def test_a_person_is_added_with_a_licence(manager: Client) -> None:
    values = {
        "name": "Dr Layla",
        "role": "dermatologist",
        "licence_number": "T-1",
        "order": "0",
        "is_present": "on",
    }

    manager.post("/admin/clinic/person/add/", values)

    assert Person.objects.shown().get().name == "Dr Layla"


NEW_ACCOUNT = {"username": "omar", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}


def test_a_manager_makes_an_account(manager: Client) -> None:
    manager.post("/admin/auth/user/add/", NEW_ACCOUNT)

    made = User.objects.get(username="omar")
    assert made.check_password(PASSWORD)
    assert not made.is_superuser


def account_values(user: User, **changes: str) -> dict[str, object]:
    """What the form of an account sends."""
    groups = [str(group.pk) for group in user.groups.all()]
    return {
        "username": user.username,
        "email": "",
        "is_active": "on",
        "is_staff": "on",
        "groups": groups,
        **changes,
    }


def test_a_manager_cannot_make_a_superuser(manager: Client) -> None:
    user = StaffFactory.create(role=roles.RECEPTION)

    manager.post(
        f"/admin/auth/user/{user.pk}/change/",
        account_values(user, is_superuser="on", user_permissions="1", email="new@clinic.example"),
    )

    user.refresh_from_db()
    assert user.email == "new@clinic.example"
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_a_manager_cannot_touch_a_superusers_account(manager: Client) -> None:
    chief = StaffFactory.create(is_superuser=True)
    new = {
        "password1": "another long password",
        "password2": "another long password",
        "usable_password": "true",
    }

    assert manager.post(f"/admin/auth/user/{chief.pk}/change/", account_values(chief)).status_code == 403
    assert manager.post(f"/admin/auth/user/{chief.pk}/password/", new).status_code == 403
    assert manager.post(f"/admin/auth/user/{chief.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_superuser_sees_every_field(signed_in: SignIn, clinic: ClinicProfile) -> None:
    browser = signed_in(StaffFactory.create(is_superuser=True))
    user = StaffFactory.create()

    html = browser.get(f"/admin/auth/user/{user.pk}/change/").content.decode()

    assert 'name="is_superuser"' in html


def test_roles_are_changed_in_the_code_alone(signed_in: SignIn, clinic: ClinicProfile) -> None:
    browser = signed_in(StaffFactory.create(is_superuser=True))

    assert browser.get("/admin/auth/group/").status_code == 404


def test_the_list_of_accounts_asks_the_same_however_long_it_is(manager: Client) -> None:
    StaffFactory.create(role=roles.EDITOR)
    few = queries_of(manager, "/admin/auth/user/")

    for _nth in range(5):
        StaffFactory.create(role=roles.EDITOR)

    assert len(queries_of(manager, "/admin/auth/user/")) == len(few)


SIGN_IN = "/admin/login/?next=/admin/"


def sign_in(browser: Client, username: str, password: str) -> Any:
    return browser.post(SIGN_IN, {"username": username, "password": password})


def test_staff_sign_in_with_name_and_password(client: Client, clinic: ClinicProfile) -> None:
    user = StaffFactory.create(role=roles.RECEPTION)

    response = sign_in(client, user.username, PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_says_nothing_about_the_account(client: Client, clinic: ClinicProfile) -> None:
    user = StaffFactory.create()

    known = sign_in(client, user.username, "wrong").context["form"].errors
    unknown = sign_in(client, "nobody", "wrong").context["form"].errors

    assert known == unknown


def test_ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(
    client: Client, clinic: ClinicProfile
) -> None:
    user = StaffFactory.create(role=roles.RECEPTION)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _nth in range(10):
            refused = sign_in(client, user.username, "wrong")

        assert refused.status_code == 429
        assert sign_in(client, user.username, PASSWORD).status_code == 429

        clock.shift(16 * 60)
        assert sign_in(client, user.username, PASSWORD).status_code == 302


def test_the_door_stays_open_for_others(client: Client, clinic: ClinicProfile) -> None:
    guessed, other = StaffFactory.create(), StaffFactory.create(role=roles.EDITOR)
    for _nth in range(10):
        sign_in(client, guessed.username, "wrong")

    assert sign_in(client, other.username, PASSWORD).status_code == 302


def test_people_who_are_not_staff_stay_outside(client: Client, clinic: ClinicProfile) -> None:
    user = StaffFactory.create(is_staff=False)

    assert sign_in(client, user.username, PASSWORD).status_code == 200


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    client: Client, clinic: ClinicProfile
) -> None:
    user = StaffFactory.create(role=roles.EDITOR)

    cookie = sign_in(client, user.username, PASSWORD).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_admin_index_opens_for_every_role(manager: Client, reception: Client, editor: Client) -> None:
    LeadFactory.create(received_at=timezone.now())

    for browser in (manager, reception, editor):
        assert browser.get("/admin/", follow=True).status_code == 200
