"""What staff had set up before an update works after it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from clinic import second_factor
from clinic.devices import AppDevice
from tests.factories import StaffFactory
from tests.migrating import migrate, newest

__all__ = ["newest"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("newest")]


def test_apps_and_recovery_codes_from_before_go_on_working() -> None:
    migrate(("clinic", "0005_app_secret"))
    layla: User = StaffFactory.create()
    TOTPDevice.objects.create(user=layla, name="app", key="0123456789abcdef" * 2)
    recovery = StaticDevice.objects.create(user=layla, name="recovery")
    StaticToken.objects.create(device=recovery, token="abcd2345")  # noqa: S106  made up

    migrate(("clinic", "0006_seal_second_factors"))

    assert AppDevice.objects.get().bin_key.hex() == "0123456789abcdef" * 2
    assert TOTPDevice.objects.get().key != "0123456789abcdef" * 2
    assert second_factor.passed_by(layla, "ABCD-2345")
    migrate(("clinic", "0005_app_secret"))
    assert TOTPDevice.objects.get().key == "0123456789abcdef" * 2
