"""The clinic as last known is the clinic as it was stored."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic import known
from clinic.models import ClinicProfile, calendar
from tests.factories import MONDAY_NOON, SpecialHoursFactory

pytestmark = pytest.mark.django_db


def test_the_clinic_is_known_whole_by_the_next_process(
    clinic: ClinicProfile, request: pytest.FixtureRequest
) -> None:
    ClinicProfile.objects.update(name="Other Hair", phone="+97143300000", reply_minutes=45)
    SpecialHoursFactory.create(first_on=date(2026, 11, 24))
    stored = calendar()
    known.profile(), known.calendar()

    known.forget()
    request.getfixturevalue("database_gone")

    profile = known.profile()
    assert (profile.name, profile.phone, profile.reply_minutes) == ("Other Hair", "+97143300000", 45)
    assert known.calendar() == stored


@pytest.mark.usefixtures("database_gone")
def test_at_first_it_is_the_placeholder_and_its_hours() -> None:
    assert known.profile().name == "Khusla"
    assert known.calendar().is_open(MONDAY_NOON)


@pytest.mark.usefixtures("database_gone")
@pytest.mark.parametrize(
    "text", ["[]", '[{"model": "no.such", "fields": {}}]', '[{"model": "clinic.openinghours", "fields": {}}]']
)
def test_a_file_of_another_version_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "last-known").mkdir()
    (tmp_path / "last-known" / "clinic.json").write_text(text)

    assert known.profile().name == "Khusla"


@pytest.mark.usefixtures("database_gone")
def test_hours_written_before_holidays_had_names_are_still_known(tmp_path: Path) -> None:
    (tmp_path / "last-known").mkdir()
    hours = '{"weekly": {"0": [["15:00:00", "16:00:00"]]}, "special": {}}'
    (tmp_path / "last-known" / "hours.json").write_text(hours)

    assert not known.calendar().is_open(MONDAY_NOON)
    assert known.calendar().is_open(MONDAY_NOON + timedelta(hours=3, minutes=30))
