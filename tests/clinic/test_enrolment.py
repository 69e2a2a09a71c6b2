"""Staff turn their second factor on and off, sign in with it, and managers need it once the site is live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from clinic import roles, second_factor
from clinic.models import ClinicProfile
from tests.clinic.test_second_factor import LONG, NEXT_CODE, code_of
from tests.conftest import SignIn
from tests.factories import MONDAY_NOON, PASSWORD, StaffFactory

pytestmark = pytest.mark.django_db
PAGE, DRAWING, LOGIN = (
    "/admin/second-factor/",
    "/admin/second-factor/drawing.svg",
    "/admin/login/?next=/admin/",
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(MONDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def layla(clinic: ClinicProfile) -> User:
    """A manager."""
    user: User = StaffFactory.create(username="layla", role=roles.MANAGER)
    return user


@pytest.fixture
def browser(layla: User, signed_in: SignIn) -> Client:
    """Her browser."""
    return signed_in(layla)


def turn_on(browser: Client, user: User) -> Any:
    """Open the page, then enter what the app shows."""
    browser.get(PAGE)
    return browser.post(PAGE, {"what": "on", "code": code_of(user)})


def sign_in(user: User, code: str = "") -> Any:
    """A new browser's answer to the sign-in."""
    return Client().post(LOGIN, {"username": user.username, "password": PASSWORD, "code": code})


def test_the_page_shows_the_key_as_a_drawing_of_our_own_and_as_text(browser: Client, layla: User) -> None:
    page = browser.get(PAGE).content.decode()
    drawing = browser.get(DRAWING)

    assert f'src="{DRAWING}"' in page
    assert second_factor.secret_of(second_factor.begin(layla)) in page
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "no-store" in drawing["Cache-Control"]


def test_turning_it_on_shows_ten_codes_once(browser: Client, layla: User) -> None:
    answer = turn_on(browser, layla)

    codes = answer.context["codes"]
    assert len(codes) == 10
    assert all(code in answer.content.decode() for code in codes)
    assert codes[0] not in browser.get(PAGE).content.decode()


def test_a_wrong_code_turns_nothing_on_and_says_so(browser: Client, layla: User) -> None:
    browser.get(PAGE)

    answer = browser.post(PAGE, {"what": "on", "code": "000000"})

    assert answer.status_code == 422
    assert "The code does not fit" in answer.content.decode()
    assert not second_factor.is_on(layla)


def test_once_it_is_on_the_key_is_shown_no_more(browser: Client, layla: User) -> None:
    turn_on(browser, layla)

    assert browser.get(DRAWING).status_code == 404
    assert DRAWING not in browser.get(PAGE).content.decode()


def test_signing_in_takes_the_code_too(browser: Client, layla: User, clock: time_machine.Traveller) -> None:
    turn_on(browser, layla)
    clock.shift(NEXT_CODE)

    without = sign_in(layla)
    right = sign_in(layla, code_of(layla))

    assert "the code from your app" in str(without.context["form"].errors)
    assert right["Location"] == "/admin/"


def test_a_wrong_code_does_not_sign_in(browser: Client, layla: User) -> None:
    turn_on(browser, layla)

    answer = sign_in(layla, "000000")

    assert answer.status_code == 200
    assert "The code does not fit" in str(answer.context["form"].errors)
    assert PASSWORD not in answer.content.decode()


def test_without_the_phone_a_recovery_code_signs_in(browser: Client, layla: User) -> None:
    code = turn_on(browser, layla).context["codes"][3]

    assert sign_in(layla, code)["Location"] == "/admin/"


def test_a_wrong_password_with_a_right_code_says_nothing_of_the_code(
    browser: Client, layla: User, clock: time_machine.Traveller
) -> None:
    turn_on(browser, layla)
    clock.shift(NEXT_CODE)

    answer = Client().post(LOGIN, {"username": "layla", "password": "wrong", "code": code_of(layla)})

    assert "username and password" in str(answer.context["form"].errors)
    assert second_factor.passed_by(layla, code_of(layla))


