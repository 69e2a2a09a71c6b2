"""What was typed outlives the end of a session; secrets are not carried, and nothing is sent unasked."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from clinic import roles
from clinic.models import ClinicProfile, Person
from tests.conftest import SignIn
from tests.factories import PASSWORD, LeadFactory, SectionFactory, StaffFactory
from tests.leads.sending import filled_in

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
PEOPLE = "/admin/clinic/person/add/"
LAYLA = {
    "name": "Dr Layla",
    "role": "skin doctor",
    "order": "0",
    "languages": "English,\nArabic",
    "tags": ["a", "b"],
}


@pytest.fixture
def manager_account(clinic: ClinicProfile) -> User:
    """A manager, signed out."""
    user: User = StaffFactory.create(role=roles.MANAGER)
    return user


def sign_in_on(page: Any, browser: Client, user: User, password: str = PASSWORD) -> Any:
    """The answer to the sign-in form of this page, filled in."""
    values = filled_in(page.content.decode()) | {"username": user.username, "password": password}
    return browser.post(LOGIN, values)


def test_a_form_sent_after_the_session_ended_waits_until_it_is_sent_again(
    client: Client, manager_account: User
) -> None:
    waiting = client.post(PEOPLE, LAYLA)
    signed_in = sign_in_on(waiting, client, manager_account)
    assert not Person.objects.exists()

    unsent = filled_in(signed_in.content.decode())
    client.post(PEOPLE, unsent)

    assert {**unsent, "csrfmiddlewaretoken": ""} == {**LAYLA, "tags": "b", "csrfmiddlewaretoken": ""}
    assert Person.objects.get().name == "Dr Layla"


def test_every_value_of_a_field_is_carried(client: Client, manager_account: User) -> None:
    signed_in = sign_in_on(client.post(PEOPLE, LAYLA), client, manager_account)

    assert [field for field in signed_in.context["fields"] if field[0] == "tags"] == [
        ("tags", "a"),
        ("tags", "b"),
    ]


def test_what_was_written_is_shown_after_signing_in(client: Client, manager_account: User) -> None:
    waiting = client.post(PEOPLE, LAYLA)
    signed_in = sign_in_on(waiting, client, manager_account)

    assert '<p class="words" dir="auto">skin doctor</p>' in signed_in.content.decode()
    assert '<p class="words"' not in waiting.content.decode()


def test_a_wrong_password_loses_nothing(client: Client, manager_account: User) -> None:
    refused = sign_in_on(client.post(PEOPLE, LAYLA), client, manager_account, "wrong")

    signed_in = sign_in_on(refused, client, manager_account)

    assert ("languages", "English,\nArabic") in signed_in.context["fields"]


def test_nothing_typed_is_put_into_an_address(client: Client, manager_account: User) -> None:
    lead = LeadFactory.create()
    address = f"/admin/leads/lead/{lead.pk}/note/"

    signed_in = sign_in_on(client.post(address, {"note": "Called."}), client, manager_account)

    assert signed_in.context["address"] == address


def test_the_form_goes_nowhere_but_to_this_site(client: Client, manager_account: User) -> None:
    sent = {"username": manager_account.username, "password": PASSWORD, "typed": "note=Hi"}

    signed_in = client.post(LOGIN, {**sent, "next": "https://evil.example/"})

    assert signed_in.context["address"].startswith("/")


def test_secrets_are_not_carried(client: Client, manager_account: User) -> None:
    sent = {"username": "omar", "password1": "secret words", "password2": "secret words"}

    waiting = client.post("/admin/auth/user/add/", {**sent, "csrfmiddlewaretoken": "token"})

    assert QueryDict(waiting.context["typed"]).dict() == {"username": "omar"}
    assert (
        "123456"
        not in client.post("/admin/second-factor/", {"what": "on", "code": "123456"}).content.decode()
    )
    assert "secret words" not in waiting.content.decode()


def test_where_nothing_was_typed_the_sign_in_is_plain(client: Client, clinic: ClinicProfile) -> None:
    answer = client.post(PEOPLE, {"csrfmiddlewaretoken": "token"})

    assert answer["Location"] == f"{LOGIN}?next={PEOPLE}"


def test_a_form_of_another_site_does_not_wait(clinic: ClinicProfile) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(PEOPLE, LAYLA)

    assert answer.status_code == 403
    assert "Layla" not in answer.content.decode()


def test_a_whole_page_with_its_sections_outlives_the_end_of_a_session(
    client: Client, clinic: ClinicProfile
) -> None:
    editor = StaffFactory.create(role=roles.EDITOR)
    section = SectionFactory.create(body="One.")
    address = f"/admin/treatments/page/{section.page_id}/change/"
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    values = filled_in(client.get(address).content.decode())
    changed = next(name for name, value in values.items() if value == "One.")
    client.session.flush()

    signed_in = sign_in_on(client.post(address, values | {changed: "Two.\r\nأهلا"}), client, editor)
    client.post(address, filled_in(signed_in.content.decode()))

    section.refresh_from_db()
    assert section.body.split() == ["Two.", "أهلا"]


def test_who_is_signed_in_without_a_right_is_not_asked_to_send_it_again(
    clinic: ClinicProfile, signed_in: SignIn
) -> None:
    browser = signed_in(StaffFactory.create(role=roles.RECEPTION))

    assert browser.post(PEOPLE, LAYLA).status_code == 403
    assert not Person.objects.exists()


# A form whose token no longer fits, after signing in or out in another tab.

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def strict(manager_account: User) -> Client:
    """A manager's browser, whose forms all hold old tokens."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager_account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_a_stale_form_can_be_sent_again_at_once(strict: Client) -> None:
    stale = strict.post(PEOPLE, LAYLA, headers=OURS)
    assert not Person.objects.exists()

    strict.post(PEOPLE, filled_in(stale.content.decode()), headers=OURS)

    assert Person.objects.get().name == "Dr Layla"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_nothing_of_another_sites_form_is_offered(strict: Client, headers: dict[str, str]) -> None:
    answer = strict.post(PEOPLE, LAYLA, headers=headers)

    assert answer.status_code == 403
    assert "Layla" not in answer.content.decode()


def test_a_stale_form_of_someone_signed_out_waits_in_the_sign_in_form(clinic: ClinicProfile) -> None:
    answer = Client(enforce_csrf_checks=True).post(PEOPLE, LAYLA, headers=OURS)

    assert answer.context["next"] == PEOPLE
    assert "Layla" in answer.context["typed"]


@pytest.mark.parametrize(
    ("wanted", "next_page"),
    [("/admin/auth/user/", "/admin/auth/user/"), ("https://evil.example/", "/admin/")],
)
def test_a_stale_sign_in_is_simply_shown_anew(clinic: ClinicProfile, wanted: str, next_page: str) -> None:
    sent = {"username": "layla", "password": "secret words", "next": wanted, "typed": "note=Hi"}

    answer = Client(enforce_csrf_checks=True).post(LOGIN, sent, headers=OURS)

    assert (answer.context["next"], answer.context["typed"]) == (next_page, "note=Hi")
    assert "secret words" not in answer.content.decode()


def test_a_stale_sign_in_of_someone_signed_in_elsewhere_leads_on(strict: Client) -> None:
    answer = strict.post(LOGIN, {"username": "a", "password": "b", "next": "/admin/auth/user/"}, headers=OURS)

    assert answer["Location"] == "/admin/auth/user/"


def test_a_stale_form_without_anything_typed_says_that_it_was_open_too_long(strict: Client) -> None:
    answer = strict.post("/admin/logout/", headers=OURS)

    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
