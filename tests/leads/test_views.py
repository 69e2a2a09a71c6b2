"""The form and its receipt: what was typed is kept or shown again, and shown to nobody else."""

from __future__ import annotations

import logging
import uuid
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from clinic.models import ClinicProfile
from leads import actions, receipts
from leads.asked import ORIGIN
from leads.models import Attribution, Consent, ConsultationRequest, Lead
from leads.waiting import spool
from leads.waiting.replay import replay
from tests.factories import MONDAY_NOON
from tests.leads.conftest import Ask, Judge
from tests.leads.sending import KEY, SARA, Browser, filled_in, receipt_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
FORM, RECEIPT = "/consultation/", "/consultation/received/"
ABROAD = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
MULTIPART = "multipart/form-data; boundary=x"


# The form


def test_the_form_shows_without_a_cookie(visitor: Client) -> None:
    page = visitor.get(FORM)

    assert page.status_code == 200
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_the_form_answers_head(visitor: Client) -> None:
    answer = visitor.head(FORM)

    assert (answer.status_code, answer.content) == (200, b"")


def test_the_form_as_it_stands_asks_for_what_is_missing_and_nothing_else(visitor: Client) -> None:
    typed = filled_in(visitor.get(FORM).content.decode()) | SARA

    assert visitor.post(FORM, typed).status_code == 303


def test_the_form_has_a_key_and_knows_where_the_visitor_came_from(visitor: Client) -> None:
    page = visitor.get(f"{FORM}?from=/faq/&noticed=crown&utm_source=news")

    form = filled_in(page.content.decode())
    assert str(uuid.UUID(form["request_key"])) == form["request_key"]
    assert (form["landing_page"], form["noticed"], form["utm_source"]) == ("/faq/", "crown", "news")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(visitor: Client, method: str) -> None:
    assert getattr(visitor, method)(FORM).status_code == 405


# Sending it


def test_the_smallest_request_is_complete(visitor: Client) -> None:
    answer = visitor.post(FORM, SARA)

    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{RECEIPT}?receipt=")
    assert not answer.cookies
    assert ConsultationRequest.objects.get().phone == "+971501234567"


@pytest.mark.parametrize("headers", [{"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}, {}])
def test_a_request_may_come_from_our_page_or_from_a_program(visitor: Client, headers: dict[str, str]) -> None:
    assert visitor.post(FORM, SARA, headers=headers).status_code == 303


def test_everything_that_was_sent_is_kept(visitor: Client, everything: dict[str, str]) -> None:
    assert visitor.post(FORM, everything).status_code == 303

    request: dict[str, Any] = {**ConsultationRequest.objects.values().get()}
    same = ("name", "contact_method", "email", "language", "noticed", "message", "preferred_time")
    assert {field: request[field] for field in same} == {field: everything[field] for field in same}
    assert (request["phone"], request["phone_typed"]) == ("+447700900123", everything["phone"])
    origin: dict[str, Any] = {**Attribution.objects.values().get()}
    assert {field: origin[field] for field in ORIGIN} == {field: everything[field] for field in ORIGIN}
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"contact", "marketing"}


def test_the_words_agreed_to_are_those_on_the_page(visitor: Client) -> None:
    page = visitor.get(FORM).content.decode()

    visitor.post(FORM, SARA)

    assert Consent.objects.get().wording in page


def test_sending_twice_leads_to_the_same_request(visitor: Client) -> None:
    for _press in range(2):
        assert visitor.post(FORM, {**SARA, "request_key": KEY}).status_code == 303

    assert ConsultationRequest.objects.count() == 1


def test_people_do_not_meet_the_trap(visitor: Client) -> None:
    page = html5lib.parse(visitor.get(FORM).content.decode(), namespaceHTMLElements=False)

    (trap,) = page.iterfind(".//div[@aria-hidden='true']/input")
    assert trap.attrib.items() >= {"name": "website", "tabindex": "-1", "autocomplete": "off"}.items()


def test_the_trap_holds_the_lead_and_says_nothing_to_the_sender(visitor: Client) -> None:
    answer = visitor.post(FORM, {**SARA, "website": "https://spam.example"})

    assert answer.status_code == 303
    assert visitor.get(answer["Location"]).status_code == 200
    lead = Lead.objects.get()
    assert lead.status == "held"
    assert lead.held_because.startswith("A field that people cannot see was filled in")


# Mending it


@pytest.mark.parametrize("missing", ["name", "consent"])
def test_a_wrong_form_comes_back_with_everything_that_was_typed(
    visitor: Client, everything: dict[str, str], missing: str
) -> None:
    everything.pop(missing)

    page = visitor.post(FORM, everything)

    assert page.status_code == 422
    shown = filled_in(page.content.decode())
    shown.pop(missing, None)
    assert shown == everything
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", "x" * 121),
        ("phone", "12 <3"),
        ("email", 'sara@"mail"'),
        ("message", "م" * 601),
        ("message", "long\n" * 1000),
    ],
)
def test_what_was_typed_wrong_comes_back_too(
    visitor: Client, everything: dict[str, str], field: str, wrong: str
) -> None:
    everything[field] = wrong.strip()

    page = visitor.post(FORM, everything)

    assert page.status_code == 422
    assert filled_in(page.content.decode()) == everything


