"""A person's own page: what they can do there, and that nobody else can."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from leads.actions import change_status
from leads.models import Consent, ConsultationRequest, Delivery, Event, Lead, Photo
from leads.own import actions as own_actions
from leads.own import address as own_address
from leads.photos import files as photo_files
from tests.factories import MONDAY_NOON, StaffFactory
from tests.leads.conftest import Ask
from tests.leads.sending import KEY, receipt_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


@pytest.fixture
def asked(ask: Ask) -> ConsultationRequest:
    """Sara's request, with a number and an email address."""
    with time_machine.travel(MONDAY_NOON, tick=False):
        return ask(email="sara@mail.example", message="About my crown")


@pytest.fixture(autouse=True)
def _own_disk(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY_NOON + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def own(asked: ConsultationRequest) -> str:
    """The address of Sara's page."""
    return own_address.address_for(asked)


def jpeg(colour: str = "red", **options: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG", **options)
    return kept.getvalue()


def upload(*raw: bytes) -> dict[str, list[SimpleUploadedFile]]:
    return {"photos": [SimpleUploadedFile("photo.jpg", one, "image/jpeg") for one in raw]}


def text_of(page: HttpResponseBase) -> str:
    assert isinstance(page, HttpResponse)
    return page.content.decode()


def files_kept() -> set[str]:
    return {path.name for path in photo_files.kept()}


# Getting there


def test_the_receipt_leads_to_the_own_page(visitor: Client) -> None:
    receipt = text_of(visitor.get(receipt_of(visitor)))
    address = re.search(r'href="(/request/[^"]+)"', receipt)

    assert address is not None
    assert "Your request, Sara" in text_of(visitor.get(address[1]))


def test_the_page_says_where_the_request_stands_and_shows_the_number_masked(
    visitor: Client, own: str
) -> None:
    page = text_of(visitor.get(own))

    assert "Your request is with us. By 12:30pm today, Dubai time, you have our answer." in page
    assert "1234567" not in page
    assert "sara@mail.example" not in page


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("contacted", "We have been in touch"),
        ("booked", "You have a visit"),
        ("attended", "You have been to see us"),
        ("lost", "is closed"),
    ],
)
def test_the_page_follows_what_staff_do(
    visitor: Client, asked: ConsultationRequest, own: str, status: str, says: str
) -> None:
    change_status(lead=asked.lead, status=status, by=StaffFactory.create(), at=MONDAY_NOON)

    assert says in text_of(visitor.get(own))


def test_a_late_answer_is_admitted(visitor: Client, own: str) -> None:
    with time_machine.travel(MONDAY_NOON + timedelta(hours=3), tick=False):
        assert "We promised an answer and are late" in text_of(visitor.get(own))


def test_a_held_request_reads_like_any_other(visitor: Client, ask: Ask) -> None:
    held = ask(held_because="Too many links")

    page = text_of(visitor.get(own_address.address_for(held)))

    assert "Your request is with us" in page
    assert "spam" not in page.lower()


@pytest.mark.parametrize("secret", ["nonsense", KEY, "a.b", "%00", "." * 300, f"{KEY.replace('-', '')}.x"])
def test_a_wrong_address_looks_like_one_that_has_expired(visitor: Client, own: str, secret: str) -> None:
    wrong = visitor.get(f"/request/{secret}/")
    with time_machine.travel(MONDAY_NOON + timedelta(days=366), tick=False):
        expired = visitor.get(own)

    assert (wrong.status_code, expired.status_code) == (404, 404)
    assert "This page has gone" in text_of(wrong)
    assert re.sub(r"Closed.*|Open until.*", "", text_of(wrong)) == re.sub(
        r"Closed.*|Open until.*", "", text_of(expired)
    )


