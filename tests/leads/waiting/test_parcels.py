"""A parcel comes out as it went in, or is known for a bad one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from clinic.encryption import decrypt, encrypt
from leads.asked import Agreed, Asked, CameFrom
from leads.consent import Wording
from leads.models.screening import TRACES
from leads.screening import Screened
from leads.spam.points import Sign
from leads.waiting.parcels import BadParcel, Parcel, pack, unpack
from tests.factories import MONDAY_NOON
from tests.leads.conftest import CONTACT

WHOLE = Parcel(
    asked=Asked(
        name="Sara عبد الله 😀",
        contact_method="email",
        language="ar",
        email="sara@mail.example",
        message='Line one,\n\n"two"',
        treatment="prp",
    ),
    agreed=Agreed(contact=CONTACT, language="ar", marketing=Wording("News too.", "2026-11")),
    came_from=CameFrom(landing_page="/faq/", utm_source="news"),
    received_at=MONDAY_NOON,
    keys=(UUID(int=1), UUID(int=2)),
    screened=Screened((Sign("links", 5),), dict.fromkeys(TRACES, "a")),
)


def test_a_parcel_comes_out_as_it_went_in() -> None:
    assert unpack(pack(WHOLE)) == WHOLE


@pytest.mark.parametrize("length", [0, 1, 40, 200, -1])
def test_a_parcel_cut_short_is_a_bad_one(length: int) -> None:
    with pytest.raises(BadParcel):
        unpack(pack(WHOLE)[:length])


@pytest.mark.parametrize(
    "change",
    [
        {"asked": {"name": "Sara"}},
        {"asked": {**vars(WHOLE.asked), "name": 7}},
        {"asked": {**vars(WHOLE.asked), "more": ""}},
        {"asked": None},
        {"received_at": "2026-11-23T08:00:00"},
        {"received_at": 7},
        {"keys": []},
        {"keys": ["no key"]},
        {"agreed": {}},
    ],
)
def test_a_parcel_that_is_not_whole_is_a_bad_one(change: dict[str, Any]) -> None:
    values = json.loads(decrypt(pack(WHOLE))) | change

    with pytest.raises(BadParcel) as bad:
        unpack(encrypt(json.dumps(values).encode()))

    assert "Sara" not in str(bad.value)


@pytest.mark.parametrize("content", [b"[]", b"null", b"7", b"\xff\xfe", b"{}"])
def test_what_is_no_parcel_is_a_bad_one(content: bytes) -> None:
    for written in (content, encrypt(content)):
        with pytest.raises(BadParcel):
            unpack(written)


def test_a_parcel_shows_nothing_to_whoever_has_no_key() -> None:
    content = pack(WHOLE)

    assert not [word for word in (b"Sara", "عبد".encode(), b"mail.example", b"news") if word in content]


def test_what_error_reports_print_of_a_parcel_names_nobody() -> None:
    assert "Sara" not in repr(WHOLE)


def test_the_time_keeps_its_zone() -> None:
    assert unpack(pack(WHOLE)).received_at == datetime.fromisoformat("2026-11-23T12:00:00+04:00")


def test_a_parcel_of_an_earlier_version_was_not_screened() -> None:
    values = json.loads(decrypt(pack(WHOLE)))
    values.pop("screened")

    assert unpack(encrypt(json.dumps(values).encode())).screened == Screened()
