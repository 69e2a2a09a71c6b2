"""Everything that writes about second factors: a code from a phone's app, and codes for the day it is lost."""

from __future__ import annotations

import io
import unicodedata
from base64 import b32encode
from typing import Any

import segno
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_hex

from clinic.devices import AppDevice, AppSecret
from clinic.encryption import keyed_hash

RECOVERY_CODES = 10
# Of a recovery code only this is kept: it can be compared, and not shown again.
MARK_LENGTH = 16
# An app's code; whatever else is typed is a recovery code.
DIGITS = 6


class WrongCode(ValueError):
    """The code does not fit, was used before, or came too soon after a wrong one."""


def is_on(user: User) -> bool:
    """Whether this person signs in with a code too."""
    return bool(AppDevice.objects.filter(user=user, confirmed=True).exists())


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return int(StaticToken.objects.filter(device__user=user).count())


def begin(user: User) -> AppDevice:
    """The secret that the person's app is to learn; the same until it is confirmed."""
    with transaction.atomic():
        device: AppDevice
        device, is_new = AppDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})
        if is_new:
            AppSecret.objects.create(device=device, key=random_hex())
    return device


def secret_of(device: AppDevice) -> str:
    """The secret as people type it, in groups of four."""
    letters = b32encode(device.bin_key).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def drawing_of(device: AppDevice) -> bytes:
    """The secret as a square that a phone's camera reads."""
    drawing = io.BytesIO()
    segno.make(device.config_url, micro=False).save(drawing, kind="svg", scale=6, border=3, light="#fff")
    return drawing.getvalue()


def passed_by(user: User, code: str) -> Any:
    """The device that takes this code, which is spent by it.

    Raises:
        WrongCode: none does.
    """
    typed = _plain(code)
    is_from_app = len(typed) == DIGITS and typed.isdecimal()
    model = AppDevice if is_from_app else StaticDevice
    # A wrong code makes the next try wait longer: that must outlive the refusal.
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        passed = device is not None and device.verify_token(typed if is_from_app else _mark_of(typed))
    if not passed:
        raise WrongCode(user.pk)
    return device


def turn_on(*, user: User, code: str, session_key: str | None) -> tuple[AppDevice, list[str]]:
    """Confirm the app by its first code; other browsers of this person must sign in anew.

    Raises:
        WrongCode: the app shows another code.
    """
    with transaction.atomic():
        device = AppDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        fits = device is not None and device.verify_token(_plain(code))
    if device is None or not fits:
        raise WrongCode(user.pk)
    with transaction.atomic():
        AppDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        _end_other_sessions(user, session_key)
        return device, renew_codes(user=user)


def renew_codes(*, user: User) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery")
        codes = [StaticToken.random_token() for _nth in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=_mark_of(code)) for code in codes)
    return codes


def turn_off(*, users: models.QuerySet[User]) -> None:
    """Nothing but the password again."""
    with transaction.atomic():
        AppDevice.objects.filter(user__in=users).delete()
        StaticDevice.objects.filter(user__in=users).delete()


def _end_other_sessions(user: User, session_key: str | None) -> None:
    for session in Session.objects.exclude(session_key=session_key):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _mark_of(code: str) -> str:
    return keyed_hash(code, "recovery code")[:MARK_LENGTH]


def _plain(code: str) -> str:
    """A code as it was shown: blanks, dashes, capitals and Arabic digits do not matter."""
    marks = (str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in code.lower())
    return "".join(mark for mark in marks if mark.isascii() and mark.isalnum())