def test_nobody_learns_the_address_from_the_page(visitor: Client, own: str) -> None:
    page = visitor.get(own)

    assert own not in re.sub(r'(action|href|src)="[^"]+"', "", text_of(page))
    assert f"from={quote(own, safe='')}" not in text_of(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("", {"message": "Hello"}),
        ("", {"contact_method": "email"}),
        ("", {"do": "stop"}),
        ("erase/", {}),
    ],
)
def test_nothing_is_done_for_another_site(visitor: Client, own: str, part: str, sent: dict[str, str]) -> None:
    answer = visitor.post(own + part, sent, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert Event.objects.exclude(kind=Event.Kind.RECEIVED).count() == 0
    assert Lead.objects.count() == 1


def test_what_is_wrong_in_one_part_loses_nothing_of_the_others(visitor: Client, own: str) -> None:
    sent = {"message": "x" * 1001, "contact_method": "email", "preferred_time": "evening"}

    answer = visitor.post(own, {**sent, **upload(jpeg())})

    assert answer.status_code == 422
    assert "x" * 1001 in text_of(answer)
    assert Photo.objects.count() == 1
    assert Lead.objects.get().contact_method == "email"


def test_a_message_that_was_kept_is_not_asked_for_again(visitor: Client, own: str) -> None:
    answer = visitor.post(own, {"message": "Can I come on Friday?", **upload(b"no photo")})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Thank you. We have what you sent." in page
    assert "Can I come on Friday?</textarea>" not in page
    assert Event.objects.filter(kind=Event.Kind.MESSAGE).count() == 1


@pytest.mark.parametrize("deed", ["stop", "remove-1"])
def test_another_button_keeps_what_was_typed_and_does_not_send_it(
    visitor: Client, own: str, deed: str
) -> None:
    answer = visitor.post(own, {"do": deed, "message": "Half a sen", "preferred_time": "evening"})

    page = text_of(answer)
    assert "Half a sen</textarea>" in page
    assert re.search(r'value="evening"[^>]* checked', page)
    assert not Event.objects.filter(kind=Event.Kind.MESSAGE).exists()


@pytest.mark.parametrize("deed", ["remove-", "remove-x", "remove-99999999999", "dance"])
def test_a_deed_that_is_none_harms_nothing(visitor: Client, own: str, deed: str) -> None:
    assert visitor.post(own, {"do": deed}).status_code in {200, 422}


def test_a_character_that_cannot_be_shown_is_named_and_the_rest_stays(visitor: Client, own: str) -> None:
    answer = visitor.post(own, {"message": "Fri\x07day\x00"})

    assert answer.status_code == 422
    assert "We took out characters that cannot be shown" in text_of(answer)
    assert "Friday</textarea>" in text_of(answer)


def test_no_box_cuts_a_pasted_text(visitor: Client, own: str) -> None:
    assert "maxlength" not in text_of(visitor.get(own))


# Messages


def test_a_message_is_kept_and_the_lead_waits_again(
    visitor: Client, asked: ConsultationRequest, own: str
) -> None:
    change_status(lead=asked.lead, status="contacted", by=StaffFactory.create(), at=MONDAY_NOON)
    Delivery.objects.all().delete()

    answer = visitor.post(own, {"message": "  Can I come on Friday? "})

    assert (answer.status_code, answer["Location"]) == (303, f"{own}?done=sent")
    page = text_of(visitor.get(answer["Location"]))
    assert "Thank you. We have what you sent" in page
    assert "Can I come on Friday?" in page
    lead = Lead.objects.get()
    assert (lead.status, lead.first_contacted_at) == ("new", None)
    assert Delivery.objects.get().kind == "staff-alert"


def test_the_same_message_sent_again_is_kept_once(visitor: Client, own: str) -> None:
    for _time in range(3):
        visitor.post(own, {"message": "Can I come on Friday?"})

    assert Event.objects.filter(kind=Event.Kind.MESSAGE).count() == 1


def test_staff_are_alerted_once_until_they_have_been_told(visitor: Client, own: str) -> None:
    Delivery.objects.all().delete()

    for words in ("One", "Two"):
        visitor.post(own, {"message": words})

    assert Delivery.objects.filter(kind="staff-alert").count() == 1


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("", "Write a message, choose a photo"),
        ("\u3164 \u200b", "Write a message, choose a photo"),
        ("x" * 1001, "1000 characters or fewer"),
    ],
)
def test_a_message_that_cannot_be_kept_stays_in_its_box(
    visitor: Client, own: str, message: str, says: str
) -> None:
    answer = visitor.post(own, {"message": message})

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert message in text_of(answer)
    assert Event.objects.filter(kind=Event.Kind.MESSAGE).count() == 0


