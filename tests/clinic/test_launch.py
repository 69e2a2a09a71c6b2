"""What is owed before the site may go live: each item appears, and disappears when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from clinic import launch, roles
from clinic.models import ClinicProfile, OpeningHours, Person
from tests.factories import (
    FactFactory,
    PageFactory,
    PendingFactFactory,
    PersonFactory,
    ReviewFactory,
    StaffFactory,
)
from treatments.models import Fact, Review

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
OWN = {
    "name": "A Clinic",
    "phone": "+97143300000",
    "whatsapp": "+971501234567",
    "email": "hello@clinic.example",
    "alerts_email": "desk@clinic.example",
    "legal_name": "A Clinic LLC",
    "address": "1 Some Street",
    "facility_licence": "TEST-1",
    "medical_director": "Dr Test Person",
    "writers": "Test Writer, pharmacist",
    "advert_approval_number": "A-1",
}


@pytest.fixture
def complete(clinic: ClinicProfile, settings: Settings) -> ClinicProfile:
    """A clinic that owes nothing."""
    dates = {
        "advert_approval_from": TODAY() - timedelta(days=1),
        "advert_approval_to": TODAY() + timedelta(days=300),
    }
    ClinicProfile.objects.filter(pk=1).update(**OWN, **dates)
    doctor = PersonFactory.create()
    TOTPDevice.objects.create(user=StaffFactory.create(role=roles.MANAGER), name="app")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SITE_URL = "https://clinic.example"
    ReviewFactory.create(page=PageFactory.create(slug="exosomes"), reviewer=doctor, reviewed_on=TODAY())
    FactFactory.create()
    return ClinicProfile.objects.current()


def titles() -> list[str]:
    return [item.title for item in launch.owed()]


def test_a_complete_clinic_owes_nothing(complete: ClinicProfile) -> None:
    assert titles() == []


def test_a_fresh_installation_owes_every_placeholder(clinic: ClinicProfile) -> None:
    owed = "\n".join(titles())

    for label in ("name", "phone", "WhatsApp number", "email", "email for new requests"):
        assert f"The clinic's {label} is still the placeholder" in owed
    for label in ("legal name", "street address", "health facility licence", "medical director"):
        assert f"The {label} is missing" in owed


@pytest.mark.parametrize("field", [name for name in OWN if name != "advert_approval_number"])
def test_each_value_of_the_profile_is_owed_until_it_is_entered(complete: ClinicProfile, field: str) -> None:
    starter = ClinicProfile._meta.get_field(field).get_default()  # type: ignore[union-attr]  # a plain field

    ClinicProfile.objects.update(**{field: starter})

    (owed,) = launch.owed()
    assert "placeholder" in owed.title or "missing" in owed.title


def without_approval() -> None:
    ClinicProfile.objects.update(
        advert_approval_number="", advert_approval_from=None, advert_approval_to=None
    )


def approval_past() -> None:
    ClinicProfile.objects.update(
        advert_approval_to=TODAY() - timedelta(days=1), advert_approval_from=date(2020, 1, 1)
    )


def approval_not_yet_valid() -> None:
    ClinicProfile.objects.update(advert_approval_from=TODAY() + timedelta(days=1))


def approval_for_another_day() -> None:
    ClinicProfile.objects.update(advert_approval_to=TODAY())


def page_without_review() -> None:
    Review.objects.all().delete()


def review_overdue() -> None:
    Review.objects.update(reviewed_on=date(2020, 1, 1), next_due_on=TODAY() - timedelta(days=1))


def fact_pending() -> None:
    PendingFactFactory.create()


def no_hours() -> None:
    OpeningHours.objects.all().delete()


def no_people() -> None:
    Person.objects.update(is_present=False)


def no_manager() -> None:
    StaffFactory._meta.model.objects.update(is_active=False)


def no_second_factor() -> None:
    TOTPDevice.objects.update(confirmed=False)


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (no_second_factor, "No manager has a second factor"),
        (without_approval, "The advertising approval is missing"),
        (approval_past, "The advertising approval is not valid today"),
        (approval_not_yet_valid, "The advertising approval is not valid today"),
        (page_without_review, "“Exosomes for hair loss” has not been reviewed by a doctor"),
        (review_overdue, "The review of “Exosomes for hair loss” is overdue"),
        (fact_pending, "1 value is not yet confirmed by the clinic"),
        (no_hours, "There are no opening hours"),
        (no_people, "No licensed person is named"),
        (no_manager, "There is no manager account"),
    ],
)
def test_each_gap_is_named(complete: ClinicProfile, fault: Callable[[], Any], title: str) -> None:
    fault()

    assert titles() == [title]


def test_an_approval_holds_on_its_last_day(complete: ClinicProfile) -> None:
    approval_for_another_day()

    assert titles() == []


def test_mail_that_reaches_nobody_is_owed(complete: ClinicProfile, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    assert titles() == ["Mail is written to files and reaches nobody"]


def test_an_address_that_is_not_encrypted_is_owed(complete: ClinicProfile, settings: Settings) -> None:
    settings.SITE_URL = "http://clinic.example"

    assert titles() == ["The site's address is not an https address"]


def test_a_page_that_is_not_published_owes_no_review(complete: ClinicProfile) -> None:
    PageFactory.create(is_published=False)

    assert titles() == []


def test_a_confirmed_value_is_no_longer_owed(complete: ClinicProfile) -> None:
    fact = PendingFactFactory.create()

    doctor = Person.objects.get()
    Fact.objects.filter(pk=fact.pk).update(value="24 hours", confirmed_by=doctor, confirmed_on=TODAY())

    assert titles() == []


def test_every_item_says_how_to_mend_it_and_where(clinic: ClinicProfile) -> None:
    PageFactory.create()
    PendingFactFactory.create()
    OpeningHours.objects.all().delete()

    for item in launch.owed():
        assert item.mend.endswith(".")
        assert not item.admin_url or reverse(item.admin_url).startswith("/admin/")