def test_a_wrong_form_has_a_title_and_a_summary_that_say_so(visitor: Client) -> None:
    page = visitor.post(FORM, {}).content.decode()

    assert "<title>Error: " in page
    assert page.index("There is a problem") < page.index("<h1")
    for field, words in (
        ("name", "Enter your name"),
        ("phone", "Enter your mobile number"),
        ("consent", "Tick the box so that we may contact you"),
    ):
        assert f'href="#id_{field}">{words}</a>' in page
        assert page.count(words) == 2


def test_a_mended_form_is_complete(visitor: Client, everything: dict[str, str]) -> None:
    page = visitor.post(FORM, everything | {"phone": "12"}).content.decode()

    assert visitor.post(FORM, filled_in(page) | {"phone": "07700 900123"}).status_code == 303


def test_characters_that_had_to_go_are_gone_from_the_page(visitor: Client) -> None:
    page = visitor.post(FORM, {**SARA, "message": "Hel\0lo \x07there"})

    assert page.status_code == 422
    assert filled_in(page.content.decode())["message"] == "Hello there"
    assert visitor.post(FORM, filled_in(page.content.decode())).status_code == 303


def test_a_form_from_another_site_comes_back_with_everything_kept(
    visitor: Client, everything: dict[str, str]
) -> None:
    page = visitor.post(FORM, everything, headers=ABROAD)

    assert page.status_code == 403
    assert "This was sent from another site" in page.content.decode()
    assert filled_in(page.content.decode()) == everything
    assert not Lead.objects.exists()


# Without the database


@pytest.mark.usefixtures("clinic", "database_gone")
def test_the_form_shows_without_the_database(visitor: Client) -> None:
    page = visitor.get(FORM)

    assert page.status_code == 200
    assert visitor.post(FORM, filled_in(page.content.decode()) | SARA).status_code == 303