def test_a_page_full_of_messages_asks_to_call(visitor: Client, own: str) -> None:
    for number in range(30):
        visitor.post(own, {"message": f"Message {number}"})

    answer = visitor.post(own, {"message": "One more"})

    assert answer.status_code == 422
    assert "Please call us instead" in text_of(answer)
    assert "One more</textarea>" in text_of(answer)


def test_a_message_of_a_held_request_leaves_it_held(visitor: Client, ask: Ask) -> None:
    held = ask(held_because="Too many links")

    visitor.post(own_address.address_for(held), {"message": "I am a person"})

    assert Lead.objects.get().status == "held"
    assert not Delivery.objects.exists()
    assert Event.objects.filter(kind=Event.Kind.MESSAGE).exists()


# Photos


def test_photos_are_kept_encrypted_and_shown_to_the_person(visitor: Client, own: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "PLANTED"

    answer = visitor.post(own, upload(jpeg(exif=exif), jpeg("blue")))

    assert answer["Location"] == f"{own}?done=sent"
    assert Photo.objects.count() == 2
    shown = visitor.get(f"{own}photos/1/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown["Cache-Control"]
    assert Image.open(io.BytesIO(shown.content)).size == (40, 30)
    for file in photo_files.kept():
        assert b"JFIF" not in file.read_bytes()
        assert file.stat().st_mode & 0o777 == 0o600


def test_sending_photos_is_consent_in_the_words_beside_the_button(visitor: Client, own: str) -> None:
    page = text_of(visitor.get(own))

    visitor.post(own, upload(jpeg()))

    consent = Consent.objects.get(purpose=Consent.Purpose.PHOTOS)
    assert consent.wording in page
    assert consent.version


def test_good_photos_are_kept_when_another_is_bad(visitor: Client, own: str) -> None:
    answer = visitor.post(own, upload(b"no photo", jpeg()))

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Photo 1: This is not a photo we can read" in page
    assert "Photo 1, sent by you" in page
    assert Photo.objects.count() == 1


def test_the_same_photo_sent_again_is_kept_once(visitor: Client, own: str) -> None:
    for _time in range(2):
        visitor.post(own, upload(jpeg(), jpeg()))

    assert Photo.objects.count() == 1
    assert files_kept() == {Photo.objects.get().file}


def test_more_than_five_photos_are_refused_with_the_number_that_fits(visitor: Client, own: str) -> None:
    visitor.post(own, upload(*(jpeg(colour) for colour in ("red", "blue", "green", "white"))))

    answer = visitor.post(own, upload(jpeg("black"), jpeg("pink")))

    assert answer.status_code == 422
    assert "There is room for 1 more photo" in text_of(answer)
    assert Photo.objects.count() == len(files_kept()) == 4


def test_a_photo_that_is_removed_is_gone_from_the_disk_and_its_place_is_free(
    visitor: Client, own: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    visitor.post(own, upload(jpeg(), jpeg("blue")))

    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(own, {"do": "remove-1"})
    visitor.post(own, upload(jpeg("green")))

    assert sorted(Photo.objects.values_list("number", flat=True)) == [1, 2]
    assert files_kept() == set(Photo.objects.values_list("file", flat=True))


def test_sending_no_photo_says_so(visitor: Client, own: str) -> None:
    answer = visitor.post(own, {})

    assert answer.status_code == 422
    assert "Write a message, choose a photo" in text_of(answer)


def test_nobody_sees_a_photo_through_another_page(visitor: Client, own: str, ask: Ask) -> None:
    visitor.post(own, upload(jpeg()))
    other = own_address.address_for(ask(name="Omar Saleh", phone="+971507654321"))

    assert visitor.get(f"{other}photos/1/").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(visitor: Client, own: str) -> None:
    visitor.post(own, upload(jpeg()))
    photo_files.remove([Photo.objects.get().file])

    assert visitor.get(f"{own}photos/1/").status_code == 404
    assert visitor.get(own).status_code == 200


def test_no_file_stays_when_the_rows_cannot_be_written(
    visitor: Client, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Photo, "save", fail)

    assert visitor.post(own, upload(jpeg())).status_code == 500
    assert files_kept() == set()


def test_files_stay_after_trouble_with_the_database_since_their_rows_may_be_there(
    visitor: Client, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer_is_lost(*_given: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.setattr(own_actions, "_agree", answer_is_lost)

    assert visitor.post(own, upload(jpeg())).status_code == 503
    assert len(files_kept()) == 1


# Wishes, stop


def test_wishes_change_how_staff_answer(visitor: Client, own: str) -> None:
    visitor.post(own, {"contact_method": "email", "preferred_time": "evening"})

    lead = Lead.objects.get()
    request = lead.requests.get()
    assert (lead.contact_method, request.contact_method, request.preferred_time) == (
        "email",
        "email",
        "evening",
    )
    assert Event.objects.filter(kind=Event.Kind.WISHES).count() == 1


def test_a_way_that_they_did_not_give_is_no_choice(visitor: Client, ask: Ask) -> None:
    own = own_address.address_for(ask(name="Omar Saleh", phone="+971507654321"))

    answer = visitor.post(own, {"contact_method": "email", "preferred_time": "any"})

    assert answer.status_code == 422
    assert 'value="email"' not in text_of(answer)


def test_a_person_can_stop_us_and_change_their_mind(visitor: Client, own: str) -> None:
    visitor.post(own, {"do": "stop"})
    stopped = text_of(visitor.get(own))
    status = Lead.objects.get().status
    visitor.post(own, {"message": "I have thought again"})

    assert "You asked us not to get in touch" in stopped
    assert status == "lost"
    assert Lead.objects.get().status == "new"
    assert "You asked us not to get in touch" not in text_of(visitor.get(own))


def test_who_joins_somebody_s_lead_sees_and_stops_nothing_of_theirs(
    visitor: Client, asked: ConsultationRequest, own: str, ask: Ask
) -> None:
    visitor.post(own, {"message": "My own secret"})
    visitor.post(own, upload(jpeg()))

    theirs = own_address.address_for(ask(message="Somebody who knows Sara's number"))
    visitor.post(theirs, {"do": "stop"})

    assert ConsultationRequest.objects.filter(lead=asked.lead).count() == 2
    page = text_of(visitor.get(theirs))
    assert "My own secret" not in page
    assert visitor.get(f"{theirs}photos/1/").status_code == 404
    assert Lead.objects.get().status == "new"


# Download and erase


def test_everything_they_sent_can_be_downloaded(visitor: Client, own: str) -> None:
    visitor.post(own, {"message": "Can I come on Friday?"})
    visitor.post(own, upload(jpeg()))

    answer = visitor.get(f"{own}download/")

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(archive.read("request.json"))
    assert told["asked"]["name"] == "Sara Ahmed"
    assert told["asked"]["message"] == "About my crown"
    assert "Can I come on Friday?" in [deed["text"] for deed in told["done_here"]]
    assert {row["purpose"] for row in told["agreed"]} == {"contact", "photos"}
    assert Image.open(io.BytesIO(archive.read("photo-1.jpg"))).size == (40, 30)


def test_a_photo_that_cannot_be_read_does_not_spoil_the_download(visitor: Client, own: str) -> None:
    visitor.post(own, upload(jpeg()))
    photo_files.remove([Photo.objects.get().file])

    archive = zipfile.ZipFile(io.BytesIO(visitor.get(f"{own}download/").content))

    assert set(archive.namelist()) == {"request.json", "photo-1-cannot-be-read.txt"}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_erase_everything(visitor: Client, own: str) -> None:
    visitor.post(own, upload(jpeg()))

    asked_again = text_of(visitor.get(f"{own}erase/"))
    done = text_of(visitor.post(f"{own}erase/"))

    assert "Erase everything?" in asked_again
    assert "It is erased" in done
    assert not Lead.objects.exists()
    assert not Photo.objects.exists()
    assert files_kept() == set()
    assert visitor.get(own).status_code == 404


def test_erasing_one_request_leaves_the_others_of_the_lead(visitor: Client, own: str, ask: Ask) -> None:
    theirs = own_address.address_for(ask(message="Somebody who knows Sara's number"))

    page = text_of(visitor.post(f"{theirs}erase/"))

    assert "There are other requests" in page
    assert visitor.get(own).status_code == 200
    assert "About my crown" in ConsultationRequest.objects.get().message
