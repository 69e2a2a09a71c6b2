"""What `make erase-test` looks for is found in any writing, and what it should not find is told."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import pytest

from tests.erasing import searching
from tests.erasing.people import BY_STAFF, BY_THEMSELVES, EVERYBODY, STAYS, Person
from tests.erasing.trial import Finding, faults

WORD = BY_STAFF.subject


@pytest.mark.parametrize(
    "content",
    [
        WORD.encode(),
        b"\xff\0" + WORD.upper().encode() + b"\xff",
        WORD.encode("utf-16-le"),
        base64.b64encode(f"a{WORD}a".encode()),
        base64.b64encode(f"ab{WORD}ab".encode()),
        base64.b64encode(f"abc{WORD}abc".encode()),
        BY_STAFF.number.encode(),
        b"55 654 3210",
    ],
)
def test_a_person_is_found_in_any_writing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(content)

    assert searching.found_in_files(BY_STAFF, tmp_path) == {"folder/file"}
    assert searching.found_in_files(STAYS, tmp_path) == set()


def test_a_person_is_found_in_rows_and_in_what_a_session_holds() -> None:
    held = base64.urlsafe_b64encode(zlib.compress(json.dumps({"typed": WORD}).encode())).decode().rstrip("=")
    rows = [
        {"model": "leads.event", "fields": {"text": f"My {WORD}"}},
        {"model": "leads.lead", "fields": {"name": "Somebody"}},
        {"model": "sessions.session", "fields": {"session_data": f".{held}:time:signature"}},
    ]

    assert searching.found_in_rows(BY_STAFF, rows) == {"leads.event", "sessions.session"}


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_photos_that_are_sent_tell_who_it_is(person: Person) -> None:
    assert [searching.is_in(person, photo) for photo in person.photos.values()] == [True, True]


def finding(moment: str, *found: Person, photos: int | None = None) -> Finding:
    """These people are found somewhere, the others nowhere."""
    places = {person.name: {"a file"} if person in found else set() for person in EVERYBODY}
    return Finding(moment, places, photos)


def test_who_is_erased_and_found_is_told_and_so_is_who_stays_and_is_not() -> None:
    assert faults([finding("before", *EVERYBODY, photos=6), finding("after", STAYS, photos=2)]) == []
    assert faults([finding("after", STAYS, BY_THEMSELVES)]) == [
        "after: Zuleikha Plantagenet is still in a file"
    ]
    assert faults([finding("after")]) == ["after: Perpetua Steadfast is not found, so nothing is proved"]
    assert len(faults([finding("before", STAYS)])) == 2
    assert faults([finding("after", STAYS, photos=6)]) == ["after: 6 photos lie there"]
