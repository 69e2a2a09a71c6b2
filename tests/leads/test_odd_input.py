"""Whatever is sent, the answer is one we mean to give, and what is kept is clean."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.db.models import CharField, Model, TextField
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.forms import ConsultationForm
from leads.models import Attribution, Consent, ConsultationRequest, Event, Lead
from tests.leads.sending import SARA, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]

FORM = "/consultation/"
ANSWERS = {200, 303, 400, 403, 413, 422}
E164_OR_NONE = re.compile(r"(\+[1-9][0-9]{6,14})?\Z")
FIELDS = [*ConsultationForm.base_fields, "unknown", "", "name[]"]
# One database and one browser serve all examples; rows add up, and that is welcome.
MANY = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = settings(MANY, max_examples=10)

ANYTHING = st.one_of(
    st.text(st.characters(), max_size=200),
    st.text(st.characters(categories=["Mn", "Me", "Cf", "Cc", "Co", "Cs", "Zs"]), max_size=40),
    st.text("\u202a\u202e\u2066\u2069\u200f\u061cאبa1 ", max_size=40),
    st.text("0123456789٠١٢٣٤٥٦٧٨٩+ ()-", max_size=40),
    st.sampled_from(
        ["x" * 200_000, "😀" * 5000, "ﷺ" * 120, "한" * 120, "\u0301", "\0", "{{ 7*7 }}", "%s%n", "on"]
    ),
    st.emails(),
)
POSTS = st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=12)


def body_of(values: dict[str, str]) -> bytes:
    """As a form is written; half characters that no browser could send are sent all the same."""
    pairs = (
        f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}" for name, value in values.items()
    )
    return "&".join(pairs).encode()


def texts_of(row: Model) -> list[str]:
    """Every text a row holds."""
    return [
        str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if isinstance(field, CharField | TextField)
    ]


def check_what_is_kept() -> None:
    """Every text is clean and fits its column; every number is E.164."""
    rows: list[Any] = [
        row
        for model in (Lead, ConsultationRequest, Attribution, Consent, Event)
        for row in model.objects.all()
    ]
    for row in rows:
        row.clean_fields()
        for text in texts_of(row):
            assert unicodedata.is_normalized("NFC", text)
            assert not [
                mark for mark in text if unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t"
            ]
    for row in [*Lead.objects.all(), *ConsultationRequest.objects.all()]:
        assert E164_OR_NONE.match(row.phone)
        assert row.name.strip()


def post(body: bytes, content_type: str = "application/x-www-form-urlencoded") -> Any:
    answer = Browser().generic("POST", FORM, body, content_type=content_type)
    assert answer.status_code in ANSWERS
    if answer.status_code == 303:
        assert Client().get(answer["Location"]).status_code == 200
    return answer


@MANY
@given(POSTS)
def test_any_text_in_any_field_is_answered(values: dict[str, str]) -> None:
    post(body_of(values))

    check_what_is_kept()


@MANY
@given(POSTS)
def test_a_complete_request_with_odd_extras_is_answered_and_kept_clean(values: dict[str, str]) -> None:
    post(body_of({**values, **SARA}))

    check_what_is_kept()


@MANY
@given(name=ANYTHING, message=ANYTHING)
def test_whatever_people_write_is_kept_clean(name: str, message: str) -> None:
    answer = post(body_of({**SARA, "name": name, "message": message}))

    assert answer.status_code in {303, 422}
    check_what_is_kept()


@MANY
@given(st.binary(max_size=500))
def test_random_bytes_are_answered(body: bytes) -> None:
    post(body)

    check_what_is_kept()


@MANY
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from([*FIELDS, "photo", '"; filename="x', "name\r\nX: y"]),
            st.binary(max_size=80),
            st.sampled_from(
                [b"", b"; filename=a", b"\r\nContent-Transfer-Encoding: base64", b"\r\n\r\n", b"\xff"]
            ),
        ),
        max_size=6,
    ),
    end=st.sampled_from([b"--x--\r\n", b"--x", b"", b"\r\n", b"--y--"]),
    charset=st.sampled_from(
        ["", "; charset=utf-8", "; charset=utf-7", "; charset=unicode_escape", "; charset=nope"]
    ),
)
def test_random_parts_are_answered(parts: list[tuple[str, bytes, bytes]], end: bytes, charset: str) -> None:
    body = b"".join(
        b"--x\r\nContent-Disposition: form-data; name="
        + name.encode()
        + extra
        + b"\r\n\r\n"
        + value
        + b"\r\n"
        for name, value, extra in parts
    )

    post(body + end, f"multipart/form-data; boundary=x{charset}")

    check_what_is_kept()


@FEW
@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60))
def test_odd_headers_are_answered(value: str) -> None:
    for name in ("Origin", "Sec-Fetch-Site", "Referer", "Accept-Language", "Content-Language"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(FORM, SARA, headers={name: value})

            assert answer.status_code in ANSWERS


@MANY
@given(st.dictionaries(st.sampled_from(["from", "treatment", "noticed", "utm_source"]), ANYTHING))
def test_odd_addresses_are_answered(values: dict[str, str]) -> None:
    query = body_of({name: value[:2000] for name, value in values.items()}).decode()

    assert Client().get(f"{FORM}?{query}").status_code == 200


@MANY
@given(st.one_of(ANYTHING, st.from_regex(r"[0-9a-f]{32}\.[0-9A-Za-z]{6}\.[0-9A-Za-z_-]{43}", fullmatch=True)))
def test_no_token_that_we_did_not_write_opens_a_receipt(token: str) -> None:
    answer = Client().get(f"/consultation/received/?{body_of({'receipt': token[:2000]}).decode()}")

    assert answer.status_code == (404 if token else 200)
