"""A receipt shows a person their own request, for 30 days, and nobody else's ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client

from leads import receipts
from leads.actions import change_status
from leads.models import ConsultationRequest, Lead
from tests.factories import MONDAY_NOON, StaffFactory
from tests.leads.conftest import Ask
from tests.leads.sending import KEY, receipt_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
RECEIPT = "/consultation/received/"


def test_the_receipt_shows_what_was_told_with_the_number_masked(
    visitor: Client, everything: dict[str, str]
) -> None:
    page = visitor.get(receipt_of(visitor, **everything | {"name": "Sara Ahmed"})).content.decode()

    lead = Lead.objects.get()
    for shown in ("Thank you, Sara", lead.reference_display, "+44 77", "s•••@mail.example", "Evening", "PRP"):
        assert shown in page
    for hidden in ("7700900123", "7700 900123", "00-900", "sara@mail.example", "Line one"):
        assert hidden not in page


def test_the_receipt_thanks_by_a_whole_first_name(visitor: Client) -> None:
    assert "Thank you, عبد الله" in visitor.get(receipt_of(visitor, name="عبد الله أحمد")).content.decode()


def test_the_receipt_can_be_read_again(visitor: Client) -> None:
    address = receipt_of(visitor)

    first, again = visitor.get(address), Client().get(address)

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert "no-store" in first["Cache-Control"]


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 404)])
def test_the_receipt_can_be_read_for_30_days(visitor: Client, days: int, status: int) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        address = receipt_of(visitor)

    with time_machine.travel(MONDAY_NOON + timedelta(days=days), tick=False):
        page = visitor.get(address)

    assert page.status_code == status
    assert ("Sara" in page.content.decode()) is (status == 200)


def test_without_a_receipt_the_page_says_how_to_reach_us(visitor: Client) -> None:
    page = visitor.get(RECEIPT)

    assert page.status_code == 200
    assert "This receipt has gone" in page.content.decode()


@pytest.mark.parametrize(
    "token", ["nonsense", "%00", "%ff", "a.b.c", "." * 500, KEY, f"{KEY}.1xUJJT.AjnrLP1"]
)
def test_a_wrong_receipt_is_not_found(visitor: Client, token: str) -> None:
    receipt_of(visitor)

    page = visitor.get(f"{RECEIPT}?receipt={token}")

    assert page.status_code == 404
    assert "Sara" not in page.content.decode()


def test_a_key_is_not_enough_to_read_a_receipt(visitor: Client) -> None:
    receipt_of(visitor, request_key=KEY)
    key = ConsultationRequest.objects.get().key

    for guess in (key.hex, str(key), signing.TimestampSigner(sep=".").sign(key.hex)):
        assert visitor.get(f"{RECEIPT}?receipt={guess}").status_code == 404


def test_a_changed_receipt_is_not_found(visitor: Client) -> None:
    mine, theirs = receipt_of(visitor), receipt_of(visitor, name="Omar", phone="0507654321")
    mixed = mine.split(".")[0] + "." + theirs.split(".", 1)[1]

    assert visitor.get(mixed).status_code == 404


def test_a_key_that_was_guessed_shows_nobody_else_s_receipt(visitor: Client) -> None:
    receipt_of(visitor, request_key=KEY)

    page = visitor.get(receipt_of(visitor, request_key=KEY, name="Omar", phone="0507654321"))

    assert "Omar" in page.content.decode()
    assert "Sara" not in page.content.decode()


def test_the_receipt_of_a_deleted_lead_is_not_found(visitor: Client) -> None:
    address = receipt_of(visitor)
    Lead.objects.all().delete()

    assert visitor.get(address).status_code == 404


def test_the_receipt_only_reads(visitor: Client) -> None:
    assert visitor.post(RECEIPT).status_code == 405


@pytest.mark.parametrize(
    ("method", "title", "sender"),
    [
        ("whatsapp", "A coordinator writes to you on WhatsApp", "+971 50 000 0000"),
        ("phone", "A coordinator calls you", "+971"),
        ("email", "A coordinator writes to you by email", "hello@khusla.example"),
    ],
)
def test_the_receipt_says_who_will_write_and_from_where(
    visitor: Client, method: str, title: str, sender: str
) -> None:
    address = receipt_of(visitor, contact_method=method, email="sara@mail.example")

    page = visitor.get(address).content.decode()

    assert title in page
    assert f"From {sender}" in page


@pytest.mark.parametrize(
    ("hours", "label"),
    [
        (0, "By 12:30pm today, Dubai time"),
        (1, "By 12:30pm today, Dubai time. We are late: call us and we will put it right."),
        (24, "By 12:30pm on Monday"),
    ],
)
def test_the_receipt_says_when_an_answer_comes(visitor: Client, ask: Ask, hours: int, label: str) -> None:
    request = ask()

    with time_machine.travel(MONDAY_NOON + timedelta(hours=hours), tick=False):
        page = visitor.get(receipts.address_for(request.key)).content.decode()

    assert label in page


def test_the_receipt_of_a_request_at_night_names_the_morning(visitor: Client, ask: Ask) -> None:
    request = ask(received_at=MONDAY_NOON + timedelta(hours=11))

    with time_machine.travel(MONDAY_NOON + timedelta(hours=11), tick=False):
        page = visitor.get(receipts.address_for(request.key)).content.decode()

    assert "By 10:30am tomorrow, Dubai time" in page


def test_the_receipt_says_when_we_have_been_in_touch(visitor: Client, ask: Ask) -> None:
    request = ask()
    change_status(lead=request.lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON)

    assert "We have been in touch" in visitor.get(receipts.address_for(request.key)).content.decode()
