"""What stays of an erased person finds their rows in an old backup, and tells nothing else."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from leads.models import Erasure
from leads.privacy import tombstones
from leads.privacy.persons import made_of
from leads.privacy.tombstones import Tombstone
from tests.factories import MONDAY_NOON, ConsultationRequestFactory, LeadFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def file(settings: Settings, tmp_path: Path) -> Path:
    """Where tombstones are kept beside the database."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "erasures.jsonl"


def test_marks_tell_neither_key_nor_reference_nor_person() -> None:
    request = ConsultationRequestFactory.create()
    person = made_of([request.lead])

    stone = tombstones.tombstone_of(person, MONDAY_NOON)

    written = json.dumps(stone.marks)
    for value in (request.key.hex, str(request.key), request.lead.reference, request.name, request.phone):
        assert value not in written
    assert len(stone.marks) == 2


def test_the_file_is_its_owners_alone_and_grows(file: Path) -> None:
    one, two = Tombstone(MONDAY_NOON.isoformat(), ("a",)), Tombstone(MONDAY_NOON.isoformat(), ("b",))

    tombstones.put_up(one)
    tombstones.put_up(two)

    assert tombstones.all_known() == {one, two}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_cut_short_by_a_power_cut_hides_no_other(file: Path) -> None:
    one = Tombstone(MONDAY_NOON.isoformat(), ("a",))
    tombstones.put_up(one)
    with file.open("a") as open_file:
        open_file.write('{"at": "2026-11-')

    assert tombstones.all_known() == {one}


def test_a_line_after_one_cut_short_is_read(file: Path) -> None:
    file.write_text('{"at": "2026-11-')
    one = Tombstone(MONDAY_NOON.isoformat(), ("a",))

    tombstones.put_up(one)

    assert tombstones.all_known() == {one}


def test_the_database_knows_a_tombstone_once() -> None:
    one = Tombstone(MONDAY_NOON.isoformat(), ("a",))

    tombstones.enter(one)
    tombstones.enter(one)

    assert Erasure.objects.get().marks == ["a"]
    assert tombstones.all_known() == {one}


def test_rows_are_found_by_request_and_by_reference() -> None:
    by_request = ConsultationRequestFactory.create()
    by_reference = LeadFactory.create(reference="KH7F3Q49")
    LeadFactory.create()
    now = MONDAY_NOON.isoformat()
    marks = {tombstones.mark_of(by_request.key.hex): now, tombstones.mark_of("KH7F3Q49"): now}

    assert set(tombstones.leads_under(marks)) == {by_reference}
    assert set(tombstones.requests_under(marks)) == {by_request}


def test_the_same_words_sent_after_the_erasure_are_a_new_request() -> None:
    request = ConsultationRequestFactory.create(received_at=MONDAY_NOON + MINUTE)

    assert not tombstones.requests_under({tombstones.mark_of(request.key.hex): MONDAY_NOON.isoformat()})
