"""A second factor: a code from an app is taken once, recovery codes open once, wrong ones are slowed down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from clinic import rotation, second_factor
from clinic.devices import AppDevice, AppSecret
from clinic.fields import as_stored
from tests.factories import MONDAY_NOON, StaffFactory

pytestmark = pytest.mark.django_db
NEXT_CODE = timedelta(seconds=30)
LONG = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(MONDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def layla() -> User:
    """Someone on the staff."""
    user: User = StaffFactory.create(username="layla")
    return user


def code_of(user: User) -> str:
    """What the app shows now."""
    return f"{totp(AppDevice.objects.get(user=user).bin_key):06}"


def turned_on(user: User) -> list[str]:
    """The recovery codes of someone who has just turned it on."""
    second_factor.begin(user)
    _device, codes = second_factor.turn_on(user=user, code=code_of(user), session_key=None)
    return codes


def test_it_is_on_once_the_apps_code_is_confirmed(layla: User) -> None:
    second_factor.begin(layla)
    assert not second_factor.is_on(layla)

    turned_on(layla)

    assert second_factor.is_on(layla)


def test_the_secret_stays_the_same_until_it_is_confirmed(layla: User) -> None:
    assert second_factor.begin(layla).bin_key == second_factor.begin(layla).bin_key


def test_a_wrong_first_code_turns_nothing_on(layla: User) -> None:
    second_factor.begin(layla)

    with pytest.raises(second_factor.WrongCode):
        second_factor.turn_on(user=layla, code="000000", session_key=None)

    assert not second_factor.is_on(layla)


def test_nothing_is_turned_on_before_it_is_begun(layla: User) -> None:
    with pytest.raises(second_factor.WrongCode):
        second_factor.turn_on(user=layla, code="123456", session_key=None)


@pytest.mark.parametrize("as_typed", ["{0}{1}", " {0} {1} ", "{0}-{1}", "{0}\0{1}"])
def test_the_next_code_passes_however_it_is_typed(
    layla: User, clock: time_machine.Traveller, as_typed: str
) -> None:
    turned_on(layla)
    clock.shift(NEXT_CODE)
    code = code_of(layla)

    assert second_factor.passed_by(layla, as_typed.format(code[:3], code[3:]))


def test_a_code_may_be_typed_in_arabic_digits(layla: User, clock: time_machine.Traveller) -> None:
    turned_on(layla)
    clock.shift(NEXT_CODE)

    assert second_factor.passed_by(layla, code_of(layla).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_a_code_passes_once(layla: User, clock: time_machine.Traveller) -> None:
    turned_on(layla)
    clock.shift(NEXT_CODE)
    second_factor.passed_by(layla, code_of(layla))
    clock.shift(timedelta(seconds=5))

    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, code_of(layla))


def test_a_code_of_somebody_else_does_not_pass(layla: User, clock: time_machine.Traveller) -> None:
    other = StaffFactory.create()
    turned_on(layla)
    turned_on(other)
    clock.shift(NEXT_CODE)

    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, code_of(other))


def test_a_recovery_code_opens_once(layla: User, clock: time_machine.Traveller) -> None:
    code, *others = turned_on(layla)

    second_factor.passed_by(layla, code.upper())

    assert second_factor.codes_left(layla) == len(others) == 9
    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, code)


def test_after_a_wrong_code_the_right_one_has_to_wait(layla: User, clock: time_machine.Traveller) -> None:
    turned_on(layla)
    clock.shift(NEXT_CODE)
    for wrong in ("000000", "000001"):
        with pytest.raises(second_factor.WrongCode):
            second_factor.passed_by(layla, wrong)

    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, code_of(layla))

    clock.shift(LONG)
    assert second_factor.passed_by(layla, code_of(layla))


@pytest.mark.parametrize("typed", ["", " ", "abc", "\0", "1" * 500])
def test_odd_codes_do_not_pass(layla: User, typed: str) -> None:
    turned_on(layla)

    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, typed)


def test_new_recovery_codes_make_the_old_ones_void(layla: User, clock: time_machine.Traveller) -> None:
    old = turned_on(layla)

    new = second_factor.renew_codes(user=layla)

    assert len(new) == 10
    assert not set(new) & set(old)
    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, old[0])


def test_turned_off_nothing_is_left_of_it(layla: User) -> None:
    turned_on(layla)

    second_factor.turn_off(users=User.objects.filter(pk=layla.pk))

    assert not second_factor.is_on(layla)
    assert second_factor.codes_left(layla) == 0


def test_turning_it_on_ends_the_persons_other_sessions_and_no_one_elses(layla: User) -> None:
    browsers = {name: Client() for name in ("here", "elsewhere", "colleague")}
    for name, browser in browsers.items():
        user = StaffFactory.create() if name == "colleague" else layla
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    second_factor.begin(layla)

    second_factor.turn_on(user=layla, code=code_of(layla), session_key=browsers["here"].session.session_key)

    left = set(Session.objects.values_list("session_key", flat=True))
    assert left == {browsers[name].session.session_key for name in ("here", "colleague")}


def test_the_key_can_be_typed_and_scanned(layla: User) -> None:
    device = second_factor.begin(layla)

    assert all(len(group) == 4 for group in second_factor.secret_of(device).split())
    assert second_factor.drawing_of(device).startswith(b"<?xml")
    assert b"<script" not in second_factor.drawing_of(device)
    assert b"style=" not in second_factor.drawing_of(device)


def test_the_database_tells_neither_the_secret_nor_a_recovery_code(layla: User) -> None:
    codes = turned_on(layla)

    secret = AppSecret.objects.get()
    stored = as_stored(AppSecret, secret._meta.get_field("key")).values_list("stored", flat=True).get()
    assert stored.startswith("gAAAAA")
    assert TOTPDevice.objects.get().key != secret.key
    assert not set(codes) & set(StaticToken.objects.values_list("token", flat=True))


def test_a_changed_key_changes_no_code(
    layla: User, clock: time_machine.Traveller, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], tmp_path / "data_keys"
    settings.DATA_KEYS_FILE.write_bytes(Fernet.generate_key())
    code, *_others = turned_on(layla)

    rotation.add_key()
    rotation.renew_everything()
    rotation.forget_old_keys()

    clock.shift(NEXT_CODE)
    assert second_factor.passed_by(layla, code_of(layla))
    assert second_factor.passed_by(layla, code)


def test_without_the_key_that_opens_the_secret_no_code_passes(
    layla: User, clock: time_machine.Traveller, settings: Settings
) -> None:
    code, *_others = turned_on(layla)
    clock.shift(NEXT_CODE)
    shown = code_of(layla)

    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(second_factor.WrongCode):
        second_factor.passed_by(layla, shown)
    assert second_factor.passed_by(layla, code)


def test_an_app_has_a_secret() -> None:
    device = AppDevice.objects.create(user=StaffFactory.create(), name="app")

    with pytest.raises(IntegrityError, match="app_secret_says_something"):
        AppSecret.objects.create(device=device, key="")