@pytest.mark.parametrize("error", [OperationalError, IntegrityError, InterfaceError])
def test_what_the_database_cannot_take_is_received_all_the_same(
    visitor: Client, everything: dict[str, str], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(actions, "record_request", _raise(error("disk full")))

    answer = visitor.post(FORM, everything)

    assert answer.status_code == 303
    assert len(spool.waiting()) == 1


def test_the_receipt_survives_from_before_the_database_returns_to_after(
    visitor: Client, everything: dict[str, str], database_gone_for_now: pytest.MonkeyPatch
) -> None:
    address = receipt_of(visitor, **everything | {"name": "Sara Ahmed"})

    before = [visitor.get(address) for _reload in range(2)]
    database_gone_for_now.undo()
    replay()
    after = visitor.get(address)

    assert [page.status_code for page in [*before, after]] == [200] * 3
    for page in [*before, after]:
        text = page.content.decode()
        assert "We have your request" in text
        for shown in ("Thank you, Sara", "+44 77", "s•••@mail.example", "Evening", "PRP", "Dubai time"):
            assert shown in text
    assert "Your reference will be on this page soon" in before[0].content.decode()
    assert Lead.objects.get().reference_display in after.content.decode()


def test_a_press_twice_without_the_database_is_one_request(
    visitor: Client, database_gone_for_now: pytest.MonkeyPatch
) -> None:
    addresses = {receipt_of(visitor, request_key=KEY).split(".")[0] for _press in range(2)}

    database_gone_for_now.undo()
    addresses.add(receipt_of(visitor, request_key=KEY).split(".")[0])
    replay()
    addresses.add(receipt_of(visitor, request_key=KEY).split(".")[0])

    assert len(addresses) == 1
    assert ConsultationRequest.objects.count() == 1


@pytest.mark.usefixtures("clinic")
def test_a_receipt_from_before_is_safe_while_the_database_cannot_show_it(
    visitor: Client, request: pytest.FixtureRequest
) -> None:
    address = receipt_of(visitor)

    request.getfixturevalue("database_gone")
    page = visitor.get(address)

    assert page.status_code == 200
    assert "We have your request" in page.content.decode()
    assert "tel:+971" in page.content.decode()


@pytest.mark.usefixtures("clinic", "database_gone")
@pytest.mark.parametrize(
    ("treatment", "status"), [("", 303), ("prp", 303), ("quite-new", 303), ("<b>no slug", 422)]
)
def test_a_treatment_that_the_old_list_does_not_know_is_taken_too(
    visitor: Client, treatment: str, status: int
) -> None:
    assert visitor.post(FORM, {**SARA, "treatment": treatment}).status_code == status


@pytest.mark.usefixtures("clinic", "database_gone")
def test_a_wrong_form_comes_back_without_the_database_too(visitor: Client) -> None:
    page = visitor.post(FORM, {**SARA, "consent": ""})

    assert page.status_code == 422
    assert not spool.waiting()


@pytest.mark.parametrize("error", [DatabaseError, IntegrityError, InterfaceError])
def test_what_cannot_be_kept_anywhere_comes_back_with_everything_and_the_phone(
    visitor: Client, everything: dict[str, str], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(actions, "record_request", _raise(error("disk full")))
    monkeypatch.setattr(spool, "put", _raise(spool.NoPlaceLeft()))

    page = visitor.post(FORM, everything)

    assert page.status_code == 503
    assert filled_in(page.content.decode()) == everything
    told = page.content.decode().split("<form")[0]
    assert "We could not keep your request. Send it again, call us or write to us" in told
    assert 'href="tel:+971' in told
    assert 'href="https://wa.me/971' in told


def _raise(error: Exception) -> Any:
    def fail(*_arguments: object, **_values: object) -> None:
        raise error

    return fail


# Bodies that are none


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"name=Sara", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=" + "x" * 300, 400),
        (b"", MULTIPART, 422),
        (b"\x00\xff" * 500, MULTIPART, 422),
        (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nSara', MULTIPART, 422),
        (
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n%b'
            % b"Content-Transfer-Encoding: base64\r\n\r\nabcde\r\n--x--",
            MULTIPART,
            400,
        ),
        (b'{"name": "Sara"}', "application/json", 422),
        (b"name=Sara", "text/plain", 422),
        (b"name=Sara", "", 422),
        (b"name=Sara", "nonsense", 422),
        (
            b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n',
            f"{MULTIPART}; charset=unicode_escape",
            422,
        ),
        (b"name=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", 400),
        (
            b"&".join(b"field%d=1" % number for number in range(2000)),
            "application/x-www-form-urlencoded",
            400,
        ),
    ],
)
def test_a_body_that_is_no_form_is_no_trouble(body: bytes, content_type: str, status: int) -> None:
    answer = Browser(raise_request_exception=False).generic("POST", FORM, body, content_type=content_type)

    assert answer.status_code == status
    assert not Lead.objects.exists()


CHARSETS = ["utf-8", "UTF-8", "UTF8", "utf_8", "u8", "iso-8859-1", "utf-16", "utf-7", "hex", "idna", "none"]
URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", CHARSETS)
def test_what_is_sent_as_utf_8_is_kept_whatever_it_is_called(charset: str) -> None:
    body = urlencode({**SARA, "name": "سارة Sára"})

    answer = Browser().generic("POST", FORM, body, content_type=f"{URLENCODED}; charset={charset}")

    assert answer.status_code == 303
    assert Lead.objects.get().name == "سارة Sára"


@pytest.mark.parametrize("charset", CHARSETS)
def test_letters_that_cannot_be_read_are_asked_for_again(charset: str) -> None:
    body = urlencode({**SARA, "name": "Sára Haddad"}, encoding="iso-8859-1")

    answer = Browser().generic("POST", FORM, body, content_type=f"{URLENCODED}; charset={charset}")

    assert answer.status_code == 422
    assert "characters that cannot be shown" in answer.content.decode()
    assert 'value="Sra Haddad"' in answer.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_form_is_shown_whatever_charset_a_browser_names(charset: str) -> None:
    answer = Browser().get(f"{FORM}?from=%ff", headers={"content-type": f"text/html; charset={charset}"})

    assert answer.status_code == 200


def test_a_file_is_not_taken(visitor: Client) -> None:
    photo = b'--x\r\nContent-Disposition: form-data; name="name"; filename="me.jpg"\r\n\r\n' + b"0" * 9000
    answer = visitor.generic("POST", FORM, photo + b"\r\n--x--\r\n", content_type=MULTIPART)

    assert answer.status_code == 422


# Nothing personal where it does not belong

SECRETS = ("Sara", "Ahmed", "501234567", "050 123", "50 123", "sara@mail", "burns")
TOLD = {**SARA, "email": "sara@mail.example", "message": "My scalp burns."}


@pytest.fixture
def whole_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that any logger says, those that are set to be quiet included."""
    for name in ["", *logging.getLogger().manager.loggerDict]:
        caplog.set_level(logging.INFO, logger=name)
    return caplog


def test_the_address_of_the_receipt_is_nothing_personal(visitor: Client) -> None:
    address = receipt_of(visitor, **TOLD)

    assert not [secret for secret in SECRETS if secret in address]
    assert str(Lead.objects.get().pk) not in address.split("=")[0]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        (TOLD, {}),
        (TOLD | {"consent": ""}, {}),
        (TOLD | {"message": "My scalp burns.\0" + "x" * 700, "treatment": "Sara"}, {}),
        (TOLD, {"headers": ABROAD}),
        (TOLD, {"headers": {"origin": "http://["}}),
        (TOLD, {"headers": {"host": "elsewhere.example"}}),
        (TOLD | {f"field{number}": "Sara" for number in range(1500)}, {}),
    ],
)
def test_the_log_names_nobody(
    visitor: Client, whole_log: pytest.LogCaptureFixture, values: dict[str, str], options: dict[str, Any]
) -> None:
    answer = visitor.post(FORM, values, **options)
    if answer.status_code == 303:
        visitor.get(answer["Location"])

    assert not [secret for secret in SECRETS if secret in whole_log.text]


@pytest.mark.parametrize("error", [DatabaseError, IntegrityError, InterfaceError])
def test_the_log_names_nobody_when_the_database_quotes_the_row(
    visitor: Client,
    whole_log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    quoting = error("DETAIL:  Failing row contains (7, Sara Ahmed, +971501234567).")
    monkeypatch.setattr(actions, "record_request", _raise(quoting))

    visitor.post(FORM, TOLD)

    assert f"A request goes to the spool: {error.__name__}" in whole_log.messages
    assert not [secret for secret in SECRETS if secret in whole_log.text]


def test_who_has_asked_is_not_asked_to_ask(visitor: Client) -> None:
    bar = "c-contact-bar"

    with_receipt = visitor.get(receipt_of(visitor))
    without = visitor.get(RECEIPT)

    assert bar not in with_receipt.content.decode()
    assert bar in without.content.decode()


def test_the_receipt_is_not_in_the_log(visitor: Client, whole_log: pytest.LogCaptureFixture) -> None:
    address = receipt_of(visitor, **TOLD)
    visitor.get(address)
    visitor.get(address + "x")

    assert address.split("=")[1] not in whole_log.text


def test_what_error_reports_print_names_nobody(ask: Ask, judge: Judge) -> None:
    form = judge(**TOLD)
    form.is_valid()
    receipt = receipts.receipt_for(ask(), ClinicProfile.objects.current(), MONDAY_NOON)

    printed = f"{form!r} {form.asked!r} {receipt!r} {form.came_from!r}"
    assert not [secret for secret in SECRETS if secret in printed]


def test_times_are_taken_once(visitor: Client) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        visitor.post(FORM, SARA)
        now = timezone.now()

    request = ConsultationRequest.objects.get()
    assert request.received_at == request.lead.received_at == now
    assert request.consents.get().given_at == now


def test_a_changed_name_of_the_clinic_is_in_the_words_agreed_to(visitor: Client) -> None:
    ClinicProfile.objects.update(name="Other Hair")

    visitor.post(FORM, SARA)

    assert Consent.objects.get().wording.startswith("Other Hair may contact me")
