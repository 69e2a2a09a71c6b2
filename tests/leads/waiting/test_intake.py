"""A request is taken in whatever happens to the database, and found again by its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from clinic import outage
from clinic.models import ClinicProfile
from leads import actions
from leads.models import ConsultationRequest
from leads.waiting import intake, spool
from tests.factories import MONDAY_NOON, TreatmentFactory
from tests.leads.spooling import parcel, spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def test_with_the_database_nothing_is_spooled() -> None:
    key = intake.take_in(parcel())

    assert ConsultationRequest.objects.get().key == key
    assert not spool.waiting()


def test_what_waits_already_is_not_taken_in_beside_it() -> None:
    one = spooled()

    key = intake.take_in(replace(one, keys=(one.keys[1], one.keys[0])))

    assert key == one.key
    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize(("error", "rests"), [(OperationalError, True), (IntegrityError, False)])
def test_what_the_database_does_not_take_is_spooled_and_an_outage_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    rests: bool,  # noqa: FBT001
) -> None:
    asked = []

    def fail(**values: Any) -> None:
        asked.append(values)
        raise error("no")

    monkeypatch.setattr(actions, "record_request", fail)

    keys = [intake.take_in(parcel(number)) for number in range(2)]

    assert len(asked) == (1 if rests else 2)
    assert outage.writing.is_on is rests
    assert [spool.find([key]) is not None for key in keys] == [True, True]


def test_a_database_that_could_not_be_read_is_not_asked_to_write() -> None:
    outage.reading.begin(OperationalError("silent"))

    key = intake.take_in(parcel())

    assert spool.find([key]) is not None


@pytest.mark.usefixtures("clinic", "database_gone")
def test_what_waits_is_found_with_the_time_promised_but_no_reference() -> None:
    one = spooled(treatment="prp")

    found = intake.find(one.key)

    assert found is not None
    assert (found.name, found.received_at) == ("Person 0", MONDAY_NOON)
    assert found.lead.reply_due_at == MONDAY_NOON + timedelta(minutes=30)
    assert not found.lead.reference


def test_the_time_promised_is_that_of_the_clinic_as_known() -> None:
    ClinicProfile.objects.update(reply_minutes=45)
    TreatmentFactory.create(slug="prp", name="PRP as the clinic calls it")
    one = spooled(treatment="prp")

    found = intake.find(one.key)

    assert found is not None
    assert found.lead.reply_due_at == MONDAY_NOON + timedelta(minutes=45)
    assert str(found.treatment) == "PRP as the clinic calls it"


def test_what_was_set_aside_and_cannot_be_read_is_safe_all_the_same() -> None:
    one = spooled()
    spool.waiting()[0].write_bytes(b"{")
    spool.set_aside(spool.waiting()[0])

    with pytest.raises(intake.CannotLook):
        intake.find(one.key)


def test_what_nobody_sent_is_not_found() -> None:
    assert intake.find(parcel().key) is None


@pytest.mark.usefixtures("clinic", "database_gone")
def test_without_the_database_nobody_can_say_what_is_in_it() -> None:
    with pytest.raises(intake.CannotLook):
        intake.find(parcel().key)


def test_the_database_is_not_asked_while_it_rests() -> None:
    outage.reading.begin(OperationalError())

    with pytest.raises(intake.CannotLook):
        intake.find(parcel().key)


def test_a_slip_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(ConsultationRequest.objects, "select_related", fail)

    with pytest.raises(IntegrityError):
        intake.find(parcel().key)