def test_who_has_none_signs_in_with_the_password_alone(clinic: ClinicProfile) -> None:
    user = StaffFactory.create(role=roles.RECEPTION)

    assert sign_in(user)["Location"] == "/admin/"


@pytest.mark.parametrize("what", ["off", "renew"])
def test_turning_it_off_and_new_codes_take_a_code(browser: Client, layla: User, what: str) -> None:
    turn_on(browser, layla)

    assert browser.post(PAGE, {"what": what, "code": ""}).status_code == 422
    assert second_factor.is_on(layla)
    assert second_factor.codes_left(layla) == 10


def test_it_is_turned_off_with_a_code(browser: Client, layla: User) -> None:
    codes = turn_on(browser, layla).context["codes"]

    answer = browser.post(PAGE, {"what": "off", "code": codes[0]})

    assert answer.status_code == 200
    assert not second_factor.is_on(layla)


def test_new_codes_are_shown(browser: Client, layla: User) -> None:
    codes = turn_on(browser, layla).context["codes"]

    answer = browser.post(PAGE, {"what": "renew", "code": codes[0]})

    assert len(answer.context["codes"]) == 10
    assert not set(answer.context["codes"]) & set(codes)


def test_what_was_not_asked_is_a_bad_request(browser: Client) -> None:
    assert browser.post(PAGE, {"what": "nonsense", "code": "1"}).status_code == 400


def test_visitors_are_asked_to_sign_in(clinic: ClinicProfile) -> None:
    for address in (PAGE, DRAWING):
        assert Client().get(address)["Location"] == f"/admin/login/?next={address}"


def test_the_page_opens_for_every_role(manager: Client, reception: Client, editor: Client) -> None:
    for browser in (manager, reception, editor):
        assert browser.get(PAGE).status_code == 200


# The rule


@pytest.fixture
def live(clinic: ClinicProfile) -> None:
    """The site is live."""
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("address", ["/admin/", "/admin/leads/lead/", "/admin/auth/user/"])
def test_once_the_site_is_live_a_manager_turns_it_on_first(browser: Client, address: str) -> None:
    assert browser.get(address)["Location"] == PAGE
    assert "managers sign in with a code too" in browser.get(PAGE).content.decode()
    assert browser.get(DRAWING).status_code == 200


@pytest.mark.usefixtures("live")
def test_a_manager_who_has_it_goes_on(browser: Client, layla: User) -> None:
    turn_on(browser, layla)

    assert browser.get("/admin/").status_code == 200


@pytest.mark.usefixtures("live")
def test_others_may_do_without(reception: Client, editor: Client) -> None:
    for browser in (reception, editor):
        assert browser.get("/admin/").status_code == 200


@pytest.mark.usefixtures("live")
def test_a_manager_may_leave_without_it(browser: Client) -> None:
    assert browser.post("/admin/logout/").status_code == 200


def test_in_preview_a_manager_may_do_without(browser: Client) -> None:
    assert browser.get("/admin/").status_code == 200


# A lost phone


def take_away(browser: Client, user: User) -> None:
    browser.post("/admin/auth/user/", {"action": "take_second_factor", "_selected_action": [user.pk]})


def test_a_manager_takes_it_away_when_a_phone_is_lost(
    manager: Client, browser: Client, layla: User, clock: time_machine.Traveller
) -> None:
    turn_on(browser, layla)
    clock.shift(LONG)

    take_away(manager, layla)

    assert sign_in(layla)["Location"] == "/admin/"
    assert LogEntry.objects.get().change_message == "Second factor taken away"


def test_a_managers_hand_does_not_reach_superusers(manager: Client, signed_in: SignIn) -> None:
    chief = StaffFactory.create(is_superuser=True)
    turn_on(signed_in(chief), chief)

    take_away(manager, chief)

    assert second_factor.is_on(chief)


def test_nobody_reads_the_secrets_of_others(signed_in: SignIn, clinic: ClinicProfile) -> None:
    browser = signed_in(StaffFactory.create(is_superuser=True))

    for address in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert browser.get(f"/admin/{address}/").status_code == 404
